//! Text as it is compared: without accents, case or doubled spaces.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The longest search text that is taken into account, in characters.
const LONGEST: usize = 200;

/// Lower case, accents removed, every run of white space or control characters as one space.
pub(crate) fn normalise(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() || c.is_control() {
            if !plain.ends_with(' ') && !plain.is_empty() {
                plain.push(' ');
            }
        } else {
            match c {
                'œ' | 'Œ' => plain.push_str("oe"),
                'æ' | 'Æ' => plain.push_str("ae"),
                '’' => plain.push('\''),
                _ => plain.extend(c.to_lowercase()),
            }
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// A `LIKE` pattern (with `\` as its escape) that finds `text` anywhere, or `%` for a blank one.
pub(crate) fn contains_pattern(text: &str) -> String {
    let wanted: String = text.chars().take(LONGEST).collect();
    let mut pattern = String::from("%");
    for c in normalise(&wanted).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    if pattern.len() > 1 {
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_ligatures_and_spaces_do_not_matter() {
        assert_eq!(
            normalise("  Échographie\t du  CŒUR d’Élise\u{0}"),
            "echographie du coeur d'elise"
        );
    }

    #[test]
    fn wildcards_are_searched_as_they_are() {
        assert_eq!(contains_pattern("100 %_\\"), r"%100 \%\_\\%");
        assert_eq!(contains_pattern("   "), "%");
    }

    #[test]
    fn a_huge_text_is_cut() {
        assert_eq!(contains_pattern(&"é".repeat(10_000)).len(), LONGEST + 2);
    }
}
