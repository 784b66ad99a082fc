//! What a decision costs, alone and beside Cedar and casbin: `cargo bench -p policy-proofs --bench decide`.
//!
//! The engines answer the same cases first, and the run stops at the first difference.

#[path = "../../../examples/decide/contract.rs"]
mod contract;
#[path = "../../../examples/decide/moment.rs"]
mod moment;
mod rows;
#[path = "../../../examples/browser/scene.rs"]
mod scene;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use policy::{Action, Reading, Request, decide, why_for_professional};
use policy_proofs::case::{Action as Asked, Author as By, Case, Document};
use policy_proofs::cedar::{Cedar, Question};
use policy_proofs::generate;
use rows::{Casbin, Facts};
use scene::{documents, profile, readable, request, requester};

/// How many generated cases the mix holds.
const MIX: u64 = 4096;

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
    let documents = documents(scene::LONG);
    let request = request(&profile, &requester, Action::Open);
    let mut group = criterion.benchmark_group("record");
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10,000 documents", |bencher| {
        bencher.iter(|| readable(&Reading::of(black_box(&request)), black_box(&documents)));
    });
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

/// A generated case that only the care team's rule permits.
fn care_team(cedar: &Cedar) -> Case {
    (0..MIX)
        .map(|number| generate::case(number, cedar.matrix()))
        .find(|case| cedar.decide(&cedar.question(case).unwrap()).unwrap().1 == "care_team")
        .unwrap()
}

/// One professional, one record, many documents to list.
fn list(cedar: &Cedar, count: usize) -> Vec<Case> {
    let mut case = care_team(cedar);
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

/// A holder who blocked and authorised many. The others' requests do not hold the authorised, to their advantage.
fn many_blocked(criterion: &mut Criterion) {
    let cedar = Cedar::new().unwrap();
    let casbin = Casbin::new().unwrap();
    let paris = moment::Paris::new().unwrap();
    let mut group = criterion.benchmark_group("blocked and authorised");
    for count in [0, 1, 10, 100, 1000] {
        let mut case = care_team(&cedar);
        case.profile.blocked = (0..count)
            .map(|index| format!("{:011}", 10_003_000_000_u64 + index * 1000))
            .collect();
        let case = agreed(&cedar, &casbin, vec![case]);
        let read = contract::read(&case.lines[0], &paris).unwrap();
        let mut profile = read.request().profile.clone();
        profile.authorised = (0..count)
            .map(|index| scene::rpps(10_003_000_500 + index * 1000))
            .collect();
        let request = Request {
            profile: &profile,
            ..read.request()
        };
        group.bench_function(BenchmarkId::new("policy", count), |bencher| {
            bencher.iter(|| decide(black_box(&request)));
        });
        group.bench_function(BenchmarkId::new("cedar", count), |bencher| {
            bencher.iter(|| cedar.permits(black_box(&case.questions[0])));
        });
        group.bench_function(BenchmarkId::new("casbin", count), |bencher| {
            bencher.iter(|| casbin.permits(black_box(&case.facts[0])));
        });
    }
    group.finish();
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
