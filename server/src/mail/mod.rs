//! Notices by e-mail: from the outbox to a mail server.

mod bell;
mod courier;
mod message;

use clap::Args;
use lettre::{
    AsyncSmtpTransport, Tokio1Executor, message::Mailbox, transport::smtp::AsyncSmtpTransportBuilder,
};

pub use bell::Bell;
pub(crate) use bell::ring_after;
pub use courier::Courier;

/// What the environment says of the mail server. Without one, e-mails stay in the outbox.
#[derive(Clone, Default, Args)]
pub struct MailConfig {
    /// The mail server: `smtps://user:password@host`, or `smtp://user:password@host?tls=required` for STARTTLS.
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who writes, for instance `Mon dossier <notifications@exemple.fr>`.
    #[arg(long, env = "MAIL_FROM")]
    pub mail_from: Option<String>,
}

// The address of the mail server holds a password.
impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig")
            .field("mail_from", &self.mail_from)
            .finish_non_exhaustive()
    }
}

/// Why no e-mail could be sent. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address of the mail server cannot be used.
    #[error(
        "SMTP_URL must be an address such as smtps://user:password@mail.exemple.fr, or smtp://…?tls=required for STARTTLS"
    )]
    Server,
    /// Nobody writes.
    #[error("MAIL_FROM must say who writes, for instance « Mon dossier <notifications@exemple.fr> »")]
    From,
    /// E-mails lead nowhere.
    #[error("SMTP_URL needs PUBLIC_ORIGIN too: e-mails say where the site is")]
    Site,
}

/// What sending needs, once it makes sense.
pub(crate) struct Sender {
    pub transport: AsyncSmtpTransport<Tokio1Executor>,
    pub from: Mailbox,
    pub site: String,
}

impl Sender {
    /// Nothing when there is no mail server.
    pub(crate) fn new(config: &MailConfig, site: Option<&str>) -> Result<Option<Self>, MailError> {
        let Some(url) = config.smtp_url.as_deref().filter(|url| !url.is_empty()) else {
            return Ok(None);
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map(AsyncSmtpTransportBuilder::build)
            .map_err(|_| MailError::Server)?;
        let from = config.mail_from.as_deref().unwrap_or_default();
        Ok(Some(Self {
            transport,
            from: from.parse().map_err(|_| MailError::From)?,
            site: site.ok_or(MailError::Site)?.to_owned(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(url: &str, from: &str, site: Option<&str>) -> Result<bool, String> {
        let config = MailConfig {
            smtp_url: Some(url.to_owned()),
            mail_from: Some(from.to_owned()),
        };
        assert!(!format!("{config:?}").contains("secret"));
        let made = Sender::new(&config, site);
        made.map(|made| made.is_some()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_configuration_is_whole_or_refused_without_saying_its_password() {
        let site = Some("https://exemple.fr");
        let from = "Mon dossier <notifications@exemple.fr>";
        for url in [
            "smtps://user:secret@mail.exemple.fr",
            "smtp://user:secret@mail.exemple.fr:587?tls=required",
            "smtp://127.0.0.1:2525",
        ] {
            assert_eq!(sender(url, from, site), Ok(true), "{url}");
        }
        assert_eq!(sender("", from, site), Ok(false));
        assert!(Sender::new(&MailConfig::default(), None).is_ok_and(|made| made.is_none()));
        for (url, from, site, said) in [
            ("https://user:secret@mail.exemple.fr", from, site, "SMTP_URL must"),
            (
                "smtp://user:secret@host?tls=peut-être",
                from,
                site,
                "SMTP_URL must",
            ),
            ("secret", from, site, "SMTP_URL must"),
            ("smtps://user:secret@mail.exemple.fr", "", site, "MAIL_FROM must"),
            (
                "smtps://user:secret@mail.exemple.fr",
                "a@b\r\nBcc: c@d",
                site,
                "MAIL_FROM must",
            ),
            ("smtps://user:secret@mail.exemple.fr", from, None, "PUBLIC_ORIGIN"),
        ] {
            let error = sender(url, from, site).unwrap_err();
            assert!(error.contains(said), "{url} {from}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
