//! A professional deposits a document, or replaces one (rulebook, section 3).

use jiff::civil;
use policy::{Action, Deposit, DocumentFacts, DocumentType, Rpps, TraceAction, Visibility, VisibilityFlag};
use uuid::Uuid;

use super::{
    insert_document::{Author, Source, insert_document},
    install_population::NewDocument,
    known_facts,
    requester::{About, Entry, GatewayAccess, GatewayRefusal},
};
use crate::{
    Occasion, RecordError,
    content::FileContent,
    sql::{document_requests, documents, professionals},
    store::Tx,
    trace::TracedDocument,
    typed::Title,
    views::RequestKind,
};

/// A document as a professional's software sends it.
#[derive(Clone, Debug)]
pub struct DepositedDocument {
    /// Its type.
    pub document_type: DocumentType,
    /// Its title.
    pub title: Title,
    /// The date it bears.
    pub dated: civil::Date,
    /// The flags asked for, before the holder's default.
    pub visibility: Visibility,
    /// An opposition to this deposit is recorded (D7).
    pub opposition_recorded: bool,
    /// Whom a member of staff deposits for; nobody when it is the requester's own.
    pub in_charge: Option<ProfessionalInCharge>,
    /// The file.
    pub content: FileContent,
}

/// The professional in charge, for whom a member of staff deposits: the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfessionalInCharge {
    /// National identifier.
    pub rpps: Rpps,
    /// First and last name, used when the directory does not know them.
    pub name: String,
}

pub(crate) async fn deposit(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    new: &DepositedDocument,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let author = author(tx, &entry, new).await?;
    let duplicate = is_duplicate(tx, &entry, &author, Uuid::nil(), new).await?;
    let decision = policy::decide(&entry.request(Action::Deposit(Deposit {
        visibility: new.visibility,
        opposition_recorded: new.opposition_recorded,
        duplicate,
    })));
    let facts = |visibility| DocumentFacts {
        document_type: Some(new.document_type),
        author: policy::Author::Professional(author.rpps),
        visibility,
    };
    let subject = new.in_charge.is_some().then(|| author.name.clone());
    if !decision.is_permit() {
        let about = About {
            after: Some(facts(new.visibility)),
            subject,
            ..About::default()
        };
        entry
            .trace(tx, TraceAction::DocumentDeposited, decision, about)
            .await?;
        return Ok(Err(decision.into()));
    }
    let id = occasion.chance.id();
    let visibility = new.visibility.on_arrival(entry.facts.default_visibility);
    insert(tx, &entry, id, new, visibility, &author).await?;
    let about = About {
        document: Some(traced(id, new)),
        after: Some(facts(visibility)),
        subject,
        ..About::default()
    };
    entry
        .trace(tx, TraceAction::DocumentDeposited, decision, about)
        .await?;
    Ok(Ok(id))
}

/// A new version takes the place of the old one: same identifier, same flags. What the holder decided about the document
/// thus holds for its next version too.
pub(crate) async fn replace(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    by: &DepositedDocument,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    const EVENT: TraceAction = TraceAction::DocumentReplaced;
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let Some(row) = documents::find(tx, entry.profile.id, document).await? else {
        entry.trace_absent(tx, EVENT, None).await?;
        return Ok(Err(GatewayRefusal::Absent));
    };
    let before = known_facts::document_facts(&row)?;
    // A minor's secret is nobody's flag any more once they are of age: the rules would refuse it as a new one (D8).
    let visibility = if entry.facts.is_minor(occasion.day) {
        before.visibility
    } else {
        before
            .visibility
            .without(VisibilityFlag::HiddenFromRepresentatives)
    };
    let author = author(tx, &entry, by).await?;
    let duplicate = is_duplicate(tx, &entry, &author, row.id, by).await?;
    let decision = policy::decide(&entry.request(Action::Replace {
        document: before,
        by: Deposit {
            visibility,
            opposition_recorded: by.opposition_recorded,
            duplicate,
        },
    }));
    if !decision.is_permit() {
        entry.trace(tx, EVENT, decision, About::document(&row)?).await?;
        return Ok(Err(decision.into()));
    }
    documents::delete(tx, entry.profile.id, row.id).await?;
    insert(tx, &entry, row.id, by, visibility, &author).await?;
    let kind = RequestKind::Correct.id();
    document_requests::answer(tx, entry.profile.id, row.id, kind, occasion.micros()).await?;
    let about = About {
        document: Some(traced(row.id, by)),
        before: Some(before),
        after: Some(DocumentFacts {
            document_type: Some(by.document_type),
            visibility,
            ..before
        }),
        ..About::default()
    };
    entry.trace(tx, EVENT, decision, about).await?;
    Ok(Ok(row.id))
}

fn traced(id: Uuid, new: &DepositedDocument) -> TracedDocument {
    TracedDocument {
        id,
        title: new.title.as_str().to_owned(),
    }
}

/// Who the document comes from. Of the professional in charge the directory is believed before the request.
async fn author(tx: &mut Tx, entry: &Entry<'_>, new: &DepositedDocument) -> Result<Author, RecordError> {
    let requester = entry.access.professional;
    let organisation = requester.organisation_name.clone();
    let Some(in_charge) = &new.in_charge else {
        return Ok(Author {
            rpps: requester.rpps,
            name: requester.name.clone(),
            profession: requester
                .entitlements
                .first()
                .map_or("Professionnel", |entitlement| entitlement.label()),
            organisation,
        });
    };
    let known = professionals::find(tx, &in_charge.rpps.to_string()).await?;
    let (name, profession) = known.map_or_else(
        || (in_charge.name.clone(), "Professionnel"),
        |known| {
            (
                format!("{} {}", known.first_name, known.last_name),
                known_facts::profession_label(&known.profession),
            )
        },
    );
    Ok(Author {
        rpps: in_charge.rpps,
        name,
        profession,
        organisation,
    })
}

/// Whether the author has the same content in the record already (D11). A new version of a document may hold the content of
/// the old one: its title or its type was wrong.
async fn is_duplicate(
    tx: &mut Tx,
    entry: &Entry<'_>,
    author: &Author,
    but: Uuid,
    new: &DepositedDocument,
) -> Result<bool, RecordError> {
    let author = author.rpps.to_string();
    Ok(documents::has_content(tx, entry.profile.id, &author, but, new.content.bytes()).await?)
}

async fn insert(
    tx: &mut Tx,
    entry: &Entry<'_>,
    id: Uuid,
    new: &DepositedDocument,
    visibility: Visibility,
    author: &Author,
) -> Result<(), RecordError> {
    let document = NewDocument {
        profile: entry.profile.id,
        id,
        type_code: new.document_type.code().to_owned(),
        title: new.title.as_str().to_owned(),
        author: None,
        dated: new.dated,
        deposited_at: entry.occasion.at,
        visibility,
        media_type: new.content.kind().media_type().to_owned(),
        content: new.content.bytes().to_vec(),
    };
    insert_document(tx, &document, &Source::Author(author)).await?;
    documents::recount(tx, entry.profile.id).await?;
    Ok(())
}
