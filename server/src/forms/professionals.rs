//! Searching the directory: a search needs at least two letters before its answer can be shown.

use app::visit::FormProblem;
use axum::{
    extract::{Query, Request, State},
    response::Response,
};
use tower_sessions::Session;

use super::fields;
use crate::{
    AppState,
    pages::{render, signed_in},
};

/// The page of the professionals, with the answer of the search that its address asks for.
pub(crate) async fn professionals(
    State(state): State<AppState>,
    session: Session,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let account = match signed_in(&session, &parts).await {
        Ok(account) => account,
        Err(answer) => return *answer,
    };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
        .map(|Query(pairs)| pairs)
        .unwrap_or_default();
    let searches: Vec<&str> = pairs
        .iter()
        .filter(|(field, _)| field == "recherche")
        .map(|(_, value)| value.as_str())
        .collect();
    let problem = match searches.as_slice() {
        [] => None,
        [search] if search.chars().filter(|c| c.is_alphanumeric()).count() >= 2 => None,
        [search] => Some(FormProblem {
            typed: [("recherche", (*search).to_owned())].into(),
            ..fields::problem(
                "recherche",
                "Écrivez au moins deux lettres du nom, de la profession ou de la ville.",
            )
        }),
        _ => Some(fields::problem(
            "recherche",
            "Une seule recherche à la fois. Recommencez.",
        )),
    };
    render(&state, parts, account, problem).await
}
