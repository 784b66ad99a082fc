//! What a person wants to be told, and how: for themselves, whoever else acts for the profile.

use std::collections::BTreeMap;

use policy::{NoticeKind, Refusal, TraceAction};

use super::{
    acting::{Acting, ActorKey},
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    sql::notice_preferences::{self as sql, PreferenceRow},
    store::{Tx, in_transaction},
    trace::Audience,
    views::{NoticeChannel, NoticeChoice, NoticePreferences},
};

/// What a trace says was changed.
const NOTICES_CHOSEN: &str = "notices_chosen";

impl Store {
    /// What this account chose for this profile.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn notice_preferences(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<NoticePreferences, RecordError> {
        in_transaction!(self, begin_read, tx => {
            Acting::read(tx, key, occasion).await?;
            preferences(tx, key).await
        })
    }

    /// Keeps these choices, in one transaction with their trace. The same choices again change nothing and leave no trace.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Refused`] when one of them cannot be
    /// switched: then none is kept.
    pub async fn choose_notices(
        &self,
        key: ActorKey,
        choices: &[NoticeChoice],
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => choose(tx, key, choices, occasion).await)
    }
}

async fn preferences(tx: &mut Tx, key: ActorKey) -> Result<NoticePreferences, RecordError> {
    let rows = sql::of_account(tx, key.profile, key.account).await?;
    let stored: BTreeMap<&str, &PreferenceRow> = rows.iter().map(|row| (row.kind.as_str(), row)).collect();
    let choices = NoticeKind::ALL.into_iter().flat_map(|kind| {
        let row = stored.get(kind.id()).copied();
        NoticeChannel::ALL
            .into_iter()
            .filter(move |channel| channel.may_be_switched(kind))
            .map(move |channel| NoticeChoice {
                kind,
                channel,
                wanted: row.is_none_or(|row| match channel {
                    NoticeChannel::Email => row.by_email,
                    NoticeChannel::Application => row.in_application,
                }),
            })
    });
    Ok(NoticePreferences {
        choices: choices.collect(),
        email: sql::email(tx, key.account).await?.unwrap_or_default(),
    })
}

async fn choose(
    tx: &mut Tx,
    key: ActorKey,
    choices: &[NoticeChoice],
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    if !choices
        .iter()
        .all(|choice| choice.channel.may_be_switched(choice.kind))
    {
        return Err(RecordError::Refused(Refusal::NotAllowed));
    }
    let before = preferences(tx, key).await?;
    let mut after = before.clone();
    for choice in choices {
        for kept in &mut after.choices {
            if (kept.kind, kept.channel) == (choice.kind, choice.channel) {
                kept.wanted = choice.wanted;
            }
        }
    }
    if after == before {
        return Ok(());
    }
    for kind in NoticeKind::ALL {
        let row = PreferenceRow {
            kind: kind.id().to_owned(),
            by_email: after.wants(kind, NoticeChannel::Email),
            in_application: after.wants(kind, NoticeChannel::Application),
        };
        if NoticeChannel::Email.may_be_switched(kind) {
            sql::set(tx, key.profile, key.account, &row).await?;
        }
    }
    let traced = Traced {
        change: Some(NOTICES_CHOSEN.to_owned()),
        ..Traced::by_person(TraceAction::SettingChanged, acting.name())
    };
    write_trace::write(tx, key.profile, Audience::Everyone, occasion, traced).await?;
    Ok(())
}
