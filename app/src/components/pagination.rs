//! Moving between the pages of a list.

use leptos::prelude::*;

use crate::texts::grouped;

/// The title of a page in the browser: from the second page of a list on, it says which.
pub(crate) fn page_title(title: &str, page: u32) -> String {
    if page > 1 {
        format!("{title}, page\u{a0}{}", grouped(page.into()))
    } else {
        title.to_owned()
    }
}

/// Previous, next, and where one is. Nothing when there is one page.
#[component]
pub(crate) fn Pagination(
    page: u32,
    pages: u32,
    /// The address of a page.
    address: impl Fn(u32) -> String + Send + 'static,
) -> impl IntoView {
    (pages > 1).then(|| {
        view! {
            <nav class="pagination" aria-label="Pages de la liste">
                {(page > 1)
                    .then(|| {
                        view! {
                            <a class="pagination__link" rel="prev" href=address(page - 1)>
                                "Page précédente"
                            </a>
                        }
                    })}
                <p>{format!("Page {} sur {}", grouped(page.into()), grouped(pages.into()))}</p>
                {(page < pages)
                    .then(|| {
                        view! {
                            <a class="pagination__link" rel="next" href=address(page + 1)>
                                "Page suivante"
                            </a>
                        }
                    })}
            </nav>
        }
    })
}
