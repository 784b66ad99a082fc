//! Who gains and who loses what by a change, among the people and professions that its confirmation page speaks of. The
//! answers are the rules' own ([`policy::difference`]), on what the person who changes may see.

use std::collections::{BTreeMap, BTreeSet};

use policy::{
    AccessChange, AccessContext, Authentication, Channel, Edit, Edits, Entitlement, EntitlementSet, Object,
    Parameters, Person, RecordFacts, Requester, Rpps,
};
use uuid::Uuid;

use super::{acting::Acting, known_facts};
use crate::{
    Occasion, RecordError,
    sql::{
        documents::DocumentRow,
        professionals,
        profiles::{self},
    },
    store::Tx,
    views::{Effect, Who},
};

/// How many titles are named for one person.
const TITLES: usize = 5;
/// How many of the professionals who came are looked at by name, the latest first.
const KNOWN: i64 = 50;

/// Someone the page speaks of, and how they would come.
struct Onlooker {
    who: Who,
    requester: Requester,
    context: AccessContext<'static>,
}

/// The gains and the losses.
pub(crate) async fn effects(
    tx: &mut Tx,
    acting: &Acting,
    before: &RecordFacts<Uuid>,
    edits: &Edits<Uuid>,
    rows: &BTreeMap<Uuid, DocumentRow>,
    occasion: Occasion<'_>,
) -> Result<(Vec<Effect>, Vec<Effect>), RecordError> {
    let mut after = before.clone();
    edits.apply(&mut after);
    let onlookers = onlookers(tx, acting, edits, rows).await?;
    let people: Vec<_> = onlookers
        .iter()
        .map(|onlooker| Person {
            requester: &onlooker.requester,
            channel: Channel::Lps,
            context: onlooker.context,
            secret: false,
        })
        .collect();
    let changes = policy::difference(before, &after, &people, occasion.day, &Parameters::CURRENT);
    let (gains, losses): (Vec<_>, Vec<_>) = changes.into_iter().partition(AccessChange::is_gain);
    Ok((
        per_person(&onlookers, &gains, rows),
        per_person(&onlookers, &losses, rows),
    ))
}

/// One effect per person; the professions together.
fn per_person(
    onlookers: &[Onlooker],
    changes: &[AccessChange<Uuid>],
    rows: &BTreeMap<Uuid, DocumentRow>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut professions: Option<Effect> = None;
    for (place, onlooker) in onlookers.iter().enumerate() {
        let own: Vec<_> = changes.iter().filter(|change| change.person == place).collect();
        if own.is_empty() {
            continue;
        }
        let effect = effect(onlooker.who.clone(), &own, rows);
        match (effect.who.clone(), &mut professions) {
            (Who::Professions(labels), Some(together)) => {
                let number = effect.documents;
                if let Who::Professions(all) = &mut together.who {
                    all.extend(labels.into_iter().map(|(label, _)| (label, number)));
                }
                together.record |= effect.record;
                if number > together.documents {
                    together.documents = number;
                    together.titles = effect.titles;
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
        .position(|effect| matches!(effect.who, Who::Samu | Who::BreakGlass))
        .unwrap_or(effects.len());
    if let Some(mut together) = professions {
        if let Who::Professions(all) = &mut together.who {
            all.sort();
            all.dedup();
        }
        effects.insert(emergencies, together);
    }
    effects
}

fn effect(who: Who, changes: &[&AccessChange<Uuid>], rows: &BTreeMap<Uuid, DocumentRow>) -> Effect {
    let mut documents: Vec<&DocumentRow> = Vec::new();
    let mut sections = Vec::new();
    let mut record = false;
    for change in changes {
        match &change.object {
            Object::Record => record = true,
            Object::Section(section) => sections.push(section.id().to_owned()),
            Object::Document(id) => documents.extend(rows.get(id)),
        }
    }
    documents.sort_by(|one, two| (&two.dated, two.id).cmp(&(&one.dated, one.id)));
    Effect {
        who,
        record,
        documents: documents.len() as u64,
        titles: documents
            .iter()
            .take(TITLES)
            .map(|row| row.title.clone())
            .collect(),
        sections,
    }
}

/// The people and professions that the page speaks of: those the change names, administrators, blocked professionals,
/// authors, those who came; then every profession, and both kinds of emergency.
async fn onlookers(
    tx: &mut Tx,
    acting: &Acting,
    edits: &Edits<Uuid>,
    rows: &BTreeMap<Uuid, DocumentRow>,
) -> Result<Vec<Onlooker>, RecordError> {
    let profile = acting.key.profile;
    let mut numbers = Vec::new();
    for edit in edits.iter() {
        match edit {
            Edit::Blocked { professional, .. } | Edit::Administrator { professional, .. } => {
                numbers.push(professional.to_string());
            }
            _ => {}
        }
    }
    numbers.extend(profiles::administrators(tx, profile).await?);
    numbers.extend(profiles::blocked_professionals(tx, profile).await?);
    numbers.extend(profiles::known_professionals(tx, profile, KNOWN).await?);
    numbers.extend(
        rows.values()
            .filter(|row| !row.author_rpps.is_empty())
            .map(|row| row.author_rpps.clone()),
    );
    let mut seen = BTreeSet::new();
    let mut onlookers = Vec::new();
    for number in numbers {
        if !seen.insert(number.clone()) {
            continue;
        }
        onlookers.extend(named(tx, number).await?);
    }
    onlookers.extend(anybody());
    Ok(onlookers)
}

/// A professional of the directory, coming as a member of the care team.
async fn named(tx: &mut Tx, number: String) -> Result<Option<Onlooker>, RecordError> {
    let Some(row) = professionals::find(tx, &number).await? else {
        return Ok(None);
    };
    let rpps: Rpps = number.parse().map_err(|_| RecordError::Corrupt("rpps"))?;
    let requester = Requester {
        rpps,
        organisation: row.organisation.parse().ok(),
        entitlements: Entitlement::from_code(&row.profession)
            .into_iter()
            .collect::<EntitlementSet>(),
        suspended: row.suspended,
        samu_regulator: false,
        authentication: Authentication::ECps,
    };
    Ok(Some(Onlooker {
        who: Who::Named(known_facts::professional(tx, number).await?),
        requester,
        context: AccessContext::CareTeam,
    }))
}

/// Whoever the person neither named nor blocked: each profession, then the emergencies.
fn anybody() -> Vec<Onlooker> {
    // A number that no professional has.
    let Ok(nobody) = "00000000000".parse::<Rpps>() else {
        return Vec::new();
    };
    let requester = |entitlement: Entitlement, samu_regulator| Requester {
        rpps: nobody,
        organisation: None,
        entitlements: EntitlementSet::EMPTY.with(entitlement),
        suspended: false,
        samu_regulator,
        authentication: Authentication::ECps,
    };
    let mut anybody: Vec<_> = Entitlement::all()
        .map(|entitlement| Onlooker {
            who: Who::Professions(vec![(entitlement.label().to_owned(), 0)]),
            requester: requester(entitlement, false),
            context: AccessContext::CareTeam,
        })
        .collect();
    let physician = Entitlement::physician();
    anybody.push(Onlooker {
        who: Who::Samu,
        requester: requester(physician, true),
        context: AccessContext::Samu { reason: "" },
    });
    anybody.push(Onlooker {
        who: Who::BreakGlass,
        requester: requester(physician, false),
        context: AccessContext::BreakGlass { reason: "urgence" },
    });
    anybody
}
