//! The verification, as a page in a browser calls it.

use proof::{Fault, Known, PublicKey, Verified, Verifier};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What was found, as JSON.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Found<'a> {
    Verified(&'a [Verified]),
    Fault(&'a Fault),
}

/// Verifies one proof while it arrives.
#[wasm_bindgen]
#[derive(Debug)]
pub struct HistoryVerifier {
    verifier: Verifier,
    fault: Option<Fault>,
}

#[wasm_bindgen]
impl HistoryVerifier {
    /// Of this profile, signed by one of these keys (a JSON list). `known` is what an earlier verification kept (a JSON list of
    /// [`Known`]).
    ///
    /// # Errors
    /// When one of the two lists is something else.
    #[wasm_bindgen(constructor)]
    pub fn new(profile: &str, keys: &str, known: &str) -> Result<Self, JsError> {
        let keys: Vec<PublicKey> = serde_json::from_str(keys)?;
        let known: Vec<Known> = serde_json::from_str(known)?;
        Ok(Self {
            verifier: Verifier::new(keys, known).of_profile(profile),
            fault: None,
        })
    }

    /// Reads the next piece; says whether it is worth reading on.
    pub fn push(&mut self, piece: &[u8]) -> bool {
        if self.fault.is_none() {
            self.fault = self.verifier.push(piece).err();
        }
        self.fault.is_none()
    }

    /// How many lines were read.
    #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other number")]
    pub fn lines(&self) -> f64 {
        self.verifier.lines() as f64
    }

    /// What was found: `{"verified":[…]}` or `{"fault":{…}}`.
    ///
    /// # Errors
    /// Never for values that can be written as JSON, as these are.
    pub fn finish(self) -> Result<String, JsError> {
        let verified = match self.fault {
            Some(fault) => Err(fault),
            None => self.verifier.finish(),
        };
        let found = match &verified {
            Ok(verified) => Found::Verified(verified),
            Err(fault) => Found::Fault(fault),
        };
        Ok(serde_json::to_string(&found)?)
    }
}
