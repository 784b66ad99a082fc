//! What every answer carries.

use axum::http::{Method, StatusCode};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, House, LAMBERT, Page, UNKNOWN, care_team, form},
};

fn is_guarded(page: &Page, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{what}");
    }
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; "), "{what}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    assert!(
        !policy.contains("script-src 'unsafe") && !policy.contains('*'),
        "{what}: {policy}"
    );
}

#[rstest]
#[tokio::test]
async fn nothing_personal_is_kept_anywhere(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let document = camille.finds(BIOLOGY).await;
    let mut pages = vec![
        "/".to_owned(),
        "/connexion".to_owned(),
        "/nulle-part".to_owned(),
        "/sante".to_owned(),
    ];
    pages.extend([
        document.clone(),
        format!("{document}/contenu"),
        format!("{document}/contenu?telecharger=1"),
    ]);
    for rest in [
        "documents",
        "changement?acte=tout-masquer",
        "changement?acte=tout-rendre-visible",
        "historique",
        "notifications",
        "inconnu",
    ] {
        pages.push(camille.record(&format!("/{rest}")).await);
    }
    for address in pages {
        let page = camille.opens(&address).await;
        assert_eq!(page.header("cache-control"), "no-store", "{address}");
        is_guarded(&page, &address);
    }
    let doctor = house.doctor(LAMBERT).await;
    let answers = [
        camille.posts(&document, &[("visibilite", "visible")]).await,
        camille.posts(&document, &[]).await,
        camille
            .posts("/connexion", &[("identifiant", "x"), ("mot_de_passe", "x")])
            .await,
        camille
            .sends(
                camille
                    .request(Method::DELETE, &document)
                    .body(form(&[]))
                    .unwrap(),
            )
            .await,
        doctor.opens(&care_team()).await,
        doctor.searches(&care_team()).await,
        doctor.reads(crate::house::id(&document)).await,
        doctor.reads(UNKNOWN).await,
        doctor.sends("nowhere", "").await,
    ];
    for answer in answers {
        assert_eq!(answer.header("cache-control"), "no-store", "{}", answer.status);
        is_guarded(&answer, answer.status.as_str());
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn only_scripts_with_the_nonce_of_the_page_run(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let documents = camille.documents().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = camille.opens(&documents).await;
        let policy = page.header("content-security-policy");
        let (_, rest) = policy.split_once("script-src 'nonce-").unwrap();
        let nonce = rest.split('\'').next().unwrap().to_owned();
        assert!(nonce.len() >= 20, "{nonce}");
        let text = page.text();
        let scripts: Vec<_> = text
            .split("<script")
            .skip(1)
            .map(|tag| tag.split('>').next().unwrap())
            .collect();
        assert!(!scripts.is_empty());
        for script in scripts {
            assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{script}");
        }
        // Neither styles nor handlers in the text: the policy would refuse them.
        assert!(!text.contains(" style=\"") && !text.contains(" onclick="));
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn built_files_are_kept_for_ever_and_only_they(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let browser = house.browser();
    let style = browser.opens("/pkg/app.0123abcd.css").await;
    assert_eq!(style.status, StatusCode::OK);
    assert_eq!(style.header("content-type"), "text/css");
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    is_guarded(&style, "style");
    let icon = browser.opens("/favicon.svg").await;
    assert_eq!(
        (icon.status, icon.header("cache-control")),
        (StatusCode::OK, "public, max-age=86400")
    );
    // A file that is not there today may be tomorrow.
    for missing in [
        "/pkg/app.ffffffff.css",
        "/pkg/",
        "/pkg/../names.txt",
        "/pkg/%2e%2e/names.txt",
        "/names.txt",
    ] {
        let page = browser.opens(missing).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{missing}");
        assert_eq!(page.header("cache-control"), "no-store", "{missing}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_document_comes_as_what_it_is(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let content = format!("{}/contenu", camille.finds(BIOLOGY).await);
    let shown = camille.opens(&content).await;
    assert_eq!(shown.header("content-type"), "application/pdf");
    assert!(shown.body.starts_with(b"%PDF-"));
    let name = "filename*=UTF-8''Analyse%20de%20sang%20-%20chol";
    assert!(
        shown
            .header("content-disposition")
            .starts_with(&format!("inline; {name}"))
    );
    let kept = camille.opens(&format!("{content}?telecharger=1")).await;
    assert!(
        kept.header("content-disposition")
            .starts_with(&format!("attachment; {name}"))
    );
    assert_eq!(kept.body, shown.body);
    // What a browser might run is never opened in it.
    let sql = "UPDATE document SET media_type = 'text/html', title = 'a\"; b\r\nSet-Cookie: c/../d'";
    house.database.execute(sql.to_owned()).await;
    let page = camille.opens(&content).await;
    assert!(
        page.header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''a--%20b")
    );
    assert!(!page.headers.contains_key("set-cookie"));
    house.closes().await;
}
