//! The directory of professionals.

use serde::{Deserialize, Serialize};

/// Someone in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// National identifier.
    pub rpps: String,
    /// First and last name, with the civil title left out.
    pub name: String,
    /// Label of the profession, in French.
    pub profession: String,
    /// Specialities, in French, or nothing.
    pub speciality: String,
    /// Codes of what they are entitled by, the profession first.
    pub entitlements: Vec<String>,
    /// Where they practise.
    pub places: Vec<PlaceView>,
    /// Whether they still practise.
    pub active: bool,
}

/// Somewhere a professional practises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// National identifier of the organisation, or nothing.
    pub finess: String,
    /// Its name, or nothing.
    pub organisation: String,
    /// The town, or nothing.
    pub town: String,
}

/// One page of a search in the directory, in order of the word found, then of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryPage {
    /// The people found.
    pub people: Vec<DirectoryEntry>,
    /// The organisations found, on the first page.
    pub organisations: Vec<PlaceView>,
    /// This page, from 1.
    pub page: u32,
    /// Whether there is a page after it.
    pub more: bool,
}
