//! The crate and the Cedar policies give the same answer, through the JSON contract.
//!
//! `POLICY_CASES=1000000 cargo test --release -p policy-proofs --test against_cedar -- --nocapture` draws a million cases; without it, 20,000.

#[path = "../../examples/decide/contract.rs"]
mod contract;
#[path = "../../examples/decide/moment.rs"]
mod moment;

use std::collections::BTreeMap;
use std::env;
use std::thread;

use policy::decide;
use policy_proofs::cedar::Cedar;
use policy_proofs::{generate, paris};

/// Compares the cases whose number leaves this remainder; returns how often each rule decided.
fn compare(cedar: &Cedar, numbers: impl Iterator<Item = u64>) -> BTreeMap<String, u64> {
    let paris = moment::Paris::new().unwrap();
    let mut reached = BTreeMap::new();
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
        *reached.entry(rule.to_owned()).or_default() += 1;
    }
    reached
}

#[test]
fn the_two_agree_and_reach_every_rule() {
    let cases: u64 =
        env::var("POLICY_CASES").map_or(20_000, |count| count.parse().expect("a number of cases"));
    let cedar = Cedar::new().unwrap();
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let reached = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let cedar = &cedar;
                scope.spawn(move || {
                    compare(cedar, (0..cases).filter(move |number| number % threads == worker))
                })
            })
            .collect();
        let mut reached: BTreeMap<String, u64> = BTreeMap::new();
        for worker in workers {
            for (rule, count) in worker.join().unwrap() {
                *reached.entry(rule).or_default() += count;
            }
        }
        reached
    });
    println!("{cases} cases, {} rules: {reached:#?}", reached.len());
    assert_eq!(reached.values().sum::<u64>(), cases);
    for rule in cedar.rules() {
        assert!(reached.contains_key(rule), "{rule} is never reached");
    }
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
