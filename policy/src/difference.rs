//! What a change does to people: who gains or loses what, and by which rule.

use alloc::vec::Vec;

use jiff::civil::Date;

use crate::change::RecordFacts;
use crate::facts::{DocumentFacts, Section};
use crate::parameters::Parameters;
use crate::reading::Reading;
use crate::request::{AccessContext, Action, Channel, Request, Requester};
use crate::rule::Decision;

/// A professional in given circumstances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Who.
    pub requester: &'a Requester,
    /// Through what.
    pub channel: Channel,
    /// On what legal basis.
    pub context: AccessContext<'a>,
    /// Through a secret connection or not.
    pub secret: bool,
}

/// What a person gains or loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object<Id> {
    /// Opening the record.
    Record,
    /// Reading a section.
    Section(Section),
    /// Reading a document.
    Document(Id),
}

/// One person's access to one object, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessChange<Id> {
    /// The place of the person in the list that was given.
    pub person: usize,
    /// The object.
    pub object: Object<Id>,
    /// The decision before; `None` for a document that was not there.
    pub before: Option<Decision>,
    /// The decision after; `None` for a document that is no longer there.
    pub after: Option<Decision>,
}

impl<Id> AccessChange<Id> {
    /// Whether the person gains access; otherwise they lose it.
    pub fn is_gain(&self) -> bool {
        granted(self.after)
    }
}

/// The accesses that one record grants and the other does not, for each of these people on that day.
pub fn difference<Id: Ord + Clone>(
    before: &RecordFacts<Id>,
    after: &RecordFacts<Id>,
    people: &[Person<'_>],
    on: Date,
    parameters: &Parameters,
) -> Vec<AccessChange<Id>> {
    let mut changes = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let old = person.reading(before, on, parameters);
        let new = person.reading(after, on, parameters);
        let mut compare = |object, before, after| {
            if granted(before) != granted(after) {
                changes.push(AccessChange {
                    person: index,
                    object,
                    before,
                    after,
                });
            }
        };
        compare(Object::Record, Some(old.open()), Some(new.open()));
        for section in Section::ALL {
            compare(
                Object::Section(section),
                Some(old.section(section)),
                Some(new.section(section)),
            );
        }
        let decide = |reading: &Reading, document: &DocumentFacts| reading.document(document);
        for (id, document) in &before.documents {
            let kept = after.documents.get(id);
            compare(
                Object::Document(id.clone()),
                Some(decide(&old, document)),
                kept.map(|document| decide(&new, document)),
            );
        }
        for (id, document) in &after.documents {
            if !before.documents.contains_key(id) {
                compare(Object::Document(id.clone()), None, Some(decide(&new, document)));
            }
        }
    }
    changes
}

fn granted(decision: Option<Decision>) -> bool {
    decision.is_some_and(Decision::is_permit)
}

impl Person<'_> {
    fn reading<Id>(&self, record: &RecordFacts<Id>, on: Date, parameters: &Parameters) -> Reading {
        Reading::of(&Request {
            on,
            profile: &record.profile,
            requester: self.requester,
            channel: self.channel,
            context: self.context,
            secret: self.secret,
            action: Action::Open,
            parameters,
        })
    }
}
