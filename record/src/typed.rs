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
fn readable(text: &str) -> String {
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
