//! The fictional people. Identifiers are fixed; dates follow the day the population is made.

use jiff::{Timestamp, ToSpan as _, civil};
use policy::{DocumentType, Section, Visibility, VisibilityFlag};
use record::acts::{
    NewAccount, NewAdministrator, NewDocument, NewProfessional, NewProfile, NewRepresentation, NewSection,
    Population,
};
use record::views::Role;
use uuid::Uuid;

use super::{LabError, pdf};

/// The one password of the fictional people.
pub const PASSWORD: &str = "demonstration";

/// Camille Durand: an adult alone, with one administering doctor.
pub(super) const CAMILLE: Holder = Holder {
    number: 1,
    identifier: "camille",
    ins: "280059999900182",
    last_name: "Durand",
    first_name: "Camille",
    born: civil::date(1980, 5, 1),
    administrators: &[MARTIN],
    blocked: &[],
};

/// Bernard Lefèvre: older, with a long record, one masked document and one blocked professional.
pub(super) const BERNARD: Holder = Holder {
    number: 2,
    identifier: "bernard",
    ins: "152039999900216",
    last_name: "Lefèvre",
    first_name: "Bernard",
    born: civil::date(1952, 3, 14),
    administrators: &[],
    blocked: &[ROUSSEL],
};

/// Nadia Benali: a young adult whose record is empty.
const NADIA: Holder = Holder {
    number: 3,
    identifier: "nadia",
    ins: "296029999900324",
    last_name: "Benali",
    first_name: "Nadia",
    born: civil::date(1996, 2, 29),
    administrators: &[],
    blocked: &[],
};

/// Lucie Marchand: she has never signed in.
const LUCIE: Holder = Holder {
    number: 4,
    identifier: "lucie",
    ins: "291079999900457",
    last_name: "Marchand",
    first_name: "Lucie",
    born: civil::date(1991, 7, 9),
    administrators: &[],
    blocked: &[],
};

/// Born so many years and days before the day of the population: the age is what matters.
type Age = (i16, i32);

/// Zoé Petit: a child of eight.
pub(super) const ZOE: Ward = Ward {
    number: 10,
    ins: "218059999900512",
    last_name: "Petit",
    first_name: "Zoé",
    age: (8, 120),
};

/// Léo Petit: fifteen; one of his documents is his secret.
pub(super) const LEO: Ward = Ward {
    number: 11,
    ins: "111069999900632",
    last_name: "Petit",
    first_name: "Léo",
    age: (15, 160),
};

/// Inès Petit: she comes of age in twenty days.
pub(super) const INES: Ward = Ward {
    number: 12,
    ins: "208129999900730",
    last_name: "Petit",
    first_name: "Inès",
    age: (18, -20),
};

/// Odette Renard: an adult whose person is protected by a guardian.
pub(super) const ODETTE: Ward = Ward {
    number: 13,
    ins: "238049999900880",
    last_name: "Renard",
    first_name: "Odette",
    age: (88, 200),
};

/// Lucien Masson: an adult whose person is protected too; his record awaits activation.
pub(super) const LUCIEN: Ward = Ward {
    number: 19,
    ins: "146119999901042",
    last_name: "Masson",
    first_name: "Lucien",
    age: (80, 10),
};

/// Marcel Blin: an adult whose property alone is protected.
pub(super) const MARCEL: Ward = Ward {
    number: 14,
    ins: "141079999900930",
    last_name: "Blin",
    first_name: "Marcel",
    age: (85, 100),
};

/// Someone who does not sign in.
pub(super) struct Ward {
    number: u128,
    pub ins: &'static str,
    last_name: &'static str,
    first_name: &'static str,
    age: Age,
}

impl Ward {
    fn holder(&self, today: civil::Date) -> Holder {
        let (years, days) = self.age;
        Holder {
            number: self.number,
            identifier: "",
            ins: self.ins,
            last_name: self.last_name,
            first_name: self.first_name,
            born: today.saturating_sub(years.years()).saturating_sub(days.days()),
            administrators: &[],
            blocked: &[],
        }
    }
}

/// Someone with an account, and those they act for.
struct Representative {
    number: u128,
    identifier: &'static str,
    name: &'static str,
    own: Option<&'static Ward>,
    wards: &'static [(&'static Ward, Role)],
}

/// Marie Petit, mother of the three; her own record too.
const MARIE: Ward = Ward {
    number: 15,
    ins: "278029999900135",
    last_name: "Petit",
    first_name: "Marie",
    age: (45, 30),
};

/// Everyone who does not sign in, or not for themselves alone.
const WARDS: [&Ward; 7] = [&MARIE, &ZOE, &LEO, &INES, &ODETTE, &LUCIEN, &MARCEL];

const REPRESENTATIVES: [Representative; 4] = [
    Representative {
        number: 15,
        identifier: "marie",
        name: "Marie Petit",
        own: Some(&MARIE),
        wards: &[
            (&ZOE, Role::LegalRepresentative),
            (&LEO, Role::LegalRepresentative),
            (&INES, Role::LegalRepresentative),
        ],
    },
    // Separated from her: he has no record here, and does not represent Zoé.
    Representative {
        number: 16,
        identifier: "paul",
        name: "Paul Petit",
        own: None,
        wards: &[
            (&LEO, Role::LegalRepresentative),
            (&INES, Role::LegalRepresentative),
        ],
    },
    Representative {
        number: 17,
        identifier: "agnes",
        name: "Agnès Colin",
        own: None,
        wards: &[
            (&ODETTE, Role::GuardianOfPerson),
            (&LUCIEN, Role::GuardianOfPerson),
        ],
    },
    Representative {
        number: 18,
        identifier: "hugues",
        name: "Hugues Morel",
        own: None,
        wards: &[(&MARCEL, Role::GuardianOfProperty)],
    },
];

pub(super) struct Holder {
    number: u128,
    identifier: &'static str,
    pub ins: &'static str,
    last_name: &'static str,
    first_name: &'static str,
    born: civil::Date,
    administrators: &'static [&'static str],
    blocked: &'static [&'static str],
}

impl Holder {
    pub(super) fn profile(&self) -> Uuid {
        identifier(1, self.number)
    }
}

impl Ward {
    pub(super) fn profile(&self) -> Uuid {
        identifier(1, self.number)
    }
}

/// The account of whoever signs in with this.
pub(super) fn account(signs_in: &str) -> Uuid {
    let holders = [&CAMILLE, &BERNARD, &NADIA, &LUCIE].map(|holder| (holder.identifier, holder.number));
    let others = REPRESENTATIVES
        .iter()
        .map(|someone| (someone.identifier, someone.number));
    let found = holders
        .into_iter()
        .chain(others)
        .find(|(name, _)| *name == signs_in);
    found.map_or_else(Uuid::nil, |(_, number)| identifier(2, number))
}

/// A fixed identifier with the shape of a random one.
fn identifier(kind: u128, number: u128) -> Uuid {
    uuid::Builder::from_random_bytes((kind << 96 | number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_be_bytes())
        .into_uuid()
}

/// A fictional professional.
#[derive(Debug)]
pub struct LabProfessional {
    /// National identifier (its key is valid, the person is not).
    pub rpps: &'static str,
    /// Last name.
    pub last_name: &'static str,
    /// First name.
    pub first_name: &'static str,
    /// Code of the profession.
    pub profession: &'static str,
    /// Speciality, in French.
    pub speciality: &'static str,
    /// National identifier of the organisation.
    pub finess: &'static str,
    /// Its name.
    pub organisation: &'static str,
    /// Its town.
    pub town: &'static str,
    /// An emergency regulation physician of the SAMU.
    pub samu_regulator: bool,
}

pub(super) const MARTIN: &str = "10000000017";
pub(super) const NGUYEN: &str = "10000000025";
const HADDAD: &str = "10000000033";
pub(super) const ROUSSEL: &str = "10000000041";
pub(super) const FONTAINE: &str = "10000000058";
pub(super) const CARON: &str = "10000000108";

macro_rules! professional {
    ($rpps:expr, $last:literal, $first:literal, $profession:literal, $speciality:literal, $finess:literal, $organisation:literal, $town:literal) => {
        professional!(
            $rpps,
            $last,
            $first,
            $profession,
            $speciality,
            $finess,
            $organisation,
            $town,
            false
        )
    };
    ($rpps:expr, $last:literal, $first:literal, $profession:literal, $speciality:literal, $finess:literal, $organisation:literal, $town:literal, $samu:literal) => {
        LabProfessional {
            rpps: $rpps,
            last_name: $last,
            first_name: $first,
            profession: $profession,
            speciality: $speciality,
            finess: $finess,
            organisation: $organisation,
            town: $town,
            samu_regulator: $samu,
        }
    };
}

/// How many of them are in the directory: the others come all the same, as locums and staff do.
const LISTED: usize = 12;

const PROFESSIONALS: [LabProfessional; 14] = [
    professional!(
        MARTIN,
        "Martin",
        "Hélène",
        "10",
        "Médecine générale",
        "590064044",
        "Cabinet des Tilleuls",
        "Lille"
    ),
    professional!(
        NGUYEN,
        "Nguyen",
        "Sophie",
        "10",
        "Cardiologie",
        "750099996",
        "Hôpital Saint-Roch",
        "Lille"
    ),
    professional!(
        HADDAD,
        "Haddad",
        "Karim",
        "10",
        "Biologie médicale",
        "590077012",
        "Laboratoire du Beffroi",
        "Lille"
    ),
    professional!(
        ROUSSEL,
        "Roussel",
        "Paul",
        "40",
        "Chirurgie dentaire",
        "130077779",
        "Cabinet dentaire de la Gare",
        "Roubaix"
    ),
    professional!(
        "10000000058",
        "Fontaine",
        "Léa",
        "60",
        "",
        "330066663",
        "Maison de santé du Canal",
        "Lille"
    ),
    professional!(
        "10000000066",
        "Petit",
        "Marc",
        "21",
        "",
        "590012340",
        "Pharmacie du Marché",
        "Lille"
    ),
    professional!(
        "10000000074",
        "Moreau",
        "Julie",
        "70",
        "",
        "330066663",
        "Maison de santé du Canal",
        "Lille"
    ),
    professional!(
        "10000000082",
        "Dubois",
        "Claire",
        "50",
        "",
        "750099996",
        "Hôpital Saint-Roch",
        "Lille"
    ),
    professional!(
        "10000000090",
        "Girard",
        "Antoine",
        "41",
        "",
        "590088027",
        "Centre social Vauban",
        "Lille"
    ),
    professional!(
        CARON,
        "Caron",
        "Yves",
        "10",
        "Médecine d’urgence",
        "590099032",
        "SAMU, hôpital Saint-Roch",
        "Lille",
        true
    ),
    professional!(
        "10000000116",
        "Faure",
        "Inès",
        "91",
        "",
        "330066663",
        "Maison de santé du Canal",
        "Lille"
    ),
    professional!(
        "10000000124",
        "Lambert",
        "Olivier",
        "10",
        "Radiologie",
        "690088885",
        "Centre d’imagerie du Parc",
        "Lille"
    ),
    professional!(
        "10000000132",
        "Besson",
        "Nora",
        "10",
        "Médecine d’urgence",
        "750099996",
        "Hôpital Saint-Roch",
        "Lille"
    ),
    // Her profession is on no list of those who care: the rules give it nothing.
    professional!(
        "10000000140",
        "Vidal",
        "Chantal",
        "secretariat",
        "",
        "750099996",
        "Hôpital Saint-Roch",
        "Lille"
    ),
];

/// The fictional professionals.
pub fn professionals() -> &'static [LabProfessional] {
    &PROFESSIONALS
}

/// The fictional professional of this number.
pub fn professional(rpps: &str) -> Option<&'static LabProfessional> {
    PROFESSIONALS
        .iter()
        .find(|professional| professional.rpps == rpps)
}

impl LabProfessional {
    fn directory_entry(&self) -> NewProfessional {
        NewProfessional {
            rpps: self.rpps.to_owned(),
            last_name: self.last_name.to_owned(),
            first_name: self.first_name.to_owned(),
            profession: self.profession.to_owned(),
            speciality: self.speciality.to_owned(),
            organisation: self.finess.to_owned(),
            organisation_name: self.organisation.to_owned(),
            town: self.town.to_owned(),
        }
    }
}

/// A document of Camille's: days before today, type, title, author (nobody: Camille herself).
type Sheet = (i32, &'static str, &'static str, &'static str);

const CAMILLE_DOCUMENTS: [Sheet; 24] = [
    (3, "11502-2", "Analyse de sang : cholestérol et glycémie", HADDAD),
    (9, "11488-4", "Consultation de cardiologie", NGUYEN),
    (16, "57833-6", "Ordonnance : traitement de l’asthme", MARTIN),
    (24, "28617-9", "Bilan dentaire", ROUSSEL),
    (40, "PRESC-KINE", "Ordonnance : séances de kinésithérapie", MARTIN),
    (61, "18748-4", "Radiographie du genou droit", "10000000124"),
    (75, "47420-5", "Bilan de kinésithérapie", "10000000074"),
    (90, "15507-7", "Passage aux urgences", CARON),
    (118, "11502-2", "Analyse de sang : numération", HADDAD),
    (150, "56445-0", "Bilan des médicaments", "10000000066"),
    (190, "87273-9", "Vaccination contre la grippe", "10000000058"),
    (233, "89601-9", "Certificat médical pour le sport", MARTIN),
    (260, "DOCPAT01", "Mes allergies et mes antécédents", ""),
    (301, "60591-5", "Synthèse médicale", MARTIN),
    (355, "89233-1", "Suivi de grossesse", "10000000082"),
    (380, "18748-4", "Échographie du foie", "10000000124"),
    (412, "11490-0", "Lettre de sortie de l’hôpital", NGUYEN),
    (415, "34874-8", "Opération de l’appendicite", NGUYEN),
    (470, "PRESC-BIO", "Ordonnance : analyses de sang", MARTIN),
    (520, "96349-6", "Lettre d’adressage au cardiologue", MARTIN),
    (611, "34120-6", "Bilan orthophonique", "10000000116"),
    (700, "28653-4", "Dossier d’aide à domicile", "10000000090"),
    (820, "11502-2", "Analyse de sang : thyroïde", HADDAD),
    (1_020, "EXPPAT_3", "Mes directives anticipées", ""),
];

const BERNARD_DOCUMENTS: [Sheet; 6] = [
    (5, "11488-4", "Consultation de médecine générale", MARTIN),
    (12, "57833-6", "Ordonnance : tension artérielle", MARTIN),
    (20, "11502-2", "Analyse de sang", HADDAD),
    (33, "28617-9", "Bilan dentaire", ROUSSEL),
    (41, "18748-4", "Radiographie des poumons", "10000000124"),
    (52, "11506-3", "Soins infirmiers à domicile", "10000000058"),
];

const ZOE_DOCUMENTS: [Sheet; 2] = [
    (30, "87273-9", "Vaccination : rappel", MARTIN),
    (200, "11502-2", "Analyse de sang", HADDAD),
];

const LEO_DOCUMENTS: [Sheet; 4] = [
    (14, "57833-6", "Ordonnance : traitement de l’asthme", MARTIN),
    (35, "28617-9", "Bilan dentaire", ROUSSEL),
    (90, "18748-4", "Radiographie du poignet", "10000000124"),
    (300, "87273-9", "Vaccination contre la grippe", MARTIN),
];

const INES_DOCUMENTS: [Sheet; 3] = [
    (11, "57833-6", "Ordonnance : lunettes", MARTIN),
    (150, "11502-2", "Analyse de sang : fer", HADDAD),
    (420, "87273-9", "Vaccination : rappel", MARTIN),
];

/// What Léo and Inès asked their doctor to keep from their parents.
const SECRET: Sheet = (8, "11488-4", "Consultation : contraception", NGUYEN);

const LUCIE_DOCUMENTS: [Sheet; 3] = [
    (6, "57833-6", "Ordonnance : traitement de la migraine", MARTIN),
    (45, "11502-2", "Analyse de sang : fer", HADDAD),
    (210, "87273-9", "Vaccination contre le tétanos", "10000000058"),
];

/// What sections of their profiles hold.
const SECTIONS: &[(&Holder, Section, &str)] = &[
    (
        &CAMILLE,
        Section::Vaccinations,
        "Grippe\u{a0}: octobre de chaque année. Diphtérie, tétanos, poliomyélite\u{a0}: rappel fait à 45 ans.",
    ),
    (
        &CAMILLE,
        Section::CareCircleAndWishes,
        "Personne de confiance\u{a0}: Alice Durand, sa sœur. À prévenir en cas d’urgence\u{a0}: Alice Durand.",
    ),
    (
        &CAMILLE,
        Section::AdvanceDirectives,
        "Mes directives anticipées sont écrites et déposées dans mon dossier.",
    ),
    (
        &BERNARD,
        Section::HealthHistory,
        "Consultations et médicaments remboursés des douze derniers mois.",
    ),
    (
        &BERNARD,
        Section::Vaccinations,
        "Grippe\u{a0}: automne dernier. Pneumocoque\u{a0}: à jour.",
    ),
];

/// Whose records there are to open: national health identity, and name.
pub(super) fn patients() -> Vec<(String, String)> {
    let adults = [&CAMILLE, &BERNARD, &NADIA, &LUCIE].map(|who| (who.ins, who.first_name, who.last_name));
    let wards = WARDS.map(|who| (who.ins, who.first_name, who.last_name));
    adults
        .into_iter()
        .chain(wards)
        .map(|(ins, first, last)| (ins.to_owned(), format!("{first} {last}")))
        .collect()
}

/// Everyone and everything but who has never signed in.
pub(super) fn population(
    password_hash: &str,
    now: Timestamp,
    today: civil::Date,
) -> Result<Population, LabError> {
    let mut population = Population {
        professionals: PROFESSIONALS
            .iter()
            .take(LISTED)
            .map(LabProfessional::directory_entry)
            .collect(),
        ..Population::default()
    };
    for holder in [&CAMILLE, &BERNARD, &NADIA] {
        arrive(&mut population, holder, password_hash);
    }
    let mut add = |holder: &Holder, sheet: Sheet, flags: Visibility, number: u128| {
        document(holder, sheet, flags, number, now, today).map(|document| population.documents.push(document))
    };
    for (number, sheet) in (1..).zip(CAMILLE_DOCUMENTS) {
        add(&CAMILLE, sheet, Visibility::NORMAL, number)?;
    }
    // Not told before the announcement visit: Camille does not see it.
    let hidden = Visibility::NORMAL.with(VisibilityFlag::HiddenFromPatient);
    add(
        &CAMILLE,
        (1, "60568-3", "Résultat d’anatomopathologie", NGUYEN),
        hidden,
        99,
    )?;
    let masked = Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals);
    for (number, year) in (1_000..).step_by(100).zip(0..10) {
        for (place, (days, type_code, title, author)) in (0..).zip(BERNARD_DOCUMENTS) {
            let flags = if year == 0 && place == 2 {
                masked
            } else {
                Visibility::NORMAL
            };
            add(
                &BERNARD,
                (days + year * 73, type_code, title, author),
                flags,
                number + place,
            )?;
        }
    }
    let families: [(&Ward, &[Sheet], bool); 3] = [
        (&ZOE, &ZOE_DOCUMENTS, false),
        (&LEO, &LEO_DOCUMENTS, true),
        (&INES, &INES_DOCUMENTS, true),
    ];
    let secret = Visibility::NORMAL.with(VisibilityFlag::HiddenFromRepresentatives);
    for (first, (ward, sheets, keeps_secret)) in (4_000..).step_by(100).zip(families) {
        let ward = ward.holder(today);
        for (number, sheet) in (first..).zip(sheets.iter().copied()) {
            add(&ward, sheet, Visibility::NORMAL, number)?;
        }
        if keeps_secret {
            add(&ward, SECRET, secret, first + 99)?;
        }
    }
    for ward in WARDS {
        population.profiles.push(ward.holder(today).new_profile());
    }
    population.awaiting.push(LUCIEN.profile());
    for someone in &REPRESENTATIVES {
        population.accounts.push(someone.account(password_hash));
    }
    for (holder, section, text) in SECTIONS {
        population.sections.push(NewSection {
            profile: holder.profile(),
            section: *section,
            text: (*text).to_owned(),
        });
    }
    Ok(population)
}

/// Who has never signed in: the questions of the first sign-in wait for them.
pub(super) fn newcomers(
    password_hash: &str,
    now: Timestamp,
    today: civil::Date,
) -> Result<Population, LabError> {
    let mut newcomers = Population::default();
    arrive(&mut newcomers, &LUCIE, password_hash);
    for (number, sheet) in (3_000..).zip(LUCIE_DOCUMENTS) {
        let document = document(&LUCIE, sheet, Visibility::NORMAL, number, now, today)?;
        newcomers.documents.push(document);
    }
    Ok(newcomers)
}

/// Someone's account and profile.
fn arrive(population: &mut Population, holder: &Holder, password_hash: &str) {
    population.accounts.push(NewAccount {
        id: identifier(2, holder.number),
        identifier: holder.identifier.to_owned(),
        password_hash: password_hash.to_owned(),
        email: format!("{}@mail.example", holder.identifier),
        name: format!("{} {}", holder.first_name, holder.last_name),
        represents: vec![NewRepresentation::holder(holder.profile())],
    });
    population.profiles.push(holder.new_profile());
}

impl Holder {
    fn new_profile(&self) -> NewProfile {
        NewProfile {
            id: self.profile(),
            ins: self.ins.to_owned(),
            last_name: self.last_name.to_owned(),
            first_name: self.first_name.to_owned(),
            born: self.born,
            administrators: self
                .administrators
                .iter()
                .map(|rpps| NewAdministrator {
                    rpps: (*rpps).to_owned(),
                })
                .collect(),
            blocked: self.blocked.iter().map(|rpps| (*rpps).to_owned()).collect(),
        }
    }
}

impl Representative {
    fn account(&self, password_hash: &str) -> NewAccount {
        let profile = |ward: &Ward| identifier(1, ward.number);
        let own = self.own.map(|own| NewRepresentation::holder(profile(own)));
        let wards = self.wards.iter().map(|(ward, role)| NewRepresentation {
            profile: profile(ward),
            role: *role,
        });
        NewAccount {
            id: identifier(2, self.number),
            identifier: self.identifier.to_owned(),
            password_hash: password_hash.to_owned(),
            email: format!("{}@mail.example", self.identifier),
            name: self.name.to_owned(),
            represents: own.into_iter().chain(wards).collect(),
        }
    }
}

fn document(
    holder: &Holder,
    (days, type_code, title, author): Sheet,
    visibility: Visibility,
    number: u128,
    now: Timestamp,
    today: civil::Date,
) -> Result<NewDocument, LabError> {
    let dated = today.saturating_sub(days.days());
    let deposited_at = now.checked_sub((i64::from(days) * 24).hours()).unwrap_or(now);
    let document_type = DocumentType::from_code(type_code).ok_or(LabError::Population("document type"))?;
    let author = match author {
        "" => None,
        rpps => Some(professional(rpps).ok_or(LabError::Population("author"))?),
    };
    let by = author.map_or_else(
        || format!("Ajouté par {} {}", holder.first_name, holder.last_name),
        |author| {
            format!(
                "{} {}, {}, {}",
                author.first_name, author.last_name, author.organisation, author.town
            )
        },
    );
    let lines = [
        document_type.label().to_owned(),
        by,
        format!("Concerne : {} {}", holder.first_name, holder.last_name),
        format!("Date : {}", app::texts::day(dated)),
        "Document fictif, fait pour la démonstration.".to_owned(),
    ];
    Ok(NewDocument {
        profile: holder.profile(),
        id: identifier(3, number),
        type_code: type_code.to_owned(),
        title: title.replace(" : ", "\u{a0}: "),
        author: author.map(LabProfessional::directory_entry),
        dated,
        deposited_at,
        visibility,
        media_type: "application/pdf".to_owned(),
        content: pdf::page(title, &lines),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use policy::Finess;

    use super::PROFESSIONALS;

    #[test]
    fn each_place_has_a_number_of_its_own_whose_key_is_right() {
        let (mut names, mut numbers) = (BTreeMap::new(), BTreeMap::new());
        for who in &PROFESSIONALS {
            let finess: Finess = who.finess.parse().unwrap();
            assert!(finess.has_valid_key(), "{}", who.finess);
            let place = (who.organisation, who.town);
            assert_eq!(*names.entry(finess).or_insert(place), place, "{finess}");
            assert_eq!(*numbers.entry(place).or_insert(finess), finess, "{place:?}");
        }
        assert_eq!(names.len(), 9);
    }
}
