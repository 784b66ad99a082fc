//! Whose record a text speaks of: one's own, in the first person, or another's, in the third, with their first name. Both are
//! written out side by side where they are said.

#[cfg(feature = "ssr")]
use std::sync::Arc;

/// Whose record a page is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// The reader's own.
    #[default]
    Own,
    /// That of the person of this first name.
    #[cfg(feature = "ssr")]
    Other(Arc<str>),
}

impl Voice {
    /// The voice of the page being made: the server puts it into the page's context. Outside a page, and in the browser, whose islands
    /// live on one's own pages alone, it is the first person; that keeps the third out of the WebAssembly.
    #[cfg(feature = "ssr")]
    pub fn current() -> Self {
        leptos::prelude::use_context().unwrap_or_default()
    }

    #[cfg(not(feature = "ssr"))]
    #[inline]
    #[allow(missing_docs, reason = "as on the server")]
    pub fn current() -> Self {
        Self::Own
    }

    /// The first name of the other person, if it is not the reader's own record.
    #[inline]
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Own => None,
            #[cfg(feature = "ssr")]
            Self::Other(first_name) => Some(first_name),
        }
    }
}

/// Says something outside a page, in this voice.
#[cfg(feature = "ssr")]
pub fn in_voice<T>(voice: &Voice, say: impl FnOnce() -> T) -> T {
    leptos::prelude::Owner::new().with(|| {
        leptos::prelude::provide_context(voice.clone());
        say()
    })
}

/// A text in both voices: of one's own record, then of another's, where `[prénom]` and `[de prénom]` stand for the name.
macro_rules! say {
    ($own:expr, $other:expr) => {
        match $crate::texts::Voice::current().other() {
            None => ::std::borrow::Cow::<'static, str>::from($own),
            Some(first_name) => {
                ::std::borrow::Cow::<'static, str>::from($crate::texts::with_name(&$other, first_name))
            }
        }
    };
}
pub(crate) use say;

/// As [`say`], for words that need no name.
#[inline]
pub(crate) fn pick(own: &'static str, other: &'static str) -> &'static str {
    match Voice::current().other() {
        None => own,
        Some(_) => other,
    }
}

/// The text with the first name in its places.
pub(crate) fn with_name(text: &(impl AsRef<str> + ?Sized), first_name: &str) -> String {
    let text = text.as_ref().replace("[prénom]", first_name);
    text.replace("[de prénom]", &of(first_name))
}

/// *de Camille*, *d’Alice*.
pub fn of(name: &str) -> String {
    format!("{}{name}", de(name))
}

/// *de* or *d’*, before that name.
pub(crate) fn de(first_name: &str) -> &'static str {
    let mut letters = first_name.chars().flat_map(char::to_lowercase);
    let (first, second) = (letters.next(), letters.next());
    let is_vowel =
        |letter: Option<char>| letter.is_some_and(|letter| "aàâäeéèêëiîïoôöuùûüœæ".contains(letter));
    // *d’Yves*, but *de Yasmine*; *d’Hélène*, but *de Hugo* and *de Hakim*.
    let elided = is_vowel(first)
        || (first == Some('y') && !is_vowel(second))
        || (first == Some('h') && second.is_some_and(|letter| "eéèêioy".contains(letter)));
    if elided { "d’" } else { "de " }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn each_voice_has_its_words() {
        let said = || say!("Mes documents", "Documents [de prénom], choisis par [prénom]");
        assert_eq!(said(), "Mes documents", "outside a page");
        for (name, words) in [
            ("Léo", "Documents de Léo, choisis par Léo"),
            ("Alice", "Documents d’Alice, choisis par Alice"),
        ] {
            assert_eq!(in_voice(&Voice::Other(name.into()), said), words);
        }
    }

    #[test]
    fn first_names_are_written_the_french_way() {
        for (name, written) in [
            ("Camille", "de Camille"),
            ("Alice", "d’Alice"),
            ("Émile", "d’Émile"),
            ("Yves", "d’Yves"),
            ("Yasmine", "de Yasmine"),
            ("Hugo", "de Hugo"),
            ("Hélène", "d’Hélène"),
            ("Hakim", "de Hakim"),
        ] {
            assert_eq!(of(name), written);
        }
    }
}
