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
    format!(
        "{} à {}\u{a0}h\u{a0}{:02}",
        day(at.date()),
        at.hour(),
        at.minute()
    )
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
}
