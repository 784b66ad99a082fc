//! From stored rows to the facts the rules work on, and to the settings a page shows. A row that makes
//! no sense is an error, never a default.

use jiff::civil;
use policy::{
    DefaultVisibility, DocumentFacts, EmergencyConsents, Parameters, ProfileFacts, ProfileState, Rpps,
    Section, Sections,
};

use crate::{
    Occasion, RecordError,
    sql::{
        documents::DocumentRow,
        professionals,
        profiles::{self, ProfileRow},
    },
    store::Tx,
    views::{AuthorView, DocumentLine, Flags, ProfessionalView, Settings},
};

/// Everything the rules may ask about a profile.
pub(crate) async fn profile_facts(tx: &mut Tx, row: &ProfileRow) -> Result<ProfileFacts, RecordError> {
    let state = ProfileState::from_id(&row.state).ok_or(RecordError::Corrupt("profile.state"))?;
    let mut facts = ProfileFacts::new(state, born(row)?);
    facts.deceased = row.deceased;
    facts.ins_qualified = row.ins_qualified;
    facts.professionals_opposed = row.professionals_opposed;
    facts.emergency = if row.emergency_answered {
        let consents = EmergencyConsents::new(row.samu, row.break_glass, row.masked_documents);
        Some(consents.map_err(|_| RecordError::Corrupt("profile.masked_documents"))?)
    } else {
        None
    };
    facts.default_visibility = DefaultVisibility::from_id(&row.default_visibility)
        .ok_or(RecordError::Corrupt("profile.default_visibility"))?;
    facts.masked_sections = sections(row.masked_sections)?;
    for (list, number) in profiles::named(tx, row.id).await? {
        match list.as_str() {
            "administrator" => facts.administrators.insert(parse_rpps(&number)?),
            "blocked" => facts.blocked.insert(parse_rpps(&number)?),
            "authorised" => facts.authorised.insert(parse_rpps(&number)?),
            _ => {
                let finess = number.parse();
                facts
                    .blocked_organisations
                    .insert(finess.map_err(|_| RecordError::Corrupt("blocked_organisation.finess"))?)
            }
        };
    }
    Ok(facts)
}

/// The settings as a page shows them, with the people named.
pub(crate) async fn settings(
    tx: &mut Tx,
    row: &ProfileRow,
    occasion: Occasion<'_>,
) -> Result<Settings, RecordError> {
    let facts = profile_facts(tx, row).await?;
    let consents = facts.emergency_consents(&Parameters::CURRENT);
    let mut named = Vec::new();
    for list in [
        profiles::administrators(tx, row.id).await?,
        profiles::blocked_professionals(tx, row.id).await?,
    ] {
        let mut people = Vec::with_capacity(list.len());
        for rpps in list {
            people.push(professional(tx, rpps).await?);
        }
        named.push(people);
    }
    let blocked = named.pop().unwrap_or_default();
    let administrators = named.pop().unwrap_or_default();
    let mut blocked_organisations = Vec::new();
    let shut = profiles::blocked_organisations(tx, row.id).await?;
    let mut administrators_shut_out = Vec::new();
    for person in &administrators {
        let works_at = professionals::find(tx, &person.rpps)
            .await?
            .map(|row| row.organisation);
        if works_at.is_some_and(|finess| shut.contains(&finess)) {
            administrators_shut_out.push(person.rpps.clone());
        }
    }
    for finess in shut {
        blocked_organisations.push(organisation(tx, &finess).await?);
    }
    Ok(Settings {
        today: occasion.day,
        born: facts.born,
        professionals_opposed: facts.professionals_opposed,
        emergency: (
            consents.samu(),
            consents.break_glass(),
            consents.masked_documents(),
        ),
        emergency_answered: row.emergency_answered,
        masked_by_default: facts.default_visibility == DefaultVisibility::Masked,
        masked_sections: facts
            .masked_sections
            .iter()
            .map(|section| section.id().to_owned())
            .collect(),
        administrators,
        administrators_shut_out,
        blocked,
        blocked_organisations,
    })
}

/// A professional by number, named if the directory knows them.
pub(crate) async fn professional(tx: &mut Tx, rpps: String) -> Result<ProfessionalView, RecordError> {
    Ok(match professionals::find(tx, &rpps).await? {
        Some(row) => ProfessionalView {
            name: format!("{} {}", row.first_name, row.last_name),
            profession: profession_label(&row.profession).to_owned(),
            organisation: place(&row.organisation_name, &row.town),
            rpps,
        },
        None => ProfessionalView {
            name: format!("Professionnel nᵒ {rpps}"),
            profession: String::new(),
            organisation: String::new(),
            rpps,
        },
    })
}

/// An organisation by number, named if the directory knows it.
pub(crate) async fn organisation(tx: &mut Tx, finess: &str) -> Result<String, RecordError> {
    Ok(match professionals::organisation_name(tx, finess).await? {
        Some((name, town)) => place(&name, &town),
        None => format!("Établissement nᵒ {finess}"),
    })
}

/// *Organisation, town*, as far as they are known.
pub(crate) fn place(organisation: &str, town: &str) -> String {
    match (organisation, town) {
        ("", town) => town.to_owned(),
        (organisation, "") => organisation.to_owned(),
        (organisation, town) => format!("{organisation}, {town}"),
    }
}

/// French label of a profession code.
pub(crate) fn profession_label(code: &str) -> &'static str {
    policy::Entitlement::from_code(code).map_or("Professionnel", policy::Entitlement::label)
}

/// A document as a list shows it.
pub(crate) fn document_line(row: DocumentRow) -> Result<DocumentLine, RecordError> {
    Ok(DocumentLine {
        id: row.id,
        title: row.title,
        type_code: row.type_code,
        author: AuthorView {
            kind: row.author_kind,
            rpps: row.author_rpps,
            name: row.author_name,
            profession: row.author_profession,
            organisation: row.organisation_name,
        },
        dated: row
            .dated
            .parse()
            .map_err(|_| RecordError::Corrupt("document.dated"))?,
        flags: Flags::from_bits(row.visibility).ok_or(RecordError::Corrupt("document.visibility"))?,
    })
}

/// A document as the rules see it.
pub(crate) fn document_facts(row: &DocumentRow) -> Result<DocumentFacts, RecordError> {
    use policy::Author;
    let author = match row.author_kind.as_str() {
        "professional" => Author::Professional(parse_rpps(&row.author_rpps)?),
        "holder" => Author::Holder,
        "legal_representative" => Author::LegalRepresentative,
        "referenced_application" => Author::ReferencedApplication,
        "health_insurance" => Author::HealthInsurance,
        _ => return Err(RecordError::Corrupt("document.author_kind")),
    };
    Ok(DocumentFacts {
        document_type: policy::DocumentType::from_code(&row.type_code),
        author,
        visibility: Flags::from_bits(row.visibility)
            .ok_or(RecordError::Corrupt("document.visibility"))?
            .visibility(),
    })
}

/// The bit of each section in `profile.masked_sections`.
pub(crate) fn section_bit(section: Section) -> i64 {
    match section {
        Section::Vaccinations => 1,
        Section::HealthHistory => 2,
        Section::CareCircleAndWishes => 4,
        Section::AdvanceDirectives => 8,
    }
}

pub(crate) fn sections(bits: i64) -> Result<Sections, RecordError> {
    if !(0..16).contains(&bits) {
        return Err(RecordError::Corrupt("profile.masked_sections"));
    }
    Ok(Section::ALL
        .into_iter()
        .filter(|section| bits & section_bit(*section) != 0)
        .collect())
}

pub(crate) fn born(row: &ProfileRow) -> Result<civil::Date, RecordError> {
    row.born.parse().map_err(|_| RecordError::Corrupt("profile.born"))
}

fn parse_rpps(rpps: &str) -> Result<Rpps, RecordError> {
    rpps.parse().map_err(|_| RecordError::Corrupt("rpps"))
}
