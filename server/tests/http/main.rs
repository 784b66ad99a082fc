//! The real router, asked as browsers and professionals' software ask it, on SQLite and on PostgreSQL.

mod allow;
mod bad_input;
#[expect(
    dead_code,
    reason = "the tests of the record close records and close them to all; these do not"
)]
#[path = "../../../record/tests/conformance/checker.rs"]
mod checker;
mod closing;
mod consequences;
#[expect(dead_code, reason = "the tests of the record change the schema; these do not")]
#[path = "../../../record/tests/conformance/database.rs"]
mod database;
mod documents;
mod gateway;
mod gateway_clients;
mod gateway_writing;
mod headers;
mod history_export;
mod holders;
mod house;
mod import;
mod lab;
mod lab_tasks;
mod lab_tester;
mod lab_worlds;
mod mail;
mod non_interference;
mod notice_preferences;
mod origin;
mod post_office;
mod process;
mod reports;
mod representatives;
mod routes;
mod scenario;
mod see_as;
mod sign_in;
mod who_may_do_what;
