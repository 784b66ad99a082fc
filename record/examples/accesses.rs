//! What a durable access costs, and what a page of a long history costs.
//!
//! - `Store::open_record` in an emergency, decided, traced and told, beside the bare insertion of the same rows, committed
//!   as durably, in the same database;
//! - the first and the thousandth page of the history, by visit, of records of 10,000 and of 1,000,000 lines. A record too short
//!   to have a thousandth page is measured at its last;
//! - the memory that the proof of the longest one takes while it is written, a piece at a time.
//!
//! `cargo run --release -p record --features store --example accesses -- DATABASE_URL [LINES]`

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures, and says what it measured"
)]

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp, civil};
use policy::{AccessContext, Authentication, Channel, Entitlement};
use proof::file::Entry;
use record::{
    Chance, Occasion, Signer, Store,
    acts::{
        ActorKey, GatewayAccess, NewAccount, NewProfessional, NewProfile, NewRepresentation, Population,
        ProfessionalIdentity,
    },
    queries::HistoryQuery,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error>;

/// How often both sides of an access are measured in turn, and how many accesses each time.
const ROUNDS: usize = 21;
const ACCESSES: u64 = 40;
/// How often each page is measured.
const PAGES: usize = 101;
/// Which page is far.
const FAR: usize = 1_000;

const RPPS: &str = "10000000124";

struct RandomChance;

impl Chance for RandomChance {
    fn id(&self) -> Uuid {
        Uuid::new_v4()
    }
}

fn occasion(at: Timestamp) -> Occasion<'static> {
    Occasion {
        at,
        day: civil::date(2026, 11, 23),
        chance: &RandomChance,
        signer: signer(),
    }
}

/// The key of these measurements.
fn signer() -> &'static Signer {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    SIGNER.get_or_init(|| Signer::from_text(&"5a".repeat(32)).unwrap_or_else(|_| unreachable!()))
}

fn start() -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * 20_780)
}

/// A record, and the account that opens it. Each has its own visitors.
fn key(number: u64) -> ActorKey {
    ActorKey {
        account: Uuid::from_u128(0xacc0_0000 + u128::from(number)),
        profile: Uuid::from_u128(0xd055_0000 + u128::from(number)),
    }
}

fn ins(number: u64) -> String {
    format!("2800599999{number:05}")
}

fn population() -> Population {
    let numbers = 1..=4;
    Population {
        awaiting: Vec::new(),
        accounts: numbers
            .clone()
            .map(|number| NewAccount {
                id: key(number).account,
                identifier: format!("person{number}"),
                password_hash: "not a real hash".to_owned(),
                email: format!("person{number}@mail.example"),
                name: "Camille Durand".to_owned(),
                represents: vec![NewRepresentation::holder(key(number).profile)],
            })
            .collect(),
        profiles: numbers
            .map(|number| NewProfile {
                id: key(number).profile,
                ins: ins(number),
                last_name: "Durand".to_owned(),
                first_name: "Camille".to_owned(),
                born: civil::date(1980, 5, 1),
                administrators: Vec::new(),
                blocked: Vec::new(),
            })
            .collect(),
        professionals: vec![NewProfessional {
            rpps: RPPS.to_owned(),
            last_name: "Lambert".to_owned(),
            first_name: "Olivier".to_owned(),
            profession: "10".to_owned(),
            speciality: String::new(),
            organisation: "590064044".to_owned(),
            organisation_name: "Cabinet des Tilleuls".to_owned(),
            town: "Lille".to_owned(),
        }],
        documents: Vec::new(),
        sections: Vec::new(),
    }
}

fn physician() -> Result<ProfessionalIdentity, Failure> {
    Ok(ProfessionalIdentity {
        rpps: RPPS.parse().map_err(|_| "rpps")?,
        name: "Olivier Lambert".to_owned(),
        entitlements: Entitlement::from_code("10").into_iter().collect(),
        organisation: "590064044".parse().ok(),
        organisation_name: "Cabinet des Tilleuls, Lille".to_owned(),
        authentication: Authentication::ProSanteConnect,
        samu_regulator: false,
        channel: Channel::Lps,
    })
}

/// A connection of our own, past the acts.
enum Hand {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// The rows of one access, as the act wrote them last. The bare side writes them again, each time with new keys.
const TRACE: &str = "INSERT INTO trace (profile_id, audience, seq, at, professional, rpps, event, denied, body, \
     hash, emergency, document, visit_at, search_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const NOTICE: &str =
    "INSERT INTO notice (profile_id, id, audience, at, kind, body) VALUES ($1, $2, $3, $4, $5, $6)";
const OUTBOX: &str = "INSERT INTO outbox (profile_id, id, notice_id, account_id, kind, state, queued_at, due_at) \
     VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6)";

/// Writes the rows of one access in one transaction.
macro_rules! write_rows {
    ($connection:expr, $body:expr, $at:expr) => {{
        let (body, at): (&str, i64) = ($body, $at);
        let key = key(4);
        let (notice, email) = (Uuid::new_v4(), Uuid::new_v4());
        let mut tx = $connection.begin().await?;
        sqlx::query(TRACE)
            .bind(key.profile)
            .bind("everyone")
            .bind(at)
            .bind(at)
            .bind(true)
            .bind(RPPS)
            .bind("record_opened")
            .bind(false)
            .bind(body)
            .bind(&[7_u8; 32][..])
            .bind(true)
            .bind("")
            .bind(at)
            .bind("olivier lambert medecin cabinet des tilleuls, lille malaise")
            .execute(&mut *tx)
            .await?;
        sqlx::query(NOTICE)
            .bind(key.profile)
            .bind(notice)
            .bind("everyone")
            .bind(at)
            .bind("emergency_access")
            .bind(body)
            .execute(&mut *tx)
            .await?;
        sqlx::query(OUTBOX)
            .bind(key.profile)
            .bind(email)
            .bind(notice)
            .bind(key.account)
            .bind("emergency_access")
            .bind(at)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }};
}

impl Hand {
    async fn connect(url: &str) -> Result<Self, Failure> {
        Ok(if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await?;
            // As the store does: what is committed survives a power cut.
            connection.execute("PRAGMA synchronous = FULL").await?;
            Self::Sqlite(connection)
        } else {
            Self::Postgres(PgConnection::connect(url).await?)
        })
    }

    async fn writes_rows(&mut self, body: &str, at: i64) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => write_rows!(connection, body, at),
            Self::Postgres(connection) => write_rows!(connection, body, at),
        }
        Ok(())
    }

    async fn runs(&mut self, sql: String) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => {
                connection.execute(AssertSqlSafe(sql)).await?;
            }
            Self::Postgres(connection) => {
                connection.execute(AssertSqlSafe(sql)).await?;
            }
        }
        Ok(())
    }

    async fn text(&mut self, sql: &'static str) -> Result<String, Failure> {
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await?,
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await?,
        })
    }

    /// Fills a record with so many lines: an opening and a reading for each visit, of two hundred people in turn, in one
    /// statement.
    async fn fills(&mut self, profile: Uuid, lines: u64, body: &str) -> Result<(), Failure> {
        let (id, numbers, hash) = match self {
            Self::Sqlite(_) => (
                format!("x'{}'", profile.simple()),
                format!(
                    "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {lines})"
                ),
                "zeroblob(32)",
            ),
            Self::Postgres(_) => (
                format!("'{profile}'::uuid"),
                format!("WITH numbers(n) AS (SELECT generate_series(0::bigint, {lines} - 1))"),
                "decode(repeat('00', 32), 'hex')",
            ),
        };
        let rpps = match self {
            Self::Sqlite(_) => "printf('%011d', 10000001000 + (n / 2) % 200)",
            Self::Postgres(_) => "lpad((10000001000 + (n / 2) % 200)::text, 11, '0')",
        };
        let (begin, body) = (start().as_microsecond(), body.replace('\'', "''"));
        let visit_at = format!("{begin} + (n / 2) * 60000000");
        self.runs(format!(
            "{numbers} INSERT INTO trace (profile_id, audience, seq, at, professional, rpps, event, denied, body, hash, \
             emergency, document, visit_at, search_text) SELECT {id}, 'everyone', n + 1, {visit_at} + (n % 2) * 1000000, \
             TRUE, {rpps}, CASE n % 2 WHEN 0 THEN 'record_opened' ELSE 'documents_searched' END, FALSE, \
             replace('{body}', '{RPPS}', {rpps}), {hash}, FALSE, '', {visit_at}, 'olivier lambert medecin' FROM numbers"
        ))
        .await?;
        self.runs("ANALYZE".to_owned()).await
    }

    async fn close(self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => connection.close().await?,
            Self::Postgres(connection) => connection.close().await?,
        }
        Ok(())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn per_second(number: u64, took: Duration) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

/// An access a second, each of which opens the record in an emergency.
async fn accesses(store: &Store, who: &ProfessionalIdentity, at: &mut Timestamp) -> Result<(), Failure> {
    for _ in 0..ACCESSES {
        *at += SignedDuration::from_secs(1);
        let access = GatewayAccess {
            professional: who,
            ins: &ins(1),
            context: AccessContext::BreakGlass { reason: "Malaise" },
            secret: false,
        };
        store
            .open_record(access, occasion(*at))
            .await?
            .map_err(|refusal| format!("{refusal:?}"))?;
    }
    Ok(())
}

async fn durable(store: &Store, hand: &mut Hand) -> Result<String, Failure> {
    let who = physician()?;
    let mut at = start();
    accesses(store, &who, &mut at).await?;
    let body = hand
        .text("SELECT body FROM trace ORDER BY seq DESC LIMIT 1")
        .await?;
    let (mut ours, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut row = at.as_microsecond();
    for round in 0..ROUNDS {
        let (mut read, mut written) = (Duration::ZERO, Duration::ZERO);
        for side in [round % 2, 1 - round % 2] {
            let started = Instant::now();
            if side == 0 {
                accesses(store, &who, &mut at).await?;
                read = started.elapsed();
            } else {
                for _ in 0..ACCESSES {
                    row += 1;
                    hand.writes_rows(&body, row).await?;
                }
                written = started.elapsed();
            }
        }
        ours.push(per_second(ACCESSES, read));
        bare.push(per_second(ACCESSES, written));
        ratios.push(written.as_secs_f64() / read.as_secs_f64());
    }
    println!(
        "Accesses decided, traced and told     {:>6.0} a second; the same rows bare {:>6.0}; ratio {:.2}   (goal: at least 0.5)",
        median(ours),
        median(bare),
        median(ratios)
    );
    Ok(body)
}

/// Where the far page begins: the thousandth, or the last that is full.
async fn far_page(store: &Store, key: ActorKey, at: Timestamp) -> Result<(usize, String), Failure> {
    let (mut number, mut after, mut before) = (1, String::new(), String::new());
    loop {
        let page = store
            .list_visits(key, &HistoryQuery::default(), Some(&after), occasion(at))
            .await?;
        match page.next {
            Some(next) if number < FAR => {
                before = std::mem::replace(&mut after, next);
                number += 1;
            }
            Some(_) => return Ok((number, after)),
            None => return Ok((number - 1, before)),
        }
    }
}

async fn history(store: &Store, hand: &mut Hand, body: &str, most: u64) -> Result<(), Failure> {
    let at = start() + SignedDuration::from_hours(24 * 2_000);
    let mut places = Vec::new();
    for (number, lines) in [(2, 10_000), (3, most)] {
        hand.fills(key(number).profile, lines, body).await?;
        let (page, after) = far_page(store, key(number), at).await?;
        places.push((number, lines, 1, String::new()));
        places.push((number, lines, page, after));
    }
    let mut times = vec![Vec::new(); places.len()];
    for _ in 0..PAGES {
        for ((number, _, _, after), times) in places.iter().zip(&mut times) {
            let started = Instant::now();
            store
                .list_visits(key(*number), &HistoryQuery::default(), Some(after), occasion(at))
                .await?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    let first = times.first().map_or(0.0, |times| median(times.clone()));
    for ((_, lines, page, _), times) in places.iter().zip(times) {
        let time = median(times);
        println!(
            "History, {lines:>9} lines, page {page:>5}  {time:>8.2} ms; {:.2} times the first of 10,000   (goal: within 1.3)",
            time / first
        );
    }
    Ok(())
}

/// The memory that this process holds, in bytes.
fn resident() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .ok_or("VmRSS")?;
    Ok(kilobytes.parse::<u64>()? * 1024)
}

/// Writes the proof of the longest history, each piece thrown away once written, as a server hands it out.
async fn export(store: &Store, lines: u64) -> Result<(), Failure> {
    let at = occasion(start() + SignedDuration::from_hours(24 * 2_000));
    let (key, before, started) = (key(3), resident()?, Instant::now());
    let (mut most, mut written, mut bytes) = (before, 0_u64, 0);
    let export = store.begin_history_export(key, at).await?;
    for chain in &export.chains {
        let mut after = 0;
        loop {
            let page = store.exported_lines(key, chain, after, at).await?;
            let Some(last) = page.last() else {
                break;
            };
            after = last.seq;
            let mut piece = String::new();
            for line in &page {
                let (hash, body) = (line.hash, line.body.as_str());
                Entry::Line { hash, body }.write(&mut piece)?;
                written += 1;
            }
            bytes += piece.len();
            most = most.max(resident()?);
        }
    }
    if written != lines {
        return Err(format!("{written} lines of {lines}").into());
    }
    println!(
        "Proof of {lines} lines, {} MB          {:.1} MiB above before, in {:.1} s   (goal: at most 64)",
        bytes / 1_000_000,
        f64::from(u32::try_from(most - before)?) / 1_048_576.0,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("which database?")?;
    let most = arguments.next().map_or(Ok(1_000_000), |lines| lines.parse())?;
    let store = Store::connect(&url).await?;
    store.install_population(&population(), start()).await?;
    let mut hand = Hand::connect(&url).await?;
    let body = durable(&store, &mut hand).await?;
    history(&store, &mut hand, &body, most).await?;
    export(&store, most).await?;
    hand.close().await?;
    store.close().await;
    Ok(())
}
