//! A small population, and what people do, in words that tests read well.

use std::sync::{
    OnceLock,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp, civil};
use policy::{
    AccessContext, Authentication, Channel, DocumentType, Entitlement, Section, Visibility, VisibilityFlag,
};
use proof::Fault;
use record::{
    Chance, Occasion, RecordError, Signer, Store,
    acts::{
        ActorKey, DepositedDocument, DocumentAct, FoundDocument, GatewayAccess, GatewayRefusal, NewAccount,
        NewAdministrator, NewDocument, NewProfessional, NewProfile, NewRepresentation, NewSection,
        Population, ProfessionalIdentity, SearchCriteria,
    },
    content::FileContent,
    queries::{DocumentQuery, HistoryKind, NoticeQuery},
    trace::Audience,
    typed::Title,
    views::{DocumentContent, DocumentPage, HistoryLine, NoticeLine, Role, SettingsChange},
};
use uuid::Uuid;

use crate::database::{Database, Engine};

/// Someone whose record there is, and the account that opens it.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub(crate) key: ActorKey,
    pub(crate) ins: &'static str,
}

const fn person(number: u128, ins: &'static str) -> Person {
    Person {
        key: ActorKey {
            account: Uuid::from_u128(0xacc0_0000 + number),
            profile: Uuid::from_u128(0xd055_0000 + number),
        },
        ins,
    }
}

/// An adult with an administrator and a blocked physician.
pub(crate) const CAMILLE: Person = person(1, "280059999900182");
/// Another adult.
pub(crate) const BERNARD: Person = person(2, "152039999900216");
/// A girl of eleven; the account is a parent's.
pub(crate) const ZOE: Person = person(3, "215059999900387");

pub(crate) const MARTIN: &str = "10000000017";
pub(crate) const NGUYEN: &str = "10000000025";
pub(crate) const HADDAD: &str = "10000000033";
pub(crate) const BLOCKED: &str = "10000000132";
pub(crate) const LAMBERT: &str = "10000000124";
pub(crate) const CARON: &str = "10000000108";
pub(crate) const FAURE: &str = "10000000116";

/// Number, first name, last name, code of the profession.
const PROFESSIONALS: [(&str, &str, &str, &str); 7] = [
    (MARTIN, "Hélène", "Martin", "10"),
    (NGUYEN, "Sophie", "Nguyen", "10"),
    (HADDAD, "Karim", "Haddad", "10"),
    (BLOCKED, "Bruno", "Blanc", "10"),
    (LAMBERT, "Olivier", "Lambert", "10"),
    (CARON, "Yves", "Caron", "10"),
    (FAURE, "Inès", "Faure", "91"),
];

pub(crate) const BIOLOGY: Uuid = Uuid::from_u128(0xd0c_0001);
pub(crate) const CARDIOLOGY: Uuid = Uuid::from_u128(0xd0c_0002);
pub(crate) const WILDCARDS: Uuid = Uuid::from_u128(0xd0c_0003);
pub(crate) const ALLERGIES: Uuid = Uuid::from_u128(0xd0c_0004);
pub(crate) const BY_BLOCKED: Uuid = Uuid::from_u128(0xd0c_0005);
/// Hidden from Camille until her doctor has told her.
pub(crate) const UNTOLD: Uuid = Uuid::from_u128(0xd0c_0006);
pub(crate) const BERNARDS: Uuid = Uuid::from_u128(0xd0c_0007);
pub(crate) const ZOES: Uuid = Uuid::from_u128(0xd0c_0008);
/// Zoé's, hidden from her parents.
pub(crate) const ZOES_SECRET: Uuid = Uuid::from_u128(0xd0c_0009);
pub(crate) const UNKNOWN: Uuid = Uuid::from_u128(0xdead);

/// What a section of Camille's holds.
pub(crate) const VACCINATIONS: &str = "Grippe : 12 octobre 2026";

/// What nothing shown to Camille may ever contain.
pub(crate) const UNTOLD_TITLE: &str = "Résultat d’anatomopathologie";
pub(crate) const ZOES_SECRET_TITLE: &str = "Consultation confidentielle";

/// What Camille sees of her own record, newest first.
pub(crate) const CAMILLES: [Uuid; 5] = [BIOLOGY, CARDIOLOGY, WILDCARDS, BY_BLOCKED, ALLERGIES];

pub(crate) struct RandomChance;

impl Chance for RandomChance {
    fn id(&self) -> Uuid {
        Uuid::new_v4()
    }
}

/// A database with people in it, and a clock that goes on by a second at each act.
pub(crate) struct Scene {
    pub(crate) database: Database,
    pub(crate) store: Store,
    clock: AtomicI64,
}

pub(crate) fn start() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

pub(crate) fn at(moment: Timestamp) -> Occasion<'static> {
    // The tests happen in winter, far from midnight.
    Occasion {
        at: moment,
        day: (moment + SignedDuration::from_hours(1))
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date(),
        chance: &RandomChance,
        signer: signer(),
    }
}

/// The key that signs the checkpoints of these tests: the first one of RFC 8032.
pub(crate) fn signer() -> &'static Signer {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    SIGNER.get_or_init(|| {
        Signer::from_text("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap()
    })
}

pub(crate) fn physician(rpps: &str) -> ProfessionalIdentity {
    let (_, first, last, profession) = PROFESSIONALS
        .into_iter()
        .find(|(known, ..)| *known == rpps)
        .unwrap();
    ProfessionalIdentity {
        rpps: rpps.parse().unwrap(),
        name: format!("{first} {last}"),
        entitlements: Entitlement::from_code(profession).into_iter().collect(),
        organisation: "590064044".parse().ok(),
        organisation_name: "Cabinet des Tilleuls, Lille".to_owned(),
        authentication: Authentication::ProSanteConnect,
        samu_regulator: rpps == CARON,
        channel: Channel::Lps,
    }
}

pub(crate) fn entry(rpps: &str) -> NewProfessional {
    let (_, first, last, profession) = PROFESSIONALS
        .into_iter()
        .find(|(known, ..)| *known == rpps)
        .unwrap();
    NewProfessional {
        rpps: rpps.to_owned(),
        last_name: last.to_owned(),
        first_name: first.to_owned(),
        profession: profession.to_owned(),
        speciality: String::new(),
        organisation: "590064044".to_owned(),
        organisation_name: "Cabinet des Tilleuls".to_owned(),
        town: "Lille".to_owned(),
    }
}

/// A document dated so many days before the tests.
pub(crate) fn document(
    of: Person,
    id: Uuid,
    type_code: &str,
    title: &str,
    author: Option<&str>,
    days: i64,
) -> NewDocument {
    let deposited_at = start() - SignedDuration::from_hours(24 * days);
    NewDocument {
        profile: of.key.profile,
        id,
        type_code: type_code.to_owned(),
        title: title.to_owned(),
        author: author.map(entry),
        dated: deposited_at.to_zoned(jiff::tz::TimeZone::UTC).date(),
        deposited_at,
        visibility: Visibility::NORMAL,
        media_type: "application/pdf".to_owned(),
        content: format!("%PDF {title}").into_bytes(),
    }
}

fn account(of: Person, identifier: &str) -> NewAccount {
    NewAccount {
        id: of.key.account,
        identifier: identifier.to_owned(),
        password_hash: "not a real hash".to_owned(),
        email: format!("{}@mail.example", identifier.to_lowercase()),
        name: identifier.to_owned(),
        represents: vec![NewRepresentation::holder(of.key.profile)],
    }
}

fn profile(of: Person, first_name: &str, born: civil::Date) -> NewProfile {
    NewProfile {
        id: of.key.profile,
        ins: of.ins.to_owned(),
        last_name: "Durand".to_owned(),
        first_name: first_name.to_owned(),
        born,
        administrators: Vec::new(),
        blocked: Vec::new(),
    }
}

pub(crate) fn population() -> Population {
    let hidden = |flag, mut document: NewDocument| {
        document.visibility = Visibility::NORMAL.with(flag);
        document
    };
    Population {
        awaiting: Vec::new(),
        accounts: vec![
            account(CAMILLE, "Camille"),
            account(BERNARD, "bernard"),
            NewAccount {
                name: "Marie Durand".to_owned(),
                represents: vec![NewRepresentation {
                    profile: ZOE.key.profile,
                    role: Role::LegalRepresentative,
                }],
                ..account(ZOE, "parent")
            },
        ],
        profiles: vec![
            NewProfile {
                administrators: vec![NewAdministrator {
                    rpps: MARTIN.to_owned(),
                }],
                blocked: vec![BLOCKED.to_owned()],
                ..profile(CAMILLE, "Camille", civil::date(1980, 5, 1))
            },
            profile(BERNARD, "Bernard", civil::date(1952, 3, 14)),
            profile(ZOE, "Zoé", civil::date(2015, 5, 2)),
        ],
        professionals: PROFESSIONALS.into_iter().map(|(rpps, ..)| entry(rpps)).collect(),
        documents: vec![
            document(
                CAMILLE,
                BIOLOGY,
                "11502-2",
                "Analyse de sang : cholestérol",
                Some(HADDAD),
                3,
            ),
            document(
                CAMILLE,
                CARDIOLOGY,
                "11488-4",
                "Échographie du CŒUR",
                Some(NGUYEN),
                9,
            ),
            document(
                CAMILLE,
                WILDCARDS,
                "57833-6",
                r"Régime 100 %_\ sans sel",
                Some(LAMBERT),
                16,
            ),
            document(
                CAMILLE,
                BY_BLOCKED,
                "11488-4",
                "Consultation d’été",
                Some(BLOCKED),
                24,
            ),
            document(CAMILLE, ALLERGIES, "DOCPAT01", "Mes allergies", None, 40),
            hidden(
                VisibilityFlag::HiddenFromPatient,
                document(CAMILLE, UNTOLD, "60568-3", UNTOLD_TITLE, Some(NGUYEN), 1),
            ),
            document(BERNARD, BERNARDS, "11502-2", "Analyse de sang", Some(HADDAD), 5),
            document(ZOE, ZOES, "11502-2", "Analyse de sang", Some(HADDAD), 5),
            hidden(
                VisibilityFlag::HiddenFromRepresentatives,
                document(ZOE, ZOES_SECRET, "11488-4", ZOES_SECRET_TITLE, Some(NGUYEN), 2),
            ),
        ],
        sections: vec![NewSection {
            profile: CAMILLE.key.profile,
            section: Section::Vaccinations,
            text: VACCINATIONS.to_owned(),
        }],
    }
}

impl Scene {
    /// The first line of a chain that is not as it was written.
    pub(crate) async fn fault(&self, of: Person, audience: Audience) -> Option<Fault> {
        let keys = signer().public_keys();
        let verified = self.store.verify_chain(of.key.profile, audience, keys).await;
        verified.unwrap().err()
    }

    pub(crate) async fn begin(engine: Engine) -> Self {
        Self::with(engine, &population()).await
    }

    pub(crate) async fn with(engine: Engine, population: &Population) -> Self {
        let database = Database::fresh(engine).await;
        let store = Store::connect(database.url()).await.unwrap();
        store.install_population(population, start()).await.unwrap();
        Self {
            database,
            store,
            clock: AtomicI64::new(start().as_microsecond()),
        }
    }

    pub(crate) async fn end(self) {
        self.store.close().await;
        self.database.remove().await;
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    /// The next moment.
    pub(crate) fn next(&self) -> Occasion<'static> {
        self.clock.fetch_add(1_000_000, Ordering::SeqCst);
        at(self.now())
    }

    pub(crate) async fn set(&self, of: Person, setting: &str) {
        let id = self.database.id(of.key.profile);
        self.database
            .execute(format!("UPDATE profile SET {setting} WHERE id = {id}"))
            .await;
    }

    pub(crate) async fn lists(&self, who: Person, query: &DocumentQuery) -> DocumentPage {
        let page = self
            .store
            .list_documents(who.key, query, self.next())
            .await
            .unwrap();
        // What is counted beforehand is what a whole list shows, whatever was done before.
        if *query == DocumentQuery::default() && page.pages == 1 {
            let masked = page.documents.iter().filter(|document| document.is_masked());
            assert_eq!(page.masked, masked.count() as u64);
            assert_eq!(page.total, page.documents.len() as u64);
        }
        page
    }

    pub(crate) async fn finds(&self, who: Person, search: &str) -> Vec<Uuid> {
        let query = DocumentQuery {
            search: search.to_owned(),
            ..DocumentQuery::default()
        };
        let page = self.lists(who, &query).await;
        assert_eq!(page.matching, page.documents.len() as u64);
        page.documents.iter().map(|document| document.id).collect()
    }

    pub(crate) async fn masks(&self, who: Person, document: Uuid) -> Option<Uuid> {
        self.changes(who, true, document).await.unwrap()
    }

    pub(crate) async fn unmasks(&self, who: Person, document: Uuid) -> Option<Uuid> {
        self.changes(who, false, document).await.unwrap()
    }

    pub(crate) async fn changes(
        &self,
        who: Person,
        mask: bool,
        document: Uuid,
    ) -> Result<Option<Uuid>, RecordError> {
        let change = SettingsChange::Documents {
            documents: vec![document],
            mask,
        };
        self.store
            .change_settings(who.key, &change, None, self.next())
            .await
    }

    pub(crate) async fn opens(
        &self,
        rpps: &str,
        of: Person,
        context: AccessContext<'_>,
    ) -> Result<(), GatewayRefusal> {
        let who = physician(rpps);
        self.store
            .open_record(access(&who, of.ins, context), self.next())
            .await
            .unwrap()
    }

    pub(crate) async fn reads(
        &self,
        rpps: &str,
        of: Person,
        document: Uuid,
        context: AccessContext<'_>,
    ) -> Result<DocumentContent, GatewayRefusal> {
        let who = physician(rpps);
        self.store
            .read_document(access(&who, of.ins, context), document, self.next())
            .await
            .unwrap()
    }

    pub(crate) async fn searches(
        &self,
        rpps: &str,
        of: Person,
        context: AccessContext<'_>,
        criteria: SearchCriteria,
    ) -> Result<(Vec<FoundDocument>, bool), GatewayRefusal> {
        let who = physician(rpps);
        self.store
            .search_documents(access(&who, of.ins, context), &criteria, self.next())
            .await
            .unwrap()
    }

    /// What a professional does to a document, in the care team.
    pub(crate) async fn acts(
        &self,
        who: &ProfessionalIdentity,
        of: Person,
        act: DocumentAct<'_>,
    ) -> Result<Uuid, GatewayRefusal> {
        self.store
            .write_document(
                access(who, of.ins, AccessContext::CareTeam),
                act,
                None,
                self.next(),
            )
            .await
            .unwrap()
    }

    /// The same, through a secret connection.
    pub(crate) async fn acts_in_secret(
        &self,
        who: &ProfessionalIdentity,
        of: Person,
        act: DocumentAct<'_>,
    ) -> Result<Uuid, GatewayRefusal> {
        let mut secret = access(who, of.ins, AccessContext::CareTeam);
        secret.secret = true;
        self.store
            .write_document(secret, act, None, self.next())
            .await
            .unwrap()
    }

    /// The first page of what professionals did.
    pub(crate) async fn history(&self, who: Person) -> Vec<HistoryLine> {
        let kind = HistoryKind::Professionals;
        let page = self
            .store
            .list_history(who.key, &kind.into(), None, self.next())
            .await
            .unwrap();
        page.lines
    }

    /// The first page of notices.
    pub(crate) async fn notices(&self, who: Person) -> Vec<NoticeLine> {
        self.store
            .list_notices(who.key, NoticeQuery::default(), None, self.next())
            .await
            .unwrap()
            .notices
    }

    pub(crate) async fn notice_kinds(&self, who: Person) -> Vec<String> {
        self.notices(who)
            .await
            .into_iter()
            .map(|notice| notice.kind)
            .collect()
    }

    pub(crate) async fn unread(&self, who: Person) -> u64 {
        self.store
            .open_profile(who.key, self.next())
            .await
            .unwrap()
            .unread_notices
    }
}

/// A document that a professional's software sends.
pub(crate) fn sheet(title: &str, flags: &[VisibilityFlag]) -> DepositedDocument {
    let pdf = format!(
        "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%{title}\nxref\n0 1\ntrailer\n<<>>\nstartxref\n29\n%%EOF\n"
    );
    DepositedDocument {
        document_type: DocumentType::from_code("11488-4").unwrap(),
        title: Title::new(title).unwrap(),
        dated: civil::date(2026, 11, 22),
        visibility: flags.iter().copied().collect(),
        opposition_recorded: false,
        in_charge: None,
        content: FileContent::check(pdf.into_bytes()).unwrap(),
    }
}

pub(crate) fn access<'a>(
    professional: &'a ProfessionalIdentity,
    ins: &'a str,
    context: AccessContext<'a>,
) -> GatewayAccess<'a> {
    GatewayAccess {
        professional,
        ins,
        context,
        secret: false,
    }
}

/// Everything, at once.
pub(crate) fn everything() -> SearchCriteria {
    SearchCriteria {
        limit: 100,
        ..SearchCriteria::default()
    }
}

pub(crate) fn ids(found: &(Vec<FoundDocument>, bool)) -> Vec<Uuid> {
    found.0.iter().map(|one| one.document.id).collect()
}
