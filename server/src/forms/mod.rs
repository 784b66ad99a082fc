//! The forms that people send. Each does one act, then leads to a page; one that fails comes back as its
//! page, with what was typed and what to do.

mod fields;
mod notices;
mod sign_in;
mod visibility;

pub(crate) use fields::LARGEST;
pub(crate) use notices::mark_read;
pub(crate) use sign_in::{sign_in, sign_out};
pub(crate) use visibility::{change_all, change_one};
