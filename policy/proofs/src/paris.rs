//! The day in Paris, from the European rule of summer time (since 1996): an hour more between the last Sundays of March and
//! October, at 01:00 UTC.

/// A year, a month and a day.
pub type Day = (i64, i64, i64);

const DAY: i64 = 86_400;

/// The day in Paris at a moment, in seconds since 1970 UTC.
pub fn day(moment: i64) -> Day {
    from_days((moment + offset(moment)).div_euclid(DAY))
}

/// The moment at which this day begins in Paris.
pub fn midnight(day: Day) -> i64 {
    let midnight = to_days(day) * DAY - 3600;
    // Midnight is never within an hour of a change of time, so either offset tells the right one.
    midnight + 3600 - offset(midnight)
}

/// How far Paris is ahead of UTC, in seconds.
pub fn offset(moment: i64) -> i64 {
    let (year, ..) = from_days(moment.div_euclid(DAY));
    let summer = last_sunday(year, 3) * DAY + 3600..last_sunday(year, 10) * DAY + 3600;
    if summer.contains(&moment) { 7200 } else { 3600 }
}

/// The last Sunday of a month of 31 days, in days since 1970.
pub fn last_sunday(year: i64, month: i64) -> i64 {
    let last = to_days((year, month, 31));
    // 1 January 1970 was a Thursday.
    last - (last + 4).rem_euclid(7)
}

/// Days since 1970, in the proleptic Gregorian calendar.
pub fn to_days((year, month, day): Day) -> i64 {
    // Years that begin in March put the leap day at their end.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day that many days after 1970 began.
pub fn from_days(days: i64) -> Day {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

/// Whether a year has a 29 February.
pub fn is_leap(year: i64) -> bool {
    to_days((year, 3, 1)) - to_days((year, 2, 28)) == 2
}
