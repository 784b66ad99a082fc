//! Cases drawn from a number, the boundaries over-represented: birthdays, nights when the hour changes, 29 February.

use crate::case::{Action, Author, Case, Context, Document, Emergency, Profile, Requester, rfc3339};
use crate::matrix::Matrix;
use crate::paris::{self, Day};

/// The source of chance: SplitMix64, so that a case can be drawn again from its number.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from 0 to `bound`, excluded.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn between(&mut self, first: i64, last: i64) -> i64 {
        first + self.below((last - first + 1).cast_unsigned()).cast_signed()
    }

    /// True so many times in a hundred.
    fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Clone>(&mut self, values: &[T]) -> T {
        let index = usize::try_from(self.below(values.len() as u64)).unwrap_or(0);
        values[index].clone()
    }
}

const ME: &str = "10003456789";
const OTHERS: [&str; 4] = ["10000000001", "10003456788", "10003456790", "99700571476"];
const ORGANISATIONS: [&str; 3] = ["590064036", "750000001", "2A0000123"];
const FLAGS: [&str; 3] = [
    "masked_to_professionals",
    "hidden_from_patient",
    "hidden_from_representatives",
];
const SECTIONS: [&str; 4] = [
    "vaccinations",
    "health_history",
    "care_circle_and_wishes",
    "advance_directives",
];

/// The case of that number.
pub fn case(number: u64, matrix: &Matrix) -> Case {
    let chance = &mut Chance(number.wrapping_mul(0xd134_2543_de82_ef95));
    let (moment, born) = moment_and_birth(chance);
    let offset = chance.pick(&[0, 60, 120, -300, 345, 840, -720]);
    let channel = chance.pick(&["lps", "lps", "web_ps"]);
    Case {
        moment,
        at: rfc3339(moment, offset),
        profile: profile(chance, born),
        requester: requester(chance, matrix),
        channel,
        context: context(chance),
        secret: chance.percent(25),
        action: action(chance, matrix),
    }
}

/// When, and born when: half of the time near the day of majority, to the second.
fn moment_and_birth(chance: &mut Chance) -> (i64, Day) {
    let year = chance.between(1990, 2019);
    let born = match chance.below(10) {
        0..3 => {
            let leap = (year..year + 8)
                .find(|year| paris::is_leap(*year))
                .unwrap_or(year);
            (leap, 2, 29)
        }
        3 => chance.pick(&[(year, 2, 28), (year, 3, 1), (year, 12, 31), (year, 1, 1)]),
        // Of age on a night when the hour changes.
        4 | 5 => {
            let month = chance.pick(&[3, 10]);
            let (of_age, month, day) = paris::from_days(paris::last_sunday(year + 18, month));
            (of_age - 18, month, day)
        }
        _ => {
            let (year, month, day) = paris::from_days(paris::to_days((year, 1, 1)) + chance.between(0, 364));
            (year, month, day)
        }
    };
    let of_age = match born {
        (year, 2, 29) => (year + 18, 3, 1),
        (year, month, day) => (year + 18, month, day),
    };
    let midnight = paris::midnight(of_age);
    let moment = match chance.below(10) {
        0..4 => midnight + chance.pick(&[-1, 0, 1, -3600, 3600, -7200, 7200, -86_400, 86_400]),
        4 => midnight + chance.between(-90_000, 90_000),
        5 => {
            let month = chance.pick(&[3, 10]);
            let night = paris::last_sunday(chance.between(2008, 2036), month) * 86_400 + 3600;
            night + chance.pick(&[-7200, -3601, -3600, -1, 0, 1, 3599, 3600, -90_000])
        }
        _ => paris::to_days((2008, 1, 1)) * 86_400 + chance.between(0, 29 * 365 * 86_400),
    };
    (moment, born)
}

fn profile(chance: &mut Chance, born: Day) -> Profile {
    let mut list = |present: u64, value: &str, others: &[&str]| {
        let mut list: Vec<String> = others
            .iter()
            .filter(|_| chance.percent(30))
            .map(|other| (*other).to_owned())
            .collect();
        if chance.percent(present) {
            list.push(value.to_owned());
        }
        if chance.percent(20) {
            list.reverse();
        }
        list
    };
    let blocked = list(20, ME, &OTHERS);
    let blocked_organisations = list(15, ORGANISATIONS[0], &ORGANISATIONS[1..]);
    let administrators = list(20, ME, &OTHERS);
    let emergency = chance.percent(70).then(|| {
        loop {
            let [samu, break_glass, masked_documents] = [70, 70, 60].map(|percent| chance.percent(percent));
            if !masked_documents || samu || break_glass {
                break Emergency {
                    samu,
                    break_glass,
                    masked_documents,
                };
            }
        }
    });
    Profile {
        state: chance.pick(&[
            "active",
            "active",
            "active",
            "active",
            "active",
            "active",
            "active",
            "awaiting_activation",
            "closed",
            "opposed",
        ]),
        born,
        deceased: chance.percent(10),
        ins_qualified: chance.percent(90),
        professionals_opposed: chance.percent(15),
        blocked,
        blocked_organisations,
        administrators,
        masked_sections: SECTIONS.into_iter().filter(|_| chance.percent(35)).collect(),
        emergency,
        default_visibility: chance.pick(&["visible", "masked"]),
    }
}

fn requester(chance: &mut Chance, matrix: &Matrix) -> Requester {
    let entitlements = match chance.below(20) {
        0..8 => vec!["10".to_owned()],
        8 => Vec::new(),
        9 => vec!["31".to_owned(), "?".to_owned()],
        10 => vec!["60".to_owned(), "GENR08".to_owned()],
        11 => vec!["10-TRAVAIL".to_owned(), "G16-10".to_owned()],
        _ => (0..chance.between(1, 2))
            .map(|_| chance.pick(&matrix.entitlements))
            .collect(),
    };
    Requester {
        rpps: ME.to_owned(),
        organisation: chance.percent(85).then(|| ORGANISATIONS[0].to_owned()),
        entitlements,
        suspended: chance.percent(5),
        samu_regulator: chance.percent(60),
        authentication: chance.pick(&[
            "e_cps",
            "cps",
            "cpf",
            "pro_sante_connect",
            "e_cps",
            "cps",
            "air_simplifie",
            "air_simplifie",
            "cpe",
            "software_certificate",
        ]),
        air_allow_listed: chance.percent(70),
    }
}

fn context(chance: &mut Chance) -> Context {
    let kind = chance.pick(&[
        "care_team",
        "care_team",
        "declared_consent",
        "none",
        "samu",
        "break_glass",
        "break_glass",
    ]);
    let reason = match kind {
        "break_glass" => chance.pick(&[
            Some("inconscient"),
            Some(" détresse respiratoire "),
            Some("x"),
            Some("arrêt cardiaque"),
            Some(""),
            Some(" \t\n"),
            None,
        ]),
        _ => None,
    };
    Context { kind, reason }
}

fn action(chance: &mut Chance, matrix: &Matrix) -> Action {
    match chance.below(10) {
        0 => Action::Open,
        1 => Action::ReadSection {
            section: chance.pick(&SECTIONS),
        },
        2..5 => {
            let mut document = document(chance, matrix);
            if chance.percent(50) {
                document.author = None;
            }
            Action::Deposit {
                document,
                opposition_recorded: chance.percent(10),
                duplicate: chance.percent(20),
            }
        }
        _ => Action::Read {
            document: document(chance, matrix),
        },
    }
}

fn document(chance: &mut Chance, matrix: &Matrix) -> Document {
    let code = match chance.below(10) {
        0 => "?".to_owned(),
        1..4 => chance
            .pick(&["34842-5", "101881-1", "EXPPAT_3", "REMB", "11369-6"])
            .to_owned(),
        _ => chance.pick(&matrix.types),
    };
    let kind = chance.pick(&[
        "professional",
        "professional",
        "professional",
        "holder",
        "legal_representative",
        "referenced_application",
        "health_insurance",
    ]);
    let rpps =
        (kind == "professional").then(|| chance.pick(&[ME, OTHERS[0], OTHERS[1], OTHERS[2]]).to_owned());
    Document {
        code,
        author: Some(Author { kind, rpps }),
        flags: FLAGS.into_iter().filter(|_| chance.percent(35)).collect(),
    }
}
