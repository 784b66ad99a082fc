//! What the crate adds to a WebAssembly module: everything a page uses, kept from being optimised away. `proofs/size.sh` compares
//! its size with that of `size_baseline.rs`.

use std::hint::black_box;

fn use_everything() -> usize {
    use policy::{
        Action, Actor, Authentication, Change, Channel, DocumentType, Entitlement, Event, Parameters, Person,
        ProfileFacts, ProfileState, RecordFacts, Refusal, Request, Requester, Rpps, Rule, Viewer, decide,
        difference, notices, why, why_for_professional, why_refused,
    };

    let on = black_box(jiff::civil::date(2026, 11, 23));
    let rpps: Option<Rpps> = black_box("10003456789").parse().ok();
    let (Some(rpps), Some(entitlement)) = (rpps, Entitlement::from_code(black_box("10"))) else {
        return 0;
    };
    let requester = Requester {
        rpps,
        organisation: black_box("590064036").parse().ok(),
        entitlements: [entitlement].into_iter().collect(),
        suspended: false,
        samu_regulator: false,
        authentication: black_box(Authentication::ECps),
    };
    let parameters = black_box(Parameters::CURRENT);
    let profile = ProfileFacts::new(black_box(ProfileState::Active), on);
    let mut record = RecordFacts {
        profile,
        documents: std::collections::BTreeMap::from([(black_box(1), document())]),
    };
    let request = Request {
        on,
        profile: &record.profile,
        requester: &requester,
        channel: black_box(Channel::Lps),
        context: black_box(policy::AccessContext::CareTeam),
        secret: black_box(false),
        action: black_box(Action::Open),
        parameters: &parameters,
    };
    let decision = decide(&request);
    let seen = Viewer::of(black_box(Actor::Holder), &record.profile, on).sees(&document());
    let before = record.clone();
    let change: Change<i32> = black_box(Change::MaskAll { masked: true });
    if let Ok(edits) = change.plan(black_box(Actor::Holder), &record, on, &parameters) {
        edits.apply(&mut record);
        black_box(edits.inverse());
    }
    let person = Person {
        requester: &requester,
        channel: Channel::Lps,
        context: policy::AccessContext::CareTeam,
        secret: false,
    };
    let changes = difference(&before, &record, &[person], on, &parameters).len();
    let rule = black_box(Rule::from_id(black_box("masked"))).unwrap_or(decision.rule());
    let words = why(rule).first_person().len() + why(rule).third_person(black_box("Anna")).len();
    let refusal = Refusal::from_id(black_box("not_allowed"))
        .map_or(0, |refusal| why_refused(refusal).first_person().len());
    let labels: usize = DocumentType::all()
        .map(|row| row.label().len() + row.category().label().len())
        .sum();
    let professions: usize = Entitlement::all()
        .map(|row| row.label().len() + row.system().len())
        .sum();
    let readers =
        DocumentType::from_code(black_box("REMB")).map_or(0, |row| policy::matrix::readers(row).count());
    let told = notices(&black_box(Event::ProfileClosed), black_box(false)).len();
    words
        + refusal
        + labels
        + professions
        + readers
        + told
        + changes
        + usize::from(seen)
        + why_for_professional(rule).len()
}

fn document() -> policy::DocumentFacts {
    policy::DocumentFacts {
        document_type: policy::DocumentType::from_code(black_box("34842-5")),
        author: black_box(policy::Author::Holder),
        visibility: black_box(policy::Visibility::NORMAL),
    }
}

fn main() {
    black_box(use_everything());
}
