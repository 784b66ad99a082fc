//! Dates and times as French people write them.

use jiff::civil::{Date, DateTime};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// *1ᵉʳ mars 2026*.
pub fn day(date: Date) -> String {
    let month = usize::try_from(date.month() - 1)
        .ok()
        .and_then(|place| MONTHS.get(place))
        .unwrap_or(&"");
    let day = if date.day() == 1 {
        "1ᵉʳ".to_owned()
    } else {
        date.day().to_string()
    };
    format!("{day}\u{a0}{month}\u{a0}{}", date.year())
}

/// *1ᵉʳ mars 2026 à 9 h 05*.
pub fn moment(at: DateTime) -> String {
    format!("{} à {}", day(at.date()), time(at))
}

/// *9 h 05*.
pub fn time(at: DateTime) -> String {
    format!("{}\u{a0}h\u{a0}{:02}", at.hour(), at.minute())
}

/// *1ᵉʳ mars 2026 de 9 h 05 à 9 h 20*, or the moment when both are within a minute.
pub fn span(from: DateTime, to: DateTime) -> String {
    if from.date() != to.date() {
        format!("{} au {}", moment(from), moment(to))
    } else if time(from) == time(to) {
        moment(from)
    } else {
        format!("{} de {} à {}", day(from.date()), time(from), time(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn days_and_moments() {
        assert_eq!(day(date(2026, 8, 1)), "1ᵉʳ\u{a0}août\u{a0}2026");
        assert_eq!(day(date(2024, 2, 29)), "29\u{a0}février\u{a0}2024");
        assert_eq!(
            moment(datetime(2026, 12, 31, 9, 5, 0, 0)),
            "31\u{a0}décembre\u{a0}2026 à 9\u{a0}h\u{a0}05"
        );
    }

    #[test]
    fn spans() {
        let from = datetime(2026, 12, 31, 23, 50, 0, 0);
        for (to, said) in [
            (from, "31 décembre 2026 à 23 h 50"),
            (
                datetime(2026, 12, 31, 23, 50, 59, 0),
                "31 décembre 2026 à 23 h 50",
            ),
            (
                datetime(2026, 12, 31, 23, 58, 0, 0),
                "31 décembre 2026 de 23 h 50 à 23 h 58",
            ),
            (
                datetime(2027, 1, 1, 0, 5, 0, 0),
                "31 décembre 2026 à 23 h 50 au 1ᵉʳ janvier 2027 à 0 h 05",
            ),
        ] {
            assert_eq!(span(from, to).replace('\u{a0}', " "), said);
        }
    }
}
