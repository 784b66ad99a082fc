//! The lab's first page: what is there to try, the world, its people, its clock.

use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{Timestamp, ToSpan as _, civil::DateTime, tz::TimeZone};
use leptos::prelude::*;
use record::{RecordError, typed::Ins};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    ClockError, PASSWORD,
    page::{self, HOME, RESET},
    personas::{self, PERSONAS},
    population::{self, INES},
    professionals, seances, task_pages,
    world_pages::{ENTER, LEAVE, WORLDS},
    worlds::{ResetError, WorldName},
};
use crate::{
    AppState,
    pages::{Written, unavailable},
};

/// Where somebody is signed in; their identifier follows.
pub(super) const PEOPLE: &str = "/lab/personnes";
/// Where a code is given.
pub(super) const CODES: &str = "/lab/code-d-ines";
/// Where the clock is moved.
pub(super) const CLOCK: &str = "/lab/horloge";

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    fait: String,
}

/// What the lab is, the world, its people, its clock, and the way to the rest.
pub(super) async fn home(State(state): State<AppState>, Query(done): Query<Done>) -> Response {
    let said = match done.fait.as_str() {
        "debut" => page::done("Ce monde est revenu au début\u{a0}: personnes, documents, horloge et courriels. Les résultats des séances sont gardés.".to_owned()).into_any(),
        "horloge" => page::done("L’horloge a avancé.".to_owned()).into_any(),
        _ => ().into_any(),
    };
    show(&state, StatusCode::OK, said)
}

fn show(state: &AppState, status: StatusCode, said: AnyView) -> Response {
    let content = view! {
        {said}
        <p class="lead">
            "Ici, tout est fictif. On essaie le produit dans la peau d’une personne, on joue un professionnel, on avance l’horloge, \
             et on regarde des participants accomplir des tâches."
        </p>
        <h2>"Les tâches et les séances"</h2>
        <ul>
            <li><a href=task_pages::TASKS>"Les douze tâches"</a> "\u{a0}: les essayer soi-même, ou les préparer."</li>
            <li><a href=seances::SEANCES>"Les séances avec des participants"</a> "\u{a0}: mener une séance, lire les résultats."</li>
        </ul>
        {world(state)}
        {people()}
        {software()}
        {clock_form(state)}
        <h2>"Les courriels"</h2>
        <p><a href="/lab/courriels">"Voir les courriels"</a> " partis ou à partir dans ce monde."</p>
    };
    page::page(state, status, "Laboratoire", content)
}

/// Which world this is, and the way to others.
fn world(state: &AppState) -> impl IntoView + use<> {
    let shared = &state.lab.shared;
    let names = shared.names();
    let here = state.lab.world.clone();
    let is_main = here.is_none();
    let current = match &here {
        None => view! { <p>"Vous êtes dans le " <strong>"monde principal"</strong> "\u{a0}: la base de données du serveur."</p> }.into_any(),
        Some(name) => {
            let browsers = shared.browsers(name);
            view! {
                <p>"Vous êtes dans le monde «\u{a0}" <strong>{name.to_string()}</strong> "\u{a0}». Rien de ce qui s’y passe ne touche les autres."</p>
                {(browsers > 1).then(|| view! {
                    <p>{format!("Attention\u{a0}: ce monde est ouvert dans {browsers} navigateurs. Ce que l’un change, l’autre le voit.")}</p>
                })}
            }
            .into_any()
        }
    };
    let others: Vec<String> = names
        .into_iter()
        .filter(|name| Some(name) != here.as_ref())
        .map(|name| name.to_string())
        .collect();
    view! {
        <h2>"Ce monde"</h2>
        {current}
        <form method="post" action=RESET class="form">
            <input type="hidden" name="monde" value=here.map(|name| name.to_string()).unwrap_or_default()/>
            <p>"Revenir au début remet les personnes, les documents, l’horloge et les courriels de ce monde comme au premier jour. \
                Les personnes connectées sont déconnectées. Les résultats des séances sont gardés."</p>
            <button type="submit" class="button button--danger">"Remettre ce monde au début"</button>
        </form>
        <h2>"D’autres mondes"</h2>
        <p>"Un monde à soi, pour essayer sans gêner personne. Des programmes le choisissent par l’en-tête " <code>"X-Lab-World"</code> "."</p>
        <h3>"Créer un monde"</h3>
        <form method="post" action=WORLDS class="form">
            <div class="field">
                <label for="nom">"Nom du nouveau monde"</label>
                <p class="field__hint" id="nom-aide">"Facultatif\u{a0}: sans nom, il en reçoit un. Petites lettres sans accent, chiffres et traits d’union."</p>
                <input type="text" id="nom" name="nom" maxlength="32" autocomplete="off" aria-describedby="nom-aide"/>
            </div>
            <button type="submit" class="button">"Créer un monde et y entrer"</button>
        </form>
        {(!others.is_empty()).then(|| view! {
            <h3>"Entrer dans un monde qui existe"</h3>
            <form method="post" action=ENTER class="form">
                <div class="field">
                    <label for="monde">"Nom du monde"</label>
                    <select id="monde" name="nom">{page::options(others.iter().map(|name| (name, name)), "")}</select>
                </div>
                <button type="submit" class="button button--secondary">"Entrer dans ce monde"</button>
            </form>
        })}
        {(!is_main).then(|| view! {
            <h3>"Quitter ce monde"</h3>
            <form method="post" action=LEAVE class="form">
                <button type="submit" class="button button--secondary">"Revenir au monde principal"</button>
            </form>
        })}
    }
}

fn people() -> impl IntoView {
    let people: Vec<_> = PERSONAS
        .iter()
        .map(|persona| {
            let identifier = (!persona.identifier.is_empty())
                .then(|| view! { " (" <code>{persona.identifier}</code> ")" });
            let enters = (!persona.identifier.is_empty()).then(|| {
                view! {
                    <form method="post" action=format!("{PEOPLE}/{}", persona.identifier)>
                        <button type="submit" class="button button--secondary">
                            "Ouvrir une session" <span class="visually-hidden">{format!(" de {}", persona.name)}</span>
                        </button>
                    </form>
                }
            });
            view! {
                <li>
                    <p>
                        <strong>{persona.name}</strong> {identifier}
                        <br/>{persona.story}
                        <br/>"Ce qu’on attend\u{a0}: " {persona.expects}
                    </p>
                    {enters}
                </li>
            }
        })
        .collect();
    view! {
        <h2>"Les personnes"</h2>
        <p>"Chacune a son bouton. Ou bien elle " <a href="/connexion">"se connecte"</a> " elle-même, avec son identifiant et le mot de passe " <code>{PASSWORD}</code> "."</p>
        <ul>{people}</ul>
        <form method="post" action=CODES class="form">
            <button type="submit" class="button button--secondary">"Donner un code à Inès"</button>
        </form>
    }
}

/// Signs somebody in without their password.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    session: Session,
    Written(identifier): Written<String>,
) -> Response {
    let known = PERSONAS
        .iter()
        .any(|persona| !identifier.is_empty() && persona.identifier == identifier);
    if !known {
        let content = view! { <p>"La page du laboratoire donne la liste des personnes. Personne n’a été connecté."</p> };
        return page::page(
            &state,
            StatusCode::NOT_FOUND,
            "Cette personne n’existe pas",
            content,
        );
    }
    task_pages::begin(population::account(&identifier), &session).await
}

/// A one-time code for who comes of age, as the service would send it by post.
pub(super) async fn give_code(State(state): State<AppState>) -> Response {
    let ines = match Ins::new(INES.ins) {
        Ok(ines) => ines,
        Err(error) => {
            tracing::error!(%error, "Inès has no INS");
            return unavailable();
        }
    };
    match state
        .store
        .issue_activation_code(&ines, state.edge.occasion())
        .await
    {
        Ok(code) => {
            let content = view! {
                <p>"Il n’est montré que cette fois. Inès s’en sert à partir de ses 18 ans\u{a0}: avancez d’abord l’horloge d’un mois."</p>
                <p><strong><code>{code}</code></strong></p>
                <p>{format!("Avec lui et le numéro {}, Inès ouvre son dossier à l’adresse ", INES.ins)} <a href="/activation">"/activation"</a> "."</p>
            };
            page::page(&state, StatusCode::OK, "Le code d’Inès", content)
        }
        Err(RecordError::NotFound) => page::refused(
            &state,
            "Inès n’attend aucun code",
            "Elle a déjà ouvert son dossier. Rien n’a été changé.",
        ),
        Err(error) => {
            tracing::error!(%error, "a code could not be made");
            unavailable()
        }
    }
}

fn software() -> impl IntoView {
    let software: Vec<_> = professionals()
        .iter()
        .map(|who| {
            view! {
                <li>
                    <a href=format!("{HOME}/professionnels/{}", who.rpps)>{format!("{} {}", who.first_name, who.last_name)}</a>
                    {format!(", {}, {}", who.organisation, personas::role(who.rpps))}
                </li>
            }
        })
        .collect();
    view! {
        <h2>"Les professionnels"</h2>
        <p>"Leur logiciel passe par la vraie porte des professionnels\u{a0}: tout est décidé, tracé et annoncé comme en vrai."</p>
        <ul>{software}</ul>
    }
}

fn clock_form(state: &AppState) -> impl IntoView + use<> {
    let now = local(state.edge.clock.now()).map_or_else(String::new, app::texts::moment);
    let choices = [
        ("1h", "une heure"),
        ("1j", "un jour"),
        ("31j", "un mois (31 jours)"),
        ("", "ne pas avancer"),
    ];
    view! {
        <h2>"L’horloge"</h2>
        <p>"Le serveur croit qu’il est " <strong>{now}</strong> " (heure de Paris). Elle ne recule pas\u{a0}: seul le retour au début la ramène."</p>
        <form method="post" action=CLOCK class="form">
            <div class="field">
                <label for="avance">"Avancer de"</label>
                <select id="avance" name="avance">{page::options(choices, "1h")}</select>
            </div>
            <div class="field">
                <label for="instant">"Ou aller à ce jour et cette heure de Paris"</label>
                <p class="field__hint" id="instant-aide">"Par exemple 2026-12-24T23:59. Prioritaire sur l’autre choix."</p>
                <input type="text" id="instant" name="instant" aria-describedby="instant-aide" autocomplete="off"/>
            </div>
            <button type="submit" class="button">"Avancer l’horloge"</button>
        </form>
    }
}

fn local(at: Timestamp) -> Option<DateTime> {
    Some(at.to_zoned(TimeZone::get("Europe/Paris").ok()?).datetime())
}

/// Which world a page was about: blank for the main one.
#[derive(Debug, Deserialize)]
pub(super) struct ResetForm {
    monde: String,
}

/// Makes this world begin again; not when the page was about another one. Programs need not say which.
pub(super) async fn reset(
    State(state): State<AppState>,
    form: Result<Form<ResetForm>, FormRejection>,
) -> Response {
    let here = state.lab.world.as_ref().map_or("", WorldName::as_str);
    if form.is_ok_and(|Form(form)| form.monde != here) {
        return page::page(
            &state,
            StatusCode::CONFLICT,
            "Vous avez changé de monde",
            page::alert(
                "La page parlait d’un autre monde que celui où vous êtes maintenant. Rien n’a été remis au début.".to_owned(),
            ),
        );
    }
    match state.lab.start_again(&state).await {
        Ok(()) => Redirect::to("/lab?fait=debut").into_response(),
        Err(ResetError::Busy) => busy(&state),
        Err(ResetError::Lab(error)) => {
            tracing::error!(%error, "a world could not begin again");
            unavailable()
        }
    }
}

/// An answer of this world takes long.
pub(super) fn busy(state: &AppState) -> Response {
    let why = "Une page de ce monde est encore en train d’arriver, peut-être un long téléchargement. Rien n’a été changé. Réessayez dans un instant.";
    page::page(
        state,
        StatusCode::SERVICE_UNAVAILABLE,
        "Ce monde n’a pas été remis au début",
        page::alert(why.to_owned()),
    )
}

/// How the clock is to be moved.
#[derive(Debug, Deserialize)]
pub(super) struct ClockForm {
    #[serde(default)]
    avance: String,
    #[serde(default)]
    instant: String,
}

/// Moves the clock.
pub(super) async fn clock(State(state): State<AppState>, Form(form): Form<ClockForm>) -> Response {
    let refuse = |wrong: &str| {
        let wrong = page::alert(wrong.to_owned()).into_any();
        show(&state, StatusCode::UNPROCESSABLE_ENTITY, wrong)
    };
    let Some(wanted) = wanted(&form, state.edge.clock.now()) else {
        return refuse(
            "Je ne comprends pas ce moment. Écrivez-le comme 2026-12-24T23:59. L’horloge n’a pas bougé.",
        );
    };
    match state.lab.clock.move_to(wanted) {
        Ok(()) => {
            state.lab.keep_clock();
            Redirect::to("/lab?fait=horloge").into_response()
        }
        Err(ClockError::Backwards) => {
            refuse("L’horloge ne recule pas\u{a0}: ce moment est déjà passé. Elle n’a pas bougé.")
        }
        Err(ClockError::TooFar) => refuse("C’est trop loin\u{a0}: 150 ans au plus. L’horloge n’a pas bougé."),
    }
}
fn wanted(form: &ClockForm, now: Timestamp) -> Option<Timestamp> {
    let typed = form.instant.trim();
    if !typed.is_empty() {
        // With a zone, as programs write it; without, as people do.
        if let Ok(instant) = typed.parse::<Timestamp>() {
            return Some(instant);
        }
        let local: DateTime = typed.parse().ok()?;
        return Some(local.in_tz("Europe/Paris").ok()?.timestamp());
    }
    let paris = now.in_tz("Europe/Paris").ok()?;
    let later = match form.avance.as_str() {
        "1h" => paris.checked_add(1.hour()),
        "1j" => paris.checked_add(1.day()),
        "31j" => paris.checked_add(31.days()),
        _ => return None,
    };
    Some(later.ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_people_and_programs_write_it() {
        let now: Timestamp = "2026-10-24T20:00:00Z".parse().unwrap();
        let moved = |avance: &str, instant: &str| {
            let form = ClockForm {
                avance: avance.to_owned(),
                instant: instant.to_owned(),
            };
            wanted(&form, now).map(|moment| moment.to_string())
        };
        assert_eq!(moved("1h", ""), Some("2026-10-24T21:00:00Z".to_owned()));
        // The night of the 25th has twenty-five hours.
        assert_eq!(moved("1j", ""), Some("2026-10-25T21:00:00Z".to_owned()));
        assert_eq!(
            moved("1j", " 2026-12-24T23:59 "),
            Some("2026-12-24T22:59:00Z".to_owned())
        );
        assert_eq!(
            moved("", "2026-12-24T23:59:00+01:00"),
            Some("2026-12-24T22:59:00Z".to_owned())
        );
        for nonsense in ["demain", "2026-13-01T00:00", "24/12/2026", "99999-01-01T00:00"] {
            assert_eq!(moved("1h", nonsense), None, "{nonsense}");
        }
        assert_eq!(moved("", ""), None);
    }
}
