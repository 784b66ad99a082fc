//! The moderator's pages: consent, one task after the other, the questions after each, the questionnaire at the end. And the page of
//! the participant, who sees nothing of all that.

use std::collections::HashMap;

use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use tower_sessions::Session;

use super::{
    page,
    questionnaire::{CONSENT, EASE, EASE_ENDS, USABILITY, score},
    results::{CSV, RESULTS},
    seances::{Outcome, PARTICIPANT, Run, Running, SEANCES, Seance, Understanding, code},
    task_pages::{self, choice, description, fields},
    tasks::{self, TASKS, Task, UNKNOWN, task},
    world_pages::set_world,
    worlds::{World, WorldName},
};
use crate::{
    AppState,
    clock::{Clock as _, SystemClock},
    pages::{Written, unavailable},
};

/// The fields of any of these forms.
type Fields = HashMap<String, String>;

/// The most errors that a moderator counts.
const MOST_ERRORS: u32 = 999;

fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a session with a participant cannot be kept or read");
    unavailable()
}

/// The sessions, and a new one.
pub(super) async fn list(State(state): State<AppState>) -> Response {
    show_list(&state, StatusCode::OK, "", ().into_any())
}

fn show_list(state: &AppState, status: StatusCode, typed: &str, said: AnyView) -> Response {
    let seances = match state.lab.shared.seances.all() {
        Ok(seances) => seances,
        Err(error) => return failed(&error),
    };
    let lines: Vec<_> = seances
        .iter()
        .map(|seance| {
            let address = format!("{SEANCES}/{}", seance.code);
            let so_far = app::texts::counted(seance.tasks.len() as u64, "tâche terminée", "tâches terminées");
            let end = if seance.usability.is_empty() {
                ""
            } else {
                ", questionnaire rempli"
            };
            view! { <li><a href=address>{seance.code.clone()}</a> {format!("\u{a0}: {so_far}{end}")}</li> }
        })
        .collect();
    let spoken: Vec<_> = CONSENT.iter().map(|text| view! { <li>{*text}</li> }).collect();
    let known = if lines.is_empty() {
        view! { <p>"Aucune séance pour le moment."</p> }.into_any()
    } else {
        view! { <ul>{lines}</ul> }.into_any()
    };
    let content = view! {
        {said}
        <p class="lead">"Une séance, c’est un participant, ses tâches, ses réponses. Elle a son propre monde\u{a0}: rien n’y gêne personne."</p>
        <h2>"Commencer une séance"</h2>
        <p>"Lisez d’abord ceci à la personne, mot à mot\u{a0}:"</p>
        <ol>{spoken}</ol>
        <form method="post" action=SEANCES class="form">
            <div class="field">
                <label for="code">"Code du participant"</label>
                <p class="field__hint" id="code-aide">"La lettre P et deux ou trois chiffres, par exemple P01. Jamais un nom."</p>
                <input type="text" id="code" name="code" value=typed.to_owned() maxlength="4" autocomplete="off" aria-describedby="code-aide"/>
            </div>
            <div class="choice">
                <input type="checkbox" id="accord" name="accord" value="oui"/>
                " " <label for="accord">"La personne a entendu ce texte et accepte"</label>
            </div>
            <button type="submit" class="button">"Commencer la séance"</button>
        </form>
        <h2>"Les séances"</h2>
        {known}
        <p><a href=RESULTS>"Lire les résultats"</a> " ou " <a href=CSV>"les emporter dans un tableur (CSV)"</a> "."</p>
    };
    page::page(state, status, "Les séances", content)
}

/// Begins a session, once the participant has agreed.
pub(super) async fn add(State(state): State<AppState>, Form(form): Form<Fields>) -> Response {
    let typed = form.get("code").map(String::as_str).unwrap_or_default();
    let refuse = |status, why: &str| {
        let said = page::alert(format!("{why} Aucune séance n’a commencé."));
        show_list(&state, status, typed, said.into_any())
    };
    let Some(code) = code(typed) else {
        return refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Le code est la lettre P, puis deux ou trois chiffres, par exemple P01.",
        );
    };
    if form.get("accord").map(String::as_str) != Some("oui") {
        return refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Sans l’accord de la personne, il n’y a pas de séance.",
        );
    }
    let Some(world) = WorldName::of_seance(&code) else {
        return failed(&"no world");
    };
    if let Err(error) = state.lab.shared.make(&state, &world).await {
        return failed(&error);
    }
    let seance = Seance {
        code: code.clone(),
        agreed_at: SystemClock.now(),
        running: None,
        tasks: Vec::new(),
        usability: Vec::new(),
    };
    match state.lab.shared.seances.add(&seance) {
        Ok(true) => Redirect::to(&format!("{SEANCES}/{code}")).into_response(),
        Ok(false) => refuse(
            StatusCode::CONFLICT,
            "Une séance a déjà ce code. Choisissez-en un autre.",
        ),
        Err(error) => failed(&error),
    }
}

/// What a session is about: its file, and its world.
struct Place {
    seance: Seance,
    world: World,
    name: WorldName,
}

async fn find(state: &AppState, typed: &str) -> Result<Place, Response> {
    let known = match code(typed) {
        Some(code) => state
            .lab
            .shared
            .seances
            .read(&code)
            .map_err(|error| failed(&error))?,
        None => None,
    };
    let Some(seance) = known else {
        let content = view! { <p><a href=SEANCES>"Les séances"</a></p> };
        return Err(page::page(
            state,
            StatusCode::NOT_FOUND,
            "Cette séance n’existe pas",
            content,
        ));
    };
    let name = WorldName::of_seance(&seance.code).ok_or_else(|| failed(&"no world"))?;
    // Its world may have been thrown away: the results matter more.
    let made = state.lab.shared.make(state, &name).await;
    made.map_err(|error| failed(&error))?;
    match state.lab.shared.world(state, &name).await {
        Ok(Some(world)) => Ok(Place { seance, world, name }),
        Ok(None) => Err(failed(&"no world")),
        Err(error) => Err(failed(&error)),
    }
}

/// Where a session stands.
pub(super) async fn one(
    State(state): State<AppState>,
    headers: HeaderMap,
    Written(typed): Written<String>,
) -> Response {
    match find(&state, &typed).await {
        Ok(place) => show(&state, &headers, &place, StatusCode::OK, &Fields::new(), "").await,
        Err(answer) => answer,
    }
}

/// The next step of a session.
pub(super) async fn act(
    State(state): State<AppState>,
    headers: HeaderMap,
    Written(typed): Written<String>,
    Form(form): Form<Fields>,
) -> Response {
    let place = match find(&state, &typed).await {
        Ok(place) => place,
        Err(answer) => return answer,
    };
    let step = form.get("etape").map(String::as_str).unwrap_or_default();
    let done = match step {
        "lancer" => propose(&state, &place, &form).await,
        "annuler" => Ok(change(&state, &place, |seance| seance.running = None)),
        "fin" => end(&state, &place, &form).await,
        "reponses" => answers(&state, &place, &form),
        "questionnaire" => usability(&state, &place, &form),
        "effacer" => erase(&state, &place, &form),
        _ => Err("Je ne sais pas quoi faire de cette étape. Rien n’a été changé.".to_owned()),
    };
    match done {
        Ok(answer) => answer,
        Err(wrong) => {
            show(
                &state,
                &headers,
                &place,
                StatusCode::UNPROCESSABLE_ENTITY,
                &form,
                &wrong,
            )
            .await
        }
    }
}

fn change(state: &AppState, place: &Place, change: impl FnOnce(&mut Seance)) -> Response {
    match state.lab.shared.seances.change(&place.seance.code, change) {
        Ok(Some(_)) => Redirect::to(&format!("{SEANCES}/{}", place.seance.code)).into_response(),
        Ok(None) => failed(&"the session has been erased"),
        Err(error) => failed(&error),
    }
}

/// Prepares a task in the world of the session.
async fn propose(state: &AppState, place: &Place, form: &Fields) -> Result<Response, String> {
    if place.seance.running.is_some() || place.seance.waiting().is_some() {
        return Err("Une tâche est déjà en cours. Terminez-la d’abord.".to_owned());
    }
    let Some(task) = form.get("tache").and_then(|id| task(id)) else {
        return Err("Choisissez une tâche.".to_owned());
    };
    if let Err(error) = tasks::prepare(task, &place.world.state).await {
        return Ok(task_pages::not_prepared(state, &error));
    }
    Ok(change(state, place, |seance| {
        seance.running = Some(Running {
            task: task.id.to_owned(),
            began_at: SystemClock.now(),
            begun: false,
            pages: 0,
        });
    }))
}

/// Ends the task: what the moderator saw, and what the record says.
async fn end(state: &AppState, place: &Place, form: &Fields) -> Result<Response, String> {
    let Some((running, task)) = running(&place.seance) else {
        return Err(
            "Aucune tâche n’est en cours\u{a0}: elle est peut-être déjà terminée. Rien n’a été changé."
                .to_owned(),
        );
    };
    let outcome = form.get("issue").and_then(|id| Outcome::from_id(id));
    let outcome = outcome.ok_or("Dites comment la tâche s’est terminée. Elle continue.")?;
    let errors = form.get("erreurs").map(|typed| typed.trim()).unwrap_or_default();
    let errors = if errors.is_empty() {
        Some(0)
    } else {
        errors.parse().ok()
    };
    let errors = errors
        .filter(|errors| *errors <= MOST_ERRORS)
        .ok_or("Le nombre d’erreurs est un nombre entier, de 0 à 999. La tâche continue.")?;
    let world = &place.world.state;
    let given = |name: &str| form.get(name).cloned();
    let checked = async {
        let succeeded = tasks::succeeded(task, world, given).await?;
        let asked = tasks::comprehension(task, world).await?;
        Ok::<_, record::RecordError>((succeeded, asked))
    };
    let (succeeded, asked) = match checked.await {
        Ok(checked) => checked,
        Err(error) => return Ok(failed(&error)),
    };
    let run = Run {
        task: task.id.to_owned(),
        outcome,
        succeeded,
        seconds: SystemClock
            .now()
            .duration_since(running.began_at)
            .as_secs()
            .max(0),
        pages: running.pages,
        optimum: task.optimum(),
        errors,
        understanding: asked
            .into_iter()
            .map(|question| Understanding {
                name: question.name,
                question: question.text,
                right: question.right,
                given: None,
            })
            .collect(),
        asked: false,
        ease: None,
    };
    Ok(change(state, place, |seance| {
        // Of two moderators who end it at once, the first counts.
        if seance.running.take().is_some() {
            seance.tasks.push(run);
        }
    }))
}

/// Keeps what the participant answered after a task.
fn answers(state: &AppState, place: &Place, form: &Fields) -> Result<Response, String> {
    let Some(run) = place.seance.waiting() else {
        return Err("Aucune question n’attend de réponse. Rien n’a été changé.".to_owned());
    };
    let ease = match form.get("facilite").map(String::as_str) {
        Some("aucune") => None,
        Some(typed) => match typed.parse::<u8>() {
            Ok(ease) if (1..=7).contains(&ease) => Some(ease),
            _ => return Err("La facilité va de 1 à 7.".to_owned()),
        },
        None => return Err("Il manque la réponse sur la facilité. Vos autres réponses sont là.".to_owned()),
    };
    if run
        .understanding
        .iter()
        .any(|asked| !form.contains_key(&asked.name))
    {
        return Err("Il manque une réponse sur qui peut lire. Vos autres réponses sont là.".to_owned());
    }
    Ok(change(state, place, |seance| {
        if let Some(run) = seance.tasks.last_mut() {
            run.ease = ease;
            run.asked = true;
            for asked in &mut run.understanding {
                asked.given = form.get(&asked.name).cloned();
            }
        }
    }))
}

/// Keeps the questionnaire of the end.
fn usability(state: &AppState, place: &Place, form: &Fields) -> Result<Response, String> {
    let answers: Vec<u8> = (1..=USABILITY.len())
        .filter_map(|place| form.get(&format!("sus-{place}"))?.parse().ok())
        .collect();
    if score(&answers).is_none() {
        return Err(
            "Il manque des réponses au questionnaire. Celles que vous avez données sont là.".to_owned(),
        );
    }
    Ok(change(state, place, |seance| seance.usability = answers))
}

/// Erases the results, as the participant may ask.
fn erase(state: &AppState, place: &Place, form: &Fields) -> Result<Response, String> {
    if form.get("sur").map(String::as_str) != Some("oui") {
        return Err("Cochez la case pour effacer les résultats. Rien n’a été effacé.".to_owned());
    }
    Ok(match state.lab.shared.seances.erase(&place.seance.code) {
        Ok(()) => Redirect::to(SEANCES).into_response(),
        Err(error) => failed(&error),
    })
}

fn running(seance: &Seance) -> Option<(&Running, &'static Task)> {
    let running = seance.running.as_ref()?;
    Some((running, task(&running.task)?))
}

async fn show(
    state: &AppState,
    headers: &HeaderMap,
    place: &Place,
    status: StatusCode,
    typed: &Fields,
    wrong: &str,
) -> Response {
    let seance = &place.seance;
    let address = format!("{SEANCES}/{}", seance.code);
    let wrong = (!wrong.is_empty()).then(|| page::alert(wrong.to_owned()));
    let step = if let Some((running, task)) = running(seance) {
        match under_way(headers, place, running, task, typed).await {
            Ok(step) => step,
            Err(error) => return failed(&error),
        }
    } else if let Some(run) = seance.waiting() {
        after(run, typed, &address).into_any()
    } else {
        between(seance, typed, &address).into_any()
    };
    let content = view! {
        {wrong}
        {step}
        {so_far(seance)}
        <details>
            <summary>"Effacer cette séance"</summary>
            <form method="post" action=address class="form">
                <p>"Si la personne le demande. Ses résultats seront perdus."</p>
                <div class="choice">
                    <input type="checkbox" id="sur" name="sur" value="oui"/>
                    " " <label for="sur">"Oui, effacer tous les résultats de cette séance"</label>
                </div>
                <button type="submit" name="etape" value="effacer" class="button button--danger">"Effacer"</button>
            </form>
        </details>
    };
    let parent = Some((SEANCES, "Les séances"));
    page::below(state, status, &format!("Séance {}", seance.code), parent, content)
}

/// While the participant works.
async fn under_way(
    headers: &HeaderMap,
    place: &Place,
    running: &Running,
    task: &'static Task,
    typed: &Fields,
) -> Result<AnyView, record::RecordError> {
    let world = &place.world.state;
    let asked = tasks::questions(task, world).await?;
    let verdict = if !asked.is_empty() {
        "Cette tâche se vérifie par les réponses ci-dessous."
    } else if tasks::succeeded(task, world, |_| None).await? {
        "Le dossier dit\u{a0}: la tâche est réussie."
    } else {
        "Le dossier dit\u{a0}: pas encore réussie."
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let path = format!("{PARTICIPANT}/{}", place.name);
    let link = format!("http://{}{path}", host.unwrap_or("localhost"));
    let begun = if running.begun {
        format!(
            "La personne a commencé. {} jusqu’ici, {} au plus court.",
            app::texts::counted(running.pages.into(), "page vue", "pages vues"),
            task.optimum()
        )
    } else {
        "La personne n’a pas encore commencé\u{a0}: le temps compte à partir de là.".to_owned()
    };
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let questions =
        (!asked.is_empty()).then(|| view! { <h3>"Ce que la personne a trouvé"</h3> {fields(&asked, typed)} });
    let outcomes = Outcome::ALL.iter().map(|outcome| (outcome.id(), outcome.label()));
    let address = format!("{SEANCES}/{}", place.seance.code);
    Ok(view! {
        <h2>{format!("En cours\u{a0}: {}", task.title)}</h2>
        <p>"Ouvrez cette adresse sur l’appareil du participant\u{a0}: " <a href=path>{link}</a></p>
        <p role="status">{begun} " " {verdict}</p>
        <p><a href=address.clone()>"Actualiser"</a></p>
        {description(task)}
        <h2>"Quand c’est fini"</h2>
        <form method="post" action=address.clone() class="form">
            {questions}
            {choice("issue", "Comment la tâche s’est-elle terminée\u{a0}?", outcomes, &text("issue"), None)}
            <div class="field">
                <label for="erreurs">"Nombre d’erreurs que vous avez vues"</label>
                <p class="field__hint" id="erreurs-aide">"Un mauvais chemin, une page ouverte par méprise, un bouton pris pour un autre. Vide\u{a0}: aucune."</p>
                <input type="text" inputmode="numeric" id="erreurs" name="erreurs" value=text("erreurs") autocomplete="off" aria-describedby="erreurs-aide"/>
            </div>
            <button type="submit" name="etape" value="fin" class="button">"Terminer la tâche"</button>
        </form>
        <form method="post" action=address class="form">
            <h3>"Une tâche lancée par erreur"</h3>
            <button type="submit" name="etape" value="annuler" class="button button--secondary">"Annuler, sans rien garder de cette tâche"</button>
        </form>
    }
    .into_any())
}

/// After a task: how easy it was, and what was understood.
fn after(run: &Run, typed: &Fields, address: &str) -> impl IntoView + use<> {
    let title = task(&run.task).map_or("", |task| task.title);
    let said = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let ease: Vec<(String, String)> = (1..=7)
        .map(|ease| {
            let label = match ease {
                1 => EASE_ENDS.0.to_owned(),
                7 => EASE_ENDS.1.to_owned(),
                ease => ease.to_string(),
            };
            (ease.to_string(), label)
        })
        .chain([("aucune".to_owned(), "Pas de réponse".to_owned())])
        .collect();
    let ease = ease.iter().map(|(value, label)| (value.as_str(), label.as_str()));
    let ease = choice("facilite", EASE, ease, &said("facilite"), None);
    let understanding: Vec<_> = run
        .understanding
        .iter()
        .map(|asked| {
            let choices = [("oui", "Oui"), ("non", "Non"), (UNKNOWN, "Ne sait pas")];
            choice(
                &asked.name,
                &asked.question,
                choices.into_iter(),
                &said(&asked.name),
                None,
            )
        })
        .collect();
    let intro = (!understanding.is_empty()).then(|| view! { <h3>"Qui peut lire, maintenant\u{a0}?"</h3> });
    let verdict = if run.succeeded { "réussie" } else { "pas réussie" };
    view! {
        <h2>{format!("Après\u{a0}: {title}")}</h2>
        <p role="status">{format!("Terminée et gardée. Le dossier dit\u{a0}: {verdict}. Posez maintenant ces questions, sans aider.")}</p>
        <form method="post" action=address.to_owned() class="form">
            {ease}
            {intro}
            {understanding}
            <button type="submit" name="etape" value="reponses" class="button">"Garder ces réponses"</button>
        </form>
    }
}

/// Between two tasks: the next one, or the questionnaire.
fn between(seance: &Seance, typed: &Fields, address: &str) -> impl IntoView + use<> {
    let done: Vec<&str> = seance.tasks.iter().map(|run| run.task.as_str()).collect();
    let next = TASKS
        .iter()
        .find(|task| !done.contains(&task.id))
        .map_or("", |task| task.id);
    let choices = TASKS.iter().map(|task| {
        let mark = if done.contains(&task.id) {
            " (déjà faite)"
        } else {
            ""
        };
        (task.id, format!("{}{mark}", task.title))
    });
    let choices = page::options(choices, next);
    let scale = [
        "1, pas du tout d’accord",
        "2",
        "3",
        "4",
        "5, tout à fait d’accord",
    ];
    let form = if seance.usability.is_empty() {
        let items: Vec<_> = (1..)
            .zip(USABILITY)
            .map(|(place, text)| {
                let name = format!("sus-{place}");
                let chosen = typed.get(&name).cloned().unwrap_or_default();
                let choices = ["1", "2", "3", "4", "5"].into_iter().zip(scale);
                choice(&name, &format!("{place}. {text}"), choices, &chosen, None)
            })
            .collect();
        view! {
            <h2>"Terminer par le questionnaire"</h2>
            <p>"Quand toutes les tâches prévues sont faites. «\u{a0}Ce système\u{a0}», c’est le site essayé. Qui hésite choisit 3."</p>
            <form method="post" action=address.to_owned() class="form">
                {items}
                <button type="submit" name="etape" value="questionnaire" class="button">"Garder le questionnaire"</button>
            </form>
        }
        .into_any()
    } else {
        let score = score(&seance.usability).unwrap_or_default();
        view! {
            <h2>"Le questionnaire est rempli"</h2>
            <p role="status">{format!("Score d’utilisabilité (F-SUS)\u{a0}: {score:.1} sur 100.").replace('.', ",").replace(" 100,", " 100.")}</p>
            <p>"La séance peut s’arrêter là. " <a href=RESULTS>"Lire les résultats"</a></p>
        }
        .into_any()
    };
    view! {
        <h2>"Proposer une tâche"</h2>
        <form method="post" action=address.to_owned() class="form">
            <div class="field">
                <label for="tache">"Tâche"</label>
                <select id="tache" name="tache">{choices}</select>
            </div>
            <button type="submit" name="etape" value="lancer" class="button">"Préparer et proposer cette tâche"</button>
        </form>
        {form}
    }
}

/// What this session has given until now.
fn so_far(seance: &Seance) -> AnyView {
    if seance.tasks.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = seance
        .tasks
        .iter()
        .map(|run| {
            let title = task(&run.task).map_or(run.task.as_str(), |task| task.title);
            let check = if run.succeeded {
                "le dossier le confirme"
            } else {
                "le dossier ne le confirme pas"
            };
            view! {
                <li>{format!(
                    "{title}\u{a0}: {} ({check}), {} s, {} pages pour {} au plus court",
                    run.outcome.label().to_lowercase(), run.seconds, run.pages, run.optimum
                )}</li>
            }
        })
        .collect();
    view! { <h2>"Ce qui est gardé"</h2> <ol>{lines}</ol> }.into_any()
}

/// What the participant sees on their device: the task, in its words, and a button.
pub(super) async fn participant(State(state): State<AppState>) -> Response {
    let Some((name, seance)) = of_participant(&state) else {
        return nobody(&state);
    };
    let content = match running(&seance) {
        Some((running, task)) => {
            let button = if running.begun { "Reprendre" } else { "Commencer" };
            view! {
                <p class="lead">{task.wording}</p>
                <p>"Dites à voix haute ce que vous cherchez. Quand vous pensez avoir fini, dites-le."</p>
                <form method="post" action=format!("{PARTICIPANT}/{name}")>
                    <button type="submit" class="button">{button}</button>
                </form>
            }
            .into_any()
        }
        None => view! {
            <p>"La personne qui vous accompagne va vous proposer une tâche."</p>
            <p><a class="button" href=format!("{PARTICIPANT}/{name}")>"Voir si elle est prête"</a></p>
        }
        .into_any(),
    };
    let mut answer = page::page_for_participant(&state, StatusCode::OK, "Votre tâche", content);
    set_world(&mut answer, &name);
    answer
}

/// The participant begins, or goes on.
pub(super) async fn participate(State(state): State<AppState>, session: Session) -> Response {
    let Some((name, seance)) = of_participant(&state) else {
        return nobody(&state);
    };
    let Some((_, task)) = running(&seance) else {
        return Redirect::to(&format!("{PARTICIPANT}/{name}")).into_response();
    };
    let begun = state.lab.shared.seances.change(&seance.code, |seance| {
        if let Some(running) = &mut seance.running
            && !running.begun
        {
            running.begun = true;
            running.began_at = SystemClock.now();
        }
    });
    if let Err(error) = begun {
        return failed(&error);
    }
    let mut answer = task_pages::begin(task.account(), &session).await;
    set_world(&mut answer, &name);
    answer
}

fn of_participant(state: &AppState) -> Option<(WorldName, Seance)> {
    let name = state.lab.world.clone()?;
    let seance = state.lab.shared.seances.read(&name.seance()?).ok()??;
    Some((name, seance))
}

fn nobody(state: &AppState) -> Response {
    let content = view! { <p>"Demandez son adresse à la personne qui vous accompagne."</p> };
    page::page_for_participant(state, StatusCode::NOT_FOUND, "Aucune séance n’est ici", content)
}
