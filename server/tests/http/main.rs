//! The real router, asked as browsers and professionals' software ask it, on SQLite and on PostgreSQL.

#[expect(dead_code, reason = "the tests of the record change the schema; these do not")]
#[path = "../../../record/tests/conformance/database.rs"]
mod database;
mod gateway;
#[allow(
    dead_code,
    reason = "made for the tests that are still being finished beside this file"
)]
mod house;
mod origin;
