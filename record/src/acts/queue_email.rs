//! Putting the e-mails of a notice into the outbox, in the transaction that writes the notice.

use policy::{Actor, Notice, Recipient, Representation};
use uuid::Uuid;

use super::acting::{audiences, sight};
use crate::{
    Occasion, RecordError,
    sql::{
        outbox::{self, NewEmail},
        profiles::ProfileRow,
    },
    store::Tx,
    trace::Audience,
    views::NoticeChannel,
};

/// One e-mail for each account that the notice is for, that would see it on the site, and that wants it so. `shown_to` is
/// whom the site shows the notice to: nobody is written to about what they would not find there.
pub(crate) async fn queue(
    tx: &mut Tx,
    profile: &ProfileRow,
    occasion: Occasion<'_>,
    notice: Notice,
    id: Uuid,
    shown_to: Audience,
) -> Result<(), RecordError> {
    let kind = notice.kind.id();
    for account in outbox::recipients(tx, profile.id, kind).await? {
        let (actor, viewer) = sight(profile, &account.representation, occasion.day)?;
        let is_for = recipient(actor).is_some_and(|recipient| notice.audience.contains(recipient));
        let sees = viewer.reads_documents() && audiences(&viewer).contains(&shown_to.as_str());
        // Those who lose their rights that day are told by e-mail alone: the site no longer knows them.
        let sees = sees || notice.kind == policy::NoticeKind::ComingOfAge;
        let wants = account.by_email || !NoticeChannel::Email.may_be_switched(notice.kind);
        if !(is_for && sees && wants) {
            continue;
        }
        let new = NewEmail {
            profile: profile.id,
            id: occasion.chance.id(),
            notice: id,
            account: account.account_id,
            kind,
            at: occasion.micros(),
        };
        outbox::insert(tx, &new).await?;
    }
    Ok(())
}

/// As which kind of person a notice reaches someone.
fn recipient(actor: Actor) -> Option<Recipient> {
    match actor {
        Actor::Holder => Some(Recipient::Holder),
        Actor::Representative(Representation::LegalRepresentative) => Some(Recipient::LegalRepresentatives),
        Actor::Representative(Representation::Caregiver(_)) => Some(Recipient::Caregivers),
        Actor::Representative(
            Representation::GuardianOfPerson { .. } | Representation::GuardianOfProperty,
        ) => None,
    }
}
