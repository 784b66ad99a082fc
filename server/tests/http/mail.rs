//! Notices that arrive by e-mail, through a real SMTP server that also refuses, stalls and hangs up.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::SignedDuration;
use record::{Store, acts::LEASE, views::EmailState};
use rstest::rstest;
use server::{
    AppState,
    mail::{Courier, MailConfig},
};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, House, LAMBERT, UNTOLD, but, care_team},
    post_office::{
        Does::{self, Leaves, Says, Stalls},
        Moment::{self, Content, Data, From, Greeting, Hello, To, Whole},
        PostOffice,
    },
};

const SITE: &str = "https://exemple.fr";

/// A house and its post office. What the lab's visits had to tell has been delivered.
struct Street {
    house: House,
    office: PostOffice,
}

impl Street {
    async fn opens(engine: Engine) -> Self {
        let street = Self {
            house: House::opens(engine).await,
            office: PostOffice::opens().await,
        };
        // What a first look finds to tell of the population is told before.
        let state = &street.house.state;
        state
            .store
            .tell_comings_of_age(state.edge.occasion())
            .await
            .unwrap();
        street.delivers().await;
        // What comes next is the newest.
        street.house.waits(SignedDuration::from_secs(1));
        assert!(!street.office.empties().is_empty());
        street
    }

    /// A courier that has just begun, as after a restart.
    fn courier(&self) -> Courier {
        self.courier_of(self.house.state.store.clone())
    }

    fn courier_of(&self, store: Store) -> Courier {
        courier(
            &self.office.url(),
            AppState {
                store,
                ..self.house.state.clone()
            },
        )
    }

    async fn delivers(&self) {
        let courier = self.courier();
        while courier.deliver().await.unwrap() > 0 {}
    }

    /// Something happens that Camille is told: one event.
    async fn something_happens(&self) {
        self.house.patient("camille").await;
        self.house.waits(SignedDuration::from_secs(1));
    }

    /// Where the newest e-mail stands, and why.
    async fn newest(&self) -> (EmailState, String) {
        let line = self.house.state.store.list_outbox().await.unwrap().remove(0);
        (line.state, line.failure)
    }

    async fn closes(self) {
        drop(self.office);
        self.house.closes().await;
    }
}

fn courier(url: &str, state: AppState) -> Courier {
    let config = MailConfig {
        smtp_url: Some(url.to_owned()),
        mail_from: Some("Mon dossier <notifications@exemple.fr>".to_owned()),
    };
    let state = AppState {
        public_origin: Some(SITE.to_owned()),
        ..state
    };
    let courier = Courier::new(&config, &state).unwrap().unwrap();
    // A mail server that answers is never too slow.
    courier.with_patience(std::future::pending)
}

#[rstest]
#[tokio::test]
async fn what_happens_arrives_once_and_says_nothing_of_it(#[values(Sqlite, Postgres)] engine: Engine) {
    let street = Street::opens(engine).await;
    let doctor = street.house.doctor(LAMBERT).await;
    let urgent = serde_json::json!({"context": {"kind": "break_glass", "reason": "Malaise"}});
    doctor.opens(&but(care_team(), urgent)).await;
    street.something_happens().await;
    street.delivers().await;
    street.delivers().await;

    let received = street.office.empties();
    // A first access, an emergency, a sign-in.
    assert_eq!(received.len(), 3);
    let identifiers: BTreeSet<_> = received
        .iter()
        .map(|message| message.header("Message-ID"))
        .collect();
    assert_eq!(identifiers.len(), 3);
    for message in &received {
        assert!(
            message.from.starts_with("MAIL FROM:<notifications@exemple.fr>"),
            "{}",
            message.from
        );
        assert!(
            message.to.starts_with("RCPT TO:<camille@mail.example>"),
            "{}",
            message.to
        );
        assert_eq!(message.header("To"), "camille@mail.example");
        assert_eq!(message.header("Auto-Submitted"), "auto-generated");
        // The clock of the house, not the machine's.
        assert!(
            message.header("Date").starts_with("Mon, 23 Nov 2026 09:00:0"),
            "{}",
            message.header("Date")
        );
        assert!(message.header("Message-ID").ends_with("@exemple.fr>"));
        let text = message.text();
        assert!(text.contains("dans le dossier de Camille\u{a0}:"), "{text}");
        assert!(text.contains(&format!("\n{SITE}\n")), "{text}");
        for secret in [
            "Durand",
            "Lambert",
            "Olivier",
            "Radiologie",
            "Malaise",
            "urgence",
            BIOLOGY,
            UNTOLD,
        ] {
            assert!(
                !message.content.contains(secret) && !text.contains(secret),
                "{secret}: {text}"
            );
        }
    }
    street.closes().await;
}

/// What a conversation that goes wrong leads to, whenever it does.
#[rstest]
#[tokio::test]
async fn a_refusal_is_tried_again_or_not_as_its_code_says(#[values(Sqlite, Postgres)] engine: Engine) {
    let street = Street::opens(engine).await;
    for (moment, line, state, failure) in [
        (Greeting, "421 Plus tard", EmailState::Waiting, "421"),
        // That it does not want us at all says nothing of the message.
        (Greeting, "554 Non", EmailState::Waiting, "554"),
        (From, "451 Plus tard", EmailState::Waiting, "451"),
        (To, "450 Plus tard", EmailState::Waiting, "450"),
        (Data, "451 Plus tard", EmailState::Waiting, "451"),
        (Whole, "452 Plus de place", EmailState::Waiting, "452"),
        (From, "550 Non", EmailState::GivenUp, "550"),
        (
            To,
            "550 camille@mail.example est inconnue",
            EmailState::GivenUp,
            "550",
        ),
        (Data, "554 Non", EmailState::GivenUp, "554"),
        (Whole, "554 Non", EmailState::GivenUp, "554"),
    ] {
        street.something_happens().await;
        street.office.at(moment, Says(line));
        street.delivers().await;
        assert_eq!(
            street.newest().await,
            (state, failure.to_owned()),
            "{moment:?} {line}"
        );
        assert_eq!(street.office.received().len(), 0);
        street.office.behaves();
        street.delivers().await;
        assert_eq!(street.office.received().len(), 0, "not at once");
        street.house.waits(SignedDuration::from_hours(24));
        street.delivers().await;
        let expected = usize::from(state == EmailState::Waiting);
        assert_eq!(street.office.empties().len(), expected, "{moment:?} {line}");
    }
    street.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_silence_before_the_message_is_tried_again_and_none_after(
    #[values(Sqlite, Postgres)] engine: Engine,
    #[values(Stalls, Leaves)] does: Does,
) {
    let street = Street::opens(engine).await;
    for moment in [Greeting, Hello, From, To, Data, Content, Whole] {
        street.something_happens().await;
        street.office.at(moment, does);
        let mut courier = street.courier();
        if does == Stalls {
            // It has fallen silent: however long the courier waits, nothing more will come.
            courier = courier.with_patience(street.office.has_done_it());
        }
        courier.deliver().await.unwrap();
        let handed_over = !matches!(moment, Greeting | Hello);
        let (state, failure) = street.newest().await;
        if handed_over {
            assert_eq!(
                (state, failure.as_str()),
                (EmailState::Unknown, "unanswered"),
                "{moment:?}"
            );
        } else {
            assert_eq!(state, EmailState::Waiting, "{moment:?}: {failure}");
        }
        street.office.behaves();
        street.house.waits(SignedDuration::from_hours(24));
        street.delivers().await;
        // Taken although it did not say so, or taken later: once, or it cannot be known.
        let expected = usize::from(!handed_over || moment == Whole);
        assert_eq!(street.office.empties().len(), expected, "{moment:?}");
    }
    street.closes().await;
}

/// With a clock: a mail server that accepts the line and never says a word.
#[tokio::test]
async fn a_silence_is_not_waited_for_for_ever() {
    let street = Street::opens(Sqlite).await;
    street.something_happens().await;
    street.office.at(Greeting, Stalls);
    let patience = || sleep(Duration::from_millis(1));
    let courier = street.courier().with_patience(patience);
    assert_eq!(courier.deliver().await.unwrap(), 1);
    assert_eq!(street.newest().await, (EmailState::Waiting, "silent".to_owned()));
    street.closes().await;
}

#[tokio::test]
async fn a_mail_server_that_is_not_there_is_waited_for() {
    let street = Street::opens(Sqlite).await;
    street.something_happens().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", closed.local_addr().unwrap());
    drop(closed);
    let away = courier(&url, street.house.state.clone());
    assert_eq!(away.deliver().await.unwrap(), 1);
    assert_eq!(
        street.newest().await,
        (EmailState::Waiting, "unreachable".to_owned())
    );
    street.house.waits(SignedDuration::from_mins(1));
    street.delivers().await;
    assert_eq!(street.office.empties().len(), 1);
    street.closes().await;
}

/// A mail server that stops in the middle of a handful costs the one e-mail it was at.
#[tokio::test]
async fn a_failure_in_the_middle_leaves_the_others_alone() {
    let street = Street::opens(Sqlite).await;
    for _ in 0..3 {
        street.something_happens().await;
    }
    street.office.at(Content, Leaves);
    let courier = street.courier();
    let delivering = tokio::spawn(async move { courier.deliver().await.unwrap() });
    street.office.has_done_it()().await;
    street.office.at(Greeting, Leaves);
    assert_eq!(delivering.await.unwrap(), 3);
    let mut states = BTreeMap::new();
    for line in &street.house.state.store.list_outbox().await.unwrap()[..3] {
        *states.entry(line.state.id()).or_insert(0) += 1;
    }
    assert_eq!(states, BTreeMap::from([("unknown", 1), ("waiting", 2)]));
    street.closes().await;
}

#[rstest]
#[tokio::test]
async fn two_hundred_interrupted_couriers_bring_it_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let street = Street::opens(engine).await;
    let interrupts = async |moment: Moment| {
        street.office.at(moment, Stalls);
        let courier = street.courier();
        let delivering = tokio::spawn(async move { courier.deliver().await });
        street.office.has_done_it()().await;
        delivering.abort();
        assert!(delivering.await.unwrap_err().is_cancelled());
        street.house.waits(LEASE);
    };
    // Before anything was handed over: it is still to be sent.
    street.something_happens().await;
    for restart in 0..100 {
        interrupts([Greeting, Hello][restart % 2]).await;
        assert_eq!(street.newest().await.0, EmailState::Waiting);
    }
    street.office.behaves();
    for _ in 0..100 {
        street.delivers().await;
        street.house.waits(LEASE);
    }
    assert_eq!(street.office.empties().len(), 1);
    assert_eq!(street.newest().await.0, EmailState::Sent);

    // From then on: it has arrived or not, and never does afterwards.
    for moment in [From, To, Data, Content, Whole] {
        street.something_happens().await;
        interrupts(moment).await;
        assert_eq!(street.newest().await.0, EmailState::Sending);
        street.office.behaves();
        for _ in 0..40 {
            street.delivers().await;
            street.house.waits(LEASE);
        }
        assert_eq!(
            street.newest().await,
            (EmailState::Unknown, "interrupted".to_owned())
        );
        assert_eq!(
            street.office.empties().len(),
            usize::from(moment == Whole),
            "{moment:?}"
        );
    }
    street.closes().await;
}

#[rstest]
#[tokio::test]
async fn several_servers_share_the_work(#[values(Sqlite, Postgres)] engine: Engine) {
    let street = Street::opens(engine).await;
    for _ in 0..20 {
        street.something_happens().await;
    }
    let mut servers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let store = Store::connect(street.house.database.url()).await.unwrap();
        let courier = street.courier_of(store.clone());
        servers.spawn(async move {
            while courier.deliver().await.unwrap() > 0 {}
            store.close().await;
        });
    }
    servers.join_all().await;
    let received = street.office.empties();
    let different: BTreeSet<_> = received
        .iter()
        .map(|message| message.header("Message-ID"))
        .collect();
    assert_eq!((received.len(), different.len()), (20, 20));
    street.closes().await;
}

#[tokio::test]
async fn a_courier_hears_what_happens_and_stops_when_it_is_told() {
    let street = Street::opens(Sqlite).await;
    // What a first look finds to tell of the population is told before.
    let state = &street.house.state;
    state
        .store
        .tell_comings_of_age(state.edge.occasion())
        .await
        .unwrap();
    street.delivers().await;
    street.office.empties();
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(street.courier().run(stopping));
    for number in 1..=3 {
        street.something_happens().await;
        // Sooner than it looks by itself.
        timeout(Duration::from_secs(8), street.office.receives(number))
            .await
            .expect("the bell is heard");
    }
    stop.send(true).unwrap();
    running.await.unwrap();
    street.something_happens().await;
    assert_eq!(street.office.empties().len(), 3);
    assert_eq!(street.newest().await.0, EmailState::Waiting);
    street.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_lab_shows_what_is_written(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    house.patient("camille").await;
    let nobody = house.browser();
    let lines = nobody.opens("/lab/courriels.json").await.json();
    let newest = &lines[0];
    assert_eq!(newest["to"], "camille@mail.example");
    assert_eq!(
        (&newest["kind"], &newest["state"]),
        (&"new_sign_in".into(), &"waiting".into())
    );
    assert!(newest["body"].as_str().unwrap().contains("\nhttp://localhost\n"));
    let page = nobody.opens("/lab/courriels").await;
    assert!(
        page.shows("À : camille@mail.example Le : 23 novembre 2026 à 10 h 00 État : en attente, 0 essai")
    );
    assert!(page.shows("Mon dossier, mes choix : une nouvelle notification"));
    house.closes().await;
}
