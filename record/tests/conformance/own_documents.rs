//! Adding a document, deleting it, and asking the author of another.

use jiff::civil;
use policy::{AccessContext, DocumentType, Refusal};
use record::{
    RecordError,
    acts::{ActorKey, AuthorRequest, OwnDocument},
    content::FileContent,
    queries::{DocumentQuery, HistoryKind},
    typed::{RequestText, Title},
    views::{Deletion, DocumentRequest, HistoryLine, RequestKind},
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        ALLERGIES, BERNARD, BIOLOGY, CAMILLE, HADDAD, MARTIN, Person, Scene, UNKNOWN, UNTOLD, ZOE, ZOES,
        ZOES_SECRET, everything, ids,
    },
};

const TODAY: civil::Date = civil::date(2026, 11, 23);

/// A whole JPEG image, as small as one can be.
fn photo(byte: u8) -> FileContent {
    FileContent::check(vec![0xff, 0xd8, 0xff, 0xda, 0, 2, byte, 0xff, 0xd9]).unwrap()
}

fn radio(form: u128) -> OwnDocument {
    OwnDocument {
        form: Uuid::from_u128(form),
        title: Title::new("Radio du genou").unwrap(),
        document_type: DocumentType::from_code("DOCPAT04").unwrap(),
        dated: civil::date(2024, 4, 2),
        masked: false,
        content: photo(1),
    }
}

fn request(kind: RequestKind, text: &str) -> AuthorRequest {
    AuthorRequest {
        kind,
        text: RequestText::new(text).unwrap(),
    }
}

impl Scene {
    async fn adds(&self, who: Person, new: &OwnDocument) -> Result<Uuid, RecordError> {
        self.store.add_document(who.key, new, self.next()).await
    }

    async fn deletes(&self, who: Person, document: Uuid) -> Result<(), RecordError> {
        self.store.delete_document(who.key, document, self.next()).await
    }

    async fn asks(&self, who: Person, document: Uuid, asked: &AuthorRequest) -> Result<(), RecordError> {
        self.store.ask_author(who.key, document, asked, self.next()).await
    }

    async fn requests(&self, who: Person, document: Uuid) -> Vec<DocumentRequest> {
        let shown = self.store.show_document(who.key, document, self.next()).await;
        shown.unwrap().requests
    }

    /// What the person did, newest first.
    async fn own_acts(&self, who: Person) -> Vec<HistoryLine> {
        let page = self
            .store
            .list_history(who.key, &HistoryKind::OwnActs.into(), None, self.next())
            .await;
        page.unwrap().lines
    }

    /// All that is kept and that these acts touch.
    async fn kept(&self) -> Vec<String> {
        let mut rows = self
            .database
            .rows("document", &["id", "title", "visibility"])
            .await;
        rows.extend(self.database.rows("document_content", &["document_id"]).await);
        rows.extend(
            self.database
                .rows("document_request", &["document_id", "kind", "body"])
                .await,
        );
        rows.extend(
            self.database
                .rows("deleted_document", &["document_id", "title"])
                .await,
        );
        rows.extend(self.database.rows("trace", &["body", "hash"]).await);
        rows.extend(self.database.rows("notice", &["id", "body"]).await);
        rows.sort();
        rows
    }
}

#[expect(clippy::needless_pass_by_value, reason = "called with what was just answered")]
fn is_not_found<T>(done: Result<T, RecordError>) -> bool {
    matches!(done, Err(RecordError::NotFound))
}

#[expect(clippy::needless_pass_by_value, reason = "called with what was just answered")]
fn is_refused<T>(done: Result<T, RecordError>, why: Refusal) -> bool {
    matches!(done, Err(RecordError::Refused(refusal)) if refusal == why)
}

#[rstest]
#[tokio::test]
async fn a_document_is_added_with_its_trace_and_its_notice(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let id = scene.adds(CAMILLE, &radio(1)).await.unwrap();

    let shown = scene
        .store
        .show_document(CAMILLE.key, id, scene.next())
        .await
        .unwrap();
    assert_eq!(shown.document.title, "Radio du genou");
    assert_eq!(shown.document.type_code, "DOCPAT04");
    assert_eq!(shown.document.author.kind, "holder");
    assert_eq!(shown.document.author.name, "Camille Durand");
    assert_eq!(shown.document.dated, civil::date(2024, 4, 2));
    assert_eq!((shown.media_type.as_str(), shown.size), ("image/jpeg", 9));
    assert!(!shown.document.is_masked());
    assert_eq!((shown.may_delete, shown.may_ask_author), (true, false));
    let content = scene
        .store
        .download_document(CAMILLE.key, id, scene.next())
        .await
        .unwrap();
    assert_eq!(content.bytes, photo(1).bytes());
    assert_eq!(scene.finds(CAMILLE, "radio du GENOU").await, [id]);
    assert_eq!(scene.lists(CAMILLE, &DocumentQuery::default()).await.total, 6);

    let line = &scene.own_acts(CAMILLE).await[0];
    assert_eq!((line.event.as_str(), line.denied), ("document_deposited", false));
    assert_eq!(line.person.as_deref(), Some("Camille Durand"));
    assert_eq!(line.document.as_ref().unwrap().title, "Radio du genou");
    assert!(line.document.as_ref().unwrap().available);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["document_added"]);
    // Those who look after her find it.
    let found = scene
        .searches(HADDAD, CAMILLE, AccessContext::CareTeam, everything())
        .await
        .unwrap();
    assert!(ids(&found).contains(&id));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn one_masked_from_the_start_is_never_seen(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let masked = OwnDocument {
        masked: true,
        ..radio(1)
    };
    let id = scene.adds(CAMILLE, &masked).await.unwrap();
    let reads = async |rpps| scene.reads(rpps, CAMILLE, id, AccessContext::CareTeam).await;
    assert!(reads(HADDAD).await.is_err());
    assert!(reads(MARTIN).await.is_ok(), "her administrator");
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_form_starts_with_the_settings(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let form = async |key| scene.store.own_document_form(key, scene.next()).await;
    let first = form(CAMILLE.key).await.unwrap();
    assert_eq!((first.today, first.masked_by_default), (TODAY, false));
    assert_ne!(first.form, form(CAMILLE.key).await.unwrap().form);
    scene.set(CAMILLE, "default_visibility = 'masked'").await;
    assert!(form(CAMILLE.key).await.unwrap().masked_by_default);
    let elsewhere = ActorKey {
        account: CAMILLE.key.account,
        profile: BERNARD.key.profile,
    };
    assert!(is_not_found(form(elsewhere).await));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_form_sent_twice_adds_one_document(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let new = radio(1);
    // At once, as a double click does.
    let (first, second) = tokio::join!(scene.adds(CAMILLE, &new), scene.adds(CAMILLE, &new));
    let id = first.unwrap();
    assert_eq!(second.unwrap(), id);
    let kept = scene.kept().await;
    assert_eq!(scene.adds(CAMILLE, &new).await.unwrap(), id);
    assert_eq!(scene.kept().await, kept);
    assert_eq!(scene.finds(CAMILLE, "radio du genou").await, [id]);

    // The same file on purpose, from a form opened anew; and one page back, with anything else in the form.
    let mut added = vec![id];
    for other in [
        radio(2),
        OwnDocument {
            content: photo(2),
            ..radio(1)
        },
        OwnDocument {
            title: Title::new("Radio du genou droit").unwrap(),
            ..radio(1)
        },
        OwnDocument {
            document_type: DocumentType::from_code("DOCPAT03").unwrap(),
            ..radio(1)
        },
        OwnDocument {
            dated: TODAY,
            ..radio(1)
        },
        OwnDocument {
            masked: true,
            ..radio(1)
        },
    ] {
        let id = scene.adds(CAMILLE, &other).await.unwrap();
        assert!(!added.contains(&id));
        added.push(id);
    }
    // Another person's form is never the same.
    assert!(!added.contains(&scene.adds(BERNARD, &new).await.unwrap()));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_may_not_be_added_changes_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let kept = scene.kept().await;
    for new in [
        OwnDocument {
            document_type: DocumentType::from_code("11502-2").unwrap(),
            ..radio(1)
        },
        OwnDocument {
            document_type: DocumentType::from_code("DOCPAT08").unwrap(),
            ..radio(1)
        },
        OwnDocument {
            dated: TODAY.tomorrow().unwrap(),
            ..radio(1)
        },
    ] {
        assert!(is_refused(scene.adds(CAMILLE, &new).await, Refusal::NotAllowed));
    }
    for profile in [BERNARD.key.profile, UNKNOWN] {
        let key = ActorKey {
            account: CAMILLE.key.account,
            profile,
        };
        assert!(is_not_found(
            scene.store.add_document(key, &radio(1), scene.next()).await
        ));
    }
    assert_eq!(scene.kept().await, kept);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_document_of_ones_own_is_deleted_and_its_history_stays(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let id = scene.adds(CAMILLE, &radio(1)).await.unwrap();
    scene
        .reads(HADDAD, CAMILLE, id, AccessContext::CareTeam)
        .await
        .unwrap();
    let preview = async |document| {
        scene
            .store
            .preview_deletion(CAMILLE.key, document, scene.next())
            .await
    };
    assert!(matches!(preview(id).await.unwrap(), Deletion::Own(document) if document.id == id));
    assert!(
        matches!(preview(ALLERGIES).await.unwrap(), Deletion::Own(_)),
        "asking changes nothing"
    );

    scene.deletes(CAMILLE, id).await.unwrap();
    assert!(is_not_found(
        scene.store.show_document(CAMILLE.key, id, scene.next()).await
    ));
    assert!(is_not_found(
        scene.store.download_document(CAMILLE.key, id, scene.next()).await
    ));
    assert!(scene.finds(CAMILLE, "radio").await.is_empty());
    assert_eq!(scene.lists(CAMILLE, &DocumentQuery::default()).await.total, 5);
    let contents = scene.database.rows("document_content", &["document_id"]).await;
    assert!(
        contents
            .iter()
            .all(|row| row.replace('-', "") != id.simple().to_string())
    );
    assert!(matches!(
        preview(id).await.unwrap(),
        Deletion::Done { title, at } if title == "Radio du genou" && at.date() == TODAY
    ));
    let line = &scene.own_acts(CAMILLE).await[0];
    assert_eq!(line.event, "document_deleted");
    let about = line.document.as_ref().unwrap();
    assert_eq!((about.title.as_str(), about.available), ("Radio du genou", false));
    let read = &scene.history(CAMILLE).await[0];
    assert_eq!(read.event, "document_read");
    assert_eq!(read.document.as_ref().unwrap().title, "Radio du genou");
    assert!(
        scene
            .reads(HADDAD, CAMILLE, id, AccessContext::CareTeam)
            .await
            .is_err()
    );

    // Sent twice, it is done once.
    let kept = scene.kept().await;
    scene.deletes(CAMILLE, id).await.unwrap();
    assert_eq!(scene.kept().await, kept);
    // Added again on purpose, it can be deleted again.
    assert_eq!(scene.adds(CAMILLE, &radio(1)).await.unwrap(), id);
    scene.deletes(CAMILLE, id).await.unwrap();
    assert!(matches!(preview(id).await.unwrap(), Deletion::Done { .. }));
    assert!(is_not_found(preview(UNKNOWN).await));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn only_ones_own_documents_are_deleted(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let kept = scene.kept().await;
    let preview = scene
        .store
        .preview_deletion(CAMILLE.key, BIOLOGY, scene.next())
        .await
        .unwrap();
    assert!(matches!(
        preview,
        Deletion::NotOwn {
            may_ask_author: true,
            ..
        }
    ));
    assert!(is_refused(
        scene.deletes(CAMILLE, BIOLOGY).await,
        Refusal::NotOwnDocument
    ));
    for (who, document) in [
        (CAMILLE, UNTOLD),
        (CAMILLE, UNKNOWN),
        (BERNARD, ALLERGIES),
        (ZOE, ZOES_SECRET),
    ] {
        assert!(is_not_found(scene.deletes(who, document).await));
        assert!(is_not_found(
            scene
                .store
                .preview_deletion(who.key, document, scene.next())
                .await
        ));
    }
    assert_eq!(scene.kept().await, kept);
    // Another person's deleted document was never there.
    scene.deletes(CAMILLE, ALLERGIES).await.unwrap();
    assert!(is_not_found(scene.deletes(BERNARD, ALLERGIES).await));
    let elsewhere = ActorKey {
        account: BERNARD.key.account,
        profile: CAMILLE.key.profile,
    };
    assert!(is_not_found(
        scene
            .store
            .delete_document(elsewhere, ALLERGIES, scene.next())
            .await
    ));
    assert!(is_not_found(
        scene
            .store
            .preview_deletion(elsewhere, ALLERGIES, scene.next())
            .await
    ));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_author_is_asked_and_the_request_is_kept(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let wrong = request(RequestKind::Correct, "Le poids est faux.\r\nC’est 62 kg.\0");
    scene.asks(CAMILLE, BIOLOGY, &wrong).await.unwrap();
    let asked = scene.requests(CAMILLE, BIOLOGY).await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].kind, RequestKind::Correct);
    assert_eq!(asked[0].text, "Le poids est faux.\nC’est 62 kg.");
    assert_eq!((asked[0].at.date(), asked[0].answered_at), (TODAY, None));
    let line = &scene.own_acts(CAMILLE).await[0];
    assert_eq!(
        (line.event.as_str(), line.change.as_deref()),
        ("author_asked", Some("correct"))
    );
    assert_eq!(line.document.as_ref().unwrap().id, BIOLOGY);
    assert!(scene.notices(CAMILLE).await.is_empty());

    // Sent twice, at once or later, it is one.
    let kept = scene.kept().await;
    let (first, second) = tokio::join!(
        scene.asks(CAMILLE, BIOLOGY, &wrong),
        scene.asks(CAMILLE, BIOLOGY, &wrong)
    );
    first.and(second).unwrap();
    assert_eq!(scene.kept().await, kept);
    // Something else is another; so is the same once it has been answered.
    scene
        .asks(CAMILLE, BIOLOGY, &request(RequestKind::NotMine, ""))
        .await
        .unwrap();
    let answer =
        "UPDATE document_request SET state = 'answered', answered_at = at + 1 WHERE kind = 'correct'";
    scene.database.execute(answer.to_owned()).await;
    scene.asks(CAMILLE, BIOLOGY, &wrong).await.unwrap();
    let asked = scene.requests(CAMILLE, BIOLOGY).await;
    let kinds: Vec<_> = asked
        .iter()
        .map(|asked| (asked.kind, asked.answered_at.is_some()))
        .collect();
    assert_eq!(
        kinds,
        [
            (RequestKind::Correct, false),
            (RequestKind::NotMine, false),
            (RequestKind::Correct, true)
        ]
    );
    let page = scene
        .store
        .asked_document(CAMILLE.key, BIOLOGY, scene.next())
        .await
        .unwrap();
    assert_eq!((page.may_ask_author, page.requests.len()), (true, 3));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn nobody_is_asked_about_what_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let kept = scene.kept().await;
    let wrong = request(RequestKind::Delete, "");
    assert!(
        is_refused(scene.asks(CAMILLE, ALLERGIES, &wrong).await, Refusal::NotAllowed),
        "her own"
    );
    for (who, document) in [
        (CAMILLE, UNTOLD),
        (CAMILLE, UNKNOWN),
        (BERNARD, BIOLOGY),
        (ZOE, ZOES_SECRET),
    ] {
        assert!(is_not_found(scene.asks(who, document, &wrong).await));
        assert!(is_not_found(
            scene.store.asked_document(who.key, document, scene.next()).await
        ));
    }
    assert_eq!(scene.kept().await, kept);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_representative_adds_and_asks_in_their_own_name(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let id = scene.adds(ZOE, &radio(1)).await.unwrap();
    let shown = scene
        .store
        .show_document(ZOE.key, id, scene.next())
        .await
        .unwrap();
    assert_eq!(shown.document.author.kind, "legal_representative");
    assert_eq!(shown.document.author.name, "Représentant légal de Zoé Durand");
    assert!(shown.may_delete);
    assert_eq!(scene.notice_kinds(ZOE).await, ["document_added"]);
    scene
        .asks(ZOE, ZOES, &request(RequestKind::Delete, ""))
        .await
        .unwrap();
    assert_eq!(scene.requests(ZOE, ZOES).await.len(), 1);
    scene.deletes(ZOE, id).await.unwrap();
    let page = scene.lists(ZOE, &DocumentQuery::default()).await;
    assert_eq!(page.total, 1);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_hidden_document_is_asked_about_for_the_holder_alone(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    // Zoé is of age and finds what was hidden from her parents.
    scene.set(ZOE, "born = '2008-11-01'").await;
    let id = scene.database.id(ZOE.key.account);
    scene
        .database
        .execute(format!(
            "UPDATE representation SET kind = 'holder' WHERE account_id = {id}"
        ))
        .await;
    scene
        .asks(ZOE, ZOES_SECRET, &request(RequestKind::Correct, "La date."))
        .await
        .unwrap();
    assert_eq!(scene.requests(ZOE, ZOES_SECRET).await.len(), 1);
    let asked = scene
        .database
        .texts("SELECT audience FROM trace WHERE event = 'author_asked'".to_owned())
        .await;
    assert_eq!(asked, ["holder"]);
    assert_eq!(scene.own_acts(ZOE).await[0].event, "author_asked");
    scene.end().await;
}
