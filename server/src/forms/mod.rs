//! The forms that people send. Each does one act, then leads to a page; one that fails comes back as its
//! page, with what was typed and what to do.

mod access_reports;
mod change;
mod close;
mod documents;
mod emergencies;
mod fields;
mod notice_preferences;
mod notices;
mod part_names;
mod professionals;
mod representatives;
mod sent;
mod sign_in;
mod upload;
mod welcome;

pub(crate) use access_reports::{report_access, withdraw_access_report};
pub(crate) use change::{ask_change, change_one, confirm_change};
pub(crate) use close::{close, reopen};
pub(crate) use documents::{add_document, ask_author, delete_document};
pub(crate) use emergencies::emergencies;
pub(crate) use fields::LARGEST;
pub(crate) use notice_preferences::choose_notices;
pub(crate) use notices::mark_read;
pub(crate) use professionals::professionals;
pub(crate) use representatives::{
    activate, answer_invitation, end_majority_review, protect, representatives,
};
pub(crate) use sign_in::{sign_in, sign_out};
pub(crate) use upload::MOST_READ;
pub(crate) use welcome::welcome;
