//! Who gains and who loses what by a change, among the people and professions that its confirmation page speaks of. The
//! answers are the rules' own ([`policy::difference`]). The server makes its pages with it, the browser what is live.

use jiff::civil::Date;
use policy::{
    AccessChange, AccessContext, Authentication, Channel, Edits, Entitlement, EntitlementSet, Finess, Object,
    Parameters, Person, RecordFacts, Requester, Rpps,
};

use crate::views::{Effect, NamedDocument, ProfessionalView, Who};

/// What a page calls a document: its title, and its day unless the title says it.
pub type Shown<'a> = (&'a str, Option<Date>);

/// Someone the page speaks of, and how they would come.
#[derive(Clone, Debug)]
pub struct Onlooker {
    /// What the page calls them.
    pub who: Who,
    /// What the rules know of them.
    pub requester: Requester,
    /// On what legal basis they come.
    pub context: AccessContext<'static>,
}

/// The gains and the losses of these onlookers, on that day. `documents` are those of the record in the order in which a page
/// shows them; those that are left out are counted for nobody. At most `named` of them are named for one person.
pub fn effects<Id: Ord + Clone>(
    before: &RecordFacts<Id>,
    edits: &Edits<Id>,
    onlookers: &[Onlooker],
    documents: &[(Id, Shown<'_>)],
    named: usize,
    on: Date,
) -> (Vec<Effect>, Vec<Effect>) {
    let mut after = before.clone();
    edits.apply(&mut after);
    let people: Vec<_> = onlookers
        .iter()
        .map(|onlooker| Person {
            requester: &onlooker.requester,
            channel: Channel::Lps,
            context: onlooker.context,
            secret: false,
        })
        .collect();
    let changes = policy::difference(before, &after, &people, on, &Parameters::CURRENT);
    let (gains, losses): (Vec<_>, Vec<_>) = changes.into_iter().partition(AccessChange::is_gain);
    (
        per_person(onlookers, &gains, documents, named),
        per_person(onlookers, &losses, documents, named),
    )
}

/// One effect per person; the professions together.
fn per_person<Id: Ord>(
    onlookers: &[Onlooker],
    changes: &[AccessChange<Id>],
    shown: &[(Id, Shown<'_>)],
    named: usize,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut professions: Option<Effect> = None;
    for (place, onlooker) in onlookers.iter().enumerate() {
        let own: Vec<_> = changes.iter().filter(|change| change.person == place).collect();
        if own.is_empty() {
            continue;
        }
        let effect = effect(onlooker.who.clone(), &own, shown, named);
        match (effect.who.clone(), &mut professions) {
            (Who::Professions(labels), Some(together)) => {
                let number = effect.documents;
                if let Who::Professions(all) = &mut together.who {
                    // An old code and the new one of the same profession have the same label.
                    for line in labels.into_iter().map(|(label, _)| (label, number)) {
                        if let Err(place) = all.binary_search(&line) {
                            all.insert(place, line);
                        }
                    }
                }
                together.record |= effect.record;
                if number > together.documents {
                    together.documents = number;
                }
                for section in effect.sections {
                    if !together.sections.contains(&section) {
                        together.sections.push(section);
                    }
                }
            }
            (Who::Professions(labels), none) => {
                let who = Who::Professions(
                    labels
                        .into_iter()
                        .map(|(label, _)| (label, effect.documents))
                        .collect(),
                );
                *none = Some(Effect { who, ..effect });
            }
            _ => effects.push(effect),
        }
    }
    // By name first, then everybody else.
    let emergencies = effects
        .iter()
        .position(|effect| matches!(effect.who, Who::Samu(_) | Who::BreakGlass(_)))
        .unwrap_or(effects.len());
    if let Some(together) = professions {
        effects.insert(emergencies, together);
    }
    effects
}

fn effect<Id: Ord>(
    who: Who,
    changes: &[&AccessChange<Id>],
    shown: &[(Id, Shown<'_>)],
    named: usize,
) -> Effect {
    // Of professions, the page lists the professions.
    let named = if matches!(who, Who::Professions(_)) {
        0
    } else {
        named
    };
    // In the order of their identifiers, as the difference goes through them.
    let mut documents = Vec::new();
    let mut sections = Vec::new();
    let mut record = false;
    for change in changes {
        match &change.object {
            Object::Record => record = true,
            Object::Section(section) => sections.push(section.id().to_owned()),
            Object::Document(id) => documents.push(id),
        }
    }
    let mut concerned = shown
        .iter()
        .filter(|(id, _)| documents.binary_search(&id).is_ok());
    let named: Vec<_> = concerned
        .by_ref()
        .take(named)
        .map(|(_, (title, dated))| NamedDocument {
            title: (*title).to_owned(),
            dated: *dated,
        })
        .collect();
    Effect {
        who,
        record,
        documents: (named.len() + concerned.count()) as u64,
        named,
        sections,
    }
}

/// A professional of a known profession, coming as a member of the care team.
pub fn named(who: ProfessionalView, profession: &str, finess: &str, suspended: bool) -> Option<Onlooker> {
    Some(Onlooker {
        requester: Requester {
            rpps: who.rpps.parse().ok()?,
            organisation: finess.parse().ok(),
            entitlements: [Entitlement::from_code(profession)?].into_iter().collect(),
            suspended,
            samu_regulator: false,
            authentication: Authentication::ECps,
        },
        who: Who::Named(who),
        context: AccessContext::CareTeam,
    })
}

/// Whoever the person neither named nor blocked: each profession, then the emergencies.
pub fn anybody() -> Vec<Onlooker> {
    // A number that no professional has.
    let Ok(nobody) = "00000000000".parse::<Rpps>() else {
        return Vec::new();
    };
    let mut anybody: Vec<_> = Entitlement::all()
        .map(|entitlement| Onlooker {
            who: Who::Professions(vec![(entitlement.label().to_owned(), 0)]),
            requester: someone(nobody, entitlement),
            context: AccessContext::CareTeam,
        })
        .collect();
    anybody.extend(in_emergency(nobody, None));
    anybody
}

fn someone(rpps: Rpps, entitlement: Entitlement) -> Requester {
    Requester {
        rpps,
        organisation: None,
        entitlements: EntitlementSet::EMPTY.with(entitlement),
        suspended: false,
        samu_regulator: false,
        authentication: Authentication::ECps,
    }
}

/// Both kinds of emergency, from anywhere or from this organisation.
fn in_emergency(rpps: Rpps, place: Option<(Finess, String)>) -> [Onlooker; 2] {
    let (organisation, name) = place.unzip();
    let mut physician = someone(rpps, Entitlement::physician());
    physician.organisation = organisation;
    let regulator = Requester {
        samu_regulator: true,
        ..physician
    };
    [
        Onlooker {
            who: Who::Samu(name.clone()),
            requester: regulator,
            context: AccessContext::Samu { reason: "" },
        },
        Onlooker {
            who: Who::BreakGlass(name),
            requester: physician,
            context: AccessContext::BreakGlass { reason: "urgence" },
        },
    ]
}

/// Those of an organisation who come in an emergency, whoever they are.
pub fn emergencies_of(organisation: Finess, name: String) -> Vec<Onlooker> {
    // A number that no professional has.
    let Ok(nobody) = "00000000000".parse::<Rpps>() else {
        return Vec::new();
    };
    in_emergency(nobody, Some((organisation, name))).into()
}
