//! From an act to a page: what is shown when it succeeded, when there is nothing, and when it failed.

use std::future::Future;

use axum::http::StatusCode;
use leptos::prelude::*;
use record::RecordError;

use crate::{
    pages::{ClosedPage, NotFoundPage, UnavailablePage},
    visit::{path_id, set_status},
};

/// Waits for what a page shows, then shows it.
pub(crate) fn loaded<T, V>(
    load: impl Future<Output = Result<T, RecordError>> + Send + 'static,
    show: impl FnOnce(T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let profile = path_id("profile");
    let shown = async move {
        match load.await {
            Ok(value) => show(value).into_any(),
            Err(RecordError::Closed { closed_on, until, by }) => {
                view! { <ClosedPage profile=profile closed_on=closed_on until=until by=by/> }.into_any()
            }
            Err(RecordError::NotFound) => NotFoundPage().into_any(),
            Err(error) => {
                tracing::error!(%error, "a page could not be made");
                set_status(StatusCode::INTERNAL_SERVER_ERROR);
                UnavailablePage().into_any()
            }
        }
    };
    view! { <Suspense fallback=|| ()>{Suspend::new(shown)}</Suspense> }
}
