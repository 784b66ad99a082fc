//! The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): what is sent again is done once.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, request::Parts},
};
use record::acts::Sending;
use sha2::{Digest as _, Sha256};

use super::problem::Problem;

/// The longest key, in characters.
const LONGEST_KEY: usize = 255;

/// The key of a request, when it has one.
pub(super) struct Key(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut values = parts.headers.get_all("idempotency-key").iter();
        let key = match (values.next(), values.next()) {
            (None, _) => None,
            (Some(value), None) => Some(written(value).ok_or_else(Problem::wrong_key)?),
            (Some(_), Some(_)) => return Err(Problem::wrong_key()),
        };
        Ok(Self(key))
    }
}

impl Key {
    /// The act, to be done once, when the request has a key. All that was asked is hashed, each part with its length.
    pub(super) fn sending(&self, act: &str, asked: &[&[u8]]) -> Option<Sending<'_>> {
        let key = self.0.as_deref()?;
        let mut hash = Sha256::new();
        for part in std::iter::once(act.as_bytes()).chain(asked.iter().copied()) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Some(Sending {
            key,
            request_hash: hash.finalize().into(),
        })
    }
}

/// A string of structured fields (RFC 9651): between quotation marks, with two escapes.
fn written(value: &HeaderValue) -> Option<String> {
    let text = value.to_str().ok()?.trim_matches(' ');
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut key = String::new();
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        key.push(match character {
            '\\' => characters.next().filter(|next| matches!(next, '"' | '\\'))?,
            '"' => return None,
            ' '..='~' => character,
            _ => return None,
        });
    }
    (1..=LONGEST_KEY).contains(&key.len()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(value: &'static str) -> Option<String> {
        written(&HeaderValue::from_static(value))
    }

    #[test]
    fn a_key_is_a_string_between_quotation_marks() {
        for (value, expected) in [
            (r#""8e03978e-40d5""#, "8e03978e-40d5"),
            (r#"  "a b"  "#, "a b"),
            (r#""a\"b\\c""#, r#"a"b\c"#),
        ] {
            assert_eq!(key(value).as_deref(), Some(expected), "{value}");
        }
        for value in [
            "",
            "8e03978e-40d5",
            "\"",
            "\"\"",
            "\"a",
            "a\"",
            r#""a"b""#,
            r#""a\""#,
            r#""a\x""#,
            r#""a";p=1"#,
            r#""a", "b""#,
            "\"a\tb\"",
            "'a'",
        ] {
            assert_eq!(key(value), None, "{value}");
        }
        let longest = format!("\"{}\"", "x".repeat(255));
        assert!(written(&longest.parse().unwrap()).is_some());
        let longer = format!("\"{}\"", "x".repeat(256));
        assert!(written(&longer.parse().unwrap()).is_none());
        assert!(written(&HeaderValue::from_bytes(b"\"\xe9\"").unwrap()).is_none());
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let key = Key(Some("k".to_owned()));
        let hash = |act, asked: &[&[u8]]| key.sending(act, asked).unwrap().request_hash;
        assert_eq!(hash("a", &[b"b", b"c"]), hash("a", &[b"b", b"c"]));
        assert_ne!(hash("a", &[b"b", b"c"]), hash("a", &[b"bc"]));
        assert_ne!(hash("ab", &[b"c"]), hash("a", &[b"bc"]));
        assert!(Key(None).sending("a", &[]).is_none());
    }
}
