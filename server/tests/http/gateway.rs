//! The professionals' gateway: tokens, requests and answers.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rstest::rstest;
use serde_json::{Value, json};
use server::gateway::{AUDIENCE, Claims, OrganisationClaim};

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Doctor, HADDAD, House, LAMBERT, Page, ROUSSEL, UNKNOWN, but, care_team, id},
};

/// The claims of an honest token, made now.
pub(crate) fn claims(house: &House) -> Claims {
    let now = house.now().as_second();
    Claims {
        iss: house.state.issuer.name().to_owned(),
        aud: AUDIENCE.to_owned(),
        azp: "lab".to_owned(),
        cnf: None,
        sub: LAMBERT.to_owned(),
        iat: now,
        exp: now + 600,
        name: "Olivier Lambert".to_owned(),
        entitlements: vec!["10".to_owned()],
        organisation: Some(OrganisationClaim {
            finess: "690088885".to_owned(),
            name: "Centre d’imagerie du Parc, Lille".to_owned(),
        }),
        authentication: "pro_sante_connect".to_owned(),
        samu_regulator: false,
        channel: "lps".to_owned(),
    }
}

fn header(algorithm: Algorithm, key: Option<&str>) -> Header {
    Header {
        kid: key.map(str::to_owned),
        ..Header::new(algorithm)
    }
}

pub(crate) fn signed(house: &House, claims: &Claims) -> String {
    encode(
        &header(Algorithm::EdDSA, Some("lab")),
        claims,
        house.state.lab.key(),
    )
    .unwrap()
}

async fn opens_with(house: &House, authorization: Option<&str>) -> Page {
    let mut request =
        Request::post("/gateway/v1/records/open").header(header::CONTENT_TYPE, "application/json");
    if let Some(value) = authorization {
        request = request.header(header::AUTHORIZATION, value);
    }
    let request = request.body(Body::from(care_team().to_string())).unwrap();
    house.answers(request).await
}

pub(crate) fn is_problem(page: &Page, status: StatusCode, what: &str) -> Value {
    assert_eq!(page.status, status, "{what}: {}", page.text());
    assert_eq!(page.header("content-type"), "application/problem+json", "{what}");
    let problem = page.json();
    assert_eq!(problem["status"], status.as_u16(), "{what}");
    problem
}

#[rstest]
#[tokio::test]
async fn only_a_token_of_the_issuer_opens_the_door(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let honest = claims(&house);
    let good = signed(&house, &honest);
    assert_eq!(
        opens_with(&house, Some(&format!("Bearer {good}"))).await.status,
        StatusCode::NO_CONTENT
    );

    // The name of a scheme is the same in any case.
    assert_eq!(
        opens_with(&house, Some(&format!("bearer {good}"))).await.status,
        StatusCode::NO_CONTENT
    );

    let another_key = {
        let seed = [7; 32];
        let mut pkcs8 = vec![
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ];
        pkcs8.extend(seed);
        EncodingKey::from_ed_der(&pkcs8)
    };
    let secret = EncodingKey::from_secret(b"lab");
    let parts: Vec<&str> = good.split('.').collect();
    let now = honest.iat;
    let with = |change: fn(&mut Claims, i64)| {
        let mut claims = honest.clone();
        change(&mut claims, now);
        format!("Bearer {}", signed(&house, &claims))
    };
    let cases = [
        ("none at all", String::new()),
        ("not a bearer", format!("Basic {good}")),
        ("no scheme", good.clone()),
        ("empty", "Bearer ".to_owned()),
        ("garbled", "Bearer a.b.c".to_owned()),
        ("cut", format!("Bearer {}", &good[..good.len() - 4])),
        (
            "another signature",
            format!("Bearer {}.{}.{}", parts[0], parts[1], "A".repeat(86)),
        ),
        ("no signature", format!("Bearer {}.{}.", parts[0], parts[1])),
        // {"alg":"none","kid":"lab"}
        (
            "alg none",
            format!("Bearer eyJhbGciOiJub25lIiwia2lkIjoibGFiIn0.{}.", parts[1]),
        ),
        ("another key", {
            let token = encode(&header(Algorithm::EdDSA, Some("lab")), &honest, &another_key).unwrap();
            format!("Bearer {token}")
        }),
        ("another algorithm", {
            let token = encode(&header(Algorithm::HS256, Some("lab")), &honest, &secret).unwrap();
            format!("Bearer {token}")
        }),
        ("an unknown key", {
            let token = encode(
                &header(Algorithm::EdDSA, Some("x")),
                &honest,
                house.state.lab.key(),
            )
            .unwrap();
            format!("Bearer {token}")
        }),
        ("no key named", {
            let token = encode(&header(Algorithm::EdDSA, None), &honest, house.state.lab.key()).unwrap();
            format!("Bearer {token}")
        }),
        (
            "expired",
            with(|claims, now| (claims.iat, claims.exp) = (now - 700, now - 31)),
        ),
        (
            "of tomorrow",
            with(|claims, now| (claims.iat, claims.exp) = (now + 31, now + 600)),
        ),
        ("too long a life", with(|claims, now| claims.exp = now + 3_601)),
        ("ends before it begins", with(|claims, _| claims.exp = i64::MIN)),
        (
            "another issuer",
            with(|claims, _| claims.iss = "https://ailleurs.example".to_owned()),
        ),
        (
            "another audience",
            with(|claims, _| claims.aud = "autre".to_owned()),
        ),
        ("no number", with(|claims, _| claims.sub = String::new())),
        ("half a number", with(|claims, _| claims.sub = "123".to_owned())),
        (
            "an unknown authentication",
            with(|claims, _| claims.authentication = "x".to_owned()),
        ),
        (
            "an unknown channel",
            with(|claims, _| claims.channel = "x".to_owned()),
        ),
        (
            "no organisation of that number",
            with(|claims, _| {
                claims.organisation = Some(OrganisationClaim {
                    finess: "x".to_owned(),
                    name: String::new(),
                });
            }),
        ),
    ];
    for (what, authorization) in &cases {
        let given = Some(authorization.as_str()).filter(|given| !given.is_empty());
        let page = opens_with(&house, given).await;
        let problem = is_problem(&page, StatusCode::UNAUTHORIZED, what);
        assert_eq!(problem["title"], "Jeton d’accès absent ou refusé", "{what}");
        assert_eq!(page.header("www-authenticate"), "DPoP algs=\"EdDSA ES256\"");
    }
    // What was no token of anyone's kind is not counted as one.
    let sent = cases
        .iter()
        .filter(|(_, sent)| sent.starts_with("Bearer "))
        .count();
    assert_eq!(house.state.issuer.refused_tokens(), u64::try_from(sent).unwrap());
    let camille = house.patient("camille").await;
    let history = camille.history().await.visible();
    assert_eq!(
        history
            .matches("Olivier Lambert (médecin), Centre d’imagerie du Parc, Lille 23")
            .count(),
        1,
        "only the good token came in"
    );

    // Time passes for tokens too.
    house.waits(SignedDuration::from_secs(629));
    assert_eq!(
        opens_with(&house, Some(&format!("Bearer {good}"))).await.status,
        StatusCode::NO_CONTENT
    );
    house.waits(SignedDuration::from_secs(1));
    assert_eq!(
        opens_with(&house, Some(&format!("Bearer {good}"))).await.status,
        StatusCode::UNAUTHORIZED
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_request_that_makes_no_sense_is_explained(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let doctor = house.doctor(LAMBERT).await;
    let read = |fields| but(but(care_team(), json!({"document": UNKNOWN})), fields).to_string();
    let bodies = [
        String::new(),
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "\0\u{ffff}".to_owned(),
        "{}".to_owned(),
        "[".repeat(20_000),
        read(json!({"ins": null})),
        read(json!({"ins": 280_059_999_900_182_u64})),
        read(json!({"context": "care_team"})),
        read(json!({"context": {}})),
        read(json!({"context": {"kind": "friend"}})),
        read(json!({"context": {"kind": 0}})),
        read(json!({"context": {"kind": "break_glass", "reason": "x".repeat(501)}})),
        read(json!({"context": {"kind": "break_glass", "reason": "a\u{0}b"}})),
        read(json!({"context": {"kind": "break_glass", "reason": "x", "urgent": true}})),
        read(json!({"secret": "yes"})),
        // Misspelt, it must not open a record openly.
        read(json!({"secrets": true})),
        read(json!({"zz": 1})),
    ];
    for act in ["records/open", "documents/search", "documents/read"] {
        for body in &bodies {
            let page = doctor.sends(act, body.clone()).await;
            is_problem(
                &page,
                StatusCode::UNPROCESSABLE_ENTITY,
                &format!("{act} {body:.80}"),
            );
        }
        let large = read(json!({"x": "x".repeat(64 * 1_024)}));
        let page = doctor.sends(act, large).await;
        is_problem(&page, StatusCode::PAYLOAD_TOO_LARGE, act);
        // Five hundred characters, of any number of bytes, are a reason.
        let reason = json!({"context": {"kind": "break_glass", "reason": "é".repeat(500)}});
        let request = if act == "documents/read" {
            read(reason)
        } else {
            but(care_team(), reason).to_string()
        };
        let page = doctor.sends(act, request).await;
        assert!(page.status != StatusCode::UNPROCESSABLE_ENTITY, "{act}");
    }
    let mut plain = Request::post("/gateway/v1/records/open")
        .body(Body::from(care_team().to_string()))
        .unwrap();
    let token = format!("Bearer {}", doctor.token).parse().unwrap();
    plain.headers_mut().insert(header::AUTHORIZATION, token);
    is_problem(
        &house.answers(plain).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no content type",
    );
    for search in [
        json!({"from": "hier"}),
        json!({"limit": -1}),
        json!({"after": "x"}),
    ] {
        let page = doctor.searches(&but(care_team(), search)).await;
        is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "search");
    }
    for act in ["", "nowhere", "records", "records/open/", "../v1/records/open"] {
        let page = doctor.sends(act, care_team().to_string()).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{act}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_reason_is_one_that_can_be_read(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let doctor = house.doctor(LAMBERT).await;
    let break_glass = |reason: &str| {
        but(
            care_team(),
            json!({"context": {"kind": "break_glass", "reason": reason}}),
        )
    };
    for unseen in ["", "  ", "\u{200b}\u{200b}", "\u{202e}", " \u{feff} "] {
        let page = doctor.opens(&break_glass(unseen)).await;
        let problem = is_problem(&page, StatusCode::FORBIDDEN, "unseen");
        assert_eq!(problem["rule"], "reason_missing", "{unseen:?}");
    }
    let doctor = house.doctor(HADDAD).await;
    let page = doctor
        .opens(&break_glass("\u{202e}Malaise\u{200b}, inconscient"))
        .await;
    assert_eq!(page.status, StatusCode::NO_CONTENT);
    let camille = house.patient("camille").await;
    let history = camille.history().await;
    assert!(history.shows("Urgence, sans motif (bris de glace)"));
    assert!(history.shows("Motif\u{a0}: Malaise, inconscient"));
    assert!(history.text().contains("<q>Malaise, inconscient</q>"));
    assert!(
        !history.text().contains('\u{202e}'),
        "nothing turns the page around"
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_history_says_what_was_looked_for(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let doctor = house.doctor(LAMBERT).await;
    let looked = json!({"text": "glycémie", "type": "11502-2", "from": "2026-01-02", "to": "2026-11-20"});
    doctor.searches(&but(care_team(), looked)).await;
    let camille = house.patient("camille").await;
    let history = camille.history().await.visible();
    let said = "a cherché dans mes documents : avec des mots précis, CR d’examens biologiques, à partir du 02/01/2026, jusqu’au 20/11/2026.";
    assert!(history.contains(said), "{history}");
    // The words themselves could name what the patient, or a minor's representatives, do not know of.
    assert!(!history.contains("glycémie"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn absent_and_refused_are_the_same_bytes(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let address = camille.finds(BIOLOGY).await;
    let document = id(&address);
    camille.masks(BIOLOGY).await;
    let nobody = json!({"ins": "199999999999999"});
    let reads = async |doctor: &Doctor<'_>, fields: Value| {
        let request = but(but(care_team(), json!({"document": UNKNOWN})), fields);
        doctor.sends("documents/read", request.to_string()).await
    };
    let lambert = house.doctor(LAMBERT).await;
    let absent = reads(&lambert, json!({})).await;
    let problem = is_problem(&absent, StatusCode::NOT_FOUND, "unknown");
    assert_eq!(problem, json!({"status": 404, "title": "Introuvable"}));
    for (what, fields) in [
        ("masked", json!({"document": document})),
        (
            "someone else's number",
            json!({"document": document, "ins": "152039999900216"}),
        ),
        (
            "nobody's number",
            json!({"document": document, "ins": "199999999999999"}),
        ),
        ("no number", json!({"ins": ""})),
        ("a hostile number", json!({"ins": "' OR 1=1 --"})),
        ("a long number", json!({"ins": "1".repeat(10_000)})),
        ("no identifier", json!({"document": ""})),
        ("a hostile identifier", json!({"document": "' OR 1=1 --\u{0}"})),
    ] {
        assert_eq!(reads(&lambert, fields).await.seen(), absent.seen(), "{what}");
    }
    // Whoever is blocked finds no record at all.
    let roussel = house.doctor(ROUSSEL).await;
    let bernard = json!({"ins": "152039999900216"});
    for request in [bernard.clone(), nobody.clone()] {
        let opened = roussel.opens(&but(care_team(), request.clone())).await;
        assert_eq!(opened.seen(), absent.seen());
        assert_eq!(reads(&roussel, request).await.seen(), absent.seen());
    }
    let found = lambert.searches(&but(care_team(), nobody)).await;
    assert_eq!(found.seen(), absent.seen());
    // The history tells the patient what the software was not told.
    assert!(camille.history().await.shows("a voulu lire «"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_the_requester_may_know_is_told(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let doctor = house.doctor(HADDAD).await;
    for (context, rule) in [
        (json!({"kind": "none"}), "no_legal_basis"),
        (json!({"kind": "samu"}), "not_samu_regulator"),
        (json!({"kind": "break_glass"}), "reason_missing"),
        (json!({"kind": "break_glass", "reason": " \n"}), "reason_missing"),
    ] {
        let page = doctor.opens(&but(care_team(), json!({"context": context}))).await;
        let problem = is_problem(&page, StatusCode::FORBIDDEN, rule);
        assert_eq!(problem["rule"], rule);
        assert_eq!(problem["title"], "Accès refusé");
        assert_eq!(
            problem["articles"],
            json!(policy::Rule::from_id(rule).unwrap().articles())
        );
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    let page = doctor.opens(&but(care_team(), json!({"secret": true}))).await;
    assert_eq!(
        is_problem(&page, StatusCode::FORBIDDEN, "secret")["rule"],
        "not_a_minor"
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn who_one_is_comes_from_the_token_alone(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    camille.masks(BIOLOGY).await;
    let document = camille.finds(BIOLOGY).await;
    let lambert = house.doctor(LAMBERT).await;
    let boast = json!({
        "document": id(&document),
        "sub": HADDAD, "rpps": HADDAD, "requester": {"rpps": HADDAD}, "entitlements": ["10"], "administrator": true,
        "authentication": "cps", "samu_regulator": true, "channel": "web_ps"
    });
    let page = lambert
        .sends("documents/read", but(care_team(), boast).to_string())
        .await;
    is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "what no request says");
    assert_eq!(lambert.reads(id(&document)).await.status, StatusCode::NOT_FOUND);
    // A token that may only deposit does not read.
    let mut staff = claims(&house);
    staff.authentication = "cpe".to_owned();
    let page = opens_with(&house, Some(&format!("Bearer {}", signed(&house, &staff)))).await;
    assert_eq!(
        is_problem(&page, StatusCode::FORBIDDEN, "cpe")["rule"],
        "authentication_insufficient"
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_search_is_paged_without_a_gap(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    camille.masks(BIOLOGY).await;
    let lambert = house.doctor(LAMBERT).await;
    let whole = lambert.finds().await;
    assert!(!whole.contains(&BIOLOGY.to_owned()));
    let (mut paged, mut after, mut more) = (Vec::new(), Value::Null, true);
    while more {
        let page = lambert
            .searches(&but(care_team(), json!({"limit": 5, "after": after})))
            .await
            .json();
        let documents = page["documents"].as_array().unwrap();
        more = page["more"] == true;
        assert!(documents.len() == 5 || !more, "a page is full, or it is the last");
        paged.extend(
            documents
                .iter()
                .map(|document| document["title"].as_str().unwrap().to_owned()),
        );
        after = documents.last().unwrap()["id"].clone();
    }
    assert_eq!(paged, whole);
    for limit in [0, 1] {
        let page = lambert
            .searches(&but(care_team(), json!({"limit": limit})))
            .await
            .json();
        assert_eq!(page["documents"].as_array().unwrap().len(), 1);
    }
    let long = but(
        care_team(),
        json!({"text": "<é%_\\'>".repeat(2_000), "type": "x".repeat(10_000)}),
    );
    assert_eq!(
        lambert.searches(&long).await.json(),
        json!({"documents": [], "more": false})
    );
    house.closes().await;
}
