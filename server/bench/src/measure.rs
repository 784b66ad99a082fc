//! Pairs alternated, medians: a machine that slows down slows both sides down.

use std::time::{Duration, Instant};

use axum::{
    Router,
    body::{self, Body},
    http::Request,
};
use tower::ServiceExt as _;

use crate::Failure;

/// How many times each side is measured.
const ROUNDS: usize = 21;
/// How long each time, roughly.
const EACH: Duration = Duration::from_millis(60);

/// The medians of what was measured side by side.
pub(crate) struct Pair {
    /// Seconds each request takes.
    pub times: Vec<f64>,
    /// The same divided by the first side's in the same round.
    pub over_first: Vec<f64>,
}

/// A router, and the request it is asked.
pub(crate) type Side<'a, Asked> = (&'a Router, Asked);

/// Asks every side in turn, forwards and backwards, several times.
pub(crate) async fn alternated<Asked: Fn() -> Request<Body>>(
    sides: &[Side<'_, Asked>],
) -> Result<Pair, Failure> {
    let mut counts = Vec::new();
    for (router, request) in sides {
        // The first ones warm the caches up and say how many fill the time.
        seconds(router, request, 10).await?;
        let one = seconds(router, request, 10).await?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        counts.push((EACH.as_secs_f64() / one).ceil() as u32);
    }
    let mut times = vec![Vec::new(); sides.len()];
    for round in 0..ROUNDS {
        let mut order: Vec<_> = (0..sides.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for side in order {
            let (router, request) = &sides[side];
            times[side].push(seconds(router, request, counts[side]).await?);
        }
    }
    let over_first = times
        .iter()
        .map(|side| {
            side.iter()
                .zip(&times[0])
                .map(|(time, first)| time / first)
                .collect()
        })
        .map(median)
        .collect();
    Ok(Pair {
        times: times.into_iter().map(median).collect(),
        over_first,
    })
}

/// Seconds per request, one after the other.
pub(crate) async fn seconds(
    router: &Router,
    request: impl Fn() -> Request<Body>,
    count: u32,
) -> Result<f64, Failure> {
    let began = Instant::now();
    for _ in 0..count {
        let answer = router.clone().oneshot(request()).await?;
        if !answer.status().is_success() {
            return Err(format!("answered {}", answer.status()).into());
        }
        body::to_bytes(answer.into_body(), usize::MAX).await?;
    }
    Ok(began.elapsed().as_secs_f64() / f64::from(count))
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// One figure, and its goal.
pub(crate) fn line(what: &str, figure: &str, goal: &str) {
    println!("  {what:<48} {figure}{goal}");
}

/// The goal, and whether it is met.
pub(crate) fn goal(goal: &str, met: bool) -> String {
    format!("   (goal: {goal}) {}", if met { "✓" } else { "✗ missed" })
}
