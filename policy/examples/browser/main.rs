//! *What may this professional read*, for a browser to answer: `proofs/browser.sh` measures it in Chromium.

#![cfg(target_arch = "wasm32")]

#[allow(dead_code, reason = "the native benchmark uses more of it")]
mod scene;

use policy::{Action, DocumentFacts, ProfileFacts, Reading, Requester};
use wasm_bindgen::prelude::wasm_bindgen;

/// The long record, and who asks.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Record {
    profile: ProfileFacts,
    requester: Requester,
    documents: Vec<DocumentFacts>,
}

#[wasm_bindgen]
impl Record {
    /// Makes it up.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "called from a script")]
    pub fn new() -> Self {
        Self {
            profile: scene::profile(),
            requester: scene::requester(),
            documents: scene::documents(scene::LONG),
        }
    }

    /// How many documents there are.
    pub fn size(&self) -> usize {
        self.documents.len()
    }

    /// How many of them the professional may read.
    pub fn readable(&self) -> usize {
        let request = scene::request(&self.profile, &self.requester, Action::Open);
        scene::readable(&Reading::of(&request), &self.documents)
    }

    /// The same, each document decided on its own.
    pub fn readable_one_by_one(&self) -> usize {
        let permitted = |document: &&DocumentFacts| {
            let request = scene::request(&self.profile, &self.requester, Action::Read(**document));
            policy::decide(&request).is_permit()
        };
        self.documents.iter().filter(permitted).count()
    }
}
