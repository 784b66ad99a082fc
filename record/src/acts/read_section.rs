//! A professional reads a section of the profile.

use policy::{Action, Section, TraceAction};

use super::requester::{About, Entry, GatewayAccess, GatewayRefusal};
use crate::{
    Occasion, RecordError, Store,
    sql::sections,
    store::{Tx, in_transaction},
};

impl Store {
    /// Decides, traces, and gives the text of the section, in one transaction. A section that nobody has written is blank.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nothing was given.
    pub async fn read_section(
        &self,
        access: GatewayAccess<'_>,
        section: Section,
        occasion: Occasion<'_>,
    ) -> Result<Result<String, GatewayRefusal>, RecordError> {
        in_transaction!(self, begin_write, tx => read(tx, access, section, occasion).await)
    }
}

async fn read(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    section: Section,
    occasion: Occasion<'_>,
) -> Result<Result<String, GatewayRefusal>, RecordError> {
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let decision = policy::decide(&entry.request(Action::ReadSection(section)));
    let about = About {
        subject: Some(section.label().to_owned()),
        ..About::default()
    };
    entry.trace(tx, TraceAction::SectionRead, decision, about).await?;
    if !decision.is_permit() {
        return Ok(Err(decision.into()));
    }
    let text = sections::find(tx, entry.profile.id, section.id()).await?;
    Ok(Ok(text.unwrap_or_default()))
}
