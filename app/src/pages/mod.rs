//! One file per page.

mod change_all;
mod document;
mod documents;
mod history;
mod not_found;
mod notices;
mod sign_in;
mod unavailable;

pub(crate) use change_all::ChangeAllPage;
pub(crate) use document::DocumentPage;
pub(crate) use documents::DocumentsPage;
pub(crate) use history::HistoryPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use notices::NoticesPage;
pub(crate) use sign_in::SignInPage;
pub(crate) use unavailable::UnavailablePage;
