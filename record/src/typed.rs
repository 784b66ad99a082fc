//! What a person typed, as it is kept: nothing that a page cannot show, and no longer than it may be.

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 200;

/// The longest request to an author, in characters.
pub const LONGEST_REQUEST: usize = 1_000;

/// The title of a document: one line, not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

/// What an author is told: lines of text, which may be blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestText(String);

/// A national health identity (INS): thirteen characters and their key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ins(String);

/// Why a number is no INS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InsProblem {
    /// It has not the shape of one.
    #[error("an INS has fifteen digits (2A or 2B for Corsica)")]
    Shape,
    /// Its key is that of another number.
    #[error("the key of the INS is wrong")]
    Key,
}

impl Ins {
    /// An INS, from what was typed: spaces do not matter.
    ///
    /// # Errors
    /// Why it is none.
    pub fn new(typed: &str) -> Result<Self, InsProblem> {
        let number: String = typed
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if number.len() != 15 || !number.is_ascii() {
            return Err(InsProblem::Shape);
        }
        let (body, key) = number.split_at(13);
        // The departments of Corsica count as 19 and 18.
        let digits = match body.get(5..7) {
            Some("2A") => [body.get(..5), Some("19"), body.get(7..)],
            Some("2B") => [body.get(..5), Some("18"), body.get(7..)],
            _ => [Some(body), None, None],
        };
        let digits: String = digits.into_iter().flatten().collect();
        if !digits
            .bytes()
            .chain(key.bytes())
            .all(|byte| byte.is_ascii_digit())
        {
            return Err(InsProblem::Shape);
        }
        let body: u64 = digits.parse().map_err(|_| InsProblem::Shape)?;
        let key: u64 = key.parse().map_err(|_| InsProblem::Shape)?;
        if 97 - body % 97 == key {
            Ok(Self(number))
        } else {
            Err(InsProblem::Key)
        }
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// Nothing can be read in it.
    #[error("the text is blank")]
    Blank,
    /// It is too long, by this many characters.
    #[error("the text is {0} characters too long")]
    TooLong(usize),
}

impl Title {
    /// A title, from what was typed.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn new(typed: &str) -> Result<Self, TextProblem> {
        let words: Vec<String> = typed
            .split(|c: char| c.is_whitespace() || c.is_control())
            .map(readable)
            .filter(|word| !word.is_empty())
            .collect();
        let title = within(words.join(" "), LONGEST_TITLE)?;
        if title.is_empty() {
            Err(TextProblem::Blank)
        } else {
            Ok(Self(title))
        }
    }

    /// The title.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RequestText {
    /// A text, from what was typed.
    ///
    /// # Errors
    /// [`TextProblem::TooLong`].
    pub fn new(typed: &str) -> Result<Self, TextProblem> {
        let lines: Vec<String> = typed
            .replace("\r\n", "\n")
            .split('\n')
            .map(|line| readable(line).trim_end().to_owned())
            .collect();
        within(lines.join("\n").trim().to_owned(), LONGEST_REQUEST).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// Without what nobody sees: control characters, those that turn the text around, those without width. The joiner
/// stays: some pictures and scripts are made with it.
pub fn readable(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
            )
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
    };
    text.chars().filter(|c| !unseen(*c)).collect()
}

fn within(text: String, longest: usize) -> Result<String, TextProblem> {
    match text.chars().count().checked_sub(longest) {
        None | Some(0) => Ok(text),
        Some(excess) => Err(TextProblem::TooLong(excess)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(typed: &str) -> Result<String, TextProblem> {
        Title::new(typed).map(|title| title.as_str().to_owned())
    }

    #[test]
    fn an_ins_has_the_right_key() {
        assert_eq!(
            Ins::new(" 2 80 05 99 999 001 82").unwrap().as_str(),
            "280059999900182"
        );
        let body: u64 = "2800519001001".parse().unwrap();
        let ins = format!("280052A001001{:02}", 97 - body % 97);
        assert_eq!(Ins::new(&ins).unwrap().as_str(), ins);
        assert_eq!(Ins::new("280059999900183"), Err(InsProblem::Key));
        for wrong in [
            "",
            "28005999990018",
            "28005999990018A",
            "2800599999001822",
            "é80059999900182",
        ] {
            assert_eq!(Ins::new(wrong), Err(InsProblem::Shape), "{wrong}");
        }
    }

    #[test]
    fn a_title_is_one_line_of_what_can_be_read() {
        assert_eq!(
            title("  Radio\r\n du\t genou\0 ").as_deref(),
            Ok("Radio du genou")
        );
        assert_eq!(title("nom\u{202e}fdp.exe").as_deref(), Ok("nomfdp.exe"));
        assert_eq!(
            title("👩\u{200d}⚕️ <b>&amp;").as_deref(),
            Ok("👩\u{200d}⚕️ <b>&amp;")
        );
        for blank in [
            "",
            "   ",
            "\0\u{1}\r\n",
            "\u{200b}\u{feff}\u{2066}",
            "\u{a0}\u{202f}",
        ] {
            assert_eq!(title(blank), Err(TextProblem::Blank), "{blank:?}");
        }
        assert_eq!(title(&"é".repeat(200)), Ok("é".repeat(200)));
        assert_eq!(title(&"é".repeat(201)), Err(TextProblem::TooLong(1)));
        assert_eq!(title(&"é ".repeat(5_000)), Err(TextProblem::TooLong(9_799)));
    }

    #[test]
    fn a_request_keeps_its_lines() {
        let text = |typed: &str| RequestText::new(typed).map(|text| text.as_str().to_owned());
        assert_eq!(
            text(" Bonjour,\r\n\r\nle\0 poids \nest faux. ").as_deref(),
            Ok("Bonjour,\n\nle poids\nest faux.")
        );
        assert!(RequestText::new(" \r\n\u{200b}").unwrap().is_blank());
        assert_eq!(text(&"\r\n".repeat(5_000)).as_deref(), Ok(""));
        assert_eq!(
            text(&format!("é\r\n{}", "x".repeat(998)))
                .unwrap()
                .chars()
                .count(),
            1_000
        );
        assert_eq!(text(&"x".repeat(1_003)), Err(TextProblem::TooLong(3)));
    }
}
