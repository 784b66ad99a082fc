//! The access rules of the shared medical record, as pure functions of values.
//!
//! [`decide`] answers one request of a professional; [`Reading`] answers many documents of one record at once. Nothing here reads a
//! clock, touches a file, allocates on the way to a decision or can panic: the same code runs in the server and in the browser.
//!
//! The rules are those of the rulebook; the articles they cite are those of the *Code de la santé publique*.

#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::todo,
    clippy::unreachable
)]

extern crate alloc;

mod decide;
mod depositing;
mod reading;

pub mod actor;
pub mod change;
pub mod codes;
pub mod difference;
pub mod facts;
pub mod history;
pub mod matrix;
pub mod notice;
pub mod parameters;
pub mod refusal;
pub mod request;
pub mod rule;
pub mod viewer;
pub mod why;

pub use actor::{
    Actor, Delegation, MAX_CARED_FOR, MAX_CAREGIVERS, MAX_LEGAL_REPRESENTATIVES, ProfileAct, Representation,
    last_day_to_reopen,
};
pub use change::{Change, Edit, Edits, RecordFacts};
pub use codes::{DocumentCategory, DocumentType, Entitlement, EntitlementSet};
pub use decide::decide;
pub use difference::{AccessChange, Object, Person, difference};
pub use facts::*;
pub use history::{HistoryLine, TraceAction};
pub use notice::{Audience, Event, Notice, NoticeKind, ProfessionalAct, Recipient, Switchable, notices};
pub use parameters::{ConsentOutsideTeam, MatrixVersion, Parameter, Parameters, TeamConsent};
pub use reading::Reading;
pub use refusal::Refusal;
pub use request::{AccessContext, Action, Authentication, Channel, Deposit, Request, Requester};
pub use rule::{Decision, Disclosure, Effect, Rule};
pub use viewer::Viewer;
pub use why::{Sentence, why, why_for_professional, why_refused};
