//! Moving between the pages of a list.

use leptos::prelude::*;

use crate::texts::grouped;

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
