//! Tells the courier of this process that there may be something in the outbox, so that it does not wait for its next look.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use tokio::sync::Notify;

/// Rung after what may have put something into the outbox. Rung ten times before it is heard, it is heard once.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Says that there may be something.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until there may be something.
    pub(super) async fn heard(&self) {
        self.0.notified().await;
    }
}

/// Every notice comes from an act, and every act from a request that is no reading of a page.
pub(crate) async fn ring_after(State(bell): State<Bell>, request: Request, next: Next) -> Response {
    let acts = request.method() == Method::POST;
    let response = next.run(request).await;
    if acts {
        bell.ring();
    }
    response
}
