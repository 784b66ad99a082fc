//! What a change would do, worked out from what a page shows: the live part beside a form that leads to the confirmation page. The
//! same rules and the same computation ([`record::effects`]) make that page on the server.

use std::collections::BTreeMap;

use policy::{Actor, Change, Parameters, RecordFacts, Refusal, Representation};
use record::{
    effects::{self, Onlooker},
    views::{Effect, ProfessionalView, SettingsChange},
};

use crate::sight::{SeenPerson, SeenRecord};

/// Who would gain and who would lose an access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Everything is that way already.
    pub is_done: bool,
    /// Who would gain.
    pub gains: Vec<Effect>,
    /// Who would lose.
    pub losses: Vec<Effect>,
}

/// What `change` would do to this record; nothing for a change that needs more than the page shows.
pub fn of(record: &SeenRecord, change: &SettingsChange) -> Option<Result<Difference, Refusal>> {
    let change = asked(change)?;
    let documents: Vec<_> = record.documents.iter().collect();
    let mut facts = RecordFacts {
        profile: record.settings.facts(),
        documents: BTreeMap::new(),
    };
    // Not collected: that sorts first what is in order, with code that every page would receive.
    for (place, (_, document)) in documents.iter().enumerate() {
        facts.documents.insert(place, *document);
    }
    let on = record.settings.today();
    // Whoever looks at a minor's record is their legal representative: a minor never signs in.
    let actor = if facts.profile.is_minor(on) {
        Actor::Representative(Representation::LegalRepresentative)
    } else {
        Actor::Holder
    };
    let planned = change.plan(actor, &facts, on, &Parameters::CURRENT);
    Some(planned.map(|edits| {
        let onlookers: Vec<_> = record
            .people
            .iter()
            .filter_map(named)
            .chain(effects::anybody())
            .collect();
        // The page's own titles say the day.
        let shown = documents.iter().map(|(title, _)| (*title, None));
        let shown: Vec<_> = shown.enumerate().collect();
        let (gains, losses) = effects::effects(&facts, &edits, &onlookers, &shown, crate::html::NAMED, on);
        Difference {
            is_done: edits.iter().next().is_none(),
            gains,
            losses,
        }
    }))
}

fn asked(change: &SettingsChange) -> Option<Change<usize>> {
    Some(match change {
        SettingsChange::All { mask } => Change::MaskAll { masked: *mask },
        SettingsChange::Section { section, mask } => Change::MaskSection {
            section: *section,
            masked: *mask,
        },
        SettingsChange::Emergency(consents) => Change::SetEmergency(*consents),
        SettingsChange::Block(rpps) => Change::Block(*rpps),
        SettingsChange::Unblock(rpps) => Change::Unblock(*rpps),
        SettingsChange::Oppose(opposed) => Change::OpposeProfessionals(*opposed),
        SettingsChange::WithdrawAdministrator(rpps) => Change::WithdrawAdministrator(*rpps),
        SettingsChange::WithdrawAndBlock(rpps) => Change::WithdrawAndBlock(*rpps),
        _ => return None,
    })
}

/// Someone of the list, coming as a member of the care team.
fn named(person: SeenPerson<'_>) -> Option<Onlooker> {
    let who = ProfessionalView {
        name: person.name.to_owned(),
        profession: person.profession()?.label().to_owned(),
        organisation: String::new(),
        rpps: person.number.to_owned(),
    };
    effects::named(who, person.profession, person.finess, person.suspended)
}
