//! The message of an e-mail.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use record::acts::Email;

/// Asks other machines not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The whole message; nothing when there is no such address. Its identifier is the e-mail's own: however often it is
/// tried, a mail server and a mailbox see the same message.
pub(super) fn message(email: &Email, from: &Mailbox, site: &str, at: Timestamp) -> Option<Message> {
    let to: Address = email.to.parse().ok()?;
    let text = app::texts::email(email.kind, &email.first_name, site);
    let id = format!("<{}@{}>", email.message_id().simple(), from.email.domain());
    Message::builder()
        .message_id(Some(id))
        .date(SystemTime::from(at))
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(text.subject)
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(text.body)
        .ok()
}
