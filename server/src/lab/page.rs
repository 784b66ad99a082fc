//! The lab's own pages: what is there to try, and their look.

use axum::{
    Form,
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use jiff::{Timestamp, ToSpan as _, civil::DateTime, tz::TimeZone};
use serde::Deserialize;

use super::{
    ClockError, PASSWORD,
    personas::{self, PERSONAS},
    professionals,
};
use crate::AppState;

/// Where the lab is.
pub(super) const HOME: &str = "/lab";
/// Where the clock is moved.
pub(super) const CLOCK: &str = "/lab/horloge";

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A page of the lab, with the style of the product.
pub(super) fn page(state: &AppState, status: StatusCode, title: &str, content: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title} – Laboratoire</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{}\"></head>\
         <body><main class=\"main\" id=\"contenu\"><p class=\"back\"><a href=\"{HOME}\">Laboratoire</a></p><h1>{title}</h1>{content}</main></body></html>",
        state.site.style
    );
    (status, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

/// As text of a page, in an attribute too.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What the lab is, the people, the clock, and the way to the rest.
pub(super) async fn home(State(state): State<AppState>) -> Response {
    show(&state, StatusCode::OK, "")
}

fn show(state: &AppState, status: StatusCode, wrong: &str) -> Response {
    let people: Vec<String> = PERSONAS
        .iter()
        .map(|persona| {
            format!(
                "<li><strong>{}</strong> (<code>{}</code>)<br>{}<br>Ce qu’on attend\u{a0}: {}</li>",
                persona.name, persona.identifier, persona.story, persona.expects
            )
        })
        .collect();
    let software: Vec<String> = professionals()
        .iter()
        .map(|who| {
            format!(
                "<li><a href=\"{HOME}/professionnels/{}\">{} {}</a>, {}, {}</li>",
                who.rpps,
                who.first_name,
                who.last_name,
                who.organisation,
                personas::role(who.rpps)
            )
        })
        .collect();
    let now = local(state.edge.clock.now()).map_or_else(String::new, app::texts::moment);
    let (people, software) = (people.concat(), software.concat());
    let alert = if wrong.is_empty() {
        String::new()
    } else {
        format!("<div class=\"error-summary\" role=\"alert\"><p>{wrong}</p></div>")
    };
    let content = format!(
        "{alert}<p class=\"lead\">Ici, tout est fictif\u{a0}: on essaie le produit, on joue un professionnel, on avance l’horloge.</p>\
         <h2>Les personnes</h2><p>Chacune <a href=\"/connexion\">ouvre une session</a> avec son identifiant et le mot de passe <code>{PASSWORD}</code>.</p>\
         <ul>{people}</ul>\
         <h2>Les professionnels</h2><p>Leur logiciel passe par la vraie porte des professionnels\u{a0}: tout est décidé, tracé et annoncé comme en vrai.</p>\
         <ul>{software}</ul>\
         <h2>L’horloge</h2><p>Le serveur croit qu’il est <strong>{now}</strong> (heure de Paris). Elle ne recule pas.</p>\
         <form method=\"post\" action=\"{CLOCK}\" class=\"form\">\
         <div class=\"field\"><label for=\"avance\">Avancer de</label><select id=\"avance\" name=\"avance\">\
         <option value=\"1h\">une heure</option><option value=\"1j\">un jour</option><option value=\"31j\">un mois (31 jours)</option><option value=\"\">ne pas avancer</option></select></div>\
         <div class=\"field\"><label for=\"instant\">Ou aller à ce jour et cette heure de Paris</label>\
         <p class=\"field__hint\" id=\"instant-aide\">Par exemple 2026-12-24T23:59. Prioritaire sur l’autre choix.</p>\
         <input type=\"text\" id=\"instant\" name=\"instant\" aria-describedby=\"instant-aide\" autocomplete=\"off\"></div>\
         <button type=\"submit\" class=\"button\">Avancer l’horloge</button></form>\
         <h2>Les courriels</h2><p><a href=\"{HOME}/courriels\">Voir les courriels</a> partis ou à partir.</p>"
    );
    page(state, status, "Laboratoire", &content)
}

fn local(at: Timestamp) -> Option<DateTime> {
    Some(at.to_zoned(TimeZone::get("Europe/Paris").ok()?).datetime())
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
    let refuse = |wrong: &str| show(&state, StatusCode::UNPROCESSABLE_ENTITY, wrong);
    let Some(wanted) = wanted(&form, state.edge.clock.now()) else {
        return refuse(
            "Je ne comprends pas ce moment. Écrivez-le comme 2026-12-24T23:59. L’horloge n’a pas bougé.",
        );
    };
    match state.lab_clock.move_to(wanted) {
        Ok(()) => Redirect::to(HOME).into_response(),
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
