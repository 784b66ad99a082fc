//! What can be done to a history behind its back, and which line is named.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::checkpoint::Signer;

const PROFILE: &str = "00000000-0000-4000-8000-000000000001";
const SECRET: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const OTHER_SECRET: &str = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

fn signer() -> Signer {
    Signer::from_text(SECRET).unwrap()
}

/// A history of which a tampering changes lines, hashes and checkpoints as whoever holds the database could.
#[derive(Clone, Debug)]
struct History {
    lines: Vec<(String, Hash)>,
    checkpoints: Vec<Checkpoint>,
}

fn body(seq: usize, text: &str) -> String {
    format!(r#"{{"seq":{seq},"at":{},"event":"{text}"}}"#, 1_000 + seq)
}

impl History {
    /// As many lines, a checkpoint every four and at the end.
    fn of(count: usize) -> Self {
        let mut history = Self {
            lines: (1..=count)
                .map(|seq| (body(seq, "document_read"), GENESIS))
                .collect(),
            checkpoints: Vec::new(),
        };
        history.link(0);
        let places = (1..=count).filter(|seq| seq % 4 == 0 || *seq == count);
        history.checkpoints = places.map(|seq| history.signed(seq, &signer())).collect();
        history
    }

    fn signed(&self, seq: usize, signer: &Signer) -> Checkpoint {
        signer.sign(
            PROFILE,
            "everyone",
            i64::try_from(seq).unwrap(),
            self.lines[seq - 1].1,
            9,
        )
    }

    /// Computes the hashes again from this index on.
    fn link(&mut self, from: usize) {
        let mut previous = from.checked_sub(1).map_or(GENESIS, |before| self.lines[before].1);
        for (body, hash) in &mut self.lines[from..] {
            *hash = chain_hash(&previous, body);
            previous = *hash;
        }
    }

    /// Gives each line the place that it stands at.
    fn number(&mut self) {
        for (seq, (body, _)) in (1..).zip(&mut self.lines) {
            let (_, rest) = body.split_once(',').unwrap();
            *body = format!(r#"{{"seq":{seq},{rest}"#);
        }
    }

    fn known(&self, seq: usize) -> Known {
        Known {
            profile: PROFILE.to_owned(),
            chain: "everyone".to_owned(),
            seq: i64::try_from(seq).unwrap(),
            hash: data_encoding::HEXLOWER.encode(&self.lines[seq - 1].1),
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let beginning = Entry::Chain {
            profile: PROFILE.to_owned(),
            chain: "everyone".to_owned(),
        };
        beginning.write(&mut text).unwrap();
        let mut checkpoints = self.checkpoints.iter().peekable();
        for (seq, (body, hash)) in (1..).zip(&self.lines) {
            Entry::Line { hash: *hash, body }.write(&mut text).unwrap();
            while let Some(signed) = checkpoints.next_if(|signed| signed.seq <= seq) {
                Entry::Checkpoint(signed.clone()).write(&mut text).unwrap();
            }
        }
        for signed in checkpoints {
            Entry::Checkpoint(signed.clone()).write(&mut text).unwrap();
        }
        text
    }
}

fn verify(text: &str, known: Vec<Known>) -> Result<Vec<Verified>, Fault> {
    let mut verifier = Verifier::new(signer().public_keys().to_vec(), known).of_profile(PROFILE);
    verifier.push(text.as_bytes())?;
    verifier.finish()
}

/// The first wrong line, up to which line it may be, and what is wrong.
fn fault(text: &str, known: Vec<Known>) -> (i64, i64, FaultKind) {
    let fault = verify(text, known).unwrap_err();
    (fault.seq, fault.last, fault.kind)
}

#[rstest]
#[case::one(1)]
#[case::less_than_an_interval(3)]
#[case::several(11)]
fn what_was_written_is_whole(#[case] count: usize) {
    let history = History::of(count);
    let verified = verify(&history.text(), vec![history.known(1), history.known(count)]).unwrap();
    assert_eq!(verified.len(), 1);
    assert_eq!(verified[0].lines, i64::try_from(count).unwrap());
    assert_eq!(verified[0].signed, verified[0].lines);
    assert_eq!(
        verified[0].checkpoints,
        i64::try_from(history.checkpoints.len()).unwrap()
    );
}

#[test]
fn a_history_without_lines_is_whole() {
    let history = History::of(0);
    assert_eq!(verify(&history.text(), Vec::new()).unwrap()[0].lines, 0);
}

type Tampering = fn(&mut History);

#[rstest]
#[case::edited(|history: &mut History| history.lines[4].0 = body(5, "signed_in"), (5, 5, FaultKind::Edited))]
#[case::hash_edited(|history: &mut History| history.lines[4].1 = [9; 32], (5, 5, FaultKind::Edited))]
#[case::first_removed(|history: &mut History| { history.lines.remove(0); }, (1, 1, FaultKind::OutOfPlace))]
#[case::removed(|history: &mut History| { history.lines.remove(4); }, (5, 5, FaultKind::OutOfPlace))]
#[case::removed_and_numbered(|history: &mut History| { history.lines.remove(4); history.number(); }, (5, 5, FaultKind::Edited))]
#[case::swapped(|history: &mut History| history.lines.swap(4, 5), (5, 5, FaultKind::OutOfPlace))]
#[case::inserted(|history: &mut History| history.lines.insert(4, (body(5, "signed_in"), [1; 32])), (5, 5, FaultKind::Edited))]
#[case::repeated(|history: &mut History| history.lines.insert(4, history.lines[3].clone()), (5, 5, FaultKind::OutOfPlace))]
// Whoever holds the database computes every hash again, and cannot sign.
#[case::edited_and_linked(|history: &mut History| { history.lines[5].0 = body(6, "signed_in"); history.link(5); }, (5, 8, FaultKind::Forked))]
#[case::removed_and_linked(|history: &mut History| { history.lines.remove(4); history.number(); history.link(4); }, (5, 8, FaultKind::Forked))]
#[case::inserted_and_linked(|history: &mut History| { history.lines.insert(4, (body(5, "signed_in"), GENESIS)); history.number(); history.link(4); }, (5, 8, FaultKind::Forked))]
#[case::cut_off(|history: &mut History| history.lines.truncate(6), (7, 7, FaultKind::CutOff))]
#[case::cut_off_with_its_checkpoint(|history: &mut History| { history.lines.truncate(6); history.checkpoints.truncate(1); }, (5, 5, FaultKind::Unsigned))]
#[case::checkpoints_removed(|history: &mut History| history.checkpoints.clear(), (1, 1, FaultKind::Unsigned))]
#[case::signature_edited(|history: &mut History| history.checkpoints[1].signature = [3; 64], (8, 8, FaultKind::BadSignature))]
#[case::signed_for_another_line(|history: &mut History| history.checkpoints[1].seq = 7, (7, 7, FaultKind::BadSignature))]
#[case::checkpoints_swapped(|history: &mut History| history.checkpoints.swap(0, 1), (4, 4, FaultKind::OutOfPlace))]
#[case::signed_by_another(
    |history: &mut History| {
        history.lines[5].0 = body(6, "signed_in");
        history.link(5);
        history.checkpoints[1] = history.signed(8, &Signer::from_text(OTHER_SECRET).unwrap());
    },
    (8, 8, FaultKind::UnknownKey)
)]
fn the_first_line_that_is_not_as_it_was_is_named(
    #[case] tampering: Tampering,
    #[case] named: (i64, i64, FaultKind),
) {
    let mut history = History::of(11);
    tampering(&mut history);
    // Out of order, a checkpoint is met before the line that it signs.
    let known = Vec::new();
    assert_eq!(fault(&history.text(), known), named);
}

/// Whoever holds the key too can sign another history, but not unsay what was verified before.
#[rstest]
#[case::cut_off(|history: &mut History| history.lines.truncate(6), (7, 7, FaultKind::CutOff))]
#[case::cut_off_whole(|history: &mut History| history.lines.truncate(0), (1, 1, FaultKind::CutOff))]
#[case::told_again(|history: &mut History| { history.lines[8].0 = body(9, "signed_in"); history.link(8); }, (9, 10, FaultKind::Forked))]
fn what_was_verified_before_must_still_be_there(
    #[case] tampering: Tampering,
    #[case] named: (i64, i64, FaultKind),
) {
    let kept = History::of(11).known(10);
    let mut history = History::of(11);
    tampering(&mut history);
    history.checkpoints.clear();
    for seq in (1..=history.lines.len()).filter(|seq| seq % 4 == 0 || *seq == history.lines.len()) {
        history.checkpoints.push(history.signed(seq, &signer()));
    }
    verify(&history.text(), Vec::new()).unwrap();
    assert_eq!(fault(&history.text(), vec![kept]), named);
}

#[test]
fn with_every_hash_of_before_the_exact_line_is_named() {
    let before = History::of(11);
    let known = (1..=11).map(|seq| before.known(seq)).collect();
    let mut history = before;
    history.lines[5].0 = body(6, "signed_in");
    history.link(5);
    assert_eq!(fault(&history.text(), known), (6, 6, FaultKind::Forked));
}

#[rstest]
#[case::nothing("")]
#[case::a_page("<!DOCTYPE html>\n")]
#[case::a_line_first("{\"hash\":\"\",\"line\":{}}\n")]
#[case::another_format("{\"history\":2,\"profile\":\"x\",\"chain\":\"everyone\"}\n")]
#[case::another_profile("{\"history\":1,\"profile\":\"x\",\"chain\":\"everyone\"}\n")]
fn what_is_no_proof_is_not_taken_for_one(#[case] text: &str) {
    assert_eq!(fault(text, Vec::new()).2, FaultKind::Unreadable);
}

#[test]
fn a_chain_told_twice_is_not_taken() {
    let text = History::of(3).text();
    assert_eq!(fault(&text.repeat(2), Vec::new()).2, FaultKind::Unreadable);
}

#[test]
fn a_chain_that_was_verified_before_and_is_not_told_any_more_is_missed() {
    let known = Known {
        chain: "holder".to_owned(),
        ..History::of(3).known(3)
    };
    let fault = verify(&History::of(3).text(), vec![known]).unwrap_err();
    assert_eq!((fault.chain.as_str(), fault.kind), ("holder", FaultKind::CutOff));
}

proptest! {
    /// Whatever byte of a proof is changed, and wherever it is cut, something is found; and it does not matter how it comes.
    #[test]
    fn any_byte_counts(count in 1_usize..12, at in any::<prop::sample::Index>(), byte in any::<u8>(), size in 1_usize..200) {
        let text = History::of(count).text().into_bytes();
        let by_pieces = |bytes: &[u8]| -> Result<Vec<Verified>, Fault> {
            let mut verifier = Verifier::new(signer().public_keys().to_vec(), Vec::new()).of_profile(PROFILE);
            for piece in bytes.chunks(size) {
                verifier.push(piece)?;
            }
            verifier.finish()
        };
        prop_assert!(by_pieces(&text).is_ok());
        let at = at.index(text.len());
        let mut changed = text.clone();
        if changed[at] != byte {
            changed[at] = byte;
            prop_assert!(by_pieces(&changed).is_err());
        }
        // The whole first line may be all that is left: a history without lines, which only what was kept before contradicts.
        let first_line = text.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let end_of_checkpoint = |end: usize| text[..end].ends_with(b"\"}}\n");
        if at != first_line && !end_of_checkpoint(at) {
            prop_assert!(by_pieces(&text[..at]).is_err());
        }
    }
}
