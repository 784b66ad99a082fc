//! What a decision costs, alone and beside Cedar and casbin: `cargo bench -p policy-proofs --bench decide`.
//!
//! The engines answer the same cases first, and the run stops at the first difference.

#[path = "../../../examples/decide/contract.rs"]
mod contract;
#[path = "../../../examples/decide/moment.rs"]
mod moment;
mod rows;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use policy::{
    AccessContext, Action, Authentication, Author, Channel, DocumentFacts, DocumentType, Entitlement,
    Parameters, ProfileFacts, ProfileState, Reading, Request, Requester, Rpps, SortedSet, Visibility,
    VisibilityFlag, decide, why_for_professional,
};
use policy_proofs::case::{Action as Asked, Author as By, Case, Document};
use policy_proofs::cedar::{Cedar, Question};
use policy_proofs::generate;
use rows::{Casbin, Facts};

/// How many generated cases the mix holds.
const MIX: u64 = 4096;

const PARAMETERS: &Parameters = &Parameters::CURRENT;

fn rpps(number: u64) -> Rpps {
    format!("{number:011}").parse().unwrap()
}

fn requester() -> Requester {
    Requester {
        rpps: rpps(10_003_456_789),
        organisation: "590064036".parse().ok(),
        entitlements: [Entitlement::physician()].into_iter().collect(),
        suspended: false,
        samu_regulator: false,
        authentication: Authentication::ECps,
    }
}

fn profile() -> ProfileFacts {
    ProfileFacts::new(ProfileState::Active, date(1980, 5, 1))
}

fn request<'a>(profile: &'a ProfileFacts, requester: &'a Requester, action: Action) -> Request<'a> {
    Request {
        on: date(2026, 11, 23),
        profile,
        requester,
        channel: Channel::Lps,
        context: AccessContext::CareTeam,
        secret: false,
        action,
        parameters: PARAMETERS,
    }
}

/// Documents of every type, a third of them masked, a tenth of them the requester's.
fn documents(count: usize) -> Vec<DocumentFacts> {
    let types: Vec<_> = DocumentType::all().collect();
    (0..count)
        .map(|index| DocumentFacts {
            document_type: types.get(index * 7 % types.len()).copied(),
            author: Author::Professional(rpps(if index % 10 == 0 {
                10_003_456_789
            } else {
                10_000_000_001
            })),
            visibility: if index % 3 == 0 {
                Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals)
            } else {
                Visibility::NORMAL
            },
        })
        .collect()
}

fn readable(reading: &Reading, documents: &[DocumentFacts]) -> usize {
    documents
        .iter()
        .filter(|document| reading.document(document).is_permit())
        .count()
}

/// The mean of [`decide`] over the mix, and over the readings alone.
fn mix(criterion: &mut Criterion) {
    let cedar = Cedar::new().unwrap();
    let paris = moment::Paris::new().unwrap();
    let lines: Vec<_> = (0..MIX)
        .map(|number| serde_json::to_vec(&generate::case(number, cedar.matrix())).unwrap())
        .collect();
    let cases: Vec<_> = lines
        .iter()
        .map(|line| contract::read(line, &paris).unwrap())
        .collect();
    let requests: Vec<_> = cases.iter().map(contract::Case::request).collect();

    let mut group = criterion.benchmark_group("decide");
    group.throughput(Throughput::Elements(MIX));
    group.bench_function("mean over the mix", |bencher| {
        bencher.iter(|| {
            requests
                .iter()
                .filter(|request| decide(black_box(request)).is_permit())
                .count()
        });
    });
    group.throughput(Throughput::Elements(1));
    let (profile, requester) = (profile(), requester());
    let document = documents(2)[1];
    for (name, action) in [("open", Action::Open), ("read", Action::Read(document))] {
        let request = request(&profile, &requester, action);
        group.bench_function(name, |bencher| bencher.iter(|| decide(black_box(&request))));
    }
    group.bench_function("read, and the sentence", |bencher| {
        let request = request(&profile, &requester, Action::Read(document));
        bencher.iter(|| why_for_professional(decide(black_box(&request)).rule()));
    });
    group.finish();
}

/// What may this professional read, over a whole record.
fn whole_record(criterion: &mut Criterion) {
    let (profile, requester) = (profile(), requester());
    let documents = documents(10_000);
    let request = request(&profile, &requester, Action::Open);
    let mut group = criterion.benchmark_group("record");
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10,000 documents", |bencher| {
        bencher.iter(|| readable(&Reading::of(black_box(&request)), black_box(&documents)));
    });
    group.finish();
}

/// A holder who blocked and authorised many.
fn many_blocked(criterion: &mut Criterion) {
    let requester = requester();
    let document = documents(2)[1];
    let mut group = criterion.benchmark_group("blocked and authorised");
    for count in [0, 1, 10, 100, 1000] {
        let mut profile = profile();
        profile.blocked = (0..count)
            .map(|index| rpps(10_003_000_000 + index * 1000))
            .collect();
        profile.authorised = (0..count)
            .map(|index| rpps(10_003_000_500 + index * 1000))
            .collect::<SortedSet<_>>();
        let request = request(&profile, &requester, Action::Read(document));
        group.bench_with_input(
            BenchmarkId::from_parameter(count),
            &request,
            |bencher, request| {
                bencher.iter(|| decide(black_box(request)));
            },
        );
    }
    group.finish();
}

/// The cases as the engines take them, once they have been seen to agree on each.
struct Agreed {
    cases: Vec<Case>,
    lines: Vec<Vec<u8>>,
    questions: Vec<Question>,
    facts: Vec<Facts>,
}

fn agreed(cedar: &Cedar, casbin: &Casbin, cases: Vec<Case>) -> Agreed {
    let paris = moment::Paris::new().unwrap();
    let lines: Vec<_> = cases
        .iter()
        .map(|case| serde_json::to_vec(case).unwrap())
        .collect();
    let questions: Vec<_> = cases.iter().map(|case| cedar.question(case).unwrap()).collect();
    let facts: Vec<_> = cases.iter().map(|case| Facts::of(case, cedar.matrix())).collect();
    for (((line, question), facts), case) in lines.iter().zip(&questions).zip(&facts).zip(&cases) {
        let ours = decide(&contract::read(line, &paris).unwrap().request());
        let theirs = cedar.decide(question).unwrap();
        assert_eq!(
            (ours.is_permit(), ours.rule().id()),
            theirs,
            "Cedar disagrees on {case:?}"
        );
        assert_eq!(
            ours.is_permit(),
            casbin.permits(facts),
            "casbin disagrees on {case:?}"
        );
    }
    Agreed {
        cases,
        lines,
        questions,
        facts,
    }
}

/// One professional, one record, many documents to list.
fn list(cedar: &Cedar, count: usize) -> Vec<Case> {
    let mut case = (0..MIX)
        .map(|number| generate::case(number, cedar.matrix()))
        .find(|case| cedar.decide(&cedar.question(case).unwrap()).unwrap().1 == "care_team")
        .unwrap();
    let types = cedar.matrix().types.clone();
    (0..count)
        .map(|index| {
            case.action = Asked::Read {
                document: Document {
                    code: types[index * 7 % types.len()].clone(),
                    author: Some(By {
                        kind: "holder",
                        rpps: None,
                    }),
                    flags: if index % 3 == 0 {
                        vec!["masked_to_professionals"]
                    } else {
                        Vec::new()
                    },
                },
            };
            case.clone()
        })
        .collect()
}

/// Four regimes: evaluate only, from stored rows, a list, with the reason.
#[expect(clippy::too_many_lines, reason = "four regimes side by side")]
fn beside_others(criterion: &mut Criterion) {
    let cedar = Cedar::new().unwrap();
    let casbin = Casbin::new().unwrap();
    let paris = moment::Paris::new().unwrap();
    let mix = agreed(
        &cedar,
        &casbin,
        (0..MIX / 16)
            .map(|number| generate::case(number, cedar.matrix()))
            .collect(),
    );
    let read: Vec<_> = mix
        .lines
        .iter()
        .map(|line| contract::read(line, &paris).unwrap())
        .collect();
    let requests: Vec<_> = read.iter().map(contract::Case::request).collect();

    let mut group = criterion.benchmark_group("evaluate only");
    group.throughput(Throughput::Elements(mix.questions.len() as u64));
    group.bench_function("policy", |bencher| {
        bencher.iter(|| {
            requests
                .iter()
                .filter(|request| decide(black_box(request)).is_permit())
                .count()
        });
    });
    group.bench_function("cedar", |bencher| {
        bencher.iter(|| {
            mix.questions
                .iter()
                .filter(|question| cedar.permits(black_box(question)))
                .count()
        });
    });
    group.bench_function("casbin", |bencher| {
        bencher.iter(|| {
            mix.facts
                .iter()
                .filter(|facts| casbin.permits(black_box(facts)))
                .count()
        });
    });
    group.finish();

    // What is stored is the text of the request for us, its plain fields for the others, which is to their advantage.
    let mut group = criterion.benchmark_group("from stored rows");
    group.throughput(Throughput::Elements(mix.questions.len() as u64));
    group.bench_function("policy", |bencher| {
        bencher.iter(|| {
            let cases = mix
                .lines
                .iter()
                .map(|line| contract::read(black_box(line), &paris).unwrap());
            cases.filter(|case| decide(&case.request()).is_permit()).count()
        });
    });
    group.bench_function("cedar", |bencher| {
        bencher.iter(|| {
            let cases = mix
                .cases
                .iter()
                .map(|case| cedar.question(black_box(case)).unwrap());
            cases.filter(|question| cedar.permits(question)).count()
        });
    });
    group.bench_function("casbin", |bencher| {
        bencher.iter(|| {
            let cases = mix
                .cases
                .iter()
                .map(|case| Facts::of(black_box(case), cedar.matrix()));
            cases.filter(|facts| casbin.permits(facts)).count()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("with the reason");
    group.throughput(Throughput::Elements(mix.questions.len() as u64));
    group.bench_function("policy", |bencher| {
        bencher.iter(|| {
            let sentences = requests
                .iter()
                .map(|request| policy::why(decide(black_box(request)).rule()).first_person());
            sentences.map(str::len).sum::<usize>()
        });
    });
    group.bench_function("cedar", |bencher| {
        bencher.iter(|| {
            let rules = mix
                .questions
                .iter()
                .map(|question| cedar.decide(black_box(question)).unwrap().1);
            rules
                .map(|rule| {
                    policy::why(policy::Rule::from_id(rule).unwrap())
                        .first_person()
                        .len()
                })
                .sum::<usize>()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("list");
    group.sample_size(20);
    for count in [20, 200, 2000] {
        let list = agreed(&cedar, &casbin, list(&cedar, count));
        let read: Vec<_> = list
            .lines
            .iter()
            .map(|line| contract::read(line, &paris).unwrap())
            .collect();
        let requests: Vec<_> = read.iter().map(contract::Case::request).collect();
        let documents: Vec<_> = requests
            .iter()
            .filter_map(|request| match request.action {
                Action::Read(document) => Some(document),
                _ => None,
            })
            .collect();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(
            BenchmarkId::new("policy", count),
            &documents,
            |bencher, documents| {
                bencher.iter(|| readable(&Reading::of(black_box(&requests[0])), documents));
            },
        );
        group.bench_with_input(
            BenchmarkId::new("cedar", count),
            &list.questions,
            |bencher, questions| {
                bencher.iter(|| {
                    questions
                        .iter()
                        .filter(|question| cedar.permits(black_box(question)))
                        .count()
                });
            },
        );
        group.bench_with_input(
            BenchmarkId::new("casbin", count),
            &list.facts,
            |bencher, facts| {
                bencher.iter(|| {
                    facts
                        .iter()
                        .filter(|facts| casbin.permits(black_box(facts)))
                        .count()
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, mix, whole_record, many_blocked, beside_others);
criterion_main!(benches);
