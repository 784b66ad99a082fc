//! Putting people, professionals and documents in, as an import does.

use uuid::Uuid;

use crate::store::{Tx, on_engine};

pub(crate) async fn count_profiles(tx: &mut Tx) -> sqlx::Result<i64> {
    on_engine!(tx, conn => sqlx::query_scalar("SELECT COUNT(*) FROM profile").fetch_one(conn).await)
}

pub(crate) struct NewAccount<'a> {
    pub id: Uuid,
    pub identifier: &'a str,
    pub password_hash: &'a str,
    pub email: &'a str,
    pub name: &'a str,
}

pub(crate) async fn insert_account(tx: &mut Tx, new: &NewAccount<'_>, at: i64) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO account (id, identifier, password_hash, email, name, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(new.id)
            .bind(new.identifier)
            .bind(new.password_hash)
            .bind(new.email)
            .bind(new.name)
            .bind(at)
            .execute(conn)
            .await?;
        Ok(())
    })
}

pub(crate) struct NewProfile<'a> {
    pub id: Uuid,
    pub ins: &'a str,
    pub last_name: &'a str,
    pub first_name: &'a str,
    pub born: &'a str,
}

/// An active profile with the rulebook's default settings.
pub(crate) async fn insert_profile(tx: &mut Tx, profile: &NewProfile<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO profile (id, ins, ins_qualified, last_name, first_name, born, deceased, state, \
         professionals_opposed, emergency_answered, samu, break_glass, masked_documents, default_visibility, \
         masked_sections) VALUES ($1, $2, TRUE, $3, $4, $5, FALSE, 'active', FALSE, FALSE, TRUE, TRUE, TRUE, 'visible', 0)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(profile.id)
            .bind(profile.ins)
            .bind(profile.last_name)
            .bind(profile.first_name)
            .bind(profile.born)
            .execute(conn)
            .await?;
        Ok(())
    })
}

pub(crate) async fn insert_representation(
    tx: &mut Tx,
    account: Uuid,
    profile: Uuid,
    kind: &str,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO representation (account_id, profile_id, kind) VALUES ($1, $2, $3)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(account).bind(profile).bind(kind).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn insert_administrator(
    tx: &mut Tx,
    profile: Uuid,
    rpps: &str,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO administrator (profile_id, rpps, since) VALUES ($1, $2, $3)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(rpps).bind(at).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn insert_blocked(tx: &mut Tx, profile: Uuid, rpps: &str, at: i64) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO blocked_professional (profile_id, rpps, since) VALUES ($1, $2, $3)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(rpps).bind(at).execute(conn).await?;
        Ok(())
    })
}

pub(crate) struct NewProfessional<'a> {
    pub rpps: &'a str,
    pub last_name: &'a str,
    pub first_name: &'a str,
    pub profession: &'a str,
    pub speciality: &'a str,
    pub organisation: &'a str,
    pub organisation_name: &'a str,
    pub town: &'a str,
}

/// Someone whom an import has brought already stays as they are.
pub(crate) async fn insert_professional(tx: &mut Tx, new: &NewProfessional<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO professional (rpps, last_name, first_name, profession, speciality, organisation, \
         organisation_name, town, active, suspended) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, FALSE) \
         ON CONFLICT (rpps) DO NOTHING";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(new.rpps)
            .bind(new.last_name)
            .bind(new.first_name)
            .bind(new.profession)
            .bind(new.speciality)
            .bind(new.organisation)
            .bind(new.organisation_name)
            .bind(new.town)
            .execute(conn)
            .await?;
        Ok(())
    })
}

pub(crate) struct NewDocument<'a> {
    pub profile: Uuid,
    pub id: Uuid,
    pub type_code: &'a str,
    pub category: &'a str,
    pub title: &'a str,
    pub author_kind: &'a str,
    pub author_rpps: &'a str,
    pub author_name: &'a str,
    pub author_profession: &'a str,
    pub organisation_name: &'a str,
    pub dated: &'a str,
    pub deposited_at: i64,
    pub visibility: i64,
    pub media_type: &'a str,
    pub sort_title: &'a str,
    pub sort_author: &'a str,
    pub search_text: &'a str,
    pub content: &'a [u8],
}

pub(crate) async fn insert_document(tx: &mut Tx, new: &NewDocument<'_>) -> sqlx::Result<()> {
    const DOCUMENT: &str = "INSERT INTO document (profile_id, id, type_code, category, title, author_kind, \
         author_rpps, author_name, author_profession, organisation_name, dated, deposited_at, visibility, \
         media_type, size, sort_title, sort_author, search_text) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    const CONTENT: &str =
        "INSERT INTO document_content (profile_id, document_id, content) VALUES ($1, $2, $3)";
    let size = i64::try_from(new.content.len()).unwrap_or(i64::MAX);
    on_engine!(tx, conn => {
        sqlx::query(DOCUMENT)
            .bind(new.profile)
            .bind(new.id)
            .bind(new.type_code)
            .bind(new.category)
            .bind(new.title)
            .bind(new.author_kind)
            .bind(new.author_rpps)
            .bind(new.author_name)
            .bind(new.author_profession)
            .bind(new.organisation_name)
            .bind(new.dated)
            .bind(new.deposited_at)
            .bind(new.visibility)
            .bind(new.media_type)
            .bind(size)
            .bind(new.sort_title)
            .bind(new.sort_author)
            .bind(new.search_text)
            .execute(&mut *conn)
            .await?;
        sqlx::query(CONTENT).bind(new.profile).bind(new.id).bind(new.content).execute(conn).await?;
        Ok(())
    })
}
