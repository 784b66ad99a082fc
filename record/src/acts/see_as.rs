//! *See my record as…*: everything its page is worked out from.

use policy::Entitlement;
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    known_facts::{self, place, profession_label},
};
use crate::{
    Occasion, RecordError, Store,
    normalise::normalise,
    sql::{
        documents::{self, DocumentRow},
        professionals::{self, TiedRow},
        profiles,
    },
    store::{Tx, in_transaction},
    views::{ProfessionalView, SeeAsPerson, SeeAsView, Tie},
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
    let rows = documents::all(tx, key.profile, unseen).await?;
    Ok(SeeAsView {
        people: people(tx, key.profile, unseen, rows.iter()).await?,
        settings: known_facts::settings(tx, &acting.profile, occasion).await?,
        blocked_organisations: profiles::blocked_organisations(tx, key.profile).await?,
        documents: rows
            .into_iter()
            .map(known_facts::document_line)
            .collect::<Result<_, _>>()?,
    })
}

/// The professionals who have to do with a record, by their tie and then by name. `documents` are all that the person may see.
pub(crate) async fn people<'a>(
    tx: &mut Tx,
    profile: Uuid,
    unseen: i64,
    documents: impl Iterator<Item = &'a DocumentRow> + Clone,
) -> Result<Vec<SeeAsPerson>, RecordError> {
    let mut tied = professionals::tied(tx, profile, unseen).await?;
    // Here and not in SQL: the two engines do not put accents, or people without a name, in the same place.
    tied.sort_by_cached_key(|row| {
        let name = [&row.last_name, &row.first_name].map(|name| name.as_deref().map(normalise));
        (row.tie, name, row.rpps.clone())
    });
    tied.into_iter()
        .map(|row| person(row, documents.clone()))
        .collect()
}

/// A professional as the directory names them, or else as their own documents do.
fn person<'a>(
    row: TiedRow,
    mut documents: impl Iterator<Item = &'a DocumentRow>,
) -> Result<SeeAsPerson, RecordError> {
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
    } else if let Some(document) = documents.find(|document| document.author_rpps == row.rpps) {
        ProfessionalView {
            name: document.author_name.clone(),
            profession: document.author_profession.clone(),
            organisation: document.organisation_name.clone(),
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
        profession_code: row
            .profession
            .unwrap_or_else(|| code_of(&professional.profession)),
        professional,
        finess: known(row.organisation),
        suspended: row.suspended.unwrap_or_default(),
        tie,
    })
}

/// The code of the profession that a document names; blank when there is none.
fn code_of(label: &str) -> String {
    Entitlement::all()
        .find(|entitlement| entitlement.label() == label)
        .map_or_else(String::new, |entitlement| entitlement.code().to_owned())
}
