//! A page that says why a request could not be answered. It needs no record and nobody signed in: it is made apart from the others,
//! and looks like them.

use std::fmt::Write as _;

use crate::{
    html::as_html,
    texts::{DISCLAIMER, NAME},
};

/// The page, with the style sheet of this address. `back` is the page that the person came from, when it is one of ours.
pub fn told_page(style: &str, title: &str, text: &str, back: Option<&str>) -> String {
    let (title, text) = (as_html(title), as_html(text));
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title} – {NAME}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{style}\"></head><body>\
         <header><p class=\"disclaimer\">{DISCLAIMER}</p><div class=\"banner\"><div class=\"banner__inner\">\
         <a class=\"banner__name\" href=\"/\">{NAME}</a></div></div></header>\
         <main id=\"contenu\" class=\"main\"><h1>{title}</h1><p>{text}</p><ul class=\"actions\">"
    );
    if let Some(back) = back {
        let back = as_html(back).replace('"', "&quot;");
        let _ = write!(
            page,
            "<li><a class=\"button\" href=\"{back}\">Revenir à la page précédente</a></li>"
        );
    }
    page.push_str("<li><a href=\"/\">Revenir au début</a></li></ul></main></body></html>");
    page
}
