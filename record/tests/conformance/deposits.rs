//! Deposits and replacements: rules D1 to D12, and who learns what of them.

#![expect(clippy::too_many_arguments, reason = "a column of a table is an argument")]

use policy::{
    Authentication, Channel, DocumentType, Rule,
    VisibilityFlag::{self, HiddenFromPatient, HiddenFromRepresentatives, MaskedToProfessionals},
};
use record::{
    acts::{
        AuthorRequest, DepositedDocument,
        DocumentAct::{Deposit, Replace},
        GatewayRefusal::{self, Absent, Told},
        ProfessionalIdentity, ProfessionalInCharge,
    },
    queries::DocumentQuery,
    trace::Audience,
    typed::RequestText,
    views::RequestKind,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BIOLOGY, BLOCKED, CAMILLE, HADDAD, LAMBERT, MARTIN, NGUYEN, Person, Scene, UNKNOWN, UNTOLD, ZOE,
        ZOES, ZOES_SECRET, ZOES_SECRET_TITLE, physician, sheet,
    },
};

const TITLE: &str = "Compte rendu du 22";

/// Who deposits, how, and what is different in what they send.
#[derive(Clone, Copy)]
struct Case {
    who: &'static str,
    authentication: Authentication,
    channel: Channel,
    of: Person,
    secret: bool,
    flags: &'static [VisibilityFlag],
    opposed: bool,
    setting: &'static str,
}

/// An ordinary deposit, which is permitted.
const USUAL: Case = Case {
    who: LAMBERT,
    authentication: Authentication::ProSanteConnect,
    channel: Channel::Lps,
    of: CAMILLE,
    secret: false,
    flags: &[],
    opposed: false,
    setting: "",
};
const AIR: Authentication = Authentication::AirSimplifie { allow_listed: false };

impl Case {
    fn who(self) -> ProfessionalIdentity {
        ProfessionalIdentity {
            authentication: self.authentication,
            channel: self.channel,
            ..physician(self.who)
        }
    }

    async fn happens(self, scene: &Scene) -> Result<Uuid, GatewayRefusal> {
        if !self.setting.is_empty() {
            scene.set(self.of, self.setting).await;
        }
        let document = DepositedDocument {
            opposition_recorded: self.opposed,
            ..sheet(TITLE, self.flags)
        };
        let act = Deposit(&document);
        if self.secret {
            scene.acts_in_secret(&self.who(), self.of, act).await
        } else {
            scene.acts(&self.who(), self.of, act).await
        }
    }
}

async fn flags(scene: &Scene, document: Uuid) -> Vec<String> {
    let id = scene.database.id(document);
    let sql = format!("SELECT CAST(visibility AS TEXT) FROM document WHERE id = {id}");
    scene.database.texts(sql).await
}

/// The audience of each trace of the profile, in their order.
async fn audiences(scene: &Scene, of: Person) -> Vec<String> {
    let id = scene.database.id(of.key.profile);
    let sql = format!("SELECT audience FROM trace WHERE profile_id = {id} ORDER BY at, seq");
    scene.database.texts(sql).await
}

async fn is_whole(scene: &Scene, of: Person) {
    for audience in [Audience::Everyone, Audience::Holder, Audience::Withheld] {
        assert_eq!(scene.fault(of, audience).await, None, "{audience:?}");
    }
}

#[rstest]
#[case::usual(USUAL, "0", "everyone", &["document_added"])]
#[case::staff(Case { authentication: Authentication::Cpe, ..USUAL }, "0", "everyone", &["document_added"])]
#[case::software(Case { authentication: Authentication::SoftwareCertificate, ..USUAL }, "0", "everyone", &["document_added"])]
#[case::air_not_listed(Case { authentication: AIR, ..USUAL }, "0", "everyone", &["document_added"])]
#[case::web(Case { channel: Channel::WebPs, ..USUAL }, "0", "everyone", &["document_added"])]
#[case::blocked_from_own_software(Case { who: BLOCKED, ..USUAL }, "0", "everyone", &["document_added"])]
#[case::masked(Case { flags: &[MaskedToProfessionals], ..USUAL }, "1", "everyone", &["document_added"])]
#[case::masked_by_default(Case { setting: "default_visibility = 'masked'", ..USUAL }, "1", "everyone", &["document_added"])]
#[case::hidden(Case { flags: &[HiddenFromPatient], ..USUAL }, "2", "withheld", &[])]
#[case::hidden_whatever_the_default(
    Case { flags: &[HiddenFromPatient], setting: "default_visibility = 'masked'", ..USUAL },
    "2", "withheld", &[]
)]
#[case::of_a_minor(Case { of: ZOE, ..USUAL }, "0", "everyone", &["document_added"])]
#[case::a_minors_secret(Case { of: ZOE, flags: &[HiddenFromRepresentatives], ..USUAL }, "4", "holder", &[])]
#[case::in_secret(
    Case { of: ZOE, secret: true, flags: &[HiddenFromRepresentatives], ..USUAL },
    "4", "holder", &[]
)]
#[case::hidden_from_all(
    Case { of: ZOE, flags: &[HiddenFromRepresentatives, HiddenFromPatient], ..USUAL },
    "6", "withheld", &[]
)]
#[case::opposed_to_reading_only(Case { setting: "professionals_opposed = TRUE", ..USUAL }, "0", "everyone", &["document_added"])]
#[tokio::test]
async fn a_deposit_is_permitted(
    #[case] case: Case,
    #[case] visibility: &str,
    #[case] audience: &str,
    #[case] notices: &[&str],
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    let id = case.happens(&scene).await.unwrap();
    assert_eq!(flags(&scene, id).await, [visibility]);
    assert_eq!(audiences(&scene, case.of).await, [audience]);
    assert_eq!(scene.notice_kinds(case.of).await, notices);
    let seen = scene.finds(case.of, TITLE).await.contains(&id);
    assert_eq!(seen, audience == "everyone");
    let lines = scene.history(case.of).await;
    if audience == "everyone" {
        let line = &lines[0];
        assert_eq!(
            (line.event.as_str(), line.denied, line.rule.as_str()),
            ("document_deposited", false, "deposit")
        );
        let document = line.document.as_ref().unwrap();
        assert_eq!((document.id, document.title.as_str()), (id, TITLE));
    } else {
        assert_eq!(lines, []);
    }
    is_whole(&scene, case.of).await;
    scene.end().await;
}

#[rstest]
#[case::d1_closed(Case { setting: "state = 'closed', closed_at = 1", ..USUAL }, "profile_closed", Absent)]
#[case::d1_opposed(Case { setting: "state = 'opposed'", ..USUAL }, "profile_closed", Absent)]
#[case::d2_air(
    Case { authentication: AIR, channel: Channel::WebPs, ..USUAL },
    "authentication_insufficient", Told(Rule::AuthenticationInsufficient)
)]
#[case::d2_software(
    Case { authentication: Authentication::SoftwareCertificate, channel: Channel::WebPs, ..USUAL },
    "authentication_insufficient", Told(Rule::AuthenticationInsufficient)
)]
#[case::d3(Case { setting: "deceased = TRUE", ..USUAL }, "deceased", Told(Rule::Deceased))]
#[case::d4(Case { setting: "ins_qualified = FALSE", ..USUAL }, "ins_not_qualified", Told(Rule::InsNotQualified))]
#[case::d5(Case { who: BLOCKED, channel: Channel::WebPs, ..USUAL }, "blocked_professional", Absent)]
#[case::d7(Case { opposed: true, ..USUAL }, "deposit_opposed", Told(Rule::DepositOpposed))]
#[case::d7_minor(Case { of: ZOE, opposed: true, ..USUAL }, "deposit_opposed", Told(Rule::DepositOpposed))]
#[case::d8_flag(Case { flags: &[HiddenFromRepresentatives], ..USUAL }, "not_a_minor", Told(Rule::NotAMinor))]
#[case::d8_secret(Case { secret: true, ..USUAL }, "not_a_minor", Told(Rule::NotAMinor))]
#[case::d9(
    Case { flags: &[HiddenFromPatient, MaskedToProfessionals], ..USUAL },
    "flags_not_combinable", Told(Rule::FlagsNotCombinable)
)]
#[case::d10(Case { of: ZOE, secret: true, ..USUAL }, "secret_deposit_visible", Told(Rule::SecretDepositVisible))]
#[tokio::test]
async fn a_deposit_is_refused(
    #[case] case: Case,
    #[case] rule: &str,
    #[case] answer: GatewayRefusal,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    let count = "SELECT CAST(COUNT(*) AS TEXT) FROM document".to_owned();
    let before = scene.database.texts(count.clone()).await;
    assert_eq!(case.happens(&scene).await, Err(answer));
    assert_eq!(scene.database.texts(count).await, before);
    // For the holder alone, who is not there while they are a minor; never for representatives.
    let bodies = scene
        .database
        .texts("SELECT audience || ' ' || body FROM trace".to_owned())
        .await;
    let withheld = case.flags.contains(&HiddenFromPatient);
    assert_eq!(bodies.len(), 1);
    assert!(bodies[0].starts_with(if withheld { "withheld " } else { "holder " }));
    assert!(bodies[0].contains(&format!("\"denied\":true,\"rule\":\"{rule}\"")));
    assert!(!bodies[0].contains(TITLE), "what was refused is not kept");
    if case.of.ins == ZOE.ins {
        assert_eq!(scene.history(ZOE).await, []);
        assert_eq!(scene.notice_kinds(ZOE).await, [""; 0]);
    } else if !case.setting.starts_with("state") {
        let shown = scene.history(CAMILLE).await;
        assert_eq!(shown.len(), usize::from(!withheld));
        let told = scene.notice_kinds(CAMILLE).await;
        assert_eq!(told.len(), usize::from(case.who == BLOCKED), "{told:?}");
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_blocked_organisation_deposits_from_its_software_alone(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let profile = scene.database.id(CAMILLE.key.profile);
    let block = format!(
        "INSERT INTO blocked_organisation (profile_id, finess, since) VALUES ({profile}, '590064044', 1)"
    );
    scene.database.execute(block).await;
    let web = Case {
        channel: Channel::WebPs,
        ..USUAL
    };
    assert_eq!(web.happens(&scene).await, Err(Absent));
    assert_eq!(scene.history(CAMILLE).await[0].rule, "blocked_organisation");
    USUAL.happens(&scene).await.unwrap();
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_same_content_is_deposited_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let lambert = physician(LAMBERT);
    let first = sheet(TITLE, &[]);
    let id = scene.acts(&lambert, CAMILLE, Deposit(&first)).await.unwrap();
    let again = DepositedDocument {
        title: record::typed::Title::new("Sous un autre titre").unwrap(),
        document_type: DocumentType::from_code("11502-2").unwrap(),
        ..first.clone()
    };
    let refused = Err(Told(Rule::DuplicateDeposit));
    assert_eq!(scene.acts(&lambert, CAMILLE, Deposit(&again)).await, refused);
    assert_eq!(scene.history(CAMILLE).await[0].rule, "duplicate_deposit");
    // Hidden or not, it is the author's own.
    let hidden = DepositedDocument {
        visibility: [HiddenFromPatient].into_iter().collect(),
        ..first.clone()
    };
    assert_eq!(scene.acts(&lambert, CAMILLE, Deposit(&hidden)).await, refused);
    // Other content of the same size, another author, another record.
    let other = sheet("Compte rendu du 23", &[]);
    assert_eq!(other.content.bytes().len(), first.content.bytes().len());
    scene.acts(&lambert, CAMILLE, Deposit(&other)).await.unwrap();
    scene.acts(&lambert, ZOE, Deposit(&first)).await.unwrap();
    scene
        .acts(&physician(NGUYEN), CAMILLE, Deposit(&first))
        .await
        .unwrap();
    // What is gone is there no more.
    let gone = record::acts::DocumentAct::Delete(id);
    scene.acts(&lambert, CAMILLE, gone).await.unwrap();
    scene.acts(&lambert, CAMILLE, Deposit(&first)).await.unwrap();
    scene.end().await;
}

#[rstest]
#[case::in_the_directory(MARTIN, "Peu importe", "Hélène Martin", "Médecin")]
#[case::not_in_it("10000000991", "Ali Diallo", "Ali Diallo", "Professionnel")]
#[tokio::test]
async fn staff_deposit_for_the_professional_in_charge(
    #[case] rpps: &str,
    #[case] said: &str,
    #[case] name: &str,
    #[case] profession: &str,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    let staff = Case {
        authentication: Authentication::Cpe,
        ..USUAL
    }
    .who();
    assert!(staff.is_staff() && !physician(LAMBERT).is_staff());
    let document = DepositedDocument {
        in_charge: Some(ProfessionalInCharge {
            rpps: rpps.parse().unwrap(),
            name: said.to_owned(),
        }),
        ..sheet(TITLE, &[])
    };
    let id = scene.acts(&staff, CAMILLE, Deposit(&document)).await.unwrap();
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    let author = &page.documents.iter().find(|one| one.id == id).unwrap().author;
    assert_eq!(
        (
            author.rpps.as_str(),
            author.name.as_str(),
            author.profession.as_str()
        ),
        (rpps, name, profession)
    );
    let line = scene.history(CAMILLE).await.remove(0);
    assert_eq!(line.professional.unwrap().rpps, LAMBERT);
    assert_eq!(line.subject.as_deref(), Some(name));
    // It is the author's, not the staff's: once more it is a duplicate of theirs.
    assert_eq!(
        scene.acts(&staff, CAMILLE, Deposit(&document)).await,
        Err(Told(Rule::DuplicateDeposit))
    );
    let own = sheet(TITLE, &[]);
    scene.acts(&staff, CAMILLE, Deposit(&own)).await.unwrap();
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_new_version_takes_the_place_of_the_old_one(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    for kind in [RequestKind::Correct, RequestKind::Delete] {
        let request = AuthorRequest {
            kind,
            text: RequestText::default(),
        };
        let asked = scene
            .store
            .ask_author(CAMILLE.key, BIOLOGY, &request, scene.next());
        asked.await.unwrap();
    }
    let version = sheet("Analyse corrigée", &[]);
    let by = Replace {
        document: BIOLOGY,
        by: &version,
    };
    let haddad = physician(HADDAD);
    assert_eq!(scene.acts(&haddad, CAMILLE, by).await, Ok(BIOLOGY));
    // The patient's mask holds for it.
    assert_eq!(flags(&scene, BIOLOGY).await, ["1"]);
    let content = scene
        .reads(HADDAD, CAMILLE, BIOLOGY, policy::AccessContext::CareTeam)
        .await
        .unwrap();
    assert_eq!(content.bytes, version.content.bytes());
    assert_eq!(content.title, "Analyse corrigée");
    assert_eq!(scene.finds(CAMILLE, "cholestérol").await, Vec::<Uuid>::new());
    assert_eq!(scene.finds(CAMILLE, "corrigée").await, [BIOLOGY]);
    let line = scene.history(CAMILLE).await.remove(1);
    assert_eq!(
        (line.event.as_str(), line.rule.as_str()),
        ("document_replaced", "deposit")
    );
    assert_eq!(scene.notice_kinds(CAMILLE).await[1], "document_changed");
    let asked = scene
        .store
        .asked_document(CAMILLE.key, BIOLOGY, scene.next())
        .await
        .unwrap();
    let answered: Vec<_> = asked
        .requests
        .iter()
        .map(|request| (request.kind, request.answered_at.is_some()))
        .collect();
    assert_eq!(
        answered,
        [(RequestKind::Delete, false), (RequestKind::Correct, true)]
    );
    // The title alone may have been wrong; the content of another document of theirs is a duplicate.
    let retitled = DepositedDocument {
        title: record::typed::Title::new("Analyse").unwrap(),
        ..version.clone()
    };
    let by = Replace {
        document: BIOLOGY,
        by: &retitled,
    };
    scene.acts(&haddad, CAMILLE, by).await.unwrap();
    let second = sheet("Autre analyse", &[]);
    scene.acts(&haddad, CAMILLE, Deposit(&second)).await.unwrap();
    let by = Replace {
        document: BIOLOGY,
        by: &second,
    };
    assert_eq!(
        scene.acts(&haddad, CAMILLE, by).await,
        Err(Told(Rule::DuplicateDeposit))
    );
    scene.end().await;
}

#[rstest]
#[case::another_author(LAMBERT, CAMILLE, BIOLOGY, "", false, Some("not_the_author"), Absent)]
#[case::administrator(MARTIN, CAMILLE, BIOLOGY, "", false, Some("not_the_author"), Absent)]
#[case::unknown(HADDAD, CAMILLE, UNKNOWN, "", false, None, Absent)]
#[case::in_another_record(HADDAD, CAMILLE, ZOES, "", false, None, Absent)]
#[case::closed(
    HADDAD,
    CAMILLE,
    BIOLOGY,
    "state = 'closed', closed_at = 1",
    false,
    Some("profile_closed"),
    Absent
)]
#[case::deceased(
    HADDAD,
    CAMILLE,
    BIOLOGY,
    "deceased = TRUE",
    false,
    Some("deceased"),
    Told(Rule::Deceased)
)]
#[case::secret_of_what_is_seen(
    HADDAD,
    ZOE,
    ZOES,
    "",
    true,
    Some("secret_deposit_visible"),
    Told(Rule::SecretDepositVisible)
)]
#[tokio::test]
async fn a_replacement_is_refused(
    #[case] who: &str,
    #[case] of: Person,
    #[case] document: Uuid,
    #[case] setting: &str,
    #[case] secret: bool,
    #[case] rule: Option<&str>,
    #[case] answer: GatewayRefusal,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    if !setting.is_empty() {
        scene.set(of, setting).await;
    }
    let version = sheet(TITLE, &[]);
    let by = Replace {
        document,
        by: &version,
    };
    let who = physician(who);
    let given = if secret {
        scene.acts_in_secret(&who, of, by).await
    } else {
        scene.acts(&who, of, by).await
    };
    assert_eq!(given, Err(answer));
    let bodies = scene
        .database
        .texts("SELECT audience || ' ' || body FROM trace".to_owned())
        .await;
    assert_eq!(bodies.len(), 1);
    assert!(bodies[0].starts_with("holder "), "{bodies:?}");
    if let Some(rule) = rule {
        assert!(bodies[0].contains(&format!("\"rule\":\"{rule}\"")), "{bodies:?}");
    }
    let titles = format!("SELECT title FROM document WHERE title = '{TITLE}'");
    assert_eq!(scene.database.texts(titles).await, [""; 0]);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_replaced_document_stays_hidden_from_whom_it_was(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let nguyen = physician(NGUYEN);
    let version = sheet(TITLE, &[]);
    let by = |document| Replace {
        document,
        by: &version,
    };
    scene.acts(&nguyen, CAMILLE, by(UNTOLD)).await.unwrap();
    scene.acts(&nguyen, ZOE, by(ZOES_SECRET)).await.unwrap();
    for (of, document, bits, audience) in [
        (CAMILLE, UNTOLD, "2", "withheld"),
        (ZOE, ZOES_SECRET, "4", "holder"),
    ] {
        assert_eq!(flags(&scene, document).await, [bits]);
        assert_eq!(audiences(&scene, of).await, [audience]);
        assert_eq!(scene.history(of).await, []);
        assert_eq!(scene.notice_kinds(of).await, [""; 0]);
        assert!(!scene.finds(of, TITLE).await.contains(&document));
    }
    // Of age, a former minor's document is replaced as any other.
    scene.set(ZOE, "born = '2000-01-01'").await;
    let newer = sheet("Version suivante", &[]);
    let by = Replace {
        document: ZOES_SECRET,
        by: &newer,
    };
    assert_ne!(ZOES_SECRET_TITLE, TITLE);
    scene.acts(&nguyen, ZOE, by).await.unwrap();
    assert_eq!(flags(&scene, ZOES_SECRET).await, ["0"]);
    scene.end().await;
}
