//! One's own documents: files of every bad kind, forms sent twice, and requests to authors.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use record::content::LARGEST;
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Browser, HADDAD, House, Page, UNKNOWN, UNTOLD, but, care_team},
};

const OWN: &str = "Mes allergies et mes antécédents";
const TITLE: &str = "Radio du genou";

fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n29\n%%EOF\n".to_vec()
}

fn jpeg() -> Vec<u8> {
    vec![0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3, 4, 5, 0xff, 0xd9]
}

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", &[0; 13][..]), (b"IDAT", b"x"), (b"IEND", b"")] {
        bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend([&name[..], data, &[0; 4]].concat());
    }
    bytes
}

/// One part of a form with files.
enum Part<'a> {
    Text(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
}

const BOUNDARY: &str = "----a-boundary-that-no-file-holds";

fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=").into_bytes());
        match part {
            Part::Text(name, value) => body.extend(format!("\"{name}\"\r\n\r\n{value}").into_bytes()),
            Part::File(name, file_name, bytes) => {
                let head =
                    format!("\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: application/pdf\r\n\r\n");
                body.extend(head.into_bytes());
                body.extend(*bytes);
            }
        }
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

impl Browser<'_> {
    async fn sends_file(&self, address: &str, body: Vec<u8>) -> Page {
        let mut request = self
            .request(Method::POST, address)
            .body(Body::from(body))
            .unwrap();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, kind.parse().unwrap());
        self.sends(request).await
    }

    /// The address of the form, and what tells this showing of it from any other.
    async fn opens_form(&self) -> (String, String) {
        let address = self.record("/ajouter-un-document").await;
        let page = self.opens(&address).await;
        assert_eq!(page.status, StatusCode::OK);
        (address, page.field("jeton"))
    }

    /// Everything this person sees of their documents and of what they did.
    async fn sees(&self) -> String {
        let mut seen = String::new();
        for rest in [
            "/documents",
            "/documents?page=2",
            "/historique?vue=moi",
            "/notifications",
        ] {
            seen.push_str(&self.opens(&self.record(rest).await).await.visible());
        }
        seen
    }
}

/// The fields of a form filled in well, with other values for some of them.
fn filled<'a>(token: &'a str, others: &[(&'a str, &'a str)]) -> Vec<Part<'a>> {
    let fields = [
        ("jeton", token),
        ("titre", TITLE),
        ("type", "DOCPAT04"),
        ("date", "2024-04-02"),
        ("visibilite", "visible"),
    ];
    fields
        .into_iter()
        .map(|(name, value)| {
            let other = others.iter().find(|(field, _)| *field == name);
            Part::Text(name, other.map_or(value, |(_, value)| value))
        })
        .collect()
}

fn with_file<'a>(mut parts: Vec<Part<'a>>, name: &'a str, bytes: &'a [u8]) -> Vec<u8> {
    parts.insert(1, Part::File("fichier", name, bytes));
    multipart(&parts)
}

#[rstest]
#[tokio::test]
async fn a_document_is_added_whatever_its_name_says(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    for (name, bytes, kind) in [
        ("radio.pdf", pdf(), "application/pdf"),
        ("radio.exe", jpeg(), "image/jpeg"),
        ("radio.pdf", png(), "image/png"),
    ] {
        let (address, token) = camille.opens_form().await;
        let sent = camille
            .sends_file(&address, with_file(filled(&token, &[]), name, &bytes))
            .await;
        let page = sent.location().to_owned();
        let shown = camille.opens(&page).await;
        assert!(shown.shows(
            "Ce document est ajouté à mon dossier. Les professionnels qui me soignent peuvent le lire"
        ));
        assert!(shown.shows(TITLE));
        assert!(shown.shows("2 avril 2024"));
        assert!(shown.shows("Imagerie déposée par le patient"));
        let content = camille
            .opens(&format!("{}/contenu", page.strip_suffix("?fait=ajoute").unwrap()))
            .await;
        assert_eq!(content.header("content-type"), kind);
        assert_eq!(content.body, bytes);
    }
    assert!(
        camille
            .opens(&camille.record("/historique?vue=moi").await)
            .await
            .shows("Camille Durand a ajouté « Radio du genou ».")
    );
    assert!(camille.notices().await.shows("Document ajouté"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_bad_file_is_said_beside_the_field_and_nothing_is_lost(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let (address, token) = camille.opens_form().await;
    let before = camille.sees().await;
    let large = [jpeg(), vec![0; LARGEST]].concat();
    let html = b"<html><script>alert(1)</script></html>";
    for (name, bytes, message) in [
        ("", &b""[..], "Choisissez le fichier à ajouter."),
        ("vide.pdf", b"", "Ce fichier est vide."),
        (
            "gros.jpg",
            &large,
            "Ce fichier est trop gros : il doit faire 10 Mo au plus.",
        ),
        (
            "page.pdf",
            html,
            "Ce fichier n’est pas un PDF, ni une image JPEG ou PNG, quel que soit son nom.",
        ),
        ("archive.png", b"PK\x03\x04", "Ce fichier n’est pas un PDF"),
        ("bref.pdf", b"%PDF", "Ce fichier n’est pas un PDF"),
        (
            "coupe.pdf",
            &pdf()[..40],
            "Ce PDF est incomplet : il manque la fin.",
        ),
        ("coupe.jpg", &jpeg()[..8], "Cette image JPEG est incomplète"),
        ("coupe.png", &png()[..30], "Cette image PNG est incomplète"),
    ] {
        let sent = camille
            .sends_file(
                &address,
                with_file(
                    filled(&token, &[("visibilite", "masked"), ("titre", "Mon <titre>")]),
                    name,
                    bytes,
                ),
            )
            .await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(sent.shows(message), "{name}: {}", sent.visible());
        assert!(sent.shows("Il y a un problème"));
        let html = sent.text();
        assert!(
            html.contains("href=\"#fichier\"") && html.contains("id=\"fichier-erreur\""),
            "{name}"
        );
        assert_eq!(
            html.matches("field__error").count(),
            1,
            "{name}: nothing else is wrong"
        );
        assert_eq!(sent.field("titre"), "Mon &lt;titre&gt;");
        assert_eq!(sent.field("date"), "2024-04-02");
        assert_eq!(sent.field("jeton"), token);
        assert!(html.contains("<option value=\"DOCPAT04\" selected"), "{name}");
        assert!(html.contains("value=\"masked\" checked"), "{name}");
        assert_eq!(camille.sees().await, before, "{name}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn every_field_says_what_is_wrong_with_it(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let (address, token) = camille.opens_form().await;
    let before = camille.sees().await;
    let long = "é".repeat(201);
    for (field, value, anchor, message) in [
        (
            "titre",
            "",
            "titre",
            "Le nom du fichier est proposé : gardez-le ou changez-le.",
        ),
        (
            "titre",
            " \u{202e}\u{200b} ",
            "titre",
            "Le nom du fichier est proposé",
        ),
        (
            "titre",
            &long,
            "titre",
            "Ce titre est trop long de 1 caractère. Il doit en faire 200 au plus.",
        ),
        (
            "type",
            "",
            "type",
            "Choisissez un type de document dans la liste.",
        ),
        (
            "type",
            "11502-2",
            "type",
            "Choisissez un type de document dans la liste.",
        ),
        (
            "type",
            "DOCPAT08",
            "type",
            "Choisissez un type de document dans la liste.",
        ),
        ("date", "", "date", "par exemple 23/11/2026"),
        ("date", "2026-02-30", "date", "par exemple 23/11/2026"),
        ("date", "2026-11-24", "date", "Cette date est dans le futur."),
        ("date", "0001-01-01", "date", "Vérifiez l’année"),
        (
            "visibilite",
            "secret",
            "visibilite-visible",
            "Choisissez qui pourra lire ce document.",
        ),
    ] {
        let sent = camille
            .sends_file(
                &address,
                with_file(filled(&token, &[(field, value)]), "radio_du_genou.pdf", &pdf()),
            )
            .await;
        assert_eq!(
            sent.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field} {value:.20}"
        );
        assert!(sent.shows(message), "{field} {value:.20}: {}", sent.visible());
        let html = sent.text();
        assert!(html.contains(&format!("href=\"#{anchor}\"")), "{field}");
        assert!(html.contains(&format!("id=\"{anchor}-erreur\"")), "{field}");
        assert_eq!(
            html.matches("field__error").count(),
            1,
            "{field}: nothing else is wrong"
        );
        assert!(sent.shows("choisissez-le de nouveau : le navigateur ne le garde pas."));
        if field == "titre" && value != long {
            assert_eq!(sent.field("titre"), "radio du genou");
        } else if field == "titre" {
            assert_eq!(sent.field("titre"), long);
        } else if field == "date" {
            assert_eq!(sent.field("date"), value);
        }
    }
    assert_eq!(camille.sees().await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_name_does_no_harm(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let long = format!("{}.pdf", "é".repeat(10_000));
    for (name, suggestion) in [
        ("../../../etc/passwd", "passwd".to_owned()),
        ("C:\\Windows\\radio.pdf", "radio".to_owned()),
        (
            "radio%0D%0ASet-Cookie: a=b.pdf",
            "radio%0D%0ASet-Cookie: a=b".to_owned(),
        ),
        ("<script>alert(1)</script>.pdf", "script>".to_owned()),
        ("fdp\u{202e}exe.pdf", "fdpexe".to_owned()),
        ("radio\u{7}du genou.pdf", "radio du genou".to_owned()),
        ("radio\0du genou.pdf", "radio du genou".to_owned()),
        (&long, "é".repeat(100)),
    ] {
        let (address, token) = camille.opens_form().await;
        let untitled = with_file(filled(&token, &[("titre", "")]), name, &pdf());
        let sent = camille.sends_file(&address, untitled).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:.30}");
        assert_eq!(sent.field("titre").replace("&gt;", ">"), suggestion, "{name:.30}");
        assert!(!sent.text().contains("<script>alert"), "{name:.30}");
        // With a title of its own, the name is nothing.
        let sent = camille
            .sends_file(&address, with_file(filled(&token, &[]), name, &pdf()))
            .await;
        assert!(camille.opens(sent.location()).await.shows(TITLE), "{name:.30}");
    }
    // Bytes that no header holds: no form of a browser.
    let (address, token) = camille.opens_form().await;
    let before = camille.sees().await;
    for name in ["a\r\n\r\nb.pdf", "a\rb.pdf"] {
        let sent = camille
            .sends_file(&address, with_file(filled(&token, &[]), name, &pdf()))
            .await;
        assert!(
            sent.status.is_client_error() || sent.status.is_redirection(),
            "{name:?}: {}",
            sent.status
        );
        if sent.status.is_client_error() {
            assert_eq!(camille.sees().await, before, "{name:?}");
        }
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_form_that_no_page_of_ours_sends_changes_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let (address, token) = camille.opens_form().await;
    let before = camille.sees().await;
    let whole = with_file(filled(&token, &[]), "radio.pdf", &pdf());
    let mut without_token = filled(&token, &[]);
    without_token.remove(0);
    let mut twice = filled(&token, &[]);
    twice.push(Part::Text("titre", "Autre"));
    let mut two_files = filled(&token, &[]);
    two_files.push(Part::File("fichier", "b.pdf", b"%PDF"));
    for (what, body) in [
        ("no token", with_file(without_token, "radio.pdf", &pdf())),
        (
            "a token of another shape",
            with_file(filled("x", &[]), "radio.pdf", &pdf()),
        ),
        ("a field twice", with_file(twice, "radio.pdf", &pdf())),
        ("two files", with_file(two_files, "radio.pdf", &pdf())),
        ("cut in the middle", whole[..whole.len() / 2].to_vec()),
        ("nothing", Vec::new()),
        ("no parts", multipart(&[])),
        ("garbage", vec![0xff; 1_000]),
    ] {
        let sent = camille.sends_file(&address, body).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert!(sent.shows("Rien n’a été changé."), "{what}");
    }
    let long = "x".repeat(100_000);
    let sent = camille
        .sends_file(
            &address,
            with_file(filled(&token, &[("titre", &long)]), "r.pdf", &pdf()),
        )
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.shows("Ce titre est trop long"));
    assert!(sent.text().contains(&long), "what was typed is kept");
    let long = "x".repeat(1_100_000);
    let sent = camille
        .sends_file(
            &address,
            with_file(filled(&token, &[("titre", &long)]), "r.pdf", &pdf()),
        )
        .await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(sent.shows("Ce formulaire est trop long"));
    let sent = camille
        .posts(&address, &[("jeton", &token), ("titre", TITLE)])
        .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(camille.sees().await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_form_sent_twice_adds_one_document(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let (address, token) = camille.opens_form().await;
    let body = with_file(filled(&token, &[]), "radio.pdf", &pdf());
    let (first, second) = tokio::join!(
        camille.sends_file(&address, body.clone()),
        camille.sends_file(&address, body.clone())
    );
    assert_eq!(first.location(), second.location());
    let seen = camille.sees().await;
    assert_eq!(
        camille.sends_file(&address, body).await.location(),
        first.location()
    );
    assert_eq!(camille.sees().await, seen);
    assert_eq!(
        seen.matches(&format!("a ajouté « {TITLE} »")).count(),
        1 + 1,
        "in the history and in the notices"
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nothing_is_added_to_another_persons_record(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let nadia = house.patient("nadia").await;
    let (address, token) = camille.opens_form().await;
    let before = camille.sees().await;
    let unknown = nadia
        .opens(&format!("/dossiers/{UNKNOWN}/ajouter-un-document"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(nadia.opens(&address).await.seen(), unknown.seen());
    for address in [
        &address,
        "/dossiers/x/ajouter-un-document",
        "/dossiers/%ff/ajouter-un-document",
    ] {
        let sent = nadia
            .sends_file(address, with_file(filled(&token, &[]), "radio.pdf", &pdf()))
            .await;
        assert_eq!(sent.seen(), unknown.seen(), "{address}");
    }
    let nobody = house.browser();
    let sent = nobody
        .sends_file(&address, with_file(filled(&token, &[]), "radio.pdf", &pdf()))
        .await;
    assert!(sent.location().starts_with("/connexion"));
    assert_eq!(camille.sees().await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_document_of_ones_own_is_deleted_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let document = camille.finds(OWN).await;
    let delete = camille.opens(&document).await.link("Supprimer ce document");
    let confirmation = camille.opens(&delete).await;
    assert!(confirmation.shows("Je ne pourrai pas le récupérer."));
    assert!(
        camille.opens(&document).await.shows(OWN),
        "looking deletes nothing"
    );
    let done = camille.posts(&delete, &[]).await;
    assert_eq!(done.location(), delete);
    assert!(
        camille
            .opens(&delete)
            .await
            .shows(&format!("« {OWN} » est supprimé."))
    );
    for gone in [document.clone(), format!("{document}/contenu")] {
        assert_eq!(camille.opens(&gone).await.status, StatusCode::NOT_FOUND);
    }
    let seen = camille.sees().await;
    assert!(seen.contains(&format!("Camille Durand a supprimé « {OWN} ».")));
    assert_eq!(camille.posts(&delete, &[]).await.location(), delete);
    assert_eq!(camille.sees().await, seen);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_somebody_else_wrote_is_theirs_to_delete(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let nadia = house.patient("nadia").await;
    let document = camille.finds(BIOLOGY).await;
    let refused = camille.posts(&format!("{document}/supprimer"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("Seul son auteur peut le corriger ou le supprimer. Rien n’a été changé."));
    assert_eq!(
        refused.link("Demander à l’auteur de le corriger ou de le supprimer"),
        format!("{document}/demander-a-l-auteur")
    );
    // And what is nobody's to ask about is not there.
    let doctor = house.doctor(HADDAD).await;
    let criteria = but(care_team(), serde_json::json!({"type": "60568-3"}));
    let untold = doctor.searches(&criteria).await.json()["documents"][0].clone();
    assert_eq!(untold["title"], UNTOLD);
    let untold = format!(
        "{}/documents/{}",
        camille.record("").await,
        untold["id"].as_str().unwrap()
    );
    let before = camille.sees().await;
    let unknown = camille
        .opens(&format!("/dossiers/{UNKNOWN}/documents/{UNKNOWN}/supprimer"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let ask = [("demande", "delete"), ("texte", "")];
    for (who, document) in [(&camille, &untold), (&nadia, &document), (&nadia, &untold)] {
        for (rest, fields) in [("supprimer", &[][..]), ("demander-a-l-auteur", &ask[..])] {
            let address = format!("{document}/{rest}");
            assert_eq!(who.opens(&address).await.seen(), unknown.seen(), "{address}");
            assert_eq!(
                who.posts(&address, fields).await.seen(),
                unknown.seen(),
                "{address}"
            );
        }
    }
    assert_eq!(camille.sees().await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_author_is_asked_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let document = camille.finds(BIOLOGY).await;
    let address = camille
        .opens(&document)
        .await
        .link("Signaler un problème à l’auteur");
    assert!(camille.opens(&address).await.shows("Karim Haddad"));
    let before = camille.sees().await;
    let long = "x".repeat(1_001);
    for (kind, text, message) in [
        ("", "Bonjour <b>", "Choisissez ce que vous demandez à l’auteur."),
        (
            "autre",
            "Bonjour <b>",
            "Choisissez ce que vous demandez à l’auteur.",
        ),
        ("correct", " \r\n ", "Écrivez ce qui est faux"),
        (
            "delete",
            &long,
            "Ce texte est trop long de 1 caractère. Il doit en faire 1 000 au plus.",
        ),
    ] {
        let sent = camille
            .posts(&address, &[("demande", kind), ("texte", text)])
            .await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
        assert!(sent.shows(message), "{kind}: {}", sent.visible());
        assert!(
            sent.visible().contains(text.trim()),
            "what was typed is kept: {}",
            sent.text()
        );
        assert_eq!(
            sent.text().contains("value=\"correct\" checked"),
            kind == "correct"
        );
    }
    let sent = camille.posts(&address, &[("demande", "correct")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(camille.sees().await, before);

    let fields = [("demande", "correct"), ("texte", "Le <poids>\r\nest faux.")];
    let (first, second) = tokio::join!(camille.posts(&address, &fields), camille.posts(&address, &fields));
    assert_eq!(first.location(), format!("{document}?fait=demande"));
    assert_eq!(second.location(), first.location());
    let shown = camille.opens(&document).await;
    assert_eq!(shown.visible().matches("Le <poids> est faux.").count(), 1);
    assert!(shown.shows("Enregistrée, pas encore de réponse"));
    assert_eq!(camille.sees().await.matches("a demandé à l’auteur de").count(), 1);

    // Of one's own there is no author to ask.
    let own = camille.finds(OWN).await;
    let nobody = camille
        .posts(&format!("{own}/demander-a-l-auteur"), &fields)
        .await;
    assert_eq!(nobody.status, StatusCode::CONFLICT);
    assert!(nobody.shows("Ce document vient de moi"));
    assert_eq!(nobody.link("Supprimer ce document"), format!("{own}/supprimer"));
    house.closes().await;
}
