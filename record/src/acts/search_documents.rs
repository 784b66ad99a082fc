//! A professional searches a record.

use jiff::civil;
use policy::{DocumentType, Reading, TraceAction};
use uuid::Uuid;

use super::{
    known_facts,
    requester::{About, Entry, GatewayAccess, GatewayRefusal},
};
use crate::{
    Occasion, RecordError, Store, normalise,
    sql::documents::{self, Narrowing},
    store::{Tx, in_transaction},
    views::DocumentLine,
};

/// What a professional looks for.
#[derive(Clone, Debug, Default)]
pub struct SearchCriteria {
    /// Code of the document type, blank for all.
    pub type_code: String,
    /// Words of the title, type, author or place, blank for all.
    pub text: String,
    /// Dated on or after this day.
    pub from: Option<civil::Date>,
    /// Dated on or before this day.
    pub to: Option<civil::Date>,
    /// How many to give at most.
    pub limit: usize,
    /// The last document of the page before.
    pub after: Option<Uuid>,
}

/// A document that the requester may read.
#[derive(Clone, Debug)]
pub struct FoundDocument {
    /// The document, flags included: a professional sees them as badges.
    pub document: DocumentLine,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
}

impl Store {
    /// Gives exactly what a read would permit: a refused document leaves no line, count or gap. The
    /// second value says whether there is more.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nothing was given.
    pub async fn search_documents(
        &self,
        access: GatewayAccess<'_>,
        criteria: &SearchCriteria,
        occasion: Occasion<'_>,
    ) -> Result<Result<(Vec<FoundDocument>, bool), GatewayRefusal>, RecordError> {
        in_transaction!(self, begin_write, tx => search(tx, access, criteria, occasion).await)
    }
}

async fn search(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    criteria: &SearchCriteria,
    occasion: Occasion<'_>,
) -> Result<Result<(Vec<FoundDocument>, bool), GatewayRefusal>, RecordError> {
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let reading = Reading::of(&entry.request(policy::Action::Open));
    let narrowing = Narrowing {
        profile: entry.profile.id,
        unseen: 0,
        pattern: &normalise::contains_pattern(&criteria.text),
        category: "",
        visibility: "",
        organisation: "",
        from: "",
        to: "",
    };
    let mut found = Vec::new();
    let mut authored = None;
    for row in documents::matching(tx, &narrowing).await? {
        let decision = reading.document(&known_facts::document_facts(&row)?);
        if decision.is_permit() {
            authored.get_or_insert(decision);
            let (media_type, size) = (row.media_type.clone(), row.size);
            let document = known_facts::document_line(row)?;
            if criteria.admits(&document) {
                let size = u64::try_from(size).map_err(|_| RecordError::Corrupt("document.size"))?;
                found.push(FoundDocument {
                    document,
                    media_type,
                    size,
                });
            }
        }
    }
    // Who may not open the record may still list what they wrote (R8).
    let decision = match (reading.open(), authored) {
        (open, Some(author)) if !open.is_permit() => author,
        (open, _) => open,
    };
    let about = About {
        subject: criteria.traced(),
        ..About::default()
    };
    entry
        .trace(tx, TraceAction::DocumentsSearched, decision, about)
        .await?;
    Ok(if decision.is_permit() {
        Ok(criteria.page(found))
    } else {
        Err(decision.into())
    })
}

impl SearchCriteria {
    /// What was looked for, as its trace keeps it: `words type=… from=… to=…`, or nothing for the whole list. The words themselves are
    /// never kept: they could be those of a document that the patient, or a minor's representatives, do not know of.
    fn traced(&self) -> Option<String> {
        let words = (!self.text.trim().is_empty()).then(|| "words".to_owned());
        let kind = DocumentType::from_code(&self.type_code).map(|kind| format!("type={}", kind.code()));
        let from = self.from.map(|from| format!("from={from}"));
        let to = self.to.map(|to| format!("to={to}"));
        let all: Vec<_> = [words, kind, from, to].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn admits(&self, document: &DocumentLine) -> bool {
        (self.type_code.is_empty() || document.type_code == self.type_code)
            && self.from.is_none_or(|from| document.dated >= from)
            && self.to.is_none_or(|to| document.dated <= to)
    }

    /// The documents after the last one given, and whether there are more. An unknown place starts again
    /// from the beginning.
    fn page(&self, mut found: Vec<FoundDocument>) -> (Vec<FoundDocument>, bool) {
        if let Some(last) = self
            .after
            .and_then(|after| found.iter().position(|one| one.document.id == after))
        {
            found.drain(..=last);
        }
        let more = found.len() > self.limit;
        found.truncate(self.limit);
        (found, more)
    }
}
