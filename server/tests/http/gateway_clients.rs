//! The professionals' software: registered by its key, with a proof of it used once.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use data_encoding::BASE64URL_NOPAD;
use futures_util::future::join_all;
use jiff::SignedDuration;
use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, JwkSet, ThumbprintHash},
};
use rstest::rstest;
use server::gateway::{Claims, Clients, Confirmation, ProofClaims};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    gateway::{claims, signed},
    house::{House, care_team},
};

const OPEN: &str = "/gateway/v1/records/open";
const OPEN_ADDRESS: &str = "https://exemple.fr/gateway/v1/records/open";

/// A key of a program.
fn key(seed: u8) -> EncodingKey {
    let mut pkcs8 = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ];
    pkcs8.extend([seed; 32]);
    EncodingKey::from_ed_der(&pkcs8)
}

fn published(key: &EncodingKey, name: &str) -> Jwk {
    let mut published = Jwk::from_encoding_key(key, Algorithm::EdDSA).unwrap();
    published.common.key_id = Some(name.to_owned());
    published
}

fn thumbprint(key: &EncodingKey) -> String {
    published(key, "x").thumbprint(ThumbprintHash::SHA256).unwrap()
}

/// The house, where the software « cabinet » is registered too.
fn router(house: &House) -> Router {
    let registered = JwkSet {
        keys: vec![published(&key(1), "cabinet")],
    };
    let mut state = house.state.clone();
    state.issuer = state.issuer.with_clients(Clients::new(&registered).unwrap());
    server::router(state)
}

/// A token bound to the key of that software.
fn bound(house: &House) -> Claims {
    Claims {
        azp: "cabinet".to_owned(),
        cnf: Some(Confirmation {
            jkt: thumbprint(&key(1)),
        }),
        ..claims(house)
    }
}

fn proof_of(house: &House, token: &str, jti: &str) -> ProofClaims {
    ProofClaims {
        jti: jti.to_owned(),
        htm: "POST".to_owned(),
        htu: OPEN_ADDRESS.to_owned(),
        iat: house.now().as_second(),
        ath: BASE64URL_NOPAD.encode(&Sha256::digest(token)),
    }
}

fn sealed(proof: &ProofClaims, key: &EncodingKey, kind: &str) -> String {
    let header = Header {
        typ: Some(kind.to_owned()),
        jwk: Some(Jwk::from_encoding_key(key, Algorithm::EdDSA).unwrap()),
        ..Header::new(Algorithm::EdDSA)
    };
    encode(&header, proof, key).unwrap()
}

async fn opens(router: &Router, authorization: &str, proofs: &[String]) -> StatusCode {
    let mut request = Request::post(OPEN)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, authorization);
    for proof in proofs {
        request = request.header("dpop", proof);
    }
    let request = request.body(Body::from(care_team().to_string())).unwrap();
    router.clone().oneshot(request).await.unwrap().status()
}

#[rstest]
#[tokio::test]
async fn only_the_software_a_token_was_made_for_may_send_it(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens_secure(engine).await;
    let router = router(&house);
    let token = signed(&house, &bound(&house));
    let with = format!("DPoP {token}");
    let honest = |jti: &str| proof_of(&house, &token, jti);
    let changed = |change: fn(&mut ProofClaims)| {
        let mut proof = honest("changed");
        change(&mut proof);
        vec![sealed(&proof, &key(1), "dpop+jwt")]
    };
    let good = sealed(&honest("first"), &key(1), "dpop+jwt");
    assert_eq!(
        opens(&router, &with, std::slice::from_ref(&good)).await,
        StatusCode::NO_CONTENT
    );

    let other = |jti: &str| sealed(&honest(jti), &key(1), "dpop+jwt");
    let unbound = signed(
        &house,
        &Claims {
            cnf: None,
            ..bound(&house)
        },
    );
    let unknown = signed(
        &house,
        &Claims {
            azp: "inconnu".to_owned(),
            ..bound(&house)
        },
    );
    let nobody = signed(
        &house,
        &Claims {
            azp: String::new(),
            ..bound(&house)
        },
    );
    let stolen = signed(
        &house,
        &Claims {
            cnf: Some(Confirmation {
                jkt: thumbprint(&key(2)),
            }),
            ..bound(&house)
        },
    );
    let of = |token: &str| vec![sealed(&proof_of(&house, token, "of"), &key(1), "dpop+jwt")];
    let by_secret = {
        let header = Header {
            typ: Some("dpop+jwt".to_owned()),
            jwk: Some(published(&key(1), "x")),
            ..Header::new(Algorithm::HS256)
        };
        encode(&header, &honest("secret"), &EncodingKey::from_secret(b"x")).unwrap()
    };
    let cases = [
        ("the same proof again", with.clone(), vec![good.clone()]),
        ("no proof", with.clone(), vec![]),
        ("two proofs", with.clone(), vec![other("a"), other("b")]),
        ("as a bearer", format!("Bearer {token}"), vec![other("c")]),
        ("garbled", with.clone(), vec!["a.b.c".to_owned()]),
        (
            "another key",
            with.clone(),
            vec![sealed(&honest("d"), &key(2), "dpop+jwt")],
        ),
        (
            "a token, not a proof",
            with.clone(),
            vec![sealed(&honest("e"), &key(1), "JWT")],
        ),
        ("signed by a secret", with.clone(), vec![by_secret]),
        (
            "another method",
            with.clone(),
            changed(|proof| proof.htm = "GET".to_owned()),
        ),
        (
            "another act",
            with.clone(),
            changed(|proof| proof.htu = "https://exemple.fr/gateway/v1/documents/read".to_owned()),
        ),
        (
            "another site",
            with.clone(),
            changed(|proof| proof.htu = "https://ailleurs.example/gateway/v1/records/open".to_owned()),
        ),
        (
            "not over https",
            with.clone(),
            changed(|proof| proof.htu = "http://exemple.fr/gateway/v1/records/open".to_owned()),
        ),
        (
            "no address",
            with.clone(),
            changed(|proof| proof.htu = String::new()),
        ),
        (
            "another token",
            with.clone(),
            changed(|proof| proof.ath = "x".to_owned()),
        ),
        ("too old", with.clone(), changed(|proof| proof.iat -= 60)),
        ("of tomorrow", with.clone(), changed(|proof| proof.iat += 31)),
        ("of no time", with.clone(), changed(|proof| proof.iat = i64::MAX)),
        ("no identifier", with.clone(), changed(|proof| proof.jti.clear())),
        (
            "a huge identifier",
            with.clone(),
            changed(|proof| proof.jti = "x".repeat(129)),
        ),
        (
            "a token bound to nothing",
            format!("DPoP {unbound}"),
            of(&unbound),
        ),
        (
            "a token bound to another key",
            format!("DPoP {stolen}"),
            of(&stolen),
        ),
        (
            "a client that is not registered",
            format!("DPoP {unknown}"),
            of(&unknown),
        ),
        ("a token of no client", format!("DPoP {nobody}"), of(&nobody)),
        (
            "the lab's, where the lab is not registered",
            format!("Bearer {}", signed(&house, &claims(&house))),
            vec![],
        ),
    ];
    let before = house.state.issuer.refused_tokens();
    for (what, authorization, proofs) in &cases {
        let status = opens(&router, authorization, proofs).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{what}");
    }
    let refused = house.state.issuer.refused_tokens() - before;
    assert_eq!(refused, u64::try_from(cases.len()).unwrap(), "each is counted");

    // As old, and as early, as it may be.
    for jti in ["late", "early"] {
        let proof = sealed(&honest(jti), &key(1), "dpop+jwt");
        if jti == "late" {
            house.waits(SignedDuration::from_secs(59));
        }
        assert_eq!(
            opens(&router, &with, &[proof]).await,
            StatusCode::NO_CONTENT,
            "{jti}"
        );
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn of_ten_that_send_one_proof_at_once_one_gets_in(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens_secure(engine).await;
    let router = router(&house);
    let token = signed(&house, &bound(&house));
    let with = format!("DPoP {token}");
    let proof = [sealed(&proof_of(&house, &token, "once"), &key(1), "dpop+jwt")];
    let answers = join_all((0..10).map(|_| opens(&router, &with, &proof))).await;
    let entered = answers
        .iter()
        .filter(|status| **status == StatusCode::NO_CONTENT)
        .count();
    let refused = answers
        .iter()
        .filter(|status| **status == StatusCode::UNAUTHORIZED)
        .count();
    assert_eq!((entered, refused), (1, 9), "{answers:?}");
    house.closes().await;
}
