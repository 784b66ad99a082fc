//! Starting again with other people, as a world of the lab does between two testers.

use jiff::Timestamp;

use super::install_population::{Population, install};
use crate::{RecordError, Store, sql::emptying, store::in_transaction};

impl Store {
    /// Removes everything there is, then puts in this population and these newcomers (as [`Store::install_population`] and
    /// [`Store::install_newcomers`] do): all of it in one transaction, so that nobody ever sees half of it.
    ///
    /// # Errors
    /// [`RecordError`] when the database refuses; then everything is as it was.
    pub async fn start_again(
        &self,
        population: &Population,
        newcomers: &Population,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => {
            emptying::empty(tx).await?;
            install(tx, population, true, now.as_microsecond()).await?;
            install(tx, newcomers, false, now.as_microsecond()).await
        })
    }
}
