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
        let (seconds, offset) = rfc3339(moment)?;
        // However long, a fraction of a second changes no day.
        let moment: Timestamp = if seconds.len() + offset.len() == moment.len() {
            moment.parse().ok()?
        } else {
            format!("{seconds}{offset}").parse().ok()?
        };
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

/// A moment that has the shape of RFC 3339: its seconds, and its offset; what stands between is a fraction of a second. The library that
/// reads it is more generous (no seconds, no minutes in the offset, a time zone name), and less (a fraction has nine digits at most).
fn rfc3339(text: &str) -> Option<(&str, &str)> {
    let (seconds, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
    let offset = match rest.strip_prefix('.') {
        None => rest,
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if offset.len() == fraction.len() {
                return None;
            }
            offset
        }
    };
    let known = match offset.as_bytes() {
        b"Z" | b"z" => true,
        [b'+' | b'-', offset @ ..] => matches(offset, b"00:00") && offset < b"24:00".as_slice(),
        _ => false,
    };
    (known && matches(seconds.as_bytes(), b"0000-00-00T00:00:00")).then_some((seconds, offset))
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
