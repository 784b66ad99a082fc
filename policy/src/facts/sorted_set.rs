//! A small set kept sorted in one block of memory.

use alloc::vec::Vec;

/// A set of identifiers: ordered, without duplicates, quick to search.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SortedSet<T>(Vec<T>);

impl<T: Ord + Copy> SortedSet<T> {
    /// The empty set. Does not allocate.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether the set holds the value.
    pub fn contains(&self, value: T) -> bool {
        self.0.binary_search(&value).is_ok()
    }

    /// Adds the value; tells whether it was missing.
    pub fn insert(&mut self, value: T) -> bool {
        match self.0.binary_search(&value) {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, value);
                true
            }
        }
    }

    /// Removes the value; tells whether it was there.
    pub fn remove(&mut self, value: T) -> bool {
        match self.0.binary_search(&value) {
            Ok(place) => {
                self.0.remove(place);
                true
            }
            Err(_) => false,
        }
    }

    /// How many values the set holds.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the set holds none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = T> + Clone {
        self.0.iter().copied()
    }
}

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> FromIterator<T> for SortedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut values: Vec<T> = values.into_iter().collect();
        values.sort_unstable();
        values.dedup();
        Self(values)
    }
}

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        self.0.extend(values);
        self.0.sort_unstable();
        self.0.dedup();
    }
}
