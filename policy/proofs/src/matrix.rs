//! The matrix and the code lists, read from the files the crate is built from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Which entitlement opens which document type.
#[derive(Debug)]
pub struct Matrix {
    /// Every document type.
    pub types: Vec<String>,
    /// Every entitlement.
    pub entitlements: Vec<String>,
    /// The entitlements that open each type.
    readers: BTreeMap<String, BTreeSet<String>>,
}

impl Matrix {
    /// Reads the files.
    ///
    /// # Errors
    /// When a file cannot be read, or lacks a column.
    pub fn read() -> Result<Self, csv::Error> {
        let mut readers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in rows("access-matrix.csv")? {
            if row.get("allowed").is_some_and(|allowed| allowed == "yes")
                && let (Some(of), Some(by)) = (row.get("document_type_code"), row.get("profession_code"))
            {
                readers.entry(of.clone()).or_default().insert(by.clone());
            }
        }
        Ok(Self {
            types: codes("document-types.csv")?,
            entitlements: codes("professions.csv")?,
            readers,
        })
    }

    /// The entitlements that open a type; none for an unknown one.
    pub fn readers(&self, document_type: &str) -> impl Iterator<Item = &str> {
        self.readers
            .get(document_type)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Whether the entitlement opens at least one type.
    pub fn opens_something(&self, entitlement: &str) -> bool {
        self.readers.values().any(|readers| readers.contains(entitlement))
    }
}

fn codes(file: &str) -> Result<Vec<String>, csv::Error> {
    Ok(rows(file)?
        .into_iter()
        .filter_map(|mut row| row.remove("code"))
        .collect())
}

fn rows(file: &str) -> Result<Vec<BTreeMap<String, String>>, csv::Error> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(file);
    csv::Reader::from_path(path)?.deserialize().collect()
}
