//! Moving the clock of a world: the form, and the moment that is written in it.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{
    Timestamp, ToSpan as _,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    ClockError, home,
    page::{self, Problem},
};
use crate::AppState;

/// Where the clock is moved.
pub(super) const CLOCK: &str = "/lab/horloge";

/// Where the people of the lab live.
const ZONE: &str = "Europe/Paris";

/// How the clock is to be moved.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ClockForm {
    avance: String,
    instant: String,
}

/// A moment that was asked for.
#[derive(Debug, PartialEq)]
struct Wanted {
    at: Timestamp,
    /// The hour that was written is there twice that night; this is the first.
    is_first_of_two: bool,
}

/// Why there is no such moment.
#[derive(Debug, PartialEq)]
enum NoMoment {
    /// Nothing was asked.
    Blank,
    /// What was written is no moment.
    Unreadable,
    /// That night the clocks jump over this hour of Paris, to this one.
    Skipped(DateTime),
}

/// An instant as the clocks of Paris show it, for a page.
pub(super) fn told(at: Timestamp) -> String {
    let zone = TimeZone::get(ZONE).ok();
    zone.map_or_else(String::new, |zone| {
        app::texts::moment(at.to_zoned(zone).datetime())
    })
}

/// The form.
pub(super) fn form(state: &AppState, problem: Option<&Problem>) -> impl IntoView + use<> {
    let now = told(state.edge.clock.now());
    let choices = [
        ("1h", "une heure"),
        ("1j", "un jour"),
        ("31j", "un mois (31 jours)"),
        ("", "ne pas avancer"),
    ];
    let chosen = problem.and_then(|problem| problem.written("avance"));
    let chosen = chosen.as_deref().unwrap_or("1h");
    view! {
        <h2>"L’horloge"</h2>
        <p>"Le serveur croit qu’il est " <strong>{now}</strong> " (heure de Paris). Elle ne recule pas\u{a0}: seul le retour au début la ramène."</p>
        <form method="post" action=CLOCK class="form" novalidate>
            <div class="field">
                <label for="avance">"Avancer de"</label>
                <select id="avance" name="avance">{page::options(choices, chosen)}</select>
            </div>
            {page::text_field(
                "instant",
                "Ou aller à ce jour et cette heure de Paris",
                "Par exemple 2026-12-24T23:59. Prioritaire sur l’autre choix.",
                problem,
            )}
            <button type="submit" class="button">"Avancer l’horloge"</button>
        </form>
    }
}

/// Moves the clock.
pub(super) async fn act(State(state): State<AppState>, Form(form): Form<ClockForm>) -> Response {
    let refuse = |why: String| {
        let written = [("avance", form.avance.clone()), ("instant", form.instant.clone())];
        let message = format!("{why} L’horloge n’a pas bougé.");
        home::again(&state, &Problem::new("instant", message, written))
    };
    let wanted = match wanted(&form, state.edge.clock.now()) {
        Ok(wanted) => wanted,
        Err(NoMoment::Blank) => {
            return refuse("Choisissez de combien avancer, ou écrivez un jour et une heure.".to_owned());
        }
        Err(NoMoment::Unreadable) => {
            return refuse("Je ne comprends pas ce moment. Écrivez-le comme 2026-12-24T23:59.".to_owned());
        }
        Err(NoMoment::Skipped(next)) => {
            let proposed = next.strftime("%Y-%m-%dT%H:%M");
            return refuse(format!(
                "Cette heure n’existe pas à Paris\u{a0}: cette nuit-là, on passe à l’heure d’été, et les horloges sautent une heure. Écrivez plutôt {proposed}."
            ));
        }
    };
    match state.lab.clock.move_to(wanted.at) {
        Ok(()) => {
            state.lab.keep_clock();
            let said = if wanted.is_first_of_two {
                "horloge-deux-fois"
            } else {
                "horloge"
            };
            Redirect::to(&format!("{}?fait={said}", page::HOME)).into_response()
        }
        Err(ClockError::Backwards) => {
            refuse("L’horloge ne recule pas\u{a0}: ce moment est déjà passé.".to_owned())
        }
        Err(ClockError::TooFar) => refuse("C’est trop loin\u{a0}: 150 ans au plus.".to_owned()),
    }
}

fn wanted(form: &ClockForm, now: Timestamp) -> Result<Wanted, NoMoment> {
    let zone = TimeZone::get(ZONE).map_err(|_| NoMoment::Unreadable)?;
    let exactly = |at| Wanted {
        at,
        is_first_of_two: false,
    };
    let typed = form.instant.trim();
    if !typed.is_empty() {
        // With a zone, as programs write it; without, as people do.
        if let Ok(instant) = typed.parse() {
            return Ok(exactly(instant));
        }
        let local: DateTime = typed.parse().map_err(|_| NoMoment::Unreadable)?;
        return in_zone(local, &zone);
    }
    let paris = now.to_zoned(zone);
    let later = match form.avance.as_str() {
        "1h" => paris.checked_add(1.hour()),
        "1j" => paris.checked_add(1.day()),
        "31j" => paris.checked_add(31.days()),
        "" => return Err(NoMoment::Blank),
        _ => return Err(NoMoment::Unreadable),
    };
    let later = later.map_err(|_| NoMoment::Unreadable)?;
    Ok(exactly(later.timestamp()))
}

/// The instant at which the clocks of this zone show this: twice a year, they show it never or twice.
fn in_zone(local: DateTime, zone: &TimeZone) -> Result<Wanted, NoMoment> {
    let shown = zone.to_ambiguous_zoned(local);
    let offset = shown.offset();
    // In a gap, as much later as the clocks jump; in a fold, the first.
    let zoned = shown.compatible().map_err(|_| NoMoment::Unreadable)?;
    match offset {
        AmbiguousOffset::Gap { .. } => Err(NoMoment::Skipped(zoned.datetime())),
        offset => Ok(Wanted {
            at: zoned.timestamp(),
            is_first_of_two: matches!(offset, AmbiguousOffset::Fold { .. }),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(avance: &str, instant: &str) -> Result<Wanted, NoMoment> {
        let now: Timestamp = "2026-10-24T20:00:00Z".parse().unwrap();
        let form = ClockForm {
            avance: avance.to_owned(),
            instant: instant.to_owned(),
        };
        wanted(&form, now)
    }

    fn at(instant: &str, is_first_of_two: bool) -> Wanted {
        Wanted {
            at: instant.parse().unwrap(),
            is_first_of_two,
        }
    }

    #[test]
    fn a_moment_is_read_as_people_and_programs_write_it() {
        assert_eq!(moved("1h", ""), Ok(at("2026-10-24T21:00:00Z", false)));
        // The night of the 25th has twenty-five hours.
        assert_eq!(moved("1j", ""), Ok(at("2026-10-25T21:00:00Z", false)));
        assert_eq!(
            moved("1j", " 2026-12-24T23:59 "),
            Ok(at("2026-12-24T22:59:00Z", false))
        );
        assert_eq!(
            moved("", "2026-12-24T23:59:00+01:00"),
            Ok(at("2026-12-24T22:59:00Z", false))
        );
        for nonsense in ["demain", "2026-13-01T00:00", "24/12/2026", "99999-01-01T00:00"] {
            assert_eq!(moved("1h", nonsense), Err(NoMoment::Unreadable), "{nonsense}");
        }
        assert_eq!(moved("", ""), Err(NoMoment::Blank));
    }

    #[test]
    fn an_hour_of_paris_may_be_there_never_or_twice() {
        let next = "2027-03-28T03:30".parse().unwrap();
        assert_eq!(moved("", "2027-03-28T02:30"), Err(NoMoment::Skipped(next)));
        assert_eq!(
            moved("", "2027-03-28T03:00"),
            Ok(at("2027-03-28T01:00:00Z", false))
        );
        assert_eq!(
            moved("", "2026-10-25T02:30"),
            Ok(at("2026-10-25T00:30:00Z", true))
        );
        // Whoever writes the zone says which of the two.
        assert_eq!(
            moved("", "2026-10-25T02:30+01:00"),
            Ok(at("2026-10-25T01:30:00Z", false))
        );
        assert_eq!(
            moved("", "2026-10-25T03:00"),
            Ok(at("2026-10-25T02:00:00Z", false))
        );
    }
}
