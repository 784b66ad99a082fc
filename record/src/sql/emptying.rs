//! Emptying every table.

use sqlx::AssertSqlSafe;

use crate::store::Tx;

/// Leaves the schema, and nothing in it.
pub(crate) async fn empty(tx: &mut Tx) -> sqlx::Result<()> {
    match tx {
        Tx::Sqlite(tx) => {
            const TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' \
                 AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'";
            // What refers to what matters at the end alone: then nothing is left.
            sqlx::query("PRAGMA defer_foreign_keys = ON")
                .execute(&mut **tx)
                .await?;
            let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut **tx).await?;
            for table in tables {
                // The name comes from the schema, which we wrote.
                sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}")))
                    .execute(&mut **tx)
                    .await?;
            }
        }
        Tx::Postgres(tx) => {
            const TRUNCATE: &str = "DO $$ BEGIN EXECUTE ( \
                 SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables \
                 WHERE schemaname = current_schema() AND tablename <> '_sqlx_migrations'); END $$";
            sqlx::query(TRUNCATE).execute(&mut **tx).await?;
        }
    }
    Ok(())
}
