//! Dates and times as they are written, and the day they fall on in Paris.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The calendar of Europe/Paris, from rules that come with the program.
pub(crate) struct Paris(TimeZone);

impl Paris {
    pub(crate) fn new() -> Option<Self> {
        TimeZoneDatabase::bundled().get("Europe/Paris").ok().map(Self)
    }

    /// The day in Paris at a moment written as RFC 3339, offset included.
    pub(crate) fn day(&self, moment: &str) -> Option<Date> {
        if !is_rfc3339(moment) {
            return None;
        }
        let moment: Timestamp = moment.parse().ok()?;
        Some(self.0.to_datetime(moment).date())
    }
}

/// A calendar date written `YYYY-MM-DD`.
pub(crate) fn date(text: &str) -> Option<Date> {
    if !matches(text.as_bytes(), b"0000-00-00") {
        return None;
    }
    text.parse().ok()
}

/// Whether the text has the shape of RFC 3339. The library that reads it is more generous (no seconds, no minutes in the offset, a time zone name).
fn is_rfc3339(text: &str) -> bool {
    let Some((local, rest)) = text.as_bytes().split_at_checked(b"0000-00-00T00:00:00".len()) else {
        return false;
    };
    if !matches(local, b"0000-00-00T00:00:00") {
        return false;
    }
    let rest = match rest.strip_prefix(b".") {
        None => rest,
        Some(fraction) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let Some((_, rest)) = fraction.split_at_checked(digits).filter(|_| digits > 0) else {
                return false;
            };
            rest
        }
    };
    match rest {
        b"Z" | b"z" => true,
        [b'+' | b'-', offset @ ..] => matches(offset, b"00:00") && offset < b"24:00".as_slice(),
        _ => false,
    }
}

/// Whether the text follows a pattern where `0` is any digit, `T` also its small letter or a space.
fn matches(text: &[u8], pattern: &[u8]) -> bool {
    text.len() == pattern.len()
        && text.iter().zip(pattern).all(|(byte, expected)| match expected {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            other => byte == other,
        })
}
