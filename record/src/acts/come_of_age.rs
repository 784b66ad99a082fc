//! Coming of age. Nothing has to run for the rights to change: they are worked out from the day of each act. What is told of it is
//! written by whoever looks first (a sign-in, the courier), once.

use jiff::{ToSpan as _, civil};
use policy::{Event, ProfileFacts, ProfileState, TraceAction, VisibilityFlag};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    known_facts,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    sql::{
        activation, documents,
        profiles::{self, ProfileRow},
    },
    store::{Tx, in_transaction},
    trace::Audience,
    views::MajorityReview,
};

/// How long before it is told.
const DAYS_BEFORE: i32 = 30;
/// How long after it the day is still told, if nobody has looked.
const DAYS_AFTER: i32 = 30;
/// The age of majority.
const MAJORITY: i16 = 18;

impl Store {
    /// Tells every coming of age that is to be told today and has not been.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn tell_comings_of_age(&self, occasion: Occasion<'_>) -> Result<(), RecordError> {
        let mut untold = Vec::new();
        for event in [Event::ComingOfAgeSoon, Event::ComingOfAge] {
            let (from, to) = born(event, occasion.day);
            let (from, to) = (from.to_string(), to.to_string());
            let found: Vec<Uuid> = in_transaction!(self, begin_read, tx => {
                Ok(activation::untold(tx, kind(event), &from, &to).await?)
            })?;
            untold.extend(found);
        }
        untold.sort_unstable();
        untold.dedup();
        for profile in untold {
            in_transaction!(self, begin_write, tx => {
                match profiles::lock(tx, profile).await? {
                    Some(row) => tell(tx, &row, occasion).await,
                    None => Ok(()),
                }
            })?;
        }
        Ok(())
    }

    /// What someone who came of age finds, and is asked to review.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn majority_review(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<MajorityReview, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            if acting.actor != policy::Actor::Holder {
                return Err(RecordError::NotFound);
            }
            let mut was_hidden = Vec::new();
            for row in documents::all(tx, key.profile, acting.unseen().bits()).await? {
                let facts = known_facts::document_facts(&row)?;
                if facts.visibility.contains(VisibilityFlag::HiddenFromRepresentatives) {
                    was_hidden.push(known_facts::document_line(row)?);
                }
            }
            let is_due = activation::review_since(tx, key.profile).await?.is_some();
            if !is_due && was_hidden.is_empty() {
                return Err(RecordError::NotFound);
            }
            Ok(MajorityReview { is_due, was_hidden })
        })
    }

    /// The person has seen what they were asked to review.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn end_majority_review(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            if acting.actor != policy::Actor::Holder {
                return Err(RecordError::NotFound);
            }
            activation::set_review(tx, key.profile, None).await?;
            Ok(())
        })
    }
}

/// Tells what is to be told of this profile today, for whoever holds its lock.
pub(crate) async fn tell(
    tx: &mut Tx,
    profile: &ProfileRow,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let facts = ProfileFacts::new(ProfileState::Active, known_facts::born(profile)?);
    let Some(day) = facts.comes_of_age() else {
        return Ok(());
    };
    let Some(event) = due(day, occasion.day) else {
        return Ok(());
    };
    if profile.state != ProfileState::Active.id()
        || !activation::tell(tx, profile.id, kind(event), occasion.micros()).await?
    {
        return Ok(());
    }
    let traced = Traced {
        change: Some(kind(event).to_owned()),
        subject: Some(day.to_string()),
        ..Traced::by_person(TraceAction::NoticeSent, "Ce site".to_owned())
    };
    let trace = write_trace::write(tx, profile.id, Audience::Everyone, occasion, traced).await?;
    write_trace::notify(tx, profile, occasion, &event, &trace).await
}

/// The first and the last birth date of those whom this is to be told of today. No other: there may be many, and some are looked at
/// each time.
fn born(event: Event, today: civil::Date) -> (civil::Date, civil::Date) {
    // Eighteen years before a day, the last of those who are of age that day: born on 29 February, one is not on the 28th.
    let of_age = |days: i32| today.saturating_add(days.days()).saturating_sub(MAJORITY.years());
    let (before, last) = match event {
        Event::ComingOfAgeSoon => (of_age(0), of_age(DAYS_BEFORE)),
        _ => (of_age(-DAYS_AFTER - 1), of_age(0)),
    };
    (before.saturating_add(1.day()), last)
}

/// What is to be told on that day of a majority on the other.
fn due(majority: civil::Date, today: civil::Date) -> Option<Event> {
    if today >= majority {
        (today <= majority.saturating_add(DAYS_AFTER.days())).then_some(Event::ComingOfAge)
    } else {
        (today >= majority.saturating_sub(DAYS_BEFORE.days())).then_some(Event::ComingOfAgeSoon)
    }
}

fn kind(event: Event) -> &'static str {
    match event {
        Event::ComingOfAgeSoon => policy::NoticeKind::ComingOfAgeSoon.id(),
        _ => policy::NoticeKind::ComingOfAge.id(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_is_told_thirty_days_before_and_on_the_day() {
        let majority = date(2026, 12, 13);
        for (today, event) in [
            (date(2026, 11, 12), None),
            (date(2026, 11, 13), Some(Event::ComingOfAgeSoon)),
            (date(2026, 12, 12), Some(Event::ComingOfAgeSoon)),
            (date(2026, 12, 13), Some(Event::ComingOfAge)),
            (date(2027, 1, 12), Some(Event::ComingOfAge)),
            (date(2027, 1, 13), None),
        ] {
            assert_eq!(due(majority, today), event, "{today}");
        }
    }

    #[test]
    fn those_who_are_looked_at_are_those_who_are_told() {
        // Around 1 March 2026, when those born on 29 February 2008 come of age, and on 29 February 2028.
        let days = date(2026, 1, 15).series(1.day()).take(120);
        for today in days.chain(date(2028, 1, 15).series(1.day()).take(120)) {
            let births = today.saturating_sub(19.years()).series(1.day()).take(800);
            for birth in births {
                let majority = ProfileFacts::new(ProfileState::Active, birth)
                    .comes_of_age()
                    .unwrap();
                for event in [Event::ComingOfAgeSoon, Event::ComingOfAge] {
                    let (from, to) = born(event, today);
                    let is_due = due(majority, today) == Some(event);
                    assert_eq!(
                        (from..=to).contains(&birth),
                        is_due,
                        "{event:?} of {birth}, on {today}"
                    );
                }
            }
        }
    }
}
