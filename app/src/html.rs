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
    html.extend(["<h3>", title, "</h3><ul class=\"effects\">"]);
    for (place, effect) in effects.iter().enumerate() {
        let place = first + place;
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
    html.push_str("</ul>");
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
