//! The real router on a fresh SQLite file, with records of several sizes.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    body::{self, Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use clap::Parser as _;
use jiff::{ToSpan as _, civil::date};
use policy::{DocumentType, Visibility, VisibilityFlag};
use record::{
    Signer, Store,
    acts::{NewAccount, NewDocument, NewProfessional, NewProfile, Population},
};
use serde_json::{Value, json};
use server::{
    AppState,
    clock::Edge,
    config::Config,
    lab,
    mail::Bell,
    passwords::{self, Password, Passwords},
};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::Failure;

/// A physician of the care team.
const READER: &str = "10000000124";
/// What a document holds: about as much as the lab's.
const CONTENT: usize = 1_024;

/// A folder that goes when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Beside the program, not in a folder of memory: writes must reach a disk.
    fn new() -> Result<Self, Failure> {
        let name = format!("pages-{}", std::process::id());
        let path = std::env::current_exe()?.with_file_name(name);
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind is only measurements' data.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The router, and where its database is.
pub(crate) struct House {
    folder: Folder,
    url: String,
    state: AppState,
    router: Router,
}

/// An answer, whole.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Who is signed in, and where their documents are.
pub(crate) struct Visitor {
    cookie: String,
    documents: String,
}

impl Visitor {
    /// Asks for their list, narrowed so.
    pub(crate) fn request(&self, query: &str) -> impl Fn() -> Request<Body> + use<> {
        let (cookie, address) = (self.cookie.clone(), format!("{}{query}", self.documents));
        move || {
            Request::get(&address)
                .header(header::HOST, "localhost")
                .header(header::COOKIE, &cookie)
                .body(Body::empty())
                .expect("a request")
        }
    }
}

fn identifier(size: usize) -> String {
    format!("record-{size}")
}

/// A number with the shape of a national identity.
fn ins(size: usize) -> String {
    format!("1800699999{size:05}")
}

/// As many documents of every type, a third of them masked, from one of the lab's professionals in turn.
pub(crate) fn record(size: usize, hash: &str) -> (NewProfile, NewAccount, Vec<NewDocument>) {
    let profile = NewProfile {
        id: Uuid::new_v4(),
        ins: ins(size),
        last_name: "Mesure".to_owned(),
        first_name: "Alix".to_owned(),
        born: date(1980, 6, 1),
        administrators: Vec::new(),
        blocked: Vec::new(),
    };
    let account = NewAccount {
        id: Uuid::new_v4(),
        identifier: identifier(size),
        password_hash: hash.to_owned(),
        email: format!("{}@mail.example", identifier(size)),
        name: String::new(),
        represents: vec![record::acts::NewRepresentation::holder(profile.id)],
    };
    let types: Vec<_> = DocumentType::all().collect();
    let authors: Vec<_> = lab::professionals().iter().collect();
    let documents = (0..size)
        .map(|index| {
            let document_type = types[index * 7 % types.len()];
            let author = authors[index % authors.len()];
            // The newest is the one the reader reads: a biology report, visible.
            let read = index == 0;
            let dated = date(2026, 11, 1) - i64::try_from(index).unwrap_or_default().days();
            let mut content = b"%PDF-1.7\n".to_vec();
            content.resize(CONTENT, b' ');
            NewDocument {
                profile: profile.id,
                id: Uuid::new_v4(),
                type_code: if read { "11502-2" } else { document_type.code() }.to_owned(),
                title: format!("Document {index}\u{a0}: {}", document_type.label()),
                author: Some(NewProfessional {
                    rpps: author.rpps.to_owned(),
                    last_name: author.last_name.to_owned(),
                    first_name: author.first_name.to_owned(),
                    profession: author.profession.to_owned(),
                    speciality: author.speciality.to_owned(),
                    organisation: author.finess.to_owned(),
                    organisation_name: author.organisation.to_owned(),
                    town: author.town.to_owned(),
                }),
                dated,
                deposited_at: dated
                    .to_zoned(jiff::tz::TimeZone::UTC)
                    .expect("a day")
                    .timestamp(),
                visibility: if index % 3 == 1 {
                    Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals)
                } else {
                    Visibility::NORMAL
                },
                media_type: "application/pdf".to_owned(),
                content,
            }
        })
        .collect();
    (profile, account, documents)
}

impl House {
    pub(crate) async fn open(sizes: &[usize]) -> Result<Self, Failure> {
        let folder = Folder::new()?;
        let url = format!("sqlite:{}", folder.path().join("record.sqlite").display());
        let arguments = [
            "server".as_ref(),
            "--database-url".as_ref(),
            url.as_ref(),
            "--lab-data".as_ref(),
            folder.path().as_os_str(),
        ];
        let config = Config::parse_from(arguments);
        let edge = Edge::system(Signer::from_text(&"5a".repeat(32))?)?;
        let store = Store::connect(&url).await?;
        let (issuer, lab) = lab::start(&config, &store, &edge, lab::LabClock::default()).await?;
        let hash = passwords::hash(&Password::from(lab::PASSWORD.to_owned()))?;
        let mut population = Population::default();
        for size in sizes {
            let (profile, account, documents) = record(*size, &hash);
            population.profiles.push(profile);
            population.accounts.push(account);
            population.documents.extend(documents);
        }
        store.install_population(&population, edge.clock.now()).await?;
        let state = AppState {
            store,
            edge,
            passwords: Passwords::new()?,
            site: server::site(&crate::program::site()),
            issuer,
            public_origin: None,
            bell: Bell::default(),
            lab,
        };
        Ok(Self {
            router: server::router(state.clone()),
            folder,
            url,
            state,
        })
    }

    /// Gives the address of the database, and the folder that goes when it is dropped.
    pub(crate) async fn close(self) -> (String, Folder) {
        self.state.store.close().await;
        (self.url, self.folder)
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    pub(crate) fn state(&self) -> AppState {
        self.state.clone()
    }

    pub(crate) async fn asks(&self, request: Request<Body>) -> Result<Answer, Failure> {
        let (parts, body) = self.router.clone().oneshot(request).await?.into_parts();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: body::to_bytes(body, usize::MAX).await?,
        })
    }

    /// Signs someone in, and gives their cookie.
    pub(crate) async fn signs_in(&self, identifier: &str) -> Result<String, Failure> {
        let request = Request::post(app::address::SIGN_IN)
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(sign_in_form(identifier).into())?;
        let answer = self.asks(request).await?;
        Ok(cookie(&answer.headers).ok_or("not signed in")?)
    }

    /// The holder of the record of this size, signed in.
    pub(crate) async fn visitor(&self, size: usize) -> Result<Visitor, Failure> {
        let cookie = self.signs_in(&identifier(size)).await?;
        let home = Request::get("/")
            .header(header::COOKIE, &cookie)
            .body(Body::empty())?;
        let documents = self.asks(home).await?;
        let documents = documents
            .headers
            .get(header::LOCATION)
            .ok_or("no documents")?
            .to_str()?
            .to_owned();
        Ok(Visitor { cookie, documents })
    }

    /// A physician's software: what it sends for an act of the gateway.
    pub(crate) async fn software(&self) -> Result<impl Fn(&str, &Value) -> Request<Body> + use<>, Failure> {
        let token = Request::post(format!("/lab/jetons/{READER}")).body(Body::empty())?;
        let token = String::from_utf8(self.asks(token).await?.body.to_vec())?;
        Ok(move |act: &str, body: &Value| {
            Request::post(format!("/gateway/v1/{act}"))
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string()))
                .expect("a request")
        })
    }

    /// A physician's software that reads the newest document of the record of this size.
    pub(crate) async fn reader(&self, size: usize) -> Result<Box<dyn Fn() -> Request<Body>>, Failure> {
        let sent = self.software().await?;
        let mut access = json!({"ins": ins(size), "context": {"kind": "care_team"}});
        let found = self.asks(sent("documents/search", &access)).await?;
        let found: Value = serde_json::from_slice(&found.body)?;
        access["document"] = found["documents"][0]["id"].clone();
        Ok(Box::new(move || sent("documents/read", &access)))
    }
}

pub(crate) fn sign_in_form(identifier: &str) -> String {
    format!("identifiant={identifier}&mot_de_passe={}", lab::PASSWORD)
}

/// The cookie that an answer sets.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    let set = headers.get(header::SET_COOKIE)?.to_str().ok()?;
    Some(set.split(';').next()?.to_owned())
}
