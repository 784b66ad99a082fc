//! Who gains and who loses what by a change ([`crate::effects`]): who its confirmation page speaks of.

use std::collections::BTreeMap;

use policy::{Edit, Edits, RecordFacts};
use uuid::Uuid;

use super::{acting::Acting, known_facts, see_as};
use crate::{
    Occasion, RecordError,
    effects::{self, Onlooker},
    sql::{documents::DocumentRow, professionals},
    store::Tx,
    views::Effect,
};

/// The gains and the losses, on what the person who changes may see: `rows` are all the documents they may.
pub(crate) async fn effects(
    tx: &mut Tx,
    acting: &Acting,
    before: &RecordFacts<Uuid>,
    edits: &Edits<Uuid>,
    rows: &BTreeMap<Uuid, DocumentRow>,
    occasion: Occasion<'_>,
) -> Result<(Vec<Effect>, Vec<Effect>), RecordError> {
    let onlookers = onlookers(tx, acting, edits, rows).await?;
    let mut newest: Vec<_> = rows.values().collect();
    newest.sort_by(|one, two| (&two.dated, two.id).cmp(&(&one.dated, one.id)));
    let mut shown = Vec::with_capacity(newest.len());
    for row in newest {
        let dated = row
            .dated
            .parse()
            .map_err(|_| RecordError::Corrupt("document.dated"))?;
        shown.push((row.id, (row.title.as_str(), Some(dated))));
    }
    Ok(effects::effects(
        before,
        edits,
        &onlookers,
        &shown,
        usize::MAX,
        occasion.day,
    ))
}

/// Those whom the change names and who have nothing to do with the record yet, everyone who has, then every profession, and both
/// kinds of emergency.
async fn onlookers(
    tx: &mut Tx,
    acting: &Acting,
    edits: &Edits<Uuid>,
    rows: &BTreeMap<Uuid, DocumentRow>,
) -> Result<Vec<Onlooker>, RecordError> {
    let people = see_as::people(tx, acting.key.profile, acting.unseen().bits(), rows.values()).await?;
    let (mut onlookers, mut of_places) = (Vec::new(), Vec::new());
    for edit in edits.iter() {
        if let Edit::BlockedOrganisation { organisation, .. } = edit {
            let name = known_facts::organisation(tx, &organisation.to_string()).await?;
            of_places.extend(effects::emergencies_of(*organisation, name));
        }
        let (Edit::Blocked { professional, .. } | Edit::Administrator { professional, .. }) = edit else {
            continue;
        };
        let number = professional.to_string();
        if people.iter().any(|person| person.professional.rpps == number) {
            continue;
        }
        if let Some(row) = professionals::find(tx, &number).await? {
            let who = known_facts::professional(tx, number).await?;
            onlookers.extend(effects::named(
                who,
                &row.profession,
                &row.organisation,
                row.suspended,
            ));
        }
    }
    onlookers.extend(people.into_iter().filter_map(|person| {
        effects::named(
            person.professional,
            &person.profession_code,
            &person.finess,
            person.suspended,
        )
    }));
    onlookers.extend(of_places);
    onlookers.extend(effects::anybody());
    Ok(onlookers)
}
