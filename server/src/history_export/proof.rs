//! The proof: every line with its hash, and the signatures (`docs/history-proof.md`).

use proof::file::Entry;
use record::acts::{ExportedChain, ExportedLine, HistoryExport};

use super::{ExportError, Writer};

#[derive(Default)]
pub(super) struct Proof {
    profile: String,
}

impl Writer for Proof {
    const NAME: &str = "preuve-historique.jsonl";
    const MEDIA_TYPE: &str = "application/x-ndjson; charset=utf-8";

    fn begin(&mut self, export: &HistoryExport, _: &mut String) -> Result<(), ExportError> {
        self.profile = export.profile.to_string();
        Ok(())
    }

    fn chain(&mut self, chain: &ExportedChain, to: &mut String) -> Result<(), ExportError> {
        let entry = Entry::Chain {
            profile: self.profile.clone(),
            chain: chain.audience.as_str().to_owned(),
        };
        Ok(entry.write(to)?)
    }

    fn line(&mut self, _: &ExportedChain, line: &ExportedLine, to: &mut String) -> Result<(), ExportError> {
        let entry = Entry::Line {
            hash: line.hash,
            body: &line.body,
        };
        entry.write(to)?;
        if let Some(checkpoint) = &line.checkpoint {
            Entry::Checkpoint(checkpoint.clone()).write(to)?;
        }
        Ok(())
    }

    fn chain_end(&mut self, chain: &ExportedChain, to: &mut String) -> Result<(), ExportError> {
        for checkpoint in &chain.missing {
            Entry::Checkpoint(checkpoint.clone()).write(to)?;
        }
        Ok(())
    }

    fn end(&mut self, _: &mut String) -> Result<(), ExportError> {
        Ok(())
    }
}
