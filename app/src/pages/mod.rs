//! One file per page.

mod change;
mod check_up;
mod closed;
mod closing;
mod document;
mod documents;
mod emergencies;
mod history;
mod home;
mod not_found;
mod notices;
mod settings;
mod sign_in;
mod unavailable;
mod welcome;

pub(crate) use change::ChangePage;
pub(crate) use check_up::CheckUpPage;
pub(crate) use closed::ClosedPage;
pub(crate) use closing::ClosingPage;
pub(crate) use document::DocumentPage;
pub(crate) use documents::DocumentsPage;
pub(crate) use emergencies::EmergenciesPage;
pub(crate) use history::HistoryPage;
pub(crate) use home::HomePage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use notices::NoticesPage;
pub(crate) use settings::SettingsPage;
pub(crate) use sign_in::SignInPage;
pub(crate) use unavailable::UnavailablePage;
pub(crate) use welcome::WelcomePage;
