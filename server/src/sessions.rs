//! Sessions in the record's database, for `tower-sessions`. Our clock decides when one has ended, not the
//! library's: the browser's cookie lasts as long as the browser, the session half an hour unused.

use async_trait::async_trait;
use record::{RecordError, Store};
use serde_json::Value;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::{
        SameSite,
        time::{self, OffsetDateTime},
    },
    session::{Id, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

use crate::clock::Edge;

/// What a session holds: the account signed in.
const ACCOUNT: &str = "account";
/// The last moment the library can write down.
const NEVER: OffsetDateTime = time::PrimitiveDateTime::MAX.assume_utc();

/// The sessions of the database.
#[derive(Clone)]
pub(crate) struct Sessions {
    store: Store,
    edge: Edge,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// The name of the cookie: bound to the host where the site is served over https.
pub(crate) fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

/// The layer that gives every request its session.
pub(crate) fn layer(store: Store, edge: Edge, secure: bool) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions { store, edge })
        .with_name(cookie_name(secure))
        .with_secure(secure)
        .with_http_only(true)
        // Lax, not strict: a link in an e-mail must find its reader signed in. No GET changes anything.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnSessionEnd)
}

/// The account signed in, if any.
///
/// # Errors
/// When the database fails.
pub(crate) async fn account(
    session: &Session,
) -> std::result::Result<Option<Uuid>, tower_sessions::session::Error> {
    session.get(ACCOUNT).await
}

/// Signs an account in, under a new session identifier.
///
/// # Errors
/// When the database fails.
pub(crate) async fn begin(
    session: &Session,
    account: Uuid,
) -> std::result::Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    session.insert(ACCOUNT, account).await
}

#[expect(clippy::needless_pass_by_value, reason = "given to `map_err`")]
fn failed(error: RecordError) -> Error {
    Error::Backend(error.to_string())
}

fn encode(record: &Record) -> Result<String> {
    serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let account = record
            .data
            .get(ACCOUNT)
            .and_then(Value::as_str)
            .and_then(|id| id.parse().ok());
        let account: Uuid =
            account.ok_or_else(|| Error::Encode("a session without an account".to_owned()))?;
        let data = encode(record)?;
        let now = self.edge.clock.now();
        self.store
            .create_session(&record.id.to_string(), account, &data, now)
            .await
            .map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = encode(record)?;
        let now = self.edge.clock.now();
        let saved = self
            .store
            .save_session(&record.id.to_string(), &data, now)
            .await
            .map_err(failed)?;
        if saved {
            Ok(())
        } else {
            Err(Error::Backend("the session has ended".to_owned()))
        }
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.edge.clock.now();
        let Some(data) = self
            .store
            .load_session(&id.to_string(), now)
            .await
            .map_err(failed)?
        else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        // The library's own expiry plays no part: ours has already been checked.
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: NEVER,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete_session(&id.to_string()).await.map_err(failed)
    }
}
