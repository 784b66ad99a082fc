//! *See my record as…* says what the gateway would answer, on generated records: no more than the person may know, and no less.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use app::{
    difference,
    sight::{Answer, Asked, PLACES, SeenRecord, Situation},
    texts,
};
use jiff::{Timestamp, civil};
use policy::{
    Authentication, Channel, Decision, DocumentType, EmergencyConsents, Entitlement, Section, Visibility,
    VisibilityFlag,
};
use record::{
    Occasion, RecordError, Signer, Store,
    acts::{
        ActorKey, GatewayAccess, GatewayRefusal, NewAccount, NewAdministrator, NewDocument, NewProfessional,
        NewProfile, Population, ProfessionalIdentity, SearchCriteria,
    },
    views::{Effect, SeeAsView, SettingsChange},
};
use server::clock::SystemChance;
use uuid::Uuid;

use crate::{
    database::{Database, Engine::Sqlite},
    house::signer,
};

const RECORDS: u64 = 12;
const DOCUMENTS: u64 = 30;
const TODAY: civil::Date = civil::date(2026, 11, 23);

/// The same numbers at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

/// Professions of the directory: many physicians, one whose profession reads nothing.
const PROFESSIONS: [&str; 14] = [
    "10", "10", "10", "10", "60", "21", "40", "50", "70", "91", "41", "35", "28", "GENR08",
];

fn directory() -> Vec<NewProfessional> {
    (0..)
        .zip(PROFESSIONS)
        .map(|(number, profession)| NewProfessional {
            rpps: format!("1000000{number:04}"),
            last_name: format!("Nom{number}"),
            first_name: "Prénom".to_owned(),
            profession: profession.to_owned(),
            speciality: String::new(),
            organisation: format!("59000000{}", number % 4),
            organisation_name: "Cabinet".to_owned(),
            town: "Lille".to_owned(),
        })
        .collect()
}

/// Writes documents, but the directory does not know them.
fn stranger() -> NewProfessional {
    NewProfessional {
        rpps: "10000009999".to_owned(),
        ..directory().remove(0)
    }
}

fn key(record: u64) -> ActorKey {
    ActorKey {
        account: Uuid::from_u128(0xacc0_0000 + u128::from(record)),
        profile: Uuid::from_u128(0xd055_0000 + u128::from(record)),
    }
}

fn ins(record: u64) -> String {
    format!("2800599999{record:05}")
}

/// Every other record is a minor's, seen by a legal representative.
fn is_minors(record: u64) -> bool {
    record % 2 == 1
}

fn population(dice: &mut Dice) -> Population {
    let directory = directory();
    let stranger = stranger();
    let types = DocumentType::all().collect::<Vec<_>>();
    let mut population = Population {
        professionals: directory.clone(),
        ..Population::default()
    };
    for record in 0..RECORDS {
        let mut some = |chance| {
            directory
                .iter()
                .filter(|_| dice.percent(chance))
                .map(|professional| professional.rpps.clone())
                .collect::<Vec<_>>()
        };
        let (administrators, blocked) = (some(15), some(15));
        population.accounts.push(NewAccount {
            id: key(record).account,
            identifier: format!("personne{record}"),
            password_hash: "not a real hash".to_owned(),
            email: String::new(),
            name: String::new(),
            represents: vec![record::acts::NewRepresentation::holder(key(record).profile)],
        });
        population.profiles.push(NewProfile {
            id: key(record).profile,
            ins: ins(record),
            last_name: "Durand".to_owned(),
            first_name: "Camille".to_owned(),
            born: if is_minors(record) {
                civil::date(2010, 2, 28)
            } else {
                civil::date(1980, 5, 1)
            },
            administrators: administrators
                .into_iter()
                .map(|rpps| NewAdministrator { rpps })
                .collect(),
            blocked,
        });
        for document in 0..DOCUMENTS {
            let author = match dice.below(10) {
                0 | 1 => None,
                2 => Some(stranger.clone()),
                _ => Some(dice.one(&directory).clone()),
            };
            let visibility = [
                (VisibilityFlag::MaskedToProfessionals, 40),
                (VisibilityFlag::HiddenFromPatient, 15),
                (VisibilityFlag::HiddenFromRepresentatives, 15),
            ]
            .into_iter()
            .filter(|(_, chance)| dice.percent(*chance))
            .map(|(flag, _)| flag)
            .collect::<Visibility>();
            population.documents.push(NewDocument {
                profile: key(record).profile,
                id: Uuid::from_u128(0xd0c0_0000 + u128::from(record * 1_000 + document)),
                type_code: dice.one(&types).code().to_owned(),
                title: format!("Document {document}"),
                author,
                dated: TODAY,
                deposited_at: now(),
                visibility,
                media_type: "application/pdf".to_owned(),
                content: b"%PDF".to_vec(),
            });
        }
    }
    population
}

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn on(day: civil::Date) -> Occasion<'static> {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    Occasion {
        at: now(),
        day,
        chance: &SystemChance,
        signer: SIGNER.get_or_init(signer),
    }
}

/// Settings that no act of the record makes yet.
async fn choose_settings(database: &Database, dice: &mut Dice) {
    for rpps in ["10000000002", "10000000006"] {
        let sql = format!("UPDATE professional SET suspended = 1 WHERE rpps = '{rpps}'");
        database.execute(sql).await;
    }
    for record in 0..RECORDS {
        let id = database.id(key(record).profile);
        let opposed = u8::from(dice.percent(25));
        let answered = u8::from(dice.percent(75));
        let (samu, others) = (dice.below(2), dice.below(2));
        let masked = dice.below(2) & (samu | others);
        let sections = dice.below(16);
        database
            .execute(format!(
                "UPDATE profile SET professionals_opposed = {opposed}, emergency_answered = {answered}, samu = {samu}, \
                 break_glass = {others}, masked_documents = {masked}, masked_sections = {sections} WHERE id = {id}"
            ))
            .await;
        let organisation = format!("59000000{}", dice.below(6));
        database
            .execute(format!(
                "INSERT INTO blocked_organisation (profile_id, finess, since) VALUES ({id}, '{organisation}', 0)"
            ))
            .await;
        // A code that is not in the list closes the document.
        let odd = database.id(Uuid::from_u128(0xd0c0_0000 + u128::from(record * 1_000)));
        database
            .execute(format!(
                "UPDATE document SET type_code = 'INCONNU' WHERE id = {odd}"
            ))
            .await;
        if is_minors(record) {
            database
                .execute(format!(
                    "UPDATE representation SET kind = 'legal_representative' WHERE profile_id = {id}"
                ))
                .await;
        }
    }
}

/// The token of whoever the page calls so. Physicians at the SAMU are regulation physicians.
fn identity(who: &str, channel: Channel) -> ProfessionalIdentity {
    let known = directory()
        .into_iter()
        .find(|professional| professional.rpps == who);
    let profession = match &known {
        Some(professional) => professional.profession.as_str(),
        None if who.len() == 11 => "10",
        None => who,
    };
    ProfessionalIdentity {
        rpps: if who.len() == 11 { who } else { "10000008888" }.parse().unwrap(),
        name: "Prénom Nom".to_owned(),
        entitlements: vec![Entitlement::from_code(profession).unwrap()],
        organisation: known.as_ref().and_then(|known| known.organisation.parse().ok()),
        organisation_name: "Cabinet".to_owned(),
        authentication: Authentication::ProSanteConnect,
        samu_regulator: profession == "10",
        channel,
    }
}

/// What the page says, from what its source holds.
fn page_says(view: &SeeAsView, asked: &Asked) -> Answer {
    let written = serde_json::to_string(&SeenRecord::new(view, |document| document.title.clone())).unwrap();
    let read: SeenRecord = serde_json::from_str(&written).unwrap();
    asked.of(&read).unwrap()
}

/// A record's page, and what the person it is made for may know.
struct Page<'a> {
    store: &'a Store,
    record: u64,
    view: SeeAsView,
    known: BTreeSet<Uuid>,
}

impl<'a> Page<'a> {
    async fn of(record: u64, store: &'a Store, population: &Population) -> Self {
        let view = store.see_as(key(record), on(TODAY)).await.unwrap();
        let unseen = |visibility: Visibility| {
            visibility.contains(VisibilityFlag::HiddenFromPatient)
                || is_minors(record) && visibility.contains(VisibilityFlag::HiddenFromRepresentatives)
        };
        let known = population
            .documents
            .iter()
            .filter(|document| document.profile == key(record).profile && !unseen(document.visibility))
            .map(|document| document.id)
            .collect::<BTreeSet<_>>();
        let shown = view.documents.iter().map(|document| document.id);
        assert_eq!(
            shown.collect::<BTreeSet<_>>(),
            known,
            "the page holds what the person may know"
        );

        let profile = &population.profiles[usize::try_from(record).unwrap()];
        let mut tied = profile.blocked.iter().cloned().collect::<BTreeSet<_>>();
        let administrators = profile.administrators.iter();
        tied.extend(administrators.map(|administrator| administrator.rpps.clone()));
        let documents = population.documents.iter();
        let authors = documents.filter(|document| known.contains(&document.id));
        tied.extend(authors.filter_map(|document| Some(document.author.as_ref()?.rpps.clone())));
        let people = view.people.iter().map(|person| person.professional.rpps.clone());
        assert_eq!(
            people.collect::<BTreeSet<_>>(),
            tied,
            "and names those whom the person may know"
        );
        Self {
            store,
            record,
            view,
            known,
        }
    }

    /// Asks the page and the gateway the same thing; gives what decided each document.
    async fn agrees(&self, who: &str, situation: Situation, dice: &mut Dice) -> Vec<Decision> {
        let (place, channel) = *dice.one(&PLACES);
        let day = *dice.one(&[TODAY, civil::date(2028, 2, 27), civil::date(2028, 2, 28)]);
        let asked = Asked {
            who: who.to_owned(),
            situation: situation.id().to_owned(),
            place: place.to_owned(),
            day: day.to_string(),
        };
        let answer = page_says(&self.view, &asked);
        let professional = identity(who, channel);
        let access = GatewayAccess {
            professional: &professional,
            ins: &ins(self.record),
            context: situation.context(),
            secret: false,
        };
        let told = format!("record {}, {asked:?}", self.record);

        let opened = self.store.open_record(access, on(day)).await.unwrap();
        agrees(answer.open, opened, &told);

        let criteria = SearchCriteria {
            limit: 1_000,
            ..SearchCriteria::default()
        };
        let found = self
            .store
            .search_documents(access, &criteria, on(day))
            .await
            .unwrap();
        let (found, _) = found.unwrap_or_default();
        let given = found.iter().map(|one| one.document.id);
        let given = given
            .filter(|id| self.known.contains(id))
            .collect::<BTreeSet<_>>();
        let said = self.view.documents.iter().zip(&answer.documents);
        let said = said
            .filter(|(_, decision)| decision.is_permit())
            .map(|(document, _)| document.id)
            .collect::<BTreeSet<_>>();
        assert_eq!(said, given, "{told}");

        let place = usize::try_from(dice.below(self.view.documents.len() as u64)).unwrap();
        let document = self.view.documents[place].id;
        let read = self.store.read_document(access, document, on(day)).await.unwrap();
        agrees(answer.documents[place], read.map(|_| ()), &told);
        answer.documents
    }
}

async fn generated(dice: &mut Dice) -> (Database, Store, Population) {
    let database = Database::fresh(Sqlite).await;
    let store = Store::connect(database.url()).await.unwrap();
    let population = population(dice);
    store.install_population(&population, now()).await.unwrap();
    choose_settings(&database, dice).await;
    (database, store, population)
}

#[tokio::test]
async fn the_page_says_what_the_gateway_answers() {
    let mut dice = Dice(0x05ee_0a55);
    let (database, store, population) = generated(&mut dice).await;

    let mut decided = BTreeMap::new();
    for record in 0..RECORDS {
        let page = Page::of(record, &store, &population).await;
        let professions = Entitlement::all()
            .filter(|_| dice.percent(20))
            .map(|entitlement| entitlement.code().to_owned())
            .collect::<Vec<_>>();
        let people = page.view.people.iter();
        for who in people
            .map(|person| person.professional.rpps.clone())
            .chain(professions)
        {
            for situation in Situation::ALL {
                for decision in page.agrees(&who, situation, &mut dice).await {
                    *decided.entry(decision.rule().id()).or_insert(0) += 1;
                }
            }
        }
    }
    let cases: u32 = decided.values().sum();
    assert!(cases >= 10_000, "{cases} cases");
    // Every rule that can decide a document in these situations has decided some.
    for rule in [
        "suspended_professional",
        "no_reading_entitlement",
        "reason_missing",
        "author",
        "blocked_professional",
        "blocked_organisation",
        "administrator",
        "not_samu_regulator",
        "samu_opposed",
        "break_glass_opposed",
        "professionals_opposed",
        "no_legal_basis",
        "matrix",
        "masked_even_in_emergency",
        "emergency_masked",
        "masked",
        "emergency",
        "care_team",
        "declared_consent",
    ] {
        assert!(decided.contains_key(rule), "{rule} decided nothing: {decided:?}");
    }
    store.close().await;
    database.remove().await;
}

/// The gateway gives what the page says is open; what it refuses, it refuses by the same rule when it may tell it.
fn agrees(said: Decision, given: Result<(), GatewayRefusal>, told: &str) {
    match given {
        Ok(()) => assert!(said.is_permit(), "{told}: given, though {said:?}"),
        Err(GatewayRefusal::Told(rule)) => assert_eq!(said.rule(), rule, "{told}"),
        Err(GatewayRefusal::Absent | GatewayRefusal::KeyReused) => {
            assert!(!said.is_permit(), "{told}: refused, though {said:?}");
        }
    }
}

/// What an effect says.
fn told(effects: Vec<Effect>) -> Vec<String> {
    let tell = |effect: Effect| {
        // The page may be asked for the whole list; both begin with as many.
        let named = effect.named.iter().take(5).map(texts::named_document);
        format!(
            "{} {} {:?}",
            texts::who(&effect.who),
            texts::effect(&effect, true),
            named.collect::<Vec<_>>()
        )
    };
    effects.into_iter().map(tell).collect()
}

#[tokio::test]
async fn what_is_live_says_what_the_confirmation_page_says() {
    let mut dice = Dice(0x0d1f_fe4e);
    let (database, store, _) = generated(&mut dice).await;
    let (mut gained, mut lost, mut nothing) = (0, 0, 0);
    for record in 0..RECORDS {
        let view = store.see_as(key(record), on(TODAY)).await.unwrap();
        let shown = SeenRecord::new(&view, texts::titled);
        let mut changes = vec![
            SettingsChange::All { mask: true },
            SettingsChange::All { mask: false },
            SettingsChange::Oppose(true),
            SettingsChange::Oppose(false),
        ];
        changes.extend(EmergencyConsents::all().map(SettingsChange::Emergency));
        for mask in [true, false] {
            changes.extend(Section::ALL.map(|section| SettingsChange::Section { section, mask }));
        }
        for person in &view.people {
            let rpps = person.professional.rpps.parse().unwrap();
            changes.extend([
                SettingsChange::Block(rpps),
                SettingsChange::Unblock(rpps),
                SettingsChange::WithdrawAdministrator(rpps),
                SettingsChange::WithdrawAndBlock(rpps),
            ]);
        }
        for change in changes {
            let live = difference::of(&shown, &change).unwrap();
            match store.preview_change(key(record), &change, on(TODAY)).await {
                Ok(page) => {
                    let live = live.unwrap();
                    assert_eq!(live.is_done, page.is_done, "record {record}, {change:?}");
                    gained += page.gains.len();
                    lost += page.losses.len();
                    nothing += usize::from(page.is_done);
                    let both = |gains, losses| (told(gains), told(losses));
                    assert_eq!(
                        both(live.gains, live.losses),
                        both(page.gains, page.losses),
                        "record {record}, {change:?}"
                    );
                }
                Err(RecordError::Refused(refusal)) => {
                    assert_eq!(live, Err(refusal), "record {record}, {change:?}");
                }
                Err(error) => panic!("record {record}, {change:?}: {error}"),
            }
        }
    }
    assert!(
        gained > 100 && lost > 100 && nothing > 100,
        "{gained} {lost} {nothing}"
    );
    store.close().await;
    database.remove().await;
}
