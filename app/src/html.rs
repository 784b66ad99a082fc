//! What is written as HTML and not as a view: answers that change as a whole, in the browser.

use policy::Decision;
use record::views::{Effect, Who};

use crate::texts;

/// Texts come from elsewhere.
pub(crate) fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            c => html.push(c),
        }
    }
}

/// Leptos writes the page's title, and the content of a `textarea`, as they are given; what people wrote comes from elsewhere.
#[cfg(feature = "ssr")]
pub(crate) fn as_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(&mut html, text);
    html
}

/// An answer in a list: yes or no. What follows is written after it, and the end of the line.
pub(crate) fn begin_answer(html: &mut String, decision: Decision) {
    let (class, word) = if decision.is_permit() {
        ("answer answer--yes", "Oui")
    } else {
        ("answer answer--no", "Non")
    };
    html.extend([
        "<li class=\"",
        class,
        "\"><span class=\"answer__word\">",
        word,
        "</span>",
    ]);
}

/// How many documents are named for one person, before the rest is asked for.
pub(crate) const NAMED: usize = 5;

/// How many people are named, before the others are folded.
const PEOPLE: usize = 4;

/// Where the page of a change names all the documents of one effect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole<'a> {
    /// The page itself.
    pub page: &'a str,
    /// The effect, by its place, whose documents are all named now.
    pub shown: Option<usize>,
}

/// Who loses an access, then who gains one: by name first. The same list on the confirmation page and in the browser, which has no
/// page to go to.
pub(crate) fn effects(gains: &[Effect], losses: &[Effect], whole: Option<Whole<'_>>) -> String {
    let mut html = String::new();
    list(&mut html, "Perdent un accès", losses, false, whole, 0);
    list(&mut html, "Gagnent un accès", gains, true, whole, losses.len());
    html
}

fn list(
    html: &mut String,
    title: &str,
    effects: &[Effect],
    gain: bool,
    whole: Option<Whole<'_>>,
    first: usize,
) {
    if effects.is_empty() {
        return;
    }
    let shown = whole.and_then(|whole| whole.shown);
    let effects = || (first..).zip(effects);
    let is_named = |effect: &Effect| matches!(effect.who, Who::Named(_));
    let people = effects().filter(|(_, effect)| is_named(effect)).count();
    // Folding one person would save nothing.
    let unfolded = if people > PEOPLE + 1 { PEOPLE } else { people };
    html.extend(["<h3>", title, "</h3><ul class=\"effects\">"]);
    let mut folded = Vec::with_capacity(people - unfolded);
    let mut named = 0;
    for (place, effect) in effects() {
        named += usize::from(is_named(effect));
        if is_named(effect) && named > unfolded {
            folded.push((place, effect));
        } else {
            item(html, place, effect, gain, whole);
        }
    }
    html.push_str("</ul>");
    if folded.is_empty() {
        return;
    }
    let is_open = folded.iter().any(|(place, _)| shown == Some(*place));
    html.extend([
        if is_open { "<details open>" } else { "<details>" },
        "<summary>Voir les ",
        &folded.len().to_string(),
        " autres personnes</summary><ul class=\"effects\">",
    ]);
    for (place, effect) in folded {
        item(html, place, effect, gain, whole);
    }
    html.push_str("</ul></details>");
}

/// One effect, by its place in both lists.
fn item(html: &mut String, place: usize, effect: &Effect, gain: bool, whole: Option<Whole<'_>>) {
    let is_whole = whole.is_some_and(|whole| whole.shown == Some(place));
    let who = texts::who(&effect.who);
    html.push_str("<li><p><strong>");
    escape(html, &who);
    html.extend(["</strong> ", &texts::effect(effect, gain), ".</p>"]);
    if let Some((label, lines, more)) = details(effect, is_whole) {
        html.extend([
            if is_whole {
                "<details open id=\"liste\"><summary>"
            } else {
                "<details><summary>"
            },
            label,
            "<span class=\"visually-hidden\">\u{a0}: ",
        ]);
        escape(html, &who);
        html.push_str("</span></summary><ul>");
        for line in lines {
            html.push_str("<li>");
            escape(html, &line);
            html.push_str("</li>");
        }
        if !more.is_empty() {
            html.push_str("<li>");
            match whole {
                #[cfg(feature = "ssr")]
                Some(whole) => {
                    let page = as_html(whole.page);
                    html.extend([
                        "<a href=\"",
                        &page,
                        "&amp;liste=",
                        &place.to_string(),
                        "#liste\">",
                        &more,
                        "</a>",
                    ]);
                }
                _ => html.push_str(&more),
            }
            html.push_str("</li>");
        }
        html.push_str("</ul></details>");
    }
    html.push_str("</li>");
}

/// What is folded below an effect.
fn details(effect: &Effect, is_whole: bool) -> Option<(&'static str, Vec<String>, String)> {
    if let Who::Professions(all) = &effect.who {
        let line = |(label, number): &(String, u64)| match number {
            0 => label.clone(),
            number => format!(
                "{label}\u{a0}: {}",
                texts::counted(*number, "document", "documents")
            ),
        };
        return Some((
            "Voir les professions",
            all.iter().map(line).collect(),
            String::new(),
        ));
    }
    let shown = if is_whole { usize::MAX } else { NAMED };
    let names: Vec<_> = effect
        .named
        .iter()
        .take(shown)
        .map(texts::named_document)
        .collect();
    let mut more = String::new();
    let rest = effect.documents.saturating_sub(names.len() as u64);
    if rest > 0 {
        more.push_str("et ");
        more.push_str(&texts::counted(rest, "autre document", "autres documents"));
    }
    (!names.is_empty()).then_some(("Voir lesquels", names, more))
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_title_is_text_whatever_it_holds() {
        let mut html = String::new();
        escape(&mut html, "<img src=x onerror=alert(1)> & «\u{a0}é\u{a0}»");
        assert_eq!(html, "&lt;img src=x onerror=alert(1)&gt; &amp; «\u{a0}é\u{a0}»");
    }
}
