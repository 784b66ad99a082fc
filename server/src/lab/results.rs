//! What sessions have given: a page with small charts that are also said in words, and a table to take away.

use ::csv::WriterBuilder;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    page,
    questionnaire::score,
    seances::{Outcome, Run, SEANCES, Seance},
    tasks::{TASKS, task},
};
use crate::{
    AppState,
    history_export::{BYTE_ORDER_MARK, harmless},
    pages::unavailable,
};

/// Where the results are.
pub(super) const RESULTS: &str = "/lab/seances/resultats";
/// The same as a table.
pub(super) const CSV: &str = "/lab/seances/resultats.csv";

/// The width of a chart, in its own units.
const WIDTH: f64 = 200.0;

/// The page.
pub(super) async fn show(State(state): State<AppState>) -> Response {
    let seances = match state.lab.shared.seances.all() {
        Ok(seances) => seances,
        Err(error) => {
            tracing::error!(%error, "the results cannot be read");
            return unavailable();
        }
    };
    let content = if seances.is_empty() {
        view! { <p>"Aucune séance pour le moment. " <a href=SEANCES>"Commencer une séance"</a></p> }
            .into_any()
    } else {
        results(&seances)
    };
    let parent = Some((SEANCES, "Les séances"));
    page::below(&state, StatusCode::OK, "Résultats des séances", parent, content)
}

/// As a French page writes a number with one decimal.
fn decimal(number: f64) -> String {
    format!("{number:.1}").replace('.', ",").replace('-', "−")
}

fn mean(numbers: &[f64]) -> Option<f64> {
    let count = u32::try_from(numbers.len()).ok().filter(|count| *count > 0)?;
    Some(numbers.iter().sum::<f64>() / f64::from(count))
}

fn median(numbers: &[i64]) -> Option<i64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// What a bar is worth, of how much.
fn bar(said: String, part: f64, whole: f64) -> impl IntoView {
    let share = if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        0.0
    };
    view! {
        <svg role="img" aria-label=said viewBox=format!("0 0 {WIDTH} 16") width=WIDTH.to_string() height="16">
            <rect x="0.5" y="0.5" width=(WIDTH - 1.0).to_string() height="15" fill="none" stroke="currentColor"></rect>
            <rect x="0.5" y="0.5" width=(share * (WIDTH - 1.0)).to_string() height="15" fill="currentColor"></rect>
        </svg>
    }
}

fn results(seances: &[Seance]) -> AnyView {
    let scores: Vec<f64> = seances
        .iter()
        .filter_map(|seance| score(&seance.usability))
        .collect();
    let usability = mean(&scores).map_or_else(
        || view! { <p>"Aucun questionnaire rempli."</p> }.into_any(),
        |mean| {
            let said = format!(
                "{} sur 100 en moyenne, pour {}",
                decimal(mean),
                app::texts::counted(scores.len() as u64, "questionnaire", "questionnaires")
            );
            view! { <p>{bar(said.clone(), mean, 100.0)} <br/> {said} "."</p> }.into_any()
        },
    );
    let (right, asked) = seances
        .iter()
        .map(Seance::understood)
        .fold((0, 0), |(right, asked), (more_right, more_asked)| {
            (right + more_right, asked + more_asked)
        });
    let understood = if asked == 0 {
        view! { <p>"Aucune question posée."</p> }.into_any()
    } else {
        let good = app::texts::counted(right as u64, "bonne réponse", "bonnes réponses");
        let said = format!("{good} sur {asked}");
        let part = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        view! { <p>{bar(said.clone(), part(right), part(asked))} <br/> {said} "."</p> }.into_any()
    };
    let tasks: Vec<_> = TASKS
        .iter()
        .filter_map(|task| {
            let runs: Vec<&Run> = seances
                .iter()
                .flat_map(|seance| &seance.tasks)
                .filter(|run| run.task == task.id)
                .collect();
            (!runs.is_empty()).then(|| of_task(task.title, &runs))
        })
        .collect();
    let count = app::texts::counted(seances.len() as u64, "séance", "séances");
    view! {
        <p class="lead">{format!("{count}. Peu de participants\u{a0}: ces nombres montrent où regarder, ils ne prouvent rien.")}</p>
        <p><a class="button button--secondary" href=CSV>"Emporter dans un tableur (CSV)"</a></p>
        <h2>"Utilisabilité (F-SUS)"</h2>
        {usability}
        <h2>"Compréhension\u{a0}: qui peut lire"</h2>
        {understood}
        <h2>"Par tâche"</h2>
        {tasks}
    }
    .into_any()
}

fn of_task(title: &'static str, runs: &[&Run]) -> impl IntoView + use<> {
    let of = |outcome: Outcome| runs.iter().filter(|run| run.outcome == outcome).count();
    let (alone, helped, failed) = (of(Outcome::Alone), of(Outcome::Helped), of(Outcome::Failed));
    let total = runs.len();
    let confirmed = runs.iter().filter(|run| run.succeeded).count();
    let confirmed = app::texts::counted(confirmed as u64, "réussite", "réussites");
    let best = format!("Réussie sans aide\u{a0}: {alone} sur {total}");
    let said = format!("{alone} sans aide, {helped} avec aide, {failed} en échec, sur {total}");
    let seconds: Vec<i64> = runs.iter().map(|run| run.seconds).collect();
    // Whoever gave up has seen fewer pages than the shortest way has: that says nothing.
    let over: Vec<f64> = runs
        .iter()
        .filter(|run| run.succeeded)
        .map(|run| f64::from(run.pages) - f64::from(run.optimum))
        .collect();
    let errors: u64 = runs.iter().map(|run| u64::from(run.errors)).sum();
    let ease: Vec<f64> = runs.iter().filter_map(|run| run.ease.map(f64::from)).collect();
    let part = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let time =
        median(&seconds).map_or_else(String::new, |seconds| format!("Temps médian\u{a0}: {seconds} s."));
    let pages = mean(&over).map_or_else(
        || "Pages de plus que le plus court chemin\u{a0}: pas de réussite confirmée.".to_owned(),
        |over| {
            let over = decimal(over);
            format!("Pages de plus que le plus court chemin, en moyenne des réussites\u{a0}: {over}.")
        },
    );
    let ease = mean(&ease).map_or_else(
        || "Facilité\u{a0}: pas de réponse.".to_owned(),
        |ease| format!("Facilité, en moyenne\u{a0}: {} sur 7.", decimal(ease)),
    );
    view! {
        <h3>{title}</h3>
        <p>{bar(best.clone(), part(alone), part(total))} <br/> {best} "."</p>
        <ul>
            <li>{format!("{said}. Le dossier confirme {confirmed}.")}</li>
            <li>{time}</li>
            <li>{pages}</li>
            <li>{format!("Erreurs comptées\u{a0}: {errors}.")}</li>
            <li>{ease}</li>
        </ul>
    }
}

const COLUMNS: [&str; 13] = [
    "Participant",
    "Ordre",
    "Tâche",
    "Issue",
    "Confirmée par le dossier",
    "Secondes",
    "Pages vues",
    "Pages au plus court",
    "Erreurs",
    "Facilité (1 à 7)",
    "Compréhension\u{a0}: bonnes réponses",
    "Compréhension\u{a0}: réponses",
    "F-SUS (0 à 100)",
];

/// The table: a line for each task, or one for a session that has none.
pub(super) async fn csv(State(state): State<AppState>) -> Response {
    let written = state.lab.shared.seances.all().map_err(::csv::Error::from);
    match written.and_then(|seances| table(&seances)) {
        Ok(table) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"resultats.csv\"",
                ),
            ],
            table,
        )
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "the results cannot be written");
            unavailable()
        }
    }
}

fn table(seances: &[Seance]) -> Result<String, ::csv::Error> {
    let mut table = WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for seance in seances {
        let usability = score(&seance.usability).map(decimal).unwrap_or_default();
        if seance.tasks.is_empty() {
            let mut line = vec![String::new(); COLUMNS.len()];
            if let Some(first) = line.first_mut() {
                first.clone_from(&seance.code);
            }
            if let Some(last) = line.last_mut() {
                last.clone_from(&usability);
            }
            table.write_record(line.into_iter().map(harmless))?;
        }
        for (place, run) in (1_u32..).zip(&seance.tasks) {
            let title = task(&run.task).map_or(run.task.as_str(), |task| task.title);
            let right = run.understanding.iter().filter(|asked| asked.is_right()).count();
            let given = run
                .understanding
                .iter()
                .filter(|asked| asked.given.is_some())
                .count();
            let line = [
                seance.code.clone(),
                place.to_string(),
                title.to_owned(),
                run.outcome.label().to_owned(),
                if run.succeeded { "oui" } else { "non" }.to_owned(),
                run.seconds.to_string(),
                run.pages.to_string(),
                run.optimum.to_string(),
                run.errors.to_string(),
                run.ease.map(|ease| ease.to_string()).unwrap_or_default(),
                right.to_string(),
                given.to_string(),
                usability.clone(),
            ];
            table.write_record(line.map(harmless))?;
        }
    }
    let written = table
        .into_inner()
        .map_err(|error| ::csv::Error::from(error.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&written)))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_hostile_text_stays_a_text() {
        let seance = Seance {
            code: "=HYPERLINK(\"https://mal.example\")".to_owned(),
            agreed_at: Timestamp::UNIX_EPOCH,
            running: None,
            tasks: Vec::new(),
            usability: vec![3; 10],
        };
        let table = table(&[seance]).unwrap();
        assert!(table.contains("\"'=HYPERLINK("), "{table}");
        assert!(table.ends_with(";50,0\n"), "{table}");
    }

    #[test]
    fn of_an_even_number_the_lower_middle_is_taken() {
        assert_eq!(median(&[9, 1, 5]), Some(5));
        assert_eq!(median(&[9, 1, 5, 7]), Some(5));
        assert_eq!(median(&[]), None);
    }
}
