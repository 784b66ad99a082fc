//! Many at once: what was masked, blocked or closed before a read began is never given, what is given has its trace, and what
//! was confirmed stays. Who does what comes from seeds; how it falls together is the machine's doing, and is checked
//! ([`History`]).
//!
//! `INTERLEAVINGS` says how many seeds are tried on each database, `INTERLEAVINGS_FROM` which one is the first: a failure
//! names its own.

use std::{collections::BTreeSet, pin::pin, sync::Arc, task::Poll};

use policy::AccessContext::{self, BreakGlass, CareTeam, DeclaredConsent};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use record::{
    RecordError, Store,
    queries::DocumentQuery,
    trace::{Audience, Trace},
    views::SettingsChange,
};
use rstest::rstest;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    checker::{Access, Change, Counter, Fault, History, Restriction, Span},
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BIOLOGY, CAMILLE, CAMILLES, CARDIOLOGY, CARON, HADDAD, LAMBERT, MARTIN, Scene, access, everything,
        ids, physician,
    },
};

/// Seeds tried on each database when nothing else is asked.
const SEEDS: u32 = 40;

/// What the patient sets and lifts.
const RESTRICTIONS: [Restriction; 6] = [
    Restriction::Masked(BIOLOGY),
    Restriction::Masked(CARDIOLOGY),
    Restriction::Blocked(LAMBERT),
    Restriction::Blocked(CARON),
    Restriction::Opposed,
    Restriction::Closed,
];

/// Who comes, and how: an administrator, the author of one of the documents, and physicians in every way there is.
const READERS: [(&str, AccessContext<'static>); 5] = [
    (LAMBERT, CareTeam),
    (CARON, BreakGlass { reason: "Malaise" }),
    (CARON, DeclaredConsent),
    (HADDAD, CareTeam),
    (MARTIN, CareTeam),
];

const DOCUMENTS: [Uuid; 2] = [BIOLOGY, CARDIOLOGY];

/// What keeps this reader from this document (rulebook, section 3).
fn stopped_by(rpps: &'static str, context: AccessContext<'_>, document: Uuid) -> Vec<Restriction> {
    let mut stops = vec![Restriction::Closed];
    // The administrator; the author, of what they wrote.
    if rpps == MARTIN || (rpps, document) == (HADDAD, BIOLOGY) {
        return stops;
    }
    stops.extend([Restriction::Blocked(rpps), Restriction::Masked(document)]);
    if !context.is_emergency() {
        stops.push(Restriction::Opposed);
    }
    stops
}

/// One thing that somebody does.
#[derive(Clone, Copy, Debug)]
enum Act {
    Sets(Restriction, bool),
    Reads(Uuid),
    Searches,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    act: Act,
    /// How often the others go first.
    waits: u8,
    /// After so many steps of the machine, whoever asked is gone.
    hangs_up: Option<u8>,
}

/// What each of some people does, one thing after the other.
#[derive(Clone, Debug)]
struct Plan {
    /// The patient, in two windows.
    windows: Vec<Vec<Step>>,
    /// One list for each of [`READERS`].
    readers: Vec<Vec<Step>>,
}

impl Plan {
    fn of(seed: u32) -> Self {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&seed.to_be_bytes());
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(Config::default(), random);
        let steps = |act: fn() -> proptest::strategy::BoxedStrategy<Act>, number: usize| {
            let gone = prop_oneof![7 => Just(None), 1 => (1..40_u8).prop_map(Some)];
            let step = (act(), 0..4_u8, gone);
            vec(
                step.prop_map(|(act, waits, hangs_up)| Step { act, waits, hangs_up }),
                number,
            )
        };
        let sets = || {
            let which = proptest::sample::select(RESTRICTIONS.to_vec());
            (which, any::<bool>())
                .prop_map(|(which, on)| Act::Sets(which, on))
                .boxed()
        };
        let reads = || {
            let document = proptest::sample::select(DOCUMENTS.to_vec());
            prop_oneof![3 => document.prop_map(Act::Reads), 1 => Just(Act::Searches)].boxed()
        };
        let plan = (vec(steps(sets, 8), 2), vec(steps(reads, 8), READERS.len()));
        let (windows, readers) = plan.new_tree(&mut runner).unwrap().current();
        Self { windows, readers }
    }
}

/// Somebody who acts, at one of several servers.
struct Somebody {
    scene: Arc<Scene>,
    store: Store,
    counter: Arc<Counter>,
    saw: History,
}

/// As a trace is compared: when, what, by whom, of what, refused or not.
fn line(at: i64, event: &str, rpps: &str, document: Option<Uuid>, denied: bool) -> String {
    let document = document.map_or_else(String::new, |document| document.to_string());
    format!("{at} {event} {rpps} {document} {denied}")
}

/// Runs an act, or drops it in the middle.
async fn unless_gone<T>(act: impl Future<Output = T>, hangs_up: Option<u8>) -> Option<T> {
    let mut act = pin!(act);
    let mut polls = 0;
    std::future::poll_fn(|context| {
        if hangs_up.is_some_and(|after| polls >= after) {
            return Poll::Ready(None);
        }
        polls += 1;
        act.as_mut().poll(context).map(Some)
    })
    .await
}

impl Somebody {
    async fn does(
        mut self,
        steps: Vec<Step>,
        (rpps, context): (&'static str, AccessContext<'static>),
    ) -> History {
        for step in steps {
            for _ in 0..step.waits {
                tokio::task::yield_now().await;
            }
            match step.act {
                Act::Sets(restriction, on) => self.sets(restriction, on, step.hangs_up).await,
                Act::Reads(document) => self.reads(rpps, context, document, step.hangs_up).await,
                Act::Searches => self.searches(rpps, context, step.hangs_up).await,
            }
        }
        self.saw
    }

    async fn reads(
        &mut self,
        rpps: &'static str,
        context: AccessContext<'static>,
        document: Uuid,
        hangs_up: Option<u8>,
    ) {
        let (who, occasion) = (physician(rpps), self.scene.next());
        let began = self.counter.next();
        let read = self
            .store
            .read_document(access(&who, CAMILLE.ins, context), document, occasion);
        let given = unless_gone(read, hangs_up)
            .await
            .map(|read| read.unwrap().is_ok());
        let line = |given: bool| line(occasion.micros(), "document_read", rpps, Some(document), !given);
        let Some(given) = given else {
            self.saw.possible_lines.extend([line(true), line(false)]);
            return;
        };
        self.saw.lines.push(line(given));
        self.saw.accesses.push(Access {
            span: self.since(began),
            stopped_by: stopped_by(rpps, context, document),
            given,
        });
    }

    async fn searches(&mut self, rpps: &'static str, context: AccessContext<'static>, hangs_up: Option<u8>) {
        let (who, occasion, all) = (physician(rpps), self.scene.next(), everything());
        let began = self.counter.next();
        let search = self
            .store
            .search_documents(access(&who, CAMILLE.ins, context), &all, occasion);
        let found = unless_gone(search, hangs_up)
            .await
            .map(|found| found.unwrap().ok());
        let line = |given: bool| line(occasion.micros(), "documents_searched", rpps, None, !given);
        let Some(found) = found else {
            self.saw.possible_lines.extend([line(true), line(false)]);
            return;
        };
        self.saw.lines.push(line(found.is_some()));
        let found = found.as_ref().map(ids).unwrap_or_default();
        let span = self.since(began);
        self.saw.accesses.extend(DOCUMENTS.map(|document| Access {
            span,
            stopped_by: stopped_by(rpps, context, document),
            given: found.contains(&document),
        }));
    }

    async fn sets(&mut self, restriction: Restriction, on: bool, hangs_up: Option<u8>) {
        let occasion = self.scene.next();
        let (key, store) = (CAMILLE.key, &self.store);
        let began = self.counter.next();
        let set = async {
            let change = match restriction {
                Restriction::Masked(document) => SettingsChange::Documents {
                    documents: vec![document],
                    mask: on,
                },
                Restriction::Blocked(rpps) if on => SettingsChange::Block(rpps.parse().unwrap()),
                Restriction::Blocked(rpps) => SettingsChange::Unblock(rpps.parse().unwrap()),
                Restriction::Opposed => SettingsChange::Oppose(on),
                Restriction::Closed if on => return store.close_profile(key, occasion).await.map(Some),
                Restriction::Closed => return store.reopen_profile(key, occasion).await,
            };
            store.change_settings(key, &change, None, occasion).await
        };
        let done = unless_gone(set, hangs_up).await;
        let about = match restriction {
            Restriction::Masked(document) => Some(document),
            _ => None,
        };
        let line = line(occasion.micros(), "setting_changed", "", about, false);
        let span = match done {
            Some(_) => self.since(began),
            None => Span { began, ended: None },
        };
        // Whoever changes anything finds the record open.
        let open = |given| Access {
            span,
            stopped_by: vec![Restriction::Closed],
            given,
        };
        let confirmed = Change {
            restriction,
            on,
            span,
        };
        match done {
            Some(Ok(changed)) => {
                self.saw.changes.push(confirmed);
                if restriction != Restriction::Closed {
                    self.saw.accesses.push(open(true));
                }
                self.saw.lines.extend(changed.map(|_| line));
            }
            Some(Err(RecordError::Closed { .. })) => self.saw.accesses.push(open(false)),
            Some(Err(error)) => panic!("{error}"),
            None => {
                self.saw.changes.push(confirmed);
                self.saw.possible_lines.push(line);
            }
        }
    }

    fn since(&self, began: u64) -> Span {
        Span {
            began,
            ended: Some(self.counter.next()),
        }
    }
}

/// What is set on the record, once whatever was under way has ended. It is left open.
async fn settled(scene: &Scene) -> BTreeSet<Restriction> {
    // Whoever takes the lock comes after whoever held it.
    scene.opens(MARTIN, CAMILLE, CareTeam).await.ok();
    let mut set = BTreeSet::new();
    let shown = scene.store.show_settings(CAMILLE.key, scene.next()).await;
    if let Err(RecordError::Closed { .. }) = shown {
        set.insert(Restriction::Closed);
        scene
            .store
            .reopen_profile(CAMILLE.key, scene.next())
            .await
            .unwrap();
    }
    let settings = scene
        .store
        .show_settings(CAMILLE.key, scene.next())
        .await
        .unwrap()
        .settings;
    let documents = scene.lists(CAMILLE, &DocumentQuery::default()).await.documents;
    let blocked = |rpps: &str| settings.blocked.iter().any(|one| one.rpps == rpps);
    let masked = |id: Uuid| documents.iter().any(|one| one.id == id && one.is_masked());
    set.extend(RESTRICTIONS.into_iter().filter(|restriction| match restriction {
        Restriction::Masked(document) => masked(*document),
        Restriction::Blocked(rpps) => blocked(rpps),
        Restriction::Opposed => settings.professionals_opposed,
        Restriction::Closed => false,
    }));
    set
}

/// The lines written between two moments, each chain in its order.
async fn written(scene: &Scene, after: i64, until: i64) -> Vec<Trace> {
    let sql = format!("SELECT body FROM trace WHERE at > {after} AND at <= {until} ORDER BY audience, seq");
    let bodies = scene.database.texts(sql).await;
    bodies
        .iter()
        .map(|body| serde_json::from_str(body).unwrap())
        .collect()
}

/// As [`line`] has it.
fn line_of(trace: &Trace) -> String {
    let rpps = trace.professional.as_ref().map_or("", |who| &who.rpps);
    let document = trace.document.as_ref().map(|document| document.id);
    line(trace.at, &trace.event, rpps, document, trace.denied)
}

/// What a line says was set, or lifted.
fn change_of(trace: &Trace) -> Option<(Restriction, bool)> {
    let document = || Restriction::Masked(trace.document.as_ref().unwrap().id);
    let professional = || match trace.subject.as_deref().unwrap() {
        "Olivier Lambert" => Restriction::Blocked(LAMBERT),
        "Yves Caron" => Restriction::Blocked(CARON),
        other => panic!("{other}"),
    };
    Some(match trace.change.as_deref()? {
        "documents_masked" => (document(), true),
        "documents_unmasked" => (document(), false),
        "professional_blocked" => (professional(), true),
        "professional_unblocked" => (professional(), false),
        "professionals_opposed" => (Restriction::Opposed, true),
        "professionals_readmitted" => (Restriction::Opposed, false),
        "profile_closed" => (Restriction::Closed, true),
        "profile_reopened" => (Restriction::Closed, false),
        other => panic!("{other}"),
    })
}

/// The history that the patient reads is one that could have been, one line after the other: the first line whose answer
/// those before it do not explain, and else what they leave.
fn replay(traces: &[Trace], mut set: BTreeSet<Restriction>) -> Result<BTreeSet<Restriction>, Box<Trace>> {
    for trace in traces {
        if let Some((restriction, on)) = change_of(trace) {
            let changed = if on {
                set.insert(restriction)
            } else {
                set.remove(&restriction)
            };
            if !changed {
                return Err(Box::new(trace.clone()));
            }
        }
        if let (Some(who), Some(document), "document_read") =
            (&trace.professional, &trace.document, trace.event.as_str())
        {
            let mut readers = READERS.into_iter();
            let (rpps, context) = readers
                .find(|(rpps, context)| who.rpps == *rpps && who.context == context.id())
                .unwrap();
            let stopped = stopped_by(rpps, context, document.id)
                .iter()
                .any(|stop| set.contains(stop));
            if stopped != trace.denied {
                return Err(Box::new(trace.clone()));
            }
        }
    }
    Ok(set)
}

/// Carries a plan out, at two servers on one database. Gives what was seen and what it leaves.
async fn carry_out(
    plan: Plan,
    scene: &Arc<Scene>,
    servers: &[Store; 2],
    initially: BTreeSet<Restriction>,
) -> (History, Vec<Trace>, BTreeSet<Restriction>) {
    let counter = Arc::new(Counter::default());
    let mut everybody = JoinSet::new();
    let nobody = READERS[0];
    let windows = plan.windows.into_iter().map(|steps| (steps, nobody));
    let readers = plan.readers.into_iter().zip(READERS);
    let began = scene.now().as_microsecond();
    for (number, (steps, who)) in windows.chain(readers).enumerate() {
        let somebody = Somebody {
            scene: scene.clone(),
            store: servers[number % 2].clone(),
            counter: counter.clone(),
            saw: History::default(),
        };
        everybody.spawn(somebody.does(steps, who));
    }
    let mut history = History {
        initially,
        ..History::default()
    };
    for saw in everybody.join_all().await {
        history.extend(saw);
    }
    let ended = scene.now().as_microsecond();
    let finally = settled(scene).await;
    (history, written(scene, began, ended).await, finally)
}

fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_falls_together_nothing_stale_is_given_and_nothing_is_lost(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Arc::new(Scene::begin(engine).await);
    scene
        .set(
            CAMILLE,
            "emergency_answered = TRUE, samu = TRUE, break_glass = TRUE, masked_documents = FALSE",
        )
        .await;
    let second = Store::connect(scene.database.url()).await.unwrap();
    let servers = [scene.store.clone(), second];
    let first = number("INTERLEAVINGS_FROM").unwrap_or(1);
    let mut state = settled(&scene).await;
    let (mut interleavings, mut given) = (0, 0);
    let seeds = number("INTERLEAVINGS").unwrap_or(SEEDS);
    for seed in first..first + seeds {
        let (history, written, finally) = carry_out(Plan::of(seed), &scene, &servers, state.clone()).await;
        let lines: Vec<_> = written.iter().map(line_of).collect();
        let faults = history.faults(&lines, &finally);
        assert!(faults.is_empty(), "seed {seed}: {faults:#?}");
        assert_eq!(replay(&written, state), Ok(finally.clone()), "seed {seed}");
        interleavings += history.interleavings();
        given += history.accesses.iter().filter(|access| access.given).count();
        state = finally;
        state.remove(&Restriction::Closed);
    }
    // Enough fell together for the check to mean something.
    assert!(interleavings > 25 * seeds as usize && given > 0);
    for audience in [Audience::Everyone, Audience::Holder] {
        let fault = scene.fault(CAMILLE, audience).await;
        assert_eq!(fault, None, "lines written at once still form one chain");
    }
    // However many came at once, one was the first.
    let kinds = "SELECT kind FROM notice WHERE kind = 'first_access'".to_owned();
    let met = BTreeSet::from(READERS.map(|(rpps, _)| rpps));
    assert!(scene.database.texts(kinds).await.len() <= met.len());
    if std::env::var_os("INTERLEAVINGS").is_some() {
        eprintln!(
            "{engine:?}: {interleavings} pairs of an access and a change at once, {given} documents given"
        );
    }
    let [_, second] = servers;
    second.close().await;
    Arc::into_inner(scene).unwrap().end().await;
}

const MASKED: Restriction = Restriction::Masked(BIOLOGY);

fn span(began: u64, ended: u64) -> Span {
    Span {
        began,
        ended: Some(ended),
    }
}

fn unanswered(began: u64) -> Span {
    Span { began, ended: None }
}

fn change(on: bool, span: Span) -> Change {
    Change {
        restriction: MASKED,
        on,
        span,
    }
}

fn read(span: Span, given: bool) -> Access {
    Access {
        span,
        stopped_by: vec![Restriction::Closed, MASKED],
        given,
    }
}

fn history(changes: &[Change], accesses: &[Access]) -> History {
    History {
        changes: changes.to_vec(),
        accesses: accesses.to_vec(),
        ..History::default()
    }
}

#[test]
fn the_checker_finds_a_stale_read_and_only_that() {
    let set = BTreeSet::from([MASKED]);
    let masked = change(true, span(2, 4));
    let shown = change(false, span(6, 8));
    let stale = |span| vec![Fault::Stale(read(span, true), MASKED)];
    for (changes, accesses, faults) in [
        // While the change is under way, both answers are right; afterwards one is.
        (
            vec![masked],
            vec![
                read(span(1, 3), true),
                read(span(1, 3), false),
                read(span(5, 6), false),
            ],
            vec![],
        ),
        (vec![masked], vec![read(span(5, 6), true)], stale(span(5, 6))),
        (vec![masked], vec![read(span(1, 2), true)], vec![]),
        // Nobody was told that it is masked: it may be so later, or never.
        (
            vec![change(true, unanswered(2))],
            vec![read(span(5, 6), true)],
            vec![],
        ),
        // Shown again, it may be given from when that began.
        (
            vec![masked, shown, change(true, span(10, 11))],
            vec![read(span(5, 7), true), read(span(12, 13), false)],
            vec![],
        ),
        (
            vec![masked, shown, change(true, span(10, 11))],
            vec![read(span(12, 13), true)],
            stale(span(12, 13)),
        ),
        // Nothing explains a refusal.
        (
            vec![shown, change(true, span(20, 21))],
            vec![read(span(9, 10), false)],
            vec![Fault::Withheld(read(span(9, 10), false))],
        ),
        (
            vec![masked, shown, change(true, span(20, 21))],
            vec![read(span(7, 10), false)],
            vec![],
        ),
    ] {
        let mut found = history(&changes, &accesses).faults(&[], &set);
        found.retain(|fault| !matches!(fault, Fault::Lost(..)));
        assert_eq!(found, faults, "{changes:?} {accesses:?}");
    }
    // Seen as closed once, and never reopened: closed for whoever comes later, although nobody was told that it is.
    let closed = |span, given| Access {
        span,
        stopped_by: vec![Restriction::Closed],
        given,
    };
    let closing = Change {
        restriction: Restriction::Closed,
        on: true,
        span: unanswered(1),
    };
    let seen = history(&[closing], &[closed(span(2, 3), false), read(span(4, 5), true)]);
    let faults = seen.faults(&[], &BTreeSet::from([Restriction::Closed]));
    assert_eq!(
        faults,
        [Fault::Stale(read(span(4, 5), true), Restriction::Closed)]
    );
}

#[test]
fn a_history_told_in_an_order_that_could_not_be_is_found() {
    let trace = |event: &str, denied, change: Option<&str>| {
        serde_json::from_value::<Trace>(serde_json::json!({
            "seq": 1, "at": 1, "event": event, "denied": denied, "change": change,
            "document": {"id": BIOLOGY, "title": "x"},
            "professional": change.is_none().then(|| serde_json::json!({
                "rpps": LAMBERT, "name": "x", "profession": "x", "organisation": "x", "channel": "lps",
                "context": "care_team", "secret": false,
            })),
        }))
        .unwrap()
    };
    let masked = trace("setting_changed", false, Some("documents_masked"));
    let [given, refused] = [false, true].map(|denied| trace("document_read", denied, None));
    let told = |lines: &[&Trace]| {
        let lines: Vec<_> = lines.iter().map(|line| (*line).clone()).collect();
        replay(&lines, BTreeSet::new())
    };
    assert_eq!(told(&[&given, &masked, &refused]), Ok(BTreeSet::from([MASKED])));
    assert_eq!(told(&[&masked, &given]), Err(Box::new(given.clone())));
    assert_eq!(told(&[&refused, &masked]), Err(Box::new(refused.clone())));
    assert_eq!(told(&[&masked, &masked]), Err(Box::new(masked.clone())));
}

#[test]
fn the_checker_finds_a_line_that_is_missing_or_invented() {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let history = History {
        lines: lines(&["a", "a", "b"]),
        possible_lines: lines(&["b", "c"]),
        ..History::default()
    };
    let faults = |written: &[&str]| history.faults(&lines(written), &BTreeSet::new());
    assert_eq!(faults(&["a", "b", "a"]), []);
    assert_eq!(faults(&["a", "b", "a", "b", "c"]), []);
    assert_eq!(faults(&["a", "b"]), [Fault::Untraced("a".to_owned(), 1)]);
    assert_eq!(
        faults(&["a", "a", "b", "c", "c"]),
        [Fault::Invented("c".to_owned(), 1)]
    );
    assert_eq!(
        faults(&["a", "a", "b", "d"]),
        [Fault::Invented("d".to_owned(), 1)]
    );
}

#[test]
fn the_checker_finds_a_change_that_was_lost() {
    let (nothing, set) = (BTreeSet::new(), BTreeSet::from([MASKED]));
    let masked = change(true, span(1, 2));
    assert_eq!(
        history(&[masked], &[]).faults(&[], &nothing),
        [Fault::Lost(MASKED, true)]
    );
    assert_eq!(history(&[masked], &[]).faults(&[], &set), []);
    // Of two at once, either may have been the last.
    for finally in [&nothing, &set] {
        assert_eq!(
            history(&[masked, change(false, span(1, 3))], &[]).faults(&[], finally),
            []
        );
        assert_eq!(
            history(&[masked, change(false, unanswered(3))], &[]).faults(&[], finally),
            []
        );
    }
    // Nobody touched it.
    assert_eq!(history(&[], &[]).faults(&[], &set), [Fault::Lost(MASKED, false)]);
    let kept = History {
        initially: set.clone(),
        ..History::default()
    };
    assert_eq!(
        (kept.faults(&[], &set), kept.faults(&[], &nothing)),
        (vec![], vec![Fault::Lost(MASKED, true)])
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_confirm_and_one_change_is_made(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Arc::new(Scene::begin(engine).await);
    let preview = scene
        .store
        .preview_change(CAMILLE.key, &SettingsChange::All { mask: true }, scene.next())
        .await
        .unwrap();
    let mut tabs = JoinSet::new();
    for _ in 0..6 {
        let scene = scene.clone();
        let confirmed = preview.fingerprint.clone();
        tabs.spawn(async move {
            let changed = scene
                .store
                .change_settings(
                    CAMILLE.key,
                    &SettingsChange::All { mask: true },
                    Some(&confirmed),
                    scene.next(),
                )
                .await;
            changed.unwrap()
        });
    }
    let made = tabs.join_all().await.into_iter().flatten().count();
    assert_eq!(made, 1);
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    assert_eq!(page.masked, CAMILLES.len() as u64);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["privacy_setting_changed"]);
    Arc::into_inner(scene).unwrap().end().await;
}
