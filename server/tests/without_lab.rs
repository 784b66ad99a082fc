//! What is put into service has none of the lab's routes: `cargo test -p server --test without_lab`.
#![cfg(not(feature = "lab"))]

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use clap::Parser as _;
use server::{config::Config, router, startup};
use tower::ServiceExt as _;

#[tokio::test]
async fn the_lab_is_not_there() {
    let folder = tempfile::TempDir::new().unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    let database = format!("sqlite:{}", folder.path().join("record.sqlite").display());
    let key = folder.path().join("history.key");
    let arguments = [
        "server".as_ref(),
        "--database-url".as_ref(),
        database.as_ref(),
        "--site-root".as_ref(),
        site.as_os_str(),
        "--history-key".as_ref(),
        key.as_os_str(),
    ];
    let state = startup::prepare(&Config::parse_from(arguments)).await.unwrap();
    assert!(
        state.store.is_empty().await.unwrap(),
        "nobody fictional is put in"
    );
    let router = router(state.clone());
    let printed = format!("{router:?}");
    assert!(printed.contains("\"/dossiers/{profile}/documents\""), "{printed}");
    assert!(!printed.contains("\"/lab"), "{printed}");
    for (method, address) in [
        (Method::POST, "/lab/jetons/10000000025"),
        (Method::GET, "/lab"),
        (Method::POST, "/lab/horloge"),
        (Method::GET, "/lab/professionnels/10000000025"),
        (Method::GET, "/lab/courriels"),
        (Method::GET, "/lab/courriels.json"),
        (Method::POST, "/lab/reinitialiser"),
        (Method::POST, "/lab/code-d-ines"),
        (Method::POST, "/lab/personnes/camille"),
        (Method::GET, "/lab/taches"),
        (Method::POST, "/lab/taches/urgences"),
        (Method::GET, "/lab/participer/seance-p01"),
        (Method::POST, "/lab/participer/seance-p01"),
        (Method::GET, "/lab/seances"),
        (Method::POST, "/lab/seances/P01"),
        (Method::GET, "/lab/seances/resultats"),
        (Method::GET, "/lab/seances/resultats.csv"),
        (Method::POST, "/lab/mondes"),
        (Method::POST, "/lab/mondes/entrer"),
        (Method::POST, "/lab/mondes/quitter"),
        (Method::POST, "/lab/mondes/supprimer"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(address)
            .body(Body::empty())
            .unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{address}");
    }
    drop(router);
    state.store.close().await;
}
