//! One file per page.

mod add_document;
mod ask_author;
mod change;
mod delete_document;
mod document;
mod documents;
mod emergencies;
mod history;
mod not_found;
mod notices;
mod professional;
mod professionals;
mod see_as;
mod settings;
mod sign_in;
mod unavailable;

pub(crate) use add_document::AddDocumentPage;
pub(crate) use ask_author::AskAuthorPage;
pub(crate) use change::ChangePage;
pub(crate) use delete_document::DeleteDocumentPage;
pub(crate) use document::DocumentPage;
pub(crate) use documents::DocumentsPage;
pub(crate) use emergencies::EmergenciesPage;
pub(crate) use history::HistoryPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use notices::NoticesPage;
pub(crate) use professional::ProfessionalPage;
pub(crate) use professionals::ProfessionalsPage;
pub(crate) use see_as::SeeAsPage;
pub(crate) use settings::SettingsPage;
pub(crate) use sign_in::SignInPage;
pub(crate) use unavailable::UnavailablePage;
