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

/// Who loses an access, then who gains one: by name first. The same list on the confirmation page and in the browser.
pub(crate) fn effects(gains: &[Effect], losses: &[Effect]) -> String {
    let mut html = String::new();
    list(&mut html, "Perdent un accès", losses, false);
    list(&mut html, "Gagnent un accès", gains, true);
    html
}

fn list(html: &mut String, title: &str, effects: &[Effect], gain: bool) {
    if effects.is_empty() {
        return;
    }
    html.extend(["<h3>", title, "</h3><ul class=\"effects\">"]);
    for effect in effects {
        let who = texts::who(&effect.who);
        html.push_str("<li><p><strong>");
        escape(html, &who);
        html.extend(["</strong> ", &texts::effect(effect, gain), ".</p>"]);
        if let Some((label, lines)) = details(effect) {
            html.extend([
                "<details><summary>",
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
            html.push_str("</ul></details>");
        }
        html.push_str("</li>");
    }
    html.push_str("</ul>");
}

/// What is folded below an effect.
fn details(effect: &Effect) -> Option<(&'static str, Vec<String>)> {
    if let Who::Professions(all) = &effect.who {
        let line = |(label, number): &(String, u64)| match number {
            0 => label.clone(),
            number => format!(
                "{label}\u{a0}: {}",
                texts::counted(*number, "document", "documents")
            ),
        };
        return Some(("Voir les professions", all.iter().map(line).collect()));
    }
    let mut names: Vec<_> = effect.named.iter().map(texts::named_document).collect();
    let more = effect.documents.saturating_sub(names.len() as u64);
    if more > 0 {
        names.push(format!(
            "et {}",
            texts::counted(more, "autre document", "autres documents")
        ));
    }
    (!names.is_empty()).then_some(("Voir lesquels", names))
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
