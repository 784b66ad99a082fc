//! The settings of a profile, written one fact at a time.

use policy::EmergencyConsents;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

/// A set of people or places kept in a table of its own: puts one in as of `since`, or takes it out. Gives since when one that is
/// taken out was there.
macro_rules! member {
    ($(#[$doc:meta])* $name:ident, $table:literal, $column:literal) => {
        $(#[$doc])*
        pub(crate) async fn $name(
            tx: &mut Tx,
            profile: Uuid,
            member: &str,
            present: bool,
            since: i64,
        ) -> sqlx::Result<Option<i64>> {
            const INSERT: &str = concat!(
                "INSERT INTO ", $table, " (profile_id, ", $column, ", since) VALUES ($1, $2, $3) \
                 ON CONFLICT (profile_id, ", $column, ") DO NOTHING"
            );
            const DELETE: &str = concat!(
                "DELETE FROM ", $table, " WHERE profile_id = $1 AND ", $column, " = $2 RETURNING since"
            );
            on_engine!(tx, conn => {
                if present {
                    sqlx::query(INSERT).bind(profile).bind(member).bind(since).execute(conn).await?;
                    Ok(None)
                } else {
                    sqlx::query_scalar(DELETE).bind(profile).bind(member).fetch_optional(conn).await
                }
            })
        }
    };
}

member!(
    /// Blocks a professional, or no longer.
    set_blocked, "blocked_professional", "rpps"
);
member!(
    /// Records a professional's agreement, or takes it back.
    set_authorised, "authorised_professional", "rpps"
);
member!(
    /// Blocks an organisation, or no longer.
    set_blocked_organisation, "blocked_organisation", "finess"
);
member!(
    /// Names an administrator, or withdraws one.
    set_administrator, "administrator", "rpps"
);

/// Masks a section of the profile, or shows it again. `bit` is the section's place in the set.
pub(crate) async fn set_masked_section(
    tx: &mut Tx,
    profile: Uuid,
    bit: i64,
    masked: bool,
) -> sqlx::Result<()> {
    const MASK: &str = "UPDATE profile SET masked_sections = masked_sections | $2 WHERE id = $1";
    const SHOW: &str = "UPDATE profile SET masked_sections = masked_sections & (15 - $2) WHERE id = $1";
    let sql = if masked { MASK } else { SHOW };
    on_engine!(tx, conn => {
        sqlx::query(sql).bind(profile).bind(bit).execute(conn).await?;
        Ok(())
    })
}

/// What becomes of future documents.
pub(crate) async fn set_default_visibility(tx: &mut Tx, profile: Uuid, default: &str) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET default_visibility = $2 WHERE id = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(default).execute(conn).await?;
        Ok(())
    })
}

/// Closes reading to all professionals, or opens it again.
pub(crate) async fn set_professionals_opposed(tx: &mut Tx, profile: Uuid, opposed: bool) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET professionals_opposed = $2 WHERE id = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(opposed).execute(conn).await?;
        Ok(())
    })
}

/// The three answers about emergencies; `None` when none was given.
pub(crate) async fn set_emergency(
    tx: &mut Tx,
    profile: Uuid,
    consents: Option<EmergencyConsents>,
) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET emergency_answered = $2, samu = $3, break_glass = $4, \
         masked_documents = $5 WHERE id = $1";
    let kept = consents.map_or((true, true, true), |consents| {
        (
            consents.samu(),
            consents.break_glass(),
            consents.masked_documents(),
        )
    });
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(profile)
            .bind(consents.is_some())
            .bind(kept.0)
            .bind(kept.1)
            .bind(kept.2)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The state of the profile, and since when it is closed.
pub(crate) async fn set_state(tx: &mut Tx, profile: Uuid, state: &str, micros: i64) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET state = $2, closed_at = $3 WHERE id = $1";
    let closed_at = (state == "closed").then_some(micros);
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(state).bind(closed_at).execute(conn).await?;
        Ok(())
    })
}

/// The person has been through the questions of the first sign-in, or has put them off.
pub(crate) async fn set_welcomed(tx: &mut Tx, profile: Uuid, micros: i64) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET welcomed_at = $2 WHERE id = $1 AND welcomed_at IS NULL";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(micros).execute(conn).await?;
        Ok(())
    })
}

/// The person has answered about future documents.
pub(crate) async fn set_default_answered(tx: &mut Tx, profile: Uuid) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET default_answered = TRUE WHERE id = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).execute(conn).await?;
        Ok(())
    })
}
