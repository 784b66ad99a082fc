//! The facts: what they accept, what they refuse, and the names they go by.

mod support;

use jiff::civil::{Date, date};
use policy::{
    Authentication, Author, Channel, DefaultVisibility, DocumentCategory, DocumentType, EmergencyConsents,
    Entitlement, EntitlementSet, Finess, InconsistentConsents, InvalidFiness, InvalidRpps, MatrixVersion,
    NoticeKind, Parameters, ProfileFacts, ProfileState, Refusal, Rpps, Rule, Section, Sections, SortedSet,
    TraceAction, Visibility, VisibilityFlag, matrix,
};
use support::{Case, another, me, rulebook};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn rpps_is_eleven_digits() {
    for text in ["10003456789", "00000000000", "99999999999"] {
        assert_eq!(text.parse::<Rpps>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "1000345678",
        "100034567890",
        "1000345678a",
        "+1000345678",
        "1000345678 ",
        "１０００３４５６７８９",
    ] {
        assert_eq!(text.parse::<Rpps>(), Err(InvalidRpps), "{text}");
    }
    assert_eq!(InvalidRpps.to_string(), "rpps: 11 digits expected");
    assert_eq!(format!("{:?}", me()), "Rpps(10003456789)");
    assert!(another() < me());
}

#[test]
fn finess_is_nine_digits_or_capitals() {
    for text in ["590064036", "2A0000123", "000000000"] {
        assert_eq!(text.parse::<Finess>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "59006403",
        "5900640366",
        "2a0000123",
        "59006403é",
        "59006403-",
    ] {
        assert_eq!(text.parse::<Finess>(), Err(InvalidFiness), "{text}");
    }
    assert_eq!(
        InvalidFiness.to_string(),
        "finess: 9 digits or capital letters expected"
    );
    assert_eq!(
        format!("{:?}", "590064036".parse::<Finess>().unwrap()),
        "Finess(590064036)"
    );
}

#[test]
fn keys_are_those_of_luhn() {
    let rpps = |text: &str| text.parse::<Rpps>().unwrap().has_valid_key();
    assert!(rpps("99700571476") && rpps("99700024450") && rpps("00000000000"));
    assert!(!rpps("99700571477") && !rpps("99700571467") && !rpps("10003456789"));
    let finess = |text: &str| text.parse::<Finess>().unwrap().has_valid_key();
    assert!(finess("590064036") && finess("000000000"));
    assert!(!finess("590064035") && !finess("590064063") && !finess("2A0000000"));
    for digit in 0..=9 {
        let valid = digit == 6;
        assert_eq!(finess(&format!("59006403{digit}")), valid, "{digit}");
    }
}

#[test]
fn masked_documents_need_an_emergency_access() {
    for bits in 0..8 {
        let [samu, break_glass, masked] = [bits & 1 != 0, bits & 2 != 0, bits & 4 != 0];
        let consents = EmergencyConsents::new(samu, break_glass, masked);
        if masked && !samu && !break_glass {
            assert_eq!(consents, Err(InconsistentConsents));
            continue;
        }
        let consents = consents.unwrap();
        assert_eq!(
            (
                consents.samu(),
                consents.break_glass(),
                consents.masked_documents()
            ),
            (samu, break_glass, masked)
        );
        for permitted in [false, true] {
            let after = consents.with_samu(permitted);
            assert_eq!((after.samu(), after.break_glass()), (permitted, break_glass));
            assert_eq!(after.masked_documents(), masked && (permitted || break_glass));
            let after = consents.with_break_glass(permitted);
            assert_eq!((after.samu(), after.break_glass()), (samu, permitted));
            assert_eq!(after.masked_documents(), masked && (samu || permitted));
        }
    }
    let all: Vec<_> = EmergencyConsents::all()
        .map(|consents| {
            (
                consents.samu(),
                consents.break_glass(),
                consents.masked_documents(),
            )
        })
        .collect();
    let expected = [
        (false, false, false),
        (true, false, false),
        (false, true, false),
        (true, true, false),
        (true, false, true),
        (false, true, true),
        (true, true, true),
    ];
    assert_eq!(all, expected);
    assert_eq!(
        InconsistentConsents.to_string(),
        "emergency: masked_documents needs samu or break_glass"
    );
}

#[test]
fn until_answered_emergencies_follow_their_parameter() {
    let asked = Parameters {
        emergency_reads_masked_until_answered: false,
        ..Parameters::CURRENT
    };
    let mut profile = ProfileFacts::new(ProfileState::Active, date(1980, 5, 1));
    assert_eq!(
        profile.emergency_consents(&Parameters::CURRENT),
        EmergencyConsents::new(true, true, true).unwrap()
    );
    assert_eq!(
        profile.emergency_consents(&asked),
        EmergencyConsents::new(true, true, false).unwrap()
    );
    let answered = EmergencyConsents::new(false, true, true).unwrap();
    profile.emergency = Some(answered);
    assert_eq!(profile.emergency_consents(&asked), answered);
}

#[test]
fn majority_is_the_eighteenth_birthday() {
    for (born, first_day) in [
        (date(2008, 11, 23), date(2026, 11, 23)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 2, 28), date(2026, 2, 28)),
        (date(2008, 3, 1), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
        (date(2007, 12, 31), date(2025, 12, 31)),
        (date(2008, 1, 1), date(2026, 1, 1)),
        (date(1882, 2, 29 - 1), date(1900, 2, 28)),
    ] {
        let profile = ProfileFacts::new(ProfileState::Active, born);
        assert_eq!(profile.comes_of_age(), Some(first_day), "{born}");
        assert!(profile.is_minor(first_day.yesterday().unwrap()), "{born}");
        assert!(!profile.is_minor(first_day), "{born}");
    }
    assert_eq!(
        ProfileFacts::new(ProfileState::Active, date(9990, 1, 1)).comes_of_age(),
        None
    );
    assert!(ProfileFacts::new(ProfileState::Active, date(9990, 1, 1)).is_minor(Date::MAX));
    assert!(ProfileFacts::new(ProfileState::Active, Date::MAX).is_minor(Date::MIN));
    assert!(!ProfileFacts::new(ProfileState::Active, Date::MIN).is_minor(Date::MAX));
}

#[test]
fn majority_for_everyone_born_in_a_century() {
    let mut born = date(1950, 1, 1);
    while born < date(2050, 1, 1) {
        let case = Case::new().with(|case| case.profile.born = born);
        let first_day = case.profile.comes_of_age().unwrap();
        for on in [
            first_day.yesterday().unwrap(),
            first_day,
            first_day.tomorrow().unwrap(),
        ] {
            let case = Case { on, ..case.clone() };
            assert_eq!(case.profile.is_minor(on), rulebook::minor(&case), "{born} {on}");
            assert_eq!(case.profile.is_minor(on), on < first_day, "{born} {on}");
        }
        born = born.tomorrow().unwrap();
    }
}

#[test]
fn sets_of_identifiers_are_ordered_and_without_duplicates() {
    let mut set: SortedSet<Rpps> = [me(), another(), me()].into_iter().collect();
    assert_eq!(set.iter().collect::<Vec<_>>(), [another(), me()]);
    assert_eq!((set.len(), set.is_empty()), (2, false));
    assert!(!set.insert(me()) && set.remove(me()) && !set.remove(me()));
    assert!(!set.contains(me()) && set.contains(another()));
    assert!(set.insert(me()) && set.contains(me()));
    set.extend([me(), "00000000001".parse().unwrap()]);
    assert_eq!(set.len(), 3);
    assert!(set.contains("00000000001".parse().unwrap()));
    assert!(SortedSet::<Rpps>::new().is_empty() && SortedSet::<Rpps>::default().is_empty());
}

#[test]
fn flags_are_a_set() {
    assert_eq!(Visibility::all().len(), 8);
    for visibility in Visibility::all() {
        assert_eq!(visibility.iter().collect::<Visibility>(), visibility);
        assert_eq!(visibility.is_empty(), visibility == Visibility::NORMAL);
        for flag in VisibilityFlag::ALL {
            let (with, without) = (visibility.with(flag), visibility.without(flag));
            assert!(with.contains(flag) && !without.contains(flag));
            for other in VisibilityFlag::ALL.into_iter().filter(|other| *other != flag) {
                assert_eq!(
                    with.contains(other),
                    visibility.contains(other),
                    "editing one flag keeps the others"
                );
                assert_eq!(
                    without.contains(other),
                    visibility.contains(other),
                    "editing one flag keeps the others"
                );
            }
        }
        assert_eq!(
            visibility.is_masked(),
            visibility.contains(VisibilityFlag::MaskedToProfessionals)
        );
    }
    let masked = Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals);
    assert_eq!(format!("{masked:?}"), "{MaskedToProfessionals}");
}

#[test]
fn sections_are_a_set() {
    assert_eq!(Sections::all().len(), 16);
    for sections in Sections::all() {
        assert_eq!(sections.iter().collect::<Sections>(), sections);
        assert_eq!(sections.is_empty(), sections == Sections::NONE);
        for section in Section::ALL {
            assert!(sections.with(section).contains(section) && !sections.without(section).contains(section));
            for other in Section::ALL.into_iter().filter(|other| *other != section) {
                assert_eq!(sections.with(section).contains(other), sections.contains(other));
                assert_eq!(
                    sections.without(section).contains(other),
                    sections.contains(other)
                );
            }
        }
    }
    assert_eq!(
        format!("{:?}", Sections::NONE.with(Section::Vaccinations)),
        "{Vaccinations}"
    );
    let labels: std::collections::BTreeSet<_> = Section::ALL.map(Section::label).into_iter().collect();
    assert!(labels.len() == 4 && labels.contains("Directives anticipées"));
}

#[test]
fn codes_find_what_they_name() {
    for document_type in DocumentType::all() {
        assert_eq!(DocumentType::from_code(document_type.code()), Some(document_type));
        assert!(!document_type.label().is_empty() && !document_type.system().is_empty());
    }
    for entitlement in Entitlement::all() {
        assert_eq!(Entitlement::from_code(entitlement.code()), Some(entitlement));
        assert!(!entitlement.label().is_empty() && entitlement.system().starts_with("https://"));
    }
    assert_eq!((DocumentType::all().len(), Entitlement::all().len()), (124, 59));
    assert_eq!(DocumentType::from_code(""), None);
    assert_eq!(Entitlement::from_code("TRE_G15"), None);

    let result = DocumentType::from_code("11502-2").unwrap();
    assert_eq!(
        (result.category(), result.category().code()),
        (DocumentCategory::Report, "10")
    );
    assert!(result.is_accepted() && !DocumentType::from_code("PIECE-IDENTITE").unwrap().is_accepted());
    assert_eq!(result.system(), "http://loinc.org");
    let categories = DocumentCategory::ALL.map(|category| (category.code(), category.label()));
    let expected = [
        ("10", "Compte rendu"),
        ("11", "Synthèse"),
        ("31", "Imagerie médicale"),
        ("42", "Prescription"),
        ("43", "Dispensation"),
        ("44", "Plan de soins, protocole de soins"),
        ("45", "Traitement administré"),
        ("52", "Certificat, déclaration"),
        ("60", "Données de remboursement"),
        ("90", "Autres documents déposés par le patient"),
        ("95", "Document de gestion"),
        ("", "Autre document"),
    ];
    assert_eq!(categories, expected);

    let intern = Entitlement::from_code("G16-10").unwrap();
    assert_eq!(intern.national_code(), "10");
    assert_ne!(intern, Entitlement::physician());
    assert_ne!(intern.system(), Entitlement::physician().system());
    assert_eq!(
        format!("{intern:?} {result:?}"),
        "Entitlement(G16-10) DocumentType(11502-2)"
    );
    assert!(DocumentType::from_code("101881-1") < DocumentType::from_code("11369-6"));
    assert!(DocumentType::all().is_sorted() && Entitlement::all().is_sorted());
}

#[test]
fn equal_codes_hash_alike() {
    let types: std::collections::HashSet<_> = DocumentType::all().chain(DocumentType::all()).collect();
    let entitlements: std::collections::HashSet<_> = Entitlement::all().chain(Entitlement::all()).collect();
    assert_eq!((types.len(), entitlements.len()), (124, 59));
    assert!(
        types.contains(&DocumentType::vaccination_history())
            && entitlements.contains(&Entitlement::physician())
    );
}

#[test]
fn entitlements_are_a_set() {
    let all: EntitlementSet = Entitlement::all().collect();
    assert_eq!(all.iter().count(), 59);
    let (physician, nurse) = (Entitlement::physician(), Entitlement::from_code("60").unwrap());
    let one = EntitlementSet::EMPTY.with(physician);
    assert!(
        one.contains(physician)
            && !one.contains(nurse)
            && !one.is_empty()
            && EntitlementSet::EMPTY.is_empty()
    );
    assert!(
        one.with(nurse).with(nurse).intersects(one) && !one.intersects(EntitlementSet::EMPTY.with(nurse))
    );
    assert_eq!(one.with(nurse).with(nurse), one.with(nurse));
    assert!(matrix::opens_anything(one) && !matrix::opens_anything(EntitlementSet::EMPTY));
    assert_eq!(format!("{one:?}"), "{Entitlement(10)}");
}

/// One identifier, one value: each is found by its identifier, and none is shared.
macro_rules! known_by_id {
    ($($test:ident: $type:ty),* $(,)?) => {$(
        #[test]
        fn $test() {
            let ids: std::collections::BTreeSet<_> = <$type>::ALL.iter().map(|value| value.id()).collect();
            assert_eq!(ids.len(), <$type>::ALL.len());
            for value in <$type>::ALL {
                assert_eq!(<$type>::from_id(value.id()), Some(value));
                assert!(value.id().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", value.id());
            }
            assert_eq!(<$type>::from_id("?"), None);
        }
    )*};
}

known_by_id! {
    channels_are_known_by_their_id: Channel,
    defaults_are_known_by_their_id: DefaultVisibility,
    flags_are_known_by_their_id: VisibilityFlag,
    notices_are_known_by_their_id: NoticeKind,
    refusals_are_known_by_their_id: Refusal,
    rules_are_known_by_their_id: Rule,
    sections_are_known_by_their_id: Section,
    states_are_known_by_their_id: ProfileState,
    traces_are_known_by_their_id: TraceAction,
}

#[test]
fn authentications_are_known_by_their_id() {
    for value in Authentication::ALL {
        let listed = value == Authentication::AirSimplifie { allow_listed: true };
        assert_eq!(Authentication::from_id(value.id(), listed), Some(value));
    }
    assert_eq!(Authentication::from_id("password", true), None);
}

#[test]
fn other_identifiers() {
    let authors = [
        Author::Professional(me()),
        Author::Holder,
        Author::LegalRepresentative,
        Author::ReferencedApplication,
        Author::HealthInsurance,
    ];
    let kinds = [
        "professional",
        "holder",
        "legal_representative",
        "referenced_application",
        "health_insurance",
    ];
    assert_eq!(authors.map(Author::kind), kinds);
    assert!(authors[0].is(me()) && !authors[0].is(another()) && !authors[1].is(me()));
    let national = ["MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"];
    assert_eq!(VisibilityFlag::ALL.map(VisibilityFlag::national_code), national);
    assert_eq!(MatrixVersion::Cnam2024_09.id(), "CNAM-MATRIX-2024-09");
    assert_eq!(
        Refusal::AdministratorCannotBeBlocked.to_string(),
        "administrator_cannot_be_blocked"
    );
    assert_eq!(Parameters::default(), Parameters::CURRENT);
}

#[test]
fn contexts_are_known_by_their_id() {
    use policy::AccessContext::{BreakGlass, CareTeam, DeclaredConsent, None, Samu};
    let contexts = [
        CareTeam,
        DeclaredConsent,
        None,
        Samu { reason: "" },
        BreakGlass { reason: "" },
    ];
    let found = contexts.map(|context| (context.id(), context.is_emergency()));
    let expected = [
        ("care_team", false),
        ("declared_consent", false),
        ("none", false),
        ("samu", true),
        ("break_glass", true),
    ];
    assert_eq!(found, expected);
}
