//! The outbox: who is written to, once, whoever does the work and however it is interrupted.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use policy::{
    AccessContext::{BreakGlass, CareTeam},
    NoticeKind,
};
use record::{
    Store,
    acts::{Attempt, Email, LEASE, MOST_ATTEMPTS},
    views::{EmailState, NoticeChannel, NoticeChoice, OutboxLine},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BERNARD, BIOLOGY, BLOCKED, CAMILLE, LAMBERT, MARTIN, Person, Scene, ZOE, ZOES, ZOES_SECRET, at},
};

impl Scene {
    async fn outbox(&self) -> Vec<OutboxLine> {
        self.store.list_outbox().await.unwrap()
    }

    /// To whom, and about what, in order of address.
    async fn written(&self) -> Vec<(String, NoticeKind)> {
        let mut written: Vec<_> = self
            .outbox()
            .await
            .into_iter()
            .map(|line| (line.to, line.kind))
            .collect();
        written.sort();
        written
    }

    /// One e-mail in the outbox, claimed.
    async fn claims_one(&self) -> Email {
        self.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
        self.claims().await.remove(0)
    }

    async fn claims(&self) -> Vec<Email> {
        self.store.claim_emails(20, self.next()).await.unwrap().emails
    }

    async fn begins(&self, email: &Email) -> bool {
        self.store.begin_email(email, self.next()).await.unwrap()
    }

    async fn settles(&self, email: &Email, attempt: &Attempt) -> Option<EmailState> {
        self.store
            .settle_email(email, attempt, self.next())
            .await
            .unwrap()
    }

    async fn state(&self) -> EmailState {
        self.outbox().await[0].state
    }

    /// Chooses whether a blocked professional's attempts are told, in one way.
    async fn chooses(&self, who: Person, kind: NoticeKind, channel: NoticeChannel, wanted: bool) {
        let choice = NoticeChoice {
            kind,
            channel,
            wanted,
        };
        self.store
            .choose_notices(who.key, &[choice], self.next())
            .await
            .unwrap();
    }
}

fn to(person: &str, kind: NoticeKind) -> (String, NoticeKind) {
    (format!("{person}@mail.example"), kind)
}

#[rstest]
#[tokio::test]
async fn who_sees_a_notice_is_written_to(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam).await.unwrap();
    let first = to("camille", NoticeKind::FirstAccess);
    assert_eq!(scene.written().await, std::slice::from_ref(&first));
    let line = scene.outbox().await.remove(0);
    assert_eq!(
        (line.state, line.attempts, line.first_name.as_str()),
        (EmailState::Waiting, 0, "Camille")
    );

    // An emergency by someone new is two notices.
    scene
        .opens(MARTIN, BERNARD, BreakGlass { reason: "Malaise" })
        .await
        .unwrap();
    // A parent is written to for a child; of what they do not see, nothing is.
    scene.reads(LAMBERT, ZOE, ZOES, CareTeam).await.unwrap();
    let _ = scene.reads(MARTIN, ZOE, ZOES_SECRET, CareTeam).await;
    let mut expected = vec![
        to("bernard", NoticeKind::FirstAccess),
        to("bernard", NoticeKind::EmergencyAccess),
        first,
        to("parent", NoticeKind::FirstAccess),
    ];
    let told = scene.notice_kinds(ZOE).await.len();
    expected.extend(std::iter::repeat_n(
        to("parent", NoticeKind::FirstAccess),
        told - 1,
    ));
    assert_eq!(scene.written().await, expected);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn who_would_not_see_it_on_the_site_is_not_written_to(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    // A minor's own account, which opens nothing yet.
    let (own, profile) = (
        scene.database.id(BERNARD.key.account),
        scene.database.id(ZOE.key.profile),
    );
    let add = "INSERT INTO representation (account_id, profile_id, kind) VALUES";
    scene
        .database
        .execute(format!("{add} ({own}, {profile}, 'holder')"))
        .await;
    scene.opens(LAMBERT, ZOE, CareTeam).await.unwrap();
    assert_eq!(
        scene.written().await,
        [to("parent", NoticeKind::FirstAccess)],
        "not the minor"
    );

    // Grown up: from then on it is the other way round.
    scene.set(ZOE, "born = '2000-01-01'").await;
    scene.opens(MARTIN, ZOE, CareTeam).await.unwrap();
    assert_eq!(
        scene.written().await,
        [
            to("bernard", NoticeKind::FirstAccess),
            to("parent", NoticeKind::FirstAccess)
        ]
    );

    // Nobody without an address.
    scene
        .database
        .execute("UPDATE account SET email = ''".to_owned())
        .await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    assert_eq!(scene.outbox().await.len(), 2);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_email_and_its_notice_are_written_together(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.database.alter("ALTER TABLE outbox RENAME TO away").await;
    let who = crate::scene::physician(LAMBERT);
    let visit = crate::scene::access(&who, CAMILLE.ins, CareTeam);
    assert!(scene.store.open_record(visit, scene.next()).await.is_err());
    scene.database.alter("ALTER TABLE away RENAME TO outbox").await;
    assert_eq!(scene.notice_kinds(CAMILLE).await, [""; 0]);
    assert_eq!(scene.history(CAMILLE).await.len(), 0);
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    assert_eq!(scene.outbox().await.len(), 1);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn only_what_is_wanted_is_told(#[values(Sqlite, Postgres)] engine: Engine) {
    use NoticeChannel::{Application, Email};
    let scene = Scene::begin(engine).await;
    let kind = NoticeKind::BlockedAttempt;
    let tries = async || {
        scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err();
    };
    scene.chooses(CAMILLE, kind, Email, false).await;
    tries().await;
    assert_eq!(scene.written().await, []);
    assert_eq!(scene.unread(CAMILLE).await, 1);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["blocked_attempt"]);

    // Off the site, and nothing else is.
    scene.chooses(CAMILLE, kind, Application, false).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    assert_eq!(scene.unread(CAMILLE).await, 1);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["first_access"]);
    assert_eq!(
        scene.written().await,
        [to("camille", NoticeKind::FirstAccess)],
        "this cannot be switched"
    );
    let now = scene.next();
    scene
        .store
        .mark_notices_read(CAMILLE.key, now.at, now)
        .await
        .unwrap();

    // What was not on the page was not marked as read.
    scene.chooses(CAMILLE, kind, Application, true).await;
    assert_eq!(scene.unread(CAMILLE).await, 1);
    scene.chooses(CAMILLE, kind, Email, true).await;
    tries().await;
    assert!(
        scene
            .written()
            .await
            .contains(&to("camille", NoticeKind::BlockedAttempt))
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn two_servers_never_hold_the_same(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for _ in 0..30 {
        scene
            .opens(LAMBERT, CAMILLE, BreakGlass { reason: "Malaise" })
            .await
            .unwrap();
    }
    let moment = scene.next();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let store = Store::connect(scene.database.url()).await.unwrap();
        workers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let claimed = store.claim_emails(3, moment).await.unwrap().emails;
                if claimed.is_empty() {
                    break;
                }
                for email in claimed {
                    assert!(store.begin_email(&email, moment).await.unwrap());
                    mine.push(email.message_id());
                }
            }
            store.close().await;
            mine
        });
    }
    let all: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
    let different: BTreeSet<_> = all.iter().copied().collect();
    // Each an emergency, and one first access.
    assert_eq!((all.len(), different.len()), (31, 31));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_claim_ends(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let first = scene.claims_one().await;
    assert_eq!(scene.claims().await.len(), 0, "it is held");
    assert!(!scene.store.outbox_is_due(scene.next()).await.unwrap());

    let later = at(scene.now() + LEASE);
    assert!(scene.store.outbox_is_due(later).await.unwrap());
    let claimed = scene.store.claim_emails(20, later).await.unwrap();
    assert_eq!(
        (claimed.emails.len(), claimed.abandoned),
        (1, 0),
        "nobody had begun to send it"
    );
    let second = &claimed.emails[0];
    assert_eq!(second.message_id(), first.message_id());
    assert!(
        !scene.begins(&first).await,
        "the first has nothing to send any more"
    );
    assert_eq!(scene.settles(&first, &Attempt::Sent).await, None);
    assert!(scene.store.begin_email(second, later).await.unwrap());
    assert!(
        !scene.store.begin_email(second, later).await.unwrap(),
        "once only"
    );
    let state = scene.store.settle_email(second, &Attempt::Sent, later).await;
    assert_eq!(state.unwrap(), Some(EmailState::Sent));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_claim_that_ended_begins_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let email = scene.claims_one().await;
    let late = at(scene.now() + LEASE);
    assert!(!scene.store.begin_email(&email, late).await.unwrap());
    assert_eq!(scene.state().await, EmailState::Waiting);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_was_left_in_the_middle_is_not_sent_again(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let email = scene.claims_one().await;
    assert!(scene.begins(&email).await);
    let soon = at(scene.now() + LEASE - SignedDuration::from_secs(1));
    assert_eq!(scene.store.claim_emails(20, soon).await.unwrap().abandoned, 0);
    assert_eq!(scene.state().await, EmailState::Sending);

    let late = at(scene.now() + LEASE);
    assert!(
        scene.store.outbox_is_due(late).await.unwrap(),
        "someone must say it"
    );
    let found = scene.store.claim_emails(20, late).await.unwrap();
    assert_eq!((found.emails.len(), found.abandoned), (0, 1));
    let line = scene.outbox().await.remove(0);
    assert_eq!(
        (line.state, line.failure.as_str()),
        (EmailState::Unknown, "interrupted")
    );
    let never = at(scene.now() + SignedDuration::from_hours(24 * 365));
    assert_eq!(scene.store.claim_emails(20, never).await.unwrap().emails.len(), 0);

    // Its holder was only slow, and knows.
    assert_eq!(
        scene.settles(&email, &Attempt::Sent).await,
        Some(EmailState::Sent)
    );
    assert_eq!(scene.settles(&email, &Attempt::Unanswered).await, None);
    assert_eq!(scene.state().await, EmailState::Sent);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn failures_wait_longer_and_longer_then_stop(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let mut email = scene.claims_one().await;
    let mut moment = scene.next();
    let failed = Attempt::Failed("451".to_owned());
    let mut pauses = Vec::new();
    loop {
        assert!(scene.store.begin_email(&email, moment).await.unwrap());
        let state = scene.store.settle_email(&email, &failed, moment).await.unwrap();
        if state != Some(EmailState::Waiting) {
            assert_eq!(state, Some(EmailState::GivenUp));
            break;
        }
        // The moment before, nothing; then it is due again.
        let [before, due] = [-1, 0].map(|micros| {
            let pause = SignedDuration::from_mins([1, 4, 16, 64, 256, 720][pauses.len().min(5)]);
            at(moment.at + pause + SignedDuration::from_micros(micros))
        });
        assert_eq!(
            scene.store.claim_emails(20, before).await.unwrap().emails.len(),
            0
        );
        pauses.push(due.at.duration_since(moment.at).as_mins());
        moment = due;
        email = scene
            .store
            .claim_emails(20, moment)
            .await
            .unwrap()
            .emails
            .remove(0);
    }
    assert_eq!(pauses, [1, 4, 16, 64, 256, 720, 720, 720, 720]);
    let line = scene.outbox().await.remove(0);
    assert_eq!(
        (line.state, line.failure.as_str(), line.attempts),
        (EmailState::GivenUp, "451", MOST_ATTEMPTS)
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_is_refused_or_not_answered_is_not_tried_again(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for (attempt, state, failure) in [
        (Attempt::Refused("550".to_owned()), EmailState::GivenUp, "550"),
        (Attempt::Unanswered, EmailState::Unknown, "unanswered"),
    ] {
        scene
            .opens(LAMBERT, BERNARD, BreakGlass { reason: "Malaise" })
            .await
            .unwrap();
        for email in scene.claims().await {
            assert!(scene.begins(&email).await);
            assert_eq!(scene.settles(&email, &attempt).await, Some(state));
        }
        let lines = scene.outbox().await;
        assert_eq!((lines[0].state, lines[0].failure.as_str()), (state, failure));
        let never = at(scene.now() + SignedDuration::from_hours(24 * 365));
        assert_eq!(scene.store.claim_emails(20, never).await.unwrap().emails.len(), 0);
    }
    scene.end().await;
}
