//! *See my record as…*: everything its page is worked out from.

use super::{
    acting::{Acting, ActorKey},
    known_facts::{self, place, profession_label},
};
use crate::{
    Occasion, RecordError, Store,
    normalise::normalise,
    sql::{
        documents,
        professionals::{self, TiedRow},
        profiles,
    },
    store::{Tx, in_transaction},
    views::{DocumentLine, ProfessionalView, SeeAsPerson, SeeAsView, Tie},
};

impl Store {
    /// The settings, the documents this person may see, and the professionals they may choose.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn see_as(&self, key: ActorKey, occasion: Occasion<'_>) -> Result<SeeAsView, RecordError> {
        in_transaction!(self, begin_read, tx => see(tx, key, occasion).await)
    }
}

async fn see(tx: &mut Tx, key: ActorKey, occasion: Occasion<'_>) -> Result<SeeAsView, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let unseen = acting.unseen().bits();
    let documents = documents::all(tx, key.profile, unseen)
        .await?
        .into_iter()
        .map(known_facts::document_line)
        .collect::<Result<Vec<_>, _>>()?;
    let mut tied = professionals::tied(tx, key.profile, unseen).await?;
    // Here and not in SQL: the two engines do not put accents, or people without a name, in the same place.
    tied.sort_by_cached_key(|row| {
        let name = [&row.last_name, &row.first_name].map(|name| name.as_deref().map(normalise));
        (row.tie, name, row.rpps.clone())
    });
    let people = tied
        .into_iter()
        .map(|row| person(row, &documents))
        .collect::<Result<_, _>>()?;
    Ok(SeeAsView {
        settings: known_facts::settings(tx, &acting.profile, occasion).await?,
        blocked_organisations: profiles::blocked_organisations(tx, key.profile).await?,
        people,
        documents,
    })
}

/// A professional as the directory names them, or else as their own documents do.
fn person(row: TiedRow, documents: &[DocumentLine]) -> Result<SeeAsPerson, RecordError> {
    let tie = match row.tie {
        0 => Tie::Administrator,
        1 => Tie::Blocked,
        2 => Tie::Came,
        3 => Tie::Author,
        _ => return Err(RecordError::Corrupt("tie")),
    };
    let known = |text: Option<String>| text.unwrap_or_default();
    let professional = if let (Some(first), Some(last)) = (&row.first_name, &row.last_name) {
        ProfessionalView {
            name: format!("{first} {last}"),
            profession: row.profession.as_deref().map_or("", profession_label).to_owned(),
            organisation: place(&known(row.organisation_name), &known(row.town)),
            rpps: row.rpps,
        }
    } else if let Some(document) = documents.iter().find(|document| document.author.rpps == row.rpps) {
        ProfessionalView {
            name: document.author.name.clone(),
            profession: document.author.profession.clone(),
            organisation: document.author.organisation.clone(),
            rpps: row.rpps,
        }
    } else {
        ProfessionalView {
            name: format!("Professionnel nᵒ {}", row.rpps),
            profession: String::new(),
            organisation: String::new(),
            rpps: row.rpps,
        }
    };
    Ok(SeeAsPerson {
        professional,
        profession_code: known(row.profession),
        finess: known(row.organisation),
        suspended: row.suspended.unwrap_or_default(),
        tie,
    })
}
