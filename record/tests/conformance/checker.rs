//! Checks what happened while many acted at once: who began and ended what, in the order of a counter that only goes on.
//! The tests of `server` use this file too.
//!
//! Everything is judged from the outside. An act took effect at some moment between its beginning and its end; one whose
//! answer never came took effect at some moment after its beginning, or never. What no such moments explain is a [`Fault`].

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

use uuid::Uuid;

/// The counter: two readings are never the same, and what was read first is less.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn next(&self) -> u64 {
        self.0.fetch_add(1, SeqCst) + 1
    }
}

/// Something the patient sets that keeps readers out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Restriction {
    Masked(Uuid),
    Blocked(&'static str),
    Opposed,
    Closed,
}

/// From when to when an act lasted, as whoever asked for it saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) began: u64,
    /// Nothing when no answer came.
    pub(crate) ended: Option<u64>,
}

/// A restriction that was set or lifted, or found to be so already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) restriction: Restriction,
    pub(crate) on: bool,
    pub(crate) span: Span,
}

/// A document that was given, or was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) span: Span,
    /// Any of these keeps it from being given; nothing else does.
    pub(crate) stopped_by: Vec<Restriction>,
    pub(crate) given: bool,
}

/// Everything that happened, and what must have been written of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// What was set at the beginning.
    pub(crate) initially: BTreeSet<Restriction>,
    pub(crate) changes: Vec<Change>,
    pub(crate) accesses: Vec<Access>,
    /// What was answered has this line.
    pub(crate) lines: Vec<String>,
    /// What was not answered may have one of these.
    pub(crate) possible_lines: Vec<String>,
}

/// What cannot be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Given, although it was certainly restricted all the while.
    Stale(Access, Restriction),
    /// Not given, although nothing certainly restricted it.
    Withheld(Access),
    /// So many lines are not there.
    Untraced(String, usize),
    /// So many lines are about nothing that happened.
    Invented(String, usize),
    /// A confirmed change, or the state at the beginning, is no longer there at the end.
    Lost(Restriction, bool),
}

impl History {
    /// Takes in what somebody else saw meanwhile.
    pub(crate) fn extend(&mut self, other: Self) {
        self.changes.extend(other.changes);
        self.accesses.extend(other.accesses);
        self.lines.extend(other.lines);
        self.possible_lines.extend(other.possible_lines);
    }

    /// How many pairs of a change and an access were under way at once.
    pub(crate) fn interleavings(&self) -> usize {
        let overlap = |one: Span, other: Span| {
            let before = |one: Span, other: Span| one.ended.is_some_and(|ended| ended < other.began);
            !before(one, other) && !before(other, one)
        };
        let with_changes = |access: &Access| {
            let changes = self.changes.iter();
            changes.filter(|change| overlap(change.span, access.span)).count()
        };
        self.accesses.iter().map(with_changes).sum()
    }

    /// What cannot be explained, when these lines were written and these restrictions are set once everything has ended.
    pub(crate) fn faults(&self, written: &[String], finally: &BTreeSet<Restriction>) -> Vec<Fault> {
        let known = self.known();
        let mut faults = Vec::new();
        for access in &self.accesses {
            let certainly =
                |restriction: &&Restriction, on| self.certainly(&known, **restriction, on, access.span);
            let stopped = access.stopped_by.iter().find(|stop| certainly(stop, true));
            let free = access.stopped_by.iter().all(|stop| certainly(&stop, false));
            match stopped {
                Some(stop) if access.given => faults.push(Fault::Stale(access.clone(), *stop)),
                None if !access.given && free => faults.push(Fault::Withheld(access.clone())),
                _ => {}
            }
        }
        let changed = self.changes.iter().map(|change| change.restriction);
        let all: BTreeSet<_> = changed
            .chain(self.initially.iter().copied())
            .chain(finally.iter().copied())
            .collect();
        let end = Span {
            began: u64::MAX,
            ended: None,
        };
        for restriction in all {
            let on = !finally.contains(&restriction);
            if self.certainly(&known, restriction, on, end) {
                faults.push(Fault::Lost(restriction, on));
            }
        }
        faults.extend(self.faults_of_lines(written));
        faults
    }

    fn faults_of_lines(&self, written: &[String]) -> Vec<Fault> {
        let count = |lines: &[String]| {
            let mut counts = BTreeMap::new();
            for line in lines {
                *counts.entry(line.clone()).or_insert(0_usize) += 1;
            }
            counts
        };
        let (expected, possible, written) = (count(&self.lines), count(&self.possible_lines), count(written));
        let lines: BTreeSet<_> = expected.keys().chain(written.keys()).collect();
        let mut faults = Vec::new();
        for line in lines {
            let of = |counts: &BTreeMap<String, usize>| counts.get(line).copied().unwrap_or_default();
            let (least, most, there) = (of(&expected), of(&expected) + of(&possible), of(&written));
            if there < least {
                faults.push(Fault::Untraced(line.clone(), least - there));
            } else if there > most {
                faults.push(Fault::Invented(line.clone(), there - most));
            }
        }
        faults
    }

    /// When each restriction was confirmed or seen to be set or lifted: the state was so at one moment at least of each span.
    /// For each end of a span, in order, the latest beginning of those that had ended by then.
    fn known(&self) -> Known {
        let mut known = Known::new();
        let mut learns = |restriction, on, span: Span| {
            let answered = span.ended.map(|ended| (ended, span.began));
            known.entry((restriction, on)).or_default().extend(answered);
        };
        for change in &self.changes {
            learns(change.restriction, change.on, change.span);
        }
        for access in &self.accesses {
            match (access.given, access.stopped_by.as_slice()) {
                (true, stops) => stops.iter().for_each(|stop| learns(*stop, false, access.span)),
                // Only one thing can have stopped it.
                (false, [stop]) => learns(*stop, true, access.span),
                (false, _) => {}
            }
        }
        for spans in known.values_mut() {
            spans.sort_unstable();
            let mut latest = 0;
            for (_, began) in spans {
                latest = latest.max(*began);
                *began = latest;
            }
        }
        known
    }

    /// Whether a restriction was certainly set, or certainly not, during the whole of a span: it was known to be so before,
    /// and every change to the contrary had ended before that, or began after the span.
    fn certainly(&self, known: &Known, restriction: Restriction, on: bool, span: Span) -> bool {
        let spans = known.get(&(restriction, on)).map_or(&[][..], Vec::as_slice);
        let before = spans.partition_point(|(ended, _)| *ended < span.began);
        let latest = spans[..before].last().map(|(_, began)| *began);
        let first = (self.initially.contains(&restriction) == on).then_some(0);
        let Some(since) = latest.or(first) else {
            return false;
        };
        self.changes
            .iter()
            .filter(|change| change.restriction == restriction && change.on != on)
            .all(|change| {
                change.span.ended.is_some_and(|ended| ended < since)
                    || span.ended.is_some_and(|ended| change.span.began > ended)
            })
    }
}

/// By restriction, and whether it was set.
type Known = BTreeMap<(Restriction, bool), Vec<(u64, u64)>>;
