//! The chain: what links one line to the one before it.

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The hash that the first line of every chain follows.
pub const GENESIS: Hash = [0; 32];

/// How many lines there are from one signed checkpoint to the next.
pub const INTERVAL: i64 = 64;

/// The hash of a line, given the one before it and its canonical text.
pub fn chain_hash(previous: &[u8], body: &str) -> Hash {
    Sha256::new()
        .chain_update(previous)
        .chain_update(body.as_bytes())
        .finalize()
        .into()
}

/// The place that a line says it has, and when it was written in UTC microseconds: its canonical text begins with them.
pub fn place(body: &str) -> Option<(i64, i64)> {
    let (place, rest) = body.strip_prefix(r#"{"seq":"#)?.split_once(',')?;
    let (at, _) = rest.strip_prefix(r#""at":"#)?.split_once(',')?;
    Some((place.parse().ok()?, at.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_its_place_and_time_first() {
        for (body, said) in [
            (r#"{"seq":1,"at":2,"event":"x"}"#, Some((1, 2))),
            (
                r#"{"seq":9223372036854775807,"at":-2,"event":"x"}"#,
                Some((i64::MAX, -2)),
            ),
            (r#"{"seq":9223372036854775808,"at":2,"event":"x"}"#, None),
            (r#"{"at":2,"seq":1,"event":"x"}"#, None),
            (r#"{"seq":1,"event":"x"}"#, None),
            (r#"{"seq":1}"#, None),
            (r#" {"seq":1,"at":2,"event":"x"}"#, None),
            ("", None),
        ] {
            assert_eq!(place(body), said, "{body}");
        }
    }

    /// From the text of `docs/history-proof.md`, computed with `sha256sum`.
    #[test]
    fn the_hash_is_the_documented_one() {
        let first = chain_hash(
            &GENESIS,
            r#"{"seq":1,"at":1764147600000000,"event":"signed_in","denied":false,"person":"Camille Durand"}"#,
        );
        assert_eq!(
            data_encoding::HEXLOWER.encode(&first),
            "51a33ae7d98c26b489e4efe2f7f733f31587d45f6d0a7c55edcbbcb3e3b7421a"
        );
    }
}
