//! Professionals' software: opening, searching, reading.

use policy::{
    AccessContext::{self, BreakGlass, CareTeam, DeclaredConsent, None as NoContext, Samu},
    Authentication, Rule,
};
use record::{
    RecordError,
    acts::{
        GatewayRefusal::{Absent, Told},
        SearchCriteria,
    },
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        ALLERGIES, BERNARD, BERNARDS, BIOLOGY, BLOCKED, BY_BLOCKED, CAMILLE, CARDIOLOGY, CARON, FAURE,
        HADDAD, LAMBERT, MARTIN, NGUYEN, Person, Scene, UNKNOWN, UNTOLD, WILDCARDS, access, everything, ids,
        physician,
    },
};

const URGENT: AccessContext<'static> = BreakGlass {
    reason: "Personne inconsciente",
};
const NOBODY: Person = Person {
    ins: "199999999999999",
    ..CAMILLE
};

#[rstest]
#[tokio::test]
async fn a_document_is_read_by_those_who_may(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for (who, document, context, rule) in [
        (LAMBERT, BIOLOGY, CareTeam, "care_team"),
        (LAMBERT, BIOLOGY, DeclaredConsent, "declared_consent"),
        (LAMBERT, BIOLOGY, URGENT, "emergency"),
        (CARON, BIOLOGY, Samu { reason: "" }, "emergency"),
        (MARTIN, BIOLOGY, CareTeam, "administrator"),
        (HADDAD, BIOLOGY, CareTeam, "author"),
        // Blocked, but it is their own.
        (BLOCKED, BY_BLOCKED, CareTeam, "author"),
        // Hidden from the patient is not hidden from professionals.
        (LAMBERT, UNTOLD, CareTeam, "care_team"),
    ] {
        let content = scene.reads(who, CAMILLE, document, context).await.unwrap();
        assert!(content.bytes.starts_with(b"%PDF "), "{rule}");
        if document != UNTOLD {
            let line = scene.history(CAMILLE).await.remove(0);
            assert_eq!(
                (line.event.as_str(), line.denied, line.rule.as_str()),
                ("document_read", false, rule)
            );
            let by = line.professional.unwrap();
            assert_eq!((by.rpps.as_str(), by.context.as_str()), (who, context.id()));
            assert_eq!(by.organisation, "Cabinet des Tilleuls, Lille");
            assert_eq!(line.document.unwrap().id, document);
        }
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_refusal_says_what_may_be_told_and_traces_why(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for (who, document, context, rule, answer) in [
        (BLOCKED, BIOLOGY, CareTeam, "blocked_professional", Absent),
        (FAURE, BIOLOGY, CareTeam, "matrix", Absent),
        (
            LAMBERT,
            BIOLOGY,
            NoContext,
            "no_legal_basis",
            Told(Rule::NoLegalBasis),
        ),
        // Even the author says on what basis.
        (
            HADDAD,
            BIOLOGY,
            NoContext,
            "no_legal_basis",
            Told(Rule::NoLegalBasis),
        ),
        (
            LAMBERT,
            BIOLOGY,
            Samu { reason: "" },
            "not_samu_regulator",
            Told(Rule::NotSamuRegulator),
        ),
        (
            LAMBERT,
            BIOLOGY,
            BreakGlass { reason: " \t " },
            "reason_missing",
            Told(Rule::ReasonMissing),
        ),
    ] {
        assert_eq!(
            scene.reads(who, CAMILLE, document, context).await.unwrap_err(),
            answer
        );
        let line = scene.history(CAMILLE).await.remove(0);
        assert_eq!(
            (line.event.as_str(), line.denied, line.rule.as_str()),
            ("document_read", true, rule)
        );
        assert_eq!(line.professional.unwrap().rpps, who);
    }
    let mut staff = physician(LAMBERT);
    staff.authentication = Authentication::Cpe;
    let refused = scene
        .store
        .read_document(access(&staff, CAMILLE.ins, CareTeam), BIOLOGY, scene.next())
        .await
        .unwrap();
    assert_eq!(refused.unwrap_err(), Told(Rule::AuthenticationInsufficient));
    let suspend = format!("UPDATE professional SET suspended = TRUE WHERE rpps = '{LAMBERT}'");
    scene.database.execute(suspend).await;
    let refused = scene.reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam).await;
    assert_eq!(refused.unwrap_err(), Told(Rule::SuspendedProfessional));
    assert_eq!(scene.history(CAMILLE).await[0].rule, "suspended_professional");
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_masked_document_is_kept_from_all_but_three(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    for (who, context, permitted, rule) in [
        (LAMBERT, CareTeam, false, "masked"),
        (LAMBERT, DeclaredConsent, false, "masked"),
        (HADDAD, CareTeam, true, "author"),
        (MARTIN, CareTeam, true, "administrator"),
        (LAMBERT, URGENT, true, "emergency_masked"),
        (CARON, Samu { reason: "" }, true, "emergency_masked"),
        (BLOCKED, URGENT, false, "blocked_professional"),
    ] {
        let read = scene.reads(who, CAMILLE, BIOLOGY, context).await;
        assert_eq!(read.as_ref().err(), (!permitted).then_some(&Absent), "{rule}");
        assert_eq!(scene.history(CAMILLE).await[0].rule, rule);
    }
    // The patient answers that masked documents stay closed in an emergency.
    scene
        .set(CAMILLE, "emergency_answered = TRUE, masked_documents = FALSE")
        .await;
    assert_eq!(
        scene.reads(LAMBERT, CAMILLE, BIOLOGY, URGENT).await.unwrap_err(),
        Absent
    );
    assert_eq!(scene.history(CAMILLE).await[0].rule, "masked_even_in_emergency");
    scene.reads(LAMBERT, CAMILLE, CARDIOLOGY, URGENT).await.unwrap();

    scene.unmasks(CAMILLE, BIOLOGY).await.unwrap();
    scene.reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam).await.unwrap();
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn settings_of_the_whole_record_decide(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.set(CAMILLE, "professionals_opposed = TRUE").await;
    assert_eq!(scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap_err(), Absent);
    assert_eq!(scene.history(CAMILLE).await[0].rule, "professionals_opposed");
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    scene.opens(LAMBERT, CAMILLE, URGENT).await.unwrap();
    scene
        .set(
            CAMILLE,
            "emergency_answered = TRUE, samu = FALSE, break_glass = FALSE, masked_documents = FALSE",
        )
        .await;
    assert_eq!(scene.opens(LAMBERT, CAMILLE, URGENT).await.unwrap_err(), Absent);
    assert_eq!(scene.history(CAMILLE).await[0].rule, "break_glass_opposed");
    assert_eq!(
        scene
            .opens(CARON, CAMILLE, Samu { reason: "" })
            .await
            .unwrap_err(),
        Absent
    );
    assert_eq!(scene.history(CAMILLE).await[0].rule, "samu_opposed");
    scene.set(CAMILLE, "state = 'closed'").await;
    for who in [LAMBERT, MARTIN] {
        assert_eq!(scene.opens(who, CAMILLE, CareTeam).await.unwrap_err(), Absent);
    }
    assert_eq!(
        scene.reads(HADDAD, CAMILLE, BIOLOGY, CareTeam).await.unwrap_err(),
        Absent
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn absent_is_absent(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    for (of, document) in [
        (CAMILLE, BIOLOGY),
        (CAMILLE, UNKNOWN),
        // Someone else's document, under this person's number.
        (CAMILLE, BERNARDS),
        (NOBODY, BIOLOGY),
        (NOBODY, UNKNOWN),
    ] {
        assert_eq!(
            scene.reads(LAMBERT, of, document, CareTeam).await.unwrap_err(),
            Absent
        );
    }
    // Without the right to open, an unknown document answers as a known one.
    for (who, context, answer) in [
        (BLOCKED, CareTeam, Absent),
        (LAMBERT, NoContext, Told(Rule::NoLegalBasis)),
        (LAMBERT, Samu { reason: "" }, Told(Rule::NotSamuRegulator)),
    ] {
        for document in [BIOLOGY, CARDIOLOGY, UNKNOWN, BERNARDS] {
            assert_eq!(
                scene.reads(who, CAMILLE, document, context).await.unwrap_err(),
                answer
            );
        }
    }
    assert_eq!(scene.opens(LAMBERT, NOBODY, CareTeam).await.unwrap_err(), Absent);
    let found = scene.searches(LAMBERT, NOBODY, CareTeam, everything()).await;
    assert_eq!(found.unwrap_err(), Absent);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_attempt_on_a_document_that_is_not_there_is_traced(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    assert_eq!(
        scene
            .reads(LAMBERT, CAMILLE, UNKNOWN, CareTeam)
            .await
            .unwrap_err(),
        Absent
    );
    let line = scene.history(CAMILLE).await.remove(0);
    assert_eq!((line.event.as_str(), line.denied), ("document_read", true));
    assert_eq!(line.document, None);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_search_gives_exactly_what_a_read_would(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    let documents = [UNTOLD, BIOLOGY, CARDIOLOGY, WILDCARDS, BY_BLOCKED, ALLERGIES];
    for (who, context) in [
        (LAMBERT, CareTeam),
        (LAMBERT, DeclaredConsent),
        (LAMBERT, NoContext),
        (LAMBERT, URGENT),
        (HADDAD, CareTeam),
        (MARTIN, CareTeam),
        (NGUYEN, CareTeam),
        (FAURE, CareTeam),
        (BLOCKED, CareTeam),
        (CARON, Samu { reason: "" }),
    ] {
        let mut readable = Vec::new();
        for document in documents {
            if scene.reads(who, CAMILLE, document, context).await.is_ok() {
                readable.push(document);
            }
        }
        match scene.searches(who, CAMILLE, context, everything()).await {
            Ok(found) => {
                assert_eq!(ids(&found), readable, "{who} {context:?}");
                assert!(!found.1);
            }
            Err(refusal) => {
                assert_eq!(
                    (readable, Err(refusal)),
                    (vec![], scene.opens(who, CAMILLE, context).await)
                );
            }
        }
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_search_pages_without_a_gap(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, CARDIOLOGY).await.unwrap();
    let mut after = None;
    let mut given = Vec::new();
    for more_after in [true, true, true, true, false] {
        let criteria = SearchCriteria {
            limit: 1,
            after,
            ..SearchCriteria::default()
        };
        let found = scene
            .searches(LAMBERT, CAMILLE, CareTeam, criteria)
            .await
            .unwrap();
        assert_eq!((found.0.len(), found.1), (1, more_after));
        after = Some(found.0[0].document.id);
        given.extend(ids(&found));
    }
    assert_eq!(given, [UNTOLD, BIOLOGY, WILDCARDS, BY_BLOCKED, ALLERGIES]);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_search_is_narrowed_as_asked(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let day = |text: &str| Some(text.parse().unwrap());
    let all = everything;
    for (criteria, expected) in [
        (
            SearchCriteria {
                type_code: "11502-2".into(),
                ..all()
            },
            vec![BIOLOGY],
        ),
        (
            SearchCriteria {
                type_code: "'; --".into(),
                ..all()
            },
            vec![],
        ),
        (
            SearchCriteria {
                text: "COEUR".into(),
                ..all()
            },
            vec![CARDIOLOGY],
        ),
        (
            SearchCriteria {
                text: "%".into(),
                ..all()
            },
            vec![WILDCARDS],
        ),
        (
            SearchCriteria {
                text: "é".repeat(10_000),
                ..all()
            },
            vec![],
        ),
        (
            SearchCriteria {
                from: day("2026-11-20"),
                ..all()
            },
            vec![UNTOLD, BIOLOGY],
        ),
        (
            SearchCriteria {
                to: day("2026-10-30"),
                ..all()
            },
            vec![BY_BLOCKED, ALLERGIES],
        ),
        (
            SearchCriteria {
                from: day("2026-11-07"),
                to: day("2026-11-14"),
                ..all()
            },
            vec![CARDIOLOGY, WILDCARDS],
        ),
    ] {
        let found = scene
            .searches(LAMBERT, CAMILLE, CareTeam, criteria)
            .await
            .unwrap();
        assert_eq!(ids(&found), expected);
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn who_may_not_open_still_lists_what_they_wrote(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    assert_eq!(scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err(), Absent);
    let found = scene
        .searches(BLOCKED, CAMILLE, CareTeam, everything())
        .await
        .unwrap();
    assert_eq!(ids(&found), [BY_BLOCKED]);
    // With nothing of their own the record is not there.
    let found = scene.searches(LAMBERT, BERNARD, NoContext, everything()).await;
    assert_eq!(found.unwrap_err(), Told(Rule::NoLegalBasis));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_stored_value_that_makes_no_sense_is_a_refusal(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let reads = async || {
        let who = physician(LAMBERT);
        let asked = access(&who, BERNARD.ins, CareTeam);
        scene.store.read_document(asked, BERNARDS, scene.next()).await
    };
    let set = async |table: &str, column: &str, value: &str| {
        scene
            .database
            .execute(format!("UPDATE {table} SET {column} = {value}"))
            .await;
    };
    for (table, column, nonsense, sense) in [
        ("document", "visibility", "64", "0"),
        ("document", "author_kind", "'nobody'", "'professional'"),
        ("document", "author_rpps", "'x'", "'10000000033'"),
        ("profile", "state", "'dreaming'", "'active'"),
        ("profile", "masked_sections", "99", "0"),
        ("profile", "born", "'yesterday'", "'1952-03-14'"),
        ("blocked_professional", "rpps", "'x'", "'10000000132'"),
    ] {
        if table == "blocked_professional" {
            set(table, "profile_id", &scene.database.id(BERNARD.key.profile)).await;
        }
        set(table, column, nonsense).await;
        assert!(
            matches!(reads().await, Err(RecordError::Corrupt(_))),
            "{table}.{column}"
        );
        set(table, column, sense).await;
        reads().await.unwrap().unwrap();
    }
    scene.end().await;
}

#[rstest]
#[case::not_listed(None, false)]
#[case::until_yesterday(Some("2026-11-22"), false)]
#[case::until_today(Some("2026-11-23"), true)]
#[case::until_later(Some("2028-11-23"), true)]
#[tokio::test]
async fn an_organisations_own_two_factors_are_accepted_while_it_is_listed(
    #[case] until: Option<&str>,
    #[case] accepted: bool,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    if let Some(until) = until {
        // The last word counts.
        for until in ["2026-12-01", until] {
            let finess = "590064044".parse().unwrap();
            scene
                .store
                .allow_organisation(finess, until.parse().unwrap())
                .await
                .unwrap();
        }
    }
    let refused = Err(Told(Rule::AuthenticationInsufficient));
    // What a token boasts of makes no difference.
    for allow_listed in [false, true] {
        let mut who = physician(LAMBERT);
        who.authentication = Authentication::AirSimplifie { allow_listed };
        let opens = async |who: &record::acts::ProfessionalIdentity| {
            let asked = access(who, CAMILLE.ins, CareTeam);
            scene.store.open_record(asked, scene.next()).await.unwrap()
        };
        assert_eq!(opens(&who).await, if accepted { Ok(()) } else { refused });
        who.organisation = "750099996".parse().ok();
        assert_eq!(opens(&who).await, refused);
        who.organisation = None;
        assert_eq!(opens(&who).await, refused);
    }
    scene.end().await;
}
