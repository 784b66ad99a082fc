//! One file per act. Each runs in one transaction: who is this, may they, state, trace and notices.

mod acting;
mod activate;
mod add_document;
mod allow_organisation;
mod ask_author;
mod change_document;
mod change_effects;
mod change_settings;
mod check_up;
mod close_profile;
mod come_of_age;
mod delete_document;
mod deposit_document;
mod export_history;
pub(crate) mod history;
mod import_directory;
mod index_professionals;
mod insert_document;
mod install_population;
mod invite_representative;
mod known_facts;
mod list_documents;
mod notice_preferences;
mod notices;
mod open_profile;
mod open_record;
mod outbox;
mod protect;
mod queue_email;
mod read_document;
mod read_section;
mod report_access;
mod requester;
mod search_directory;
mod search_documents;
mod secret_code;
mod see_as;
mod sessions;
mod show_document;
mod show_professionals;
mod show_settings;
mod sign_in;
#[cfg(feature = "lab")]
mod start_again;
mod stored_edit;
mod use_proof;
mod verify_history;
mod visits;
mod welcome;
mod write_document;
mod write_trace;

pub use acting::ActorKey;
pub use activate::{Activated, Activation, IssuedCode, NewHolder};
pub use add_document::OwnDocument;
pub use ask_author::AuthorRequest;
pub use deposit_document::{DepositedDocument, ProfessionalInCharge};
pub use export_history::{ExportedChain, ExportedLine, HistoryExport};
pub use import_directory::{DirectoryPerson, DirectoryPlace, ImportOutcome, ImportProgress, ImportStep};
pub use install_population::{
    NewAccount, NewAdministrator, NewDocument, NewProfessional, NewProfile, NewRepresentation, NewSection,
    Population,
};
pub use invite_representative::RepresentativeAct;
pub use outbox::{Attempt, Claimed, Email, LEASE, MOST_ATTEMPTS};
pub use report_access::AccessConcern;
pub use requester::{GatewayAccess, GatewayRefusal, ProfessionalIdentity};
pub use search_documents::{FoundDocument, SearchCriteria};
pub use sign_in::{Credentials, Throttle};
pub use welcome::WelcomeAnswer;
pub use write_document::{DocumentAct, Sending};
