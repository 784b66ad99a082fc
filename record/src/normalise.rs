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

/// The words of a text, as they are looked for: letters and digits, everything else between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    normalise(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The first twelve letters of a name as a number that sorts as the name does: five bits each.
pub(crate) fn sort_key(name: &str) -> i64 {
    const LETTERS: usize = 12;
    let letters = normalise(name);
    let rank = |c: char| match c {
        'a'..='z' => i64::from(u32::from(c) - u32::from('a')) + 2,
        c if c.is_alphanumeric() => 28,
        _ => 1,
    };
    letters
        .chars()
        .map(rank)
        .chain(std::iter::repeat(0))
        .take(LETTERS)
        .fold(0, |key, rank| key << 5 | rank)
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

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(
            words("  L’Haÿ-les-Roses (94) %_"),
            ["l", "hay", "les", "roses", "94"]
        );
        assert!(words(" -- ").is_empty());
    }

    #[test]
    fn keys_sort_as_names_do() {
        let names = [
            "",
            "Da Silva",
            "Dabo",
            "Dâbos",
            "Durand Anne",
            "Durand Zoé",
            "Durande",
            "Éluard",
            "Zola",
        ];
        let keys: Vec<i64> = names.map(sort_key).to_vec();
        assert!(keys.is_sorted(), "{keys:?}");
        assert!(keys.iter().all(|key| *key >= 0));
    }
}
