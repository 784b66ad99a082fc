//! A house with people in it: the real router on a fresh database, and what patients and doctors do there.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use clap::Parser as _;
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use record::{Chance, Signer, Store};
use serde_json::{Value, json};
use server::{
    AppState,
    clock::{Clock, Edge},
    config::Config,
    lab,
    mail::Bell,
    passwords::Passwords,
};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::database::{Database, Engine};

pub(crate) const CAMILLE: &str = "280059999900182";
pub(crate) const BERNARD: &str = "152039999900216";

/// The administering doctor of Camille.
pub(crate) const MARTIN: &str = "10000000017";
/// The author of the biology result.
pub(crate) const HADDAD: &str = "10000000033";
/// A physician of the care team.
pub(crate) const LAMBERT: &str = "10000000124";
/// A physician of the SAMU, who wrote one document of Camille's.
pub(crate) const CARON: &str = "10000000108";
/// A dentist whom Bernard has blocked.
pub(crate) const ROUSSEL: &str = "10000000041";

pub(crate) const BIOLOGY: &str = "Analyse de sang\u{a0}: cholestérol et glycémie";
pub(crate) const UNTOLD: &str = "Résultat d’anatomopathologie";
pub(crate) const UNKNOWN: &str = "7d6a2f63-94a5-4d6c-9c2f-0d6c1c1ab001";

/// A clock that only tests move.
pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// The key that signs histories in these tests: the first one of RFC 8032.
pub(crate) fn signer() -> Signer {
    Signer::from_text("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap()
}

/// Chance that draws the same in every house: what differs between two of them is not its doing.
pub(crate) struct TestChance(AtomicU64);

impl Chance for TestChance {
    fn id(&self) -> Uuid {
        let drawn = self.0.fetch_add(1, Ordering::SeqCst);
        let hash = Sha256::digest(drawn.to_be_bytes());
        uuid::Builder::from_random_bytes(*hash.first_chunk().unwrap()).into_uuid()
    }
}

pub(crate) struct House {
    pub(crate) database: Database,
    pub(crate) state: AppState,
    router: Router,
    clock: Arc<TestClock>,
    chance: Arc<TestChance>,
    secure: bool,
}

/// What the build would have made: enough of it to be served.
pub(crate) fn build_site(folder: &Path) {
    std::fs::create_dir_all(folder.join("pkg")).unwrap();
    std::fs::write(folder.join("pkg/app.0123abcd.css"), "body { margin: 0 }").unwrap();
    std::fs::write(
        folder.join("favicon.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    .unwrap();
    let names = "app: app.0123abcd\nstyle: app.0123abcd.css\n";
    std::fs::write(folder.join("names.txt"), names).unwrap();
}

impl House {
    pub(crate) async fn opens(engine: Engine) -> Self {
        Self::at(engine, None).await
    }

    /// Reached over https.
    pub(crate) async fn opens_secure(engine: Engine) -> Self {
        Self::at(engine, Some("https://exemple.fr")).await
    }

    async fn at(engine: Engine, origin: Option<&str>) -> Self {
        static PASSWORDS: OnceLock<Passwords> = OnceLock::new();
        let database = Database::fresh(engine).await;
        let site = database.folder().join("site");
        build_site(&site);
        let data = database.folder().join("data");
        let arguments = [
            "server".as_ref(),
            "--database-url".as_ref(),
            database.url().as_ref(),
            "--lab-data".as_ref(),
            data.as_os_str(),
            "--lab-clock".as_ref(),
            "2026-11-23T09:00:00Z".as_ref(),
        ];
        let config = Config::parse_from(arguments);
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(start.as_microsecond())));
        let chance = Arc::new(TestChance(AtomicU64::new(0)));
        let edge = Edge::new(clock.clone(), chance.clone(), signer()).unwrap();
        let store = Store::connect(database.url()).await.unwrap();
        let (issuer, lab) = lab::start(&config, &store, &edge, lab::LabClock::default())
            .await
            .unwrap();
        let state = AppState {
            store,
            edge,
            passwords: PASSWORDS.get_or_init(|| Passwords::new().unwrap()).clone(),
            site: server::site(&site),
            issuer,
            public_origin: origin.map(str::to_owned),
            bell: Bell::default(),
            lab,
        };
        Self {
            router: server::router(state.clone()),
            database,
            state,
            clock,
            chance,
            secure: origin.is_some(),
        }
    }

    pub(crate) async fn closes(self) {
        drop(self.router);
        self.state.lab.close().await;
        self.state.store.close().await;
        self.database.remove().await;
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn waits(&self, time: SignedDuration) {
        let micros = i64::try_from(time.as_micros()).unwrap();
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// From here on chance draws what it draws in every other house where this is said with the same number, whatever it has drawn
    /// before.
    pub(crate) fn draws_anew(&self, from: u64) {
        self.chance.0.store(from << 32, Ordering::SeqCst);
    }

    /// Waits until then.
    pub(crate) fn waits_until(&self, moment: &str) {
        let moment: Timestamp = moment.parse().unwrap();
        self.waits(moment.duration_since(self.now()));
    }

    pub(crate) async fn answers(&self, request: Request<Body>) -> Page {
        Page::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// A browser in which nobody has signed in.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            house: self,
            cookie: Mutex::new(None),
        }
    }

    /// A browser in which this person has just signed in.
    pub(crate) async fn patient(&self, identifier: &str) -> Browser<'_> {
        let browser = self.browser();
        let answer = browser.signs_in(identifier, lab::PASSWORD).await;
        assert_eq!(answer.location(), "/");
        browser
    }

    /// A professional's software, with a token.
    pub(crate) async fn doctor(&self, rpps: &str) -> Doctor<'_> {
        let request = Request::post(format!("/lab/jetons/{rpps}"))
            .body(Body::empty())
            .unwrap();
        let token = self.answers(request).await;
        assert_eq!(token.status, StatusCode::OK);
        Doctor {
            house: self,
            token: token.text(),
        }
    }
}

/// An answer, whole.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Page {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().map_or("", |value| value.to_str().unwrap());
        assert!(values.next().is_none(), "{name} is there twice");
        value
    }

    /// Where a form that worked leads.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.visible());
        self.header("location")
    }

    /// The words on the page: no tags, one plain space between words.
    pub(crate) fn visible(&self) -> String {
        let text = self.text();
        let (mut visible, mut rest) = (String::new(), text.as_str());
        while let Some((words, tag)) = rest.split_once('<') {
            visible.push_str(words);
            let close = if tag.starts_with("!--") { "-->" } else { ">" };
            let (name, after) = tag.split_once(close).unwrap_or((tag, ""));
            if !name.starts_with("!--") {
                visible.push(' ');
            }
            rest = after;
        }
        visible.push_str(rest);
        let plain = visible
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&amp;", "&");
        plain
            .split(char::is_whitespace)
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(crate) fn shows(&self, words: &str) -> bool {
        self.visible().contains(&spaced(words))
    }

    /// The value of the first field of this name.
    pub(crate) fn field(&self, name: &str) -> String {
        let text = self.text();
        let tag = text
            .split("<input")
            .find(|tag| {
                tag.split('>')
                    .next()
                    .is_some_and(|tag| tag.contains(&format!("name=\"{name}\"")))
            })
            .unwrap_or_else(|| panic!("no field {name}"));
        let (_, value) = tag.split_once("value=\"").unwrap();
        value.split('"').next().unwrap().replace("&amp;", "&")
    }

    /// Where the link with this text leads.
    pub(crate) fn link(&self, text: &str) -> String {
        let page = self.text();
        let (before, _) = page
            .split_once(&format!(">{text}</a>"))
            .unwrap_or_else(|| panic!("no link « {text} » in {}", self.visible()));
        let (_, href) = before.rsplit_once("href=\"").unwrap();
        href.split('"').next().unwrap().replace("&amp;", "&")
    }

    /// The first link whose address ends so.
    pub(crate) fn link_to(&self, end: &str) -> String {
        let page = self.text();
        let mut addresses = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        addresses
            .find(|address| address.ends_with(end))
            .expect(end)
            .to_owned()
    }

    /// What everybody would see of it: status, headers and bytes, without the page's nonce.
    pub(crate) fn seen(&self) -> String {
        let nonce = self
            .header("content-security-policy")
            .split_once("'nonce-")
            .and_then(|(_, rest)| rest.split('\'').next())
            .unwrap_or_default()
            .to_owned();
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .filter(|(name, _)| *name != header::DATE)
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        let text = String::from_utf8_lossy(&self.body);
        let seen = format!("{}\n{}\n\n{text}", self.status, headers.join("\n"));
        if nonce.is_empty() {
            seen
        } else {
            seen.replace(&nonce, "NONCE")
        }
    }
}

/// A browser: it keeps its cookie and says where a form comes from.
pub(crate) struct Browser<'a> {
    pub(crate) house: &'a House,
    cookie: Mutex<Option<String>>,
}

impl Browser<'_> {
    pub(crate) fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub(crate) fn takes_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    /// A request as this browser makes it.
    #[expect(clippy::needless_pass_by_value, reason = "called with constants")]
    pub(crate) fn request(&self, method: Method, address: &str) -> axum::http::request::Builder {
        let (host, origin) = if self.house.secure {
            ("exemple.fr", "https://exemple.fr")
        } else {
            ("localhost", "http://localhost")
        };
        let mut request = Request::builder()
            .method(method.clone())
            .uri(address)
            .header(header::HOST, host);
        if method != Method::GET {
            request = request
                .header(header::ORIGIN, origin)
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        match self.cookie() {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    pub(crate) async fn sends(&self, request: Request<Body>) -> Page {
        let page = self.house.answers(request).await;
        if let Some(set) = page.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let kept = !pair.ends_with('=');
            self.takes_cookie(kept.then(|| pair.to_owned()));
        }
        page
    }

    pub(crate) async fn opens(&self, address: &str) -> Page {
        self.sends(self.request(Method::GET, address).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn posts(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        self.sends(self.request(Method::POST, address).body(form(fields)).unwrap())
            .await
    }

    pub(crate) async fn signs_in(&self, identifier: &str, password: &str) -> Page {
        self.posts(
            "/connexion",
            &[("identifiant", identifier), ("mot_de_passe", password)],
        )
        .await
    }

    /// The address of this person's documents.
    pub(crate) async fn documents(&self) -> String {
        self.record("/documents").await
    }

    /// The address of the rest of this person's record.
    pub(crate) async fn record(&self, rest: &str) -> String {
        let first = self.opens("/").await.location().to_owned();
        format!("{}{rest}", first.strip_suffix("/accueil").unwrap())
    }

    pub(crate) async fn history(&self) -> Page {
        self.opens(&self.record("/historique").await).await
    }

    pub(crate) async fn notices(&self) -> Page {
        self.opens(&self.record("/notifications").await).await
    }

    /// The address of the document with this title.
    pub(crate) async fn finds(&self, title: &str) -> String {
        let search = app::address::encode(title);
        let list = self
            .opens(&format!("{}?recherche={search}", self.documents().await))
            .await;
        list.link(title)
    }

    pub(crate) async fn masks(&self, title: &str) -> Page {
        self.posts(&self.finds(title).await, &[("visibilite", "masked")])
            .await
    }

    pub(crate) async fn unmasks(&self, title: &str) -> Page {
        self.posts(&self.finds(title).await, &[("visibilite", "visible")])
            .await
    }
}

/// With plain spaces, as [`Page::visible`] has them.
pub(crate) fn spaced(words: &str) -> String {
    words.split(char::is_whitespace).collect::<Vec<_>>().join(" ")
}

/// The last segment of an address: an identifier.
pub(crate) fn id(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

pub(crate) fn form(fields: &[(&str, &str)]) -> Body {
    let pairs: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", app::address::encode(value)))
        .collect();
    Body::from(pairs.join("&"))
}

/// A professional's software.
pub(crate) struct Doctor<'a> {
    pub(crate) house: &'a House,
    pub(crate) token: String,
}

/// A member of the care team looks at Camille's record.
pub(crate) fn care_team() -> Value {
    json!({"ins": CAMILLE, "context": {"kind": "care_team"}})
}

/// The same, with more fields or other values.
pub(crate) fn but(mut request: Value, fields: Value) -> Value {
    let (Value::Object(request_fields), Value::Object(fields)) = (&mut request, fields) else {
        panic!("two objects");
    };
    request_fields.extend(fields);
    request
}

impl Doctor<'_> {
    pub(crate) async fn sends(&self, act: &str, body: impl Into<Body>) -> Page {
        let request = Request::post(format!("/gateway/v1/{act}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.into())
            .unwrap();
        self.house.answers(request).await
    }

    pub(crate) async fn opens(&self, request: &Value) -> Page {
        self.sends("records/open", request.to_string()).await
    }

    pub(crate) async fn searches(&self, request: &Value) -> Page {
        self.sends("documents/search", request.to_string()).await
    }

    pub(crate) async fn reads(&self, document: &str) -> Page {
        let request = but(care_team(), json!({"document": document}));
        self.sends("documents/read", request.to_string()).await
    }

    /// The titles of every document found.
    pub(crate) async fn finds(&self) -> Vec<String> {
        let found = self.searches(&care_team()).await;
        assert_eq!(found.status, StatusCode::OK);
        let answer = found.json();
        assert_eq!(answer["more"], false);
        let documents = answer["documents"].as_array().unwrap();
        documents
            .iter()
            .map(|document| document["title"].as_str().unwrap().to_owned())
            .collect()
    }
}
