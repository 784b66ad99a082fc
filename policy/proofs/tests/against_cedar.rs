//! The crate and the Cedar policies give the same answer, through the JSON contract.
//!
//! 20,000 cases unless `POLICY_CASES` says otherwise; `make compare` draws a million.

#[path = "../../examples/decide/contract.rs"]
mod contract;
#[path = "../../examples/decide/moment.rs"]
mod moment;

use std::collections::BTreeMap;
use std::env;
use std::thread;

use policy::decide;
use policy_proofs::case::{Action, Case};
use policy_proofs::cedar::Cedar;
use policy_proofs::{generate, paris};

/// What the cases went through: how many times each thing was met.
type Met = BTreeMap<String, u64>;

/// Compares these cases; returns what they went through.
fn compare(cedar: &Cedar, numbers: impl Iterator<Item = u64>) -> Met {
    let paris = moment::Paris::new().unwrap();
    let mut met = Met::new();
    for number in numbers {
        let case = generate::case(number, cedar.matrix());
        let line = serde_json::to_vec(&case).unwrap();
        let request = contract::read(&line, &paris).unwrap_or_else(|error| panic!("{error}: {case:?}"));
        let decision = decide(&request.request());
        let (permitted, rule) = cedar.decide(&cedar.question(&case).unwrap()).unwrap();
        assert_eq!(
            (decision.is_permit(), decision.rule().id()),
            (permitted, rule),
            "case {number}: {}",
            String::from_utf8_lossy(&line)
        );
        *met.entry(format!("{} {rule}", action(&case))).or_default() += 1;
        for boundary in boundaries(&case) {
            *met.entry(boundary.to_owned()).or_default() += 1;
        }
    }
    met
}

fn action(case: &Case) -> &'static str {
    match case.action {
        Action::Open => "open",
        Action::Read { .. } => "read",
        Action::ReadSection { .. } => "read_section",
        Action::Deposit { .. } => "deposit",
    }
}

/// Each boundary, and how many cases in a thousand must lie on it. Drawn evenly over the 29 years, one case in five thousand would lie within a
/// day of the day of majority, one in ninety within a day of a change of hour, one in fifteen hundred would be of someone born on 29 February.
const BOUNDARIES: [(&str, u64); 6] = [
    ("the day of majority, within a day", 300),
    ("the last second of minority", 20),
    ("the first second of majority", 20),
    ("a change of hour, within a day", 100),
    ("born on 29 February", 200),
    ("born on 29 February, within a day of majority", 50),
];

fn boundaries(case: &Case) -> impl Iterator<Item = &'static str> {
    const DAY: i64 = 86_400;
    let born = case.profile.born;
    let leap = (born.1, born.2) == (2, 29);
    let of_age = match born {
        (year, 2, 29) => (year + 18, 3, 1),
        (year, month, day) => (year + 18, month, day),
    };
    let from_majority = case.moment - paris::midnight(of_age);
    let near_majority = from_majority.abs() <= DAY;
    let (year, ..) = paris::day(case.moment);
    let near_change = [3, 10]
        .into_iter()
        .any(|month| (case.moment - paris::last_sunday(year, month) * DAY - 3600).abs() <= DAY);
    let met = [
        near_majority,
        from_majority == -1,
        from_majority == 0,
        near_change,
        leap,
        leap && near_majority,
    ];
    BOUNDARIES
        .into_iter()
        .zip(met)
        .filter(|(_, met)| *met)
        .map(|((name, _), _)| name)
}

/// Every rule that an action can meet, by the tables: opening knows neither author, nor matrix, nor mask; a section has no author.
fn expected() -> Vec<String> {
    let reading = [
        "profile_closed",
        "authentication_insufficient",
        "suspended_professional",
        "no_reading_entitlement",
        "reason_missing",
        "not_a_minor",
        "secret_not_in_emergency",
        "author",
        "blocked_professional",
        "blocked_organisation",
        "administrator",
        "not_samu_regulator",
        "samu_opposed",
        "break_glass_opposed",
        "professionals_opposed",
        "no_legal_basis",
        "matrix",
        "masked_even_in_emergency",
        "emergency_masked",
        "masked",
        "emergency",
        "care_team",
        "declared_consent",
    ];
    let depositing = [
        "profile_closed",
        "authentication_insufficient",
        "deceased",
        "ins_not_qualified",
        "blocked_professional",
        "blocked_organisation",
        "deposit_opposed",
        "not_a_minor",
        "flags_not_combinable",
        "secret_deposit_visible",
        "duplicate_deposit",
        "deposit",
    ];
    let of_a_document = [
        "author",
        "matrix",
        "masked_even_in_emergency",
        "emergency_masked",
        "masked",
    ];
    let mut expected: Vec<String> = depositing.map(|rule| format!("deposit {rule}")).into();
    for rule in reading {
        expected.push(format!("read {rule}"));
        if rule != "author" {
            expected.push(format!("read_section {rule}"));
        }
        if !of_a_document.contains(&rule) {
            expected.push(format!("open {rule}"));
        }
    }
    expected.sort();
    expected
}

#[test]
fn the_two_agree_and_reach_every_rule() {
    let cases: u64 =
        env::var("POLICY_CASES").map_or(20_000, |count| count.parse().expect("a number of cases"));
    let cedar = Cedar::new().unwrap();
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let mut met = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let cedar = &cedar;
                scope.spawn(move || {
                    compare(cedar, (0..cases).filter(move |number| number % threads == worker))
                })
            })
            .collect();
        let mut all = Met::new();
        for worker in workers {
            for (thing, count) in worker.join().unwrap() {
                *all.entry(thing).or_default() += count;
            }
        }
        all
    });
    println!("{cases} cases: {met:#?}");
    for (boundary, in_a_thousand) in BOUNDARIES {
        let count = met.remove(boundary).unwrap_or(0);
        assert!(
            count * 1000 >= cases * in_a_thousand,
            "{boundary}: {count} of {cases}"
        );
    }
    assert_eq!(met.values().sum::<u64>(), cases);
    assert_eq!(
        met.into_keys().collect::<Vec<_>>(),
        expected(),
        "every rule is reached by every action that can meet it"
    );
}

#[test]
fn the_two_calendars_agree() {
    let zone = moment::Paris::new().unwrap();
    for year in 2000..2037 {
        for month in [3, 10] {
            let night = paris::last_sunday(year, month) * 86_400;
            for moment in (night - 90_000..night + 90_000).step_by(600) {
                for moment in [moment - 1, moment] {
                    let written = policy_proofs::case::rfc3339(moment, 0);
                    let (year, month, day) = paris::day(moment);
                    let expected = format!("{year:04}-{month:02}-{day:02}");
                    assert_eq!(zone.day(&written).unwrap().to_string(), expected, "{written}");
                }
            }
        }
    }
    assert_eq!(paris::day(paris::midnight((2026, 3, 29))), (2026, 3, 29));
    assert_eq!(paris::day(paris::midnight((2026, 3, 29)) - 1), (2026, 3, 28));
    assert_eq!(paris::day(paris::midnight((2026, 7, 1)) - 1), (2026, 6, 30));
}
