//! What a person chose to be told.

use policy::{NoticeKind, Refusal};
use record::{
    RecordError,
    acts::ActorKey,
    queries::HistoryKind,
    views::{NoticeChannel, NoticeChoice, NoticePreferences},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BERNARD, CAMILLE, Scene},
};

const OFF: NoticeChoice = NoticeChoice {
    kind: NoticeKind::DocumentAdded,
    channel: NoticeChannel::Email,
    wanted: false,
};

impl Scene {
    async fn preferences(&self, key: ActorKey) -> NoticePreferences {
        self.store.notice_preferences(key, self.next()).await.unwrap()
    }

    /// How often a choice stands in the history.
    async fn choices_traced(&self) -> usize {
        let own = HistoryKind::OwnActs;
        let page = self
            .store
            .list_history(CAMILLE.key, &own.into(), None, self.next())
            .await
            .unwrap();
        let chosen = page
            .lines
            .iter()
            .filter(|line| line.change.as_deref() == Some("notices_chosen"));
        chosen.count()
    }
}

#[rstest]
#[tokio::test]
async fn a_choice_is_kept_for_one_person_and_one_record(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let before = scene.preferences(CAMILLE.key).await;
    assert_eq!(before.email, "camille@mail.example");
    assert!(before.choices.iter().all(|choice| choice.wanted));
    assert_eq!(before.choices.len(), 4, "what the rules let people switch");

    for _ in 0..2 {
        scene
            .store
            .choose_notices(CAMILLE.key, &[OFF], scene.next())
            .await
            .unwrap();
        let after = scene.preferences(CAMILLE.key).await;
        let off: Vec<_> = after
            .choices
            .iter()
            .filter(|choice| !choice.wanted)
            .copied()
            .collect();
        assert_eq!(off, [OFF]);
        // Sent twice, it was done once.
        assert_eq!(scene.choices_traced().await, 1);
    }
    assert_eq!(
        scene.preferences(BERNARD.key).await.choices,
        before.choices,
        "nobody else's changed"
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_must_be_told_cannot_be_switched(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for kind in NoticeKind::ALL {
        for channel in NoticeChannel::ALL {
            if channel.may_be_switched(kind) {
                continue;
            }
            let choice = NoticeChoice {
                kind,
                channel,
                wanted: false,
            };
            let refused = scene
                .store
                .choose_notices(CAMILLE.key, &[OFF, choice], scene.next())
                .await;
            assert!(
                matches!(refused, Err(RecordError::Refused(Refusal::NotAllowed))),
                "{kind:?} {channel:?}"
            );
        }
    }
    let after = scene.preferences(CAMILLE.key).await;
    assert!(
        after.choices.iter().all(|choice| choice.wanted),
        "all of it or nothing"
    );
    assert_eq!(scene.choices_traced().await, 0);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn nobody_chooses_for_another(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let elsewhere = ActorKey {
        account: BERNARD.key.account,
        profile: CAMILLE.key.profile,
    };
    let refused = scene.store.choose_notices(elsewhere, &[OFF], scene.next()).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    let refused = scene.store.notice_preferences(elsewhere, scene.next()).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    assert_eq!(scene.database.rows("notice_preference", &["kind"]).await.len(), 0);
    scene.end().await;
}
