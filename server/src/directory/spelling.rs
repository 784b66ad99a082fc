//! Names as people read them: the extraction writes most of them in capitals.

/// Words that keep a small initial inside the name of a town.
const SMALL: [&str; 16] = [
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lès", "sous", "sur",
];

/// The name of a person. One that has small letters is left as it is.
pub(super) fn name(written: &str) -> String {
    capitalised(written, false)
}

/// The name of a town, where small words stay small unless they come first.
pub(super) fn town(written: &str) -> String {
    capitalised(written, true)
}

fn capitalised(written: &str, small_words: bool) -> String {
    if written.chars().any(char::is_lowercase) {
        return written.to_owned();
    }
    let mut spelled = String::with_capacity(written.len());
    let mut rest = written;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let small = word.to_lowercase();
        if small_words && !spelled.is_empty() && SMALL.contains(&small.as_str()) {
            spelled.push_str(&small);
        } else {
            let mut letters = word.chars();
            spelled.extend(letters.next());
            spelled.push_str(&letters.as_str().to_lowercase());
        }
        let between = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let (between, next) = after.split_at(between);
        spelled.push_str(between);
        rest = next;
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        for (written, read) in [
            ("LE GOFF", "Le Goff"),
            ("D'ALMEIDA", "D'Almeida"),
            ("JEAN-ÉRIC", "Jean-Éric"),
            ("de La Tour", "de La Tour"),
            ("", ""),
        ] {
            assert_eq!(name(written), read);
        }
        for (written, read) in [
            ("VILLENEUVE-D'ASCQ", "Villeneuve-d'Ascq"),
            ("LE HAVRE", "Le Havre"),
            ("AIX-EN-PROVENCE", "Aix-en-Provence"),
            ("PARIS 15E ARRONDISSEMENT", "Paris 15e Arrondissement"),
            ("Saint-Étienne", "Saint-Étienne"),
        ] {
            assert_eq!(town(written), read);
        }
    }
}
