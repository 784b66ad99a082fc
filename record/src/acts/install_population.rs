//! Putting a whole population in, at once: what an empty database starts with in the lab, and in tests.

use jiff::{Timestamp, civil};
use policy::{ProfileState, Section, Visibility};
use uuid::Uuid;

use super::{
    index_professionals,
    insert_document::{Source, insert_document},
};
use crate::{
    RecordError, Store,
    normalise::normalise,
    sql::{
        documents,
        population::{self as sql},
        sections, settings,
    },
    store::{Tx, in_transaction},
    views::Role,
};

/// People, professionals and documents.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// Who signs in.
    pub accounts: Vec<NewAccount>,
    /// Whose records there are.
    pub profiles: Vec<NewProfile>,
    /// Those of them that await activation; the others are active.
    pub awaiting: Vec<Uuid>,
    /// The directory.
    pub professionals: Vec<NewProfessional>,
    /// The documents.
    pub documents: Vec<NewDocument>,
    /// What the sections of profiles hold.
    pub sections: Vec<NewSection>,
}

/// What a section of a profile holds.
#[derive(Clone, Debug)]
pub struct NewSection {
    /// Whose.
    pub profile: Uuid,
    /// Which.
    pub section: Section,
    /// The text.
    pub text: String,
}

/// An account.
#[derive(Clone)]
pub struct NewAccount {
    /// Its identifier in the database.
    pub id: Uuid,
    /// What the person types.
    pub identifier: String,
    /// The argon2id hash of their password, in PHC form.
    pub password_hash: String,
    /// Where they are written to; blank when it is not known.
    pub email: String,
    /// First and last name of the person.
    pub name: String,
    /// The profiles it opens.
    pub represents: Vec<NewRepresentation>,
}

/// What an account is to a profile.
#[derive(Clone, Copy, Debug)]
pub struct NewRepresentation {
    /// The profile.
    pub profile: Uuid,
    /// What it is to it.
    pub role: Role,
}

impl NewRepresentation {
    /// It is the holder's own.
    pub fn holder(profile: Uuid) -> Self {
        Self {
            profile,
            role: Role::Holder,
        }
    }
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A profile with the rulebook's default settings.
#[derive(Clone, Debug)]
pub struct NewProfile {
    /// Its identifier.
    pub id: Uuid,
    /// National health identity of the holder.
    pub ins: String,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date.
    pub born: civil::Date,
    /// The administrators.
    pub administrators: Vec<NewAdministrator>,
    /// Numbers of the blocked professionals.
    pub blocked: Vec<String>,
}

/// An administrator of a profile.
#[derive(Clone, Debug)]
pub struct NewAdministrator {
    /// The physician's number.
    pub rpps: String,
}

/// A professional of the directory.
#[derive(Clone, Debug)]
pub struct NewProfessional {
    /// National identifier.
    pub rpps: String,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Code of the profession.
    pub profession: String,
    /// Speciality, in French, or nothing.
    pub speciality: String,
    /// National identifier of the organisation, or nothing.
    pub organisation: String,
    /// Its name.
    pub organisation_name: String,
    /// Its town.
    pub town: String,
}

/// A document.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Whose.
    pub profile: Uuid,
    /// Its identifier.
    pub id: Uuid,
    /// Code of its type.
    pub type_code: String,
    /// Its title.
    pub title: String,
    /// The professional who wrote it; the holder when there is none.
    pub author: Option<NewProfessional>,
    /// The date it bears.
    pub dated: civil::Date,
    /// When it was added.
    pub deposited_at: Timestamp,
    /// Its flags.
    pub visibility: Visibility,
    /// Media type of the content.
    pub media_type: String,
    /// The content.
    pub content: Vec<u8>,
}

impl Store {
    /// Whether there is no profile at all.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn is_empty(&self) -> Result<bool, RecordError> {
        in_transaction!(self, begin_read, tx => Ok(sql::count_profiles(tx).await? == 0))
    }

    /// Puts the population in, whole or not at all.
    ///
    /// # Errors
    /// [`RecordError`] when the database refuses, for instance an identifier that exists already.
    pub async fn install_population(
        &self,
        population: &Population,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => install(tx, population, true, now.as_microsecond()).await)
    }

    /// As [`Store::install_population`], for people who have never signed in: the questions of the first sign-in wait for
    /// them.
    ///
    /// # Errors
    /// As [`Store::install_population`].
    pub async fn install_newcomers(
        &self,
        population: &Population,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => install(tx, population, false, now.as_microsecond()).await)
    }
}

pub(super) async fn install(
    tx: &mut Tx,
    population: &Population,
    welcomed: bool,
    now: i64,
) -> Result<(), RecordError> {
    for new in &population.professionals {
        let row = sql::NewProfessional {
            rpps: &new.rpps,
            last_name: &new.last_name,
            first_name: &new.first_name,
            profession: &new.profession,
            speciality: &new.speciality,
            organisation: &new.organisation,
            organisation_name: &new.organisation_name,
            town: &new.town,
        };
        sql::insert_professional(tx, &row).await?;
    }
    while index_professionals::index_some(tx).await? {}
    for new in &population.profiles {
        let row = sql::NewProfile {
            id: new.id,
            ins: &new.ins,
            last_name: &new.last_name,
            first_name: &new.first_name,
            born: &new.born.to_string(),
        };
        sql::insert_profile(tx, &row).await?;
        let awaits = population.awaiting.contains(&new.id);
        if awaits {
            settings::set_state(tx, new.id, ProfileState::AwaitingActivation.id(), now).await?;
        }
        if welcomed && !awaits {
            settings::set_welcomed(tx, new.id, now).await?;
        }
        for administrator in &new.administrators {
            sql::insert_administrator(tx, new.id, &administrator.rpps, now).await?;
        }
        for rpps in &new.blocked {
            sql::insert_blocked(tx, new.id, rpps, now).await?;
        }
    }
    for new in &population.accounts {
        let identifier = normalise(&new.identifier);
        let row = sql::NewAccount {
            id: new.id,
            identifier: &identifier,
            password_hash: &new.password_hash,
            email: &new.email,
            name: &new.name,
        };
        sql::insert_account(tx, &row, now).await?;
        for represented in &new.represents {
            sql::insert_representation(tx, new.id, represented.profile, represented.role.id()).await?;
        }
    }
    for new in &population.documents {
        let source = match &new.author {
            Some(author) => Source::Professional(author),
            None => population
                .profiles
                .iter()
                .find(|profile| profile.id == new.profile)
                .map(|holder| Source::Holder(&holder.first_name, &holder.last_name))
                .ok_or(RecordError::Corrupt("profile"))?,
        };
        insert_document(tx, new, &source).await?;
    }
    for new in &population.sections {
        sections::insert(tx, new.profile, new.section.id(), &new.text, now).await?;
    }
    for profile in &population.profiles {
        documents::recount(tx, profile.id).await?;
    }
    Ok(())
}
