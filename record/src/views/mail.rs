//! Notices by e-mail: what a person chose, and what is to be sent.

use policy::{NoticeKind, Switchable};

use super::LocalTime;

/// A way a notice reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeChannel {
    /// An e-mail.
    Email,
    /// The list of notices, on the site.
    Application,
}

impl NoticeChannel {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Email, Self::Application];

    /// Whether a person may switch this kind of notice off there (rulebook, section 7).
    pub fn may_be_switched(self, kind: NoticeKind) -> bool {
        match kind.switchable() {
            Switchable::No => false,
            Switchable::ByEmail => self == Self::Email,
            Switchable::Yes => true,
        }
    }
}

/// Whether a person wants one kind of notice in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeChoice {
    /// What is told.
    pub kind: NoticeKind,
    /// In which way.
    pub channel: NoticeChannel,
    /// Whether they want it.
    pub wanted: bool,
}

/// What a person chose for one profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePreferences {
    /// Where they are written to; blank when it is not known.
    pub email: String,
    /// Everything that can be switched, as it is now.
    pub choices: Vec<NoticeChoice>,
}

impl NoticePreferences {
    /// Whether this is wanted; what cannot be switched is.
    pub fn wants(&self, kind: NoticeKind, channel: NoticeChannel) -> bool {
        let mut choices = self.choices.iter();
        choices
            .find(|choice| choice.kind == kind && choice.channel == channel)
            .is_none_or(|choice| choice.wanted)
    }
}

/// Where an e-mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailState {
    /// It is to be sent, now or later.
    Waiting,
    /// It is being handed to the mail server.
    Sending,
    /// The mail server has taken it.
    Sent,
    /// It was refused, or failed too often: it is not sent.
    GivenUp,
    /// It was handed over and no answer came: it may have arrived, and is not sent again.
    Unknown,
}

impl EmailState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::GivenUp,
        Self::Unknown,
    ];

    /// The stored name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::GivenUp => "given_up",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }
}

/// One e-mail, as whoever looks after the service sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxLine {
    /// The identifier of its message.
    pub message_id: uuid::Uuid,
    /// What the notice tells.
    pub kind: NoticeKind,
    /// To whom.
    pub to: String,
    /// First name of the holder.
    pub first_name: String,
    /// Where it stands.
    pub state: EmailState,
    /// Why the last attempt failed, blank when none did: a short word or a code of the mail server.
    pub failure: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was put in, in Europe/Paris.
    pub queued_at: LocalTime,
    /// When it is tried next, in Europe/Paris.
    pub due_at: LocalTime,
}
