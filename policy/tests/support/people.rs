//! People on the holder's side, and records small enough to enumerate.

use jiff::civil::date;
use policy::{
    Actor, Author, Change, DefaultVisibility, Delegation, DocumentFacts, EmergencyConsents, ProfileAct,
    ProfileFacts, ProfileState, RecordFacts, Representation, Section, Sections, Visibility,
};

use super::{ADULT, MINOR, TODAY, another, document, me};

pub(crate) const RUNNING: Delegation = Delegation {
    from: date(2026, 1, 1),
    until: date(2026, 12, 31),
    may_change_settings: false,
};

/// Everyone who may act on the holder's side, and some who may no longer.
pub(crate) const ACTORS: [(&str, Actor); 8] = [
    ("holder", Actor::Holder),
    (
        "legal representative",
        Actor::Representative(Representation::LegalRepresentative),
    ),
    (
        "guardian of the person",
        Actor::Representative(Representation::GuardianOfPerson {
            opinion_sought: false,
        }),
    ),
    (
        "guardian of the person, opinion sought",
        Actor::Representative(Representation::GuardianOfPerson { opinion_sought: true }),
    ),
    (
        "guardian of the property",
        Actor::Representative(Representation::GuardianOfProperty),
    ),
    (
        "caregiver",
        Actor::Representative(Representation::Caregiver(RUNNING)),
    ),
    (
        "caregiver, settings granted",
        Actor::Representative(Representation::Caregiver(Delegation {
            may_change_settings: true,
            ..RUNNING
        })),
    ),
    (
        "caregiver, delegation over",
        Actor::Representative(Representation::Caregiver(Delegation {
            from: date(2025, 1, 1),
            until: date(2026, 11, 22),
            may_change_settings: true,
        })),
    ),
];

/// Every act on the profile, the last two around the end of the grace period.
pub(crate) const ACTS: [(&str, ProfileAct); 5] = [
    ("activate", ProfileAct::Activate),
    ("oppose", ProfileAct::Oppose),
    ("close", ProfileAct::Close),
    (
        "reopen, day 30",
        ProfileAct::Reopen {
            closed_on: date(2026, 10, 24),
        },
    ),
    (
        "reopen, day 31",
        ProfileAct::Reopen {
            closed_on: date(2026, 10, 23),
        },
    ),
];

/// A record with one document of each visibility, its number being its identifier.
pub(crate) fn record(profile: ProfileFacts) -> RecordFacts<u8> {
    let documents = (0..)
        .zip(Visibility::all().map(|visibility| DocumentFacts {
            visibility,
            ..document()
        }))
        .collect();
    RecordFacts { profile, documents }
}

/// Every consistent profile that the changes below tell apart.
pub(crate) fn profiles() -> impl Iterator<Item = ProfileFacts> {
    let combinations = ProfileState::ALL.into_iter().flat_map(|state| {
        [ADULT, MINOR]
            .into_iter()
            .flat_map(move |born| (0..6).map(move |relation| (state, born, relation)))
    });
    combinations.flat_map(|(state, born, relation)| {
        (0..8).map(move |bits: usize| {
            let mut profile = ProfileFacts::new(state, born);
            match relation {
                1 => profile.blocked = [me()].into_iter().collect(),
                2 => profile.administrators = [me()].into_iter().collect(),
                3 => profile.authorised = [me()].into_iter().collect(),
                4 => {
                    profile.administrators = [me(), another()].into_iter().collect();
                    profile.authorised = [me()].into_iter().collect();
                }
                5 => profile.blocked = [another(), me()].into_iter().collect(),
                _ => {}
            }
            profile.professionals_opposed = bits & 1 != 0;
            profile.default_visibility = if bits & 2 != 0 {
                DefaultVisibility::Masked
            } else {
                DefaultVisibility::Visible
            };
            if bits & 4 != 0 {
                profile.masked_sections = Sections::NONE.with(Section::HealthHistory);
                profile.emergency = EmergencyConsents::new(true, false, true).ok();
                profile.blocked_organisations = ["590064036".parse().unwrap()].into_iter().collect();
            }
            profile
        })
    })
}

/// Every change but those on the profile itself and undoing.
pub(crate) fn changes() -> Vec<Change<u8>> {
    let organisation = "590064036".parse().unwrap();
    let mut changes = vec![
        Change::Block(me()),
        Change::Unblock(me()),
        Change::BlockOrganisation(organisation),
        Change::UnblockOrganisation(organisation),
        Change::OpposeProfessionals(true),
        Change::OpposeProfessionals(false),
        Change::WithdrawAdministrator(me()),
        Change::WithdrawAndBlock(me()),
    ];
    for masked in [false, true] {
        changes.push(Change::MaskAll { masked });
        changes.push(Change::Mask {
            documents: vec![0, 1],
            masked,
        });
        changes.extend((0..9).map(|id| Change::Mask {
            documents: vec![id],
            masked,
        }));
        changes.extend(Section::ALL.map(|section| Change::MaskSection { section, masked }));
    }
    changes.extend(DefaultVisibility::ALL.map(Change::SetDefault));
    changes.extend(EmergencyConsents::all().map(Change::SetEmergency));
    for (is_physician, is_active) in [(true, true), (true, false), (false, true), (false, false)] {
        changes.push(Change::NameAdministrator {
            professional: me(),
            is_physician,
            is_active,
        });
    }
    changes
}

/// A document written by the holder's side.
pub(crate) fn own_document() -> DocumentFacts {
    DocumentFacts {
        author: Author::Holder,
        ..document()
    }
}

/// The day of every test here.
pub(crate) const ON: jiff::civil::Date = TODAY;
