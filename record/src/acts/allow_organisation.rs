//! Which organisations' own two factors are accepted (*AIR simplifié*).

use jiff::civil;
use policy::Finess;

use crate::{
    RecordError, Store,
    sql::allow_list,
    store::{Tx, in_transaction},
};

impl Store {
    /// Accepts the professionals whom this organisation signs in, until the end of this day. A day that has passed withdraws it.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn allow_organisation(&self, finess: Finess, until: civil::Date) -> Result<(), RecordError> {
        let (finess, until) = (finess.to_string(), until.to_string());
        in_transaction!(self, begin_write, tx => Ok(allow_list::set(tx, &finess, &until).await?))
    }
}

/// Whether the organisation is accepted on this day.
pub(crate) async fn is_allowed(
    tx: &mut Tx,
    organisation: Option<Finess>,
    on: civil::Date,
) -> Result<bool, RecordError> {
    let Some(finess) = organisation else {
        return Ok(false);
    };
    let Some(until) = allow_list::until(tx, &finess.to_string()).await? else {
        return Ok(false);
    };
    let until: civil::Date = until
        .parse()
        .map_err(|_| RecordError::Corrupt("air_allow_list.until"))?;
    Ok(on <= until)
}
