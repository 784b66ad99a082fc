//! The JSON contract of rulebook section 9: what is read, what is refused, and that a bad line never stops the run.

#[path = "../examples/decide/contract.rs"]
mod contract;
#[path = "../examples/decide/lines.rs"]
mod lines;
#[path = "../examples/decide/moment.rs"]
mod moment;

use std::io::BufReader;

use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MASKED: &str = r#"{"effect":"deny","rule":"masked","articles":["R.1111-49"]}"#;

/// The request printed in the rulebook.
fn request() -> Value {
    json!({
        "at": "2026-11-23T10:00:00+01:00",
        "profile": {
            "state": "active", "born": "1980-05-01", "deceased": false, "ins_qualified": true,
            "professionals_opposed": false, "blocked": [], "blocked_organisations": [], "administrators": [],
            "masked_sections": [],
            "emergency": {"samu": true, "break_glass": true, "masked_documents": true},
            "default_visibility": "visible"
        },
        "requester": {
            "rpps": "10003456789", "organisation": "590064036", "entitlements": ["10"], "suspended": false,
            "samu_regulator": false, "authentication": "e_cps", "air_allow_listed": false
        },
        "channel": "lps", "context": {"kind": "care_team"}, "secret": false,
        "action": {"kind": "read", "document": {
            "type": "34842-5",
            "author": {"kind": "professional", "rpps": "10000000001"},
            "flags": ["masked_to_professionals"]
        }}
    })
}

/// The same request with the value at this pointer set, or removed.
fn changed(pointer: &str, value: impl Into<Option<Value>>) -> String {
    let mut request = request();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = request.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value.into() {
        Some(value) => parent.insert(key.to_owned(), value),
        None => parent.remove(key),
    };
    request.to_string()
}

fn answers(input: impl AsRef<[u8]>) -> Vec<String> {
    let mut output = Vec::new();
    lines::answer(BufReader::new(input.as_ref()), &mut output).unwrap();
    String::from_utf8(output)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn answer(line: &str) -> String {
    let mut answers = answers(line);
    assert_eq!(answers.len(), 1, "{line}");
    answers.remove(0)
}

fn error(line: &str) -> String {
    let answer: Value = serde_json::from_str(&answer(line)).unwrap();
    let answer = answer.as_object().unwrap();
    assert_eq!(answer.len(), 1, "{line}: {answer:?}");
    answer
        .get("error")
        .unwrap_or_else(|| panic!("{line}: {answer:?}"))
        .as_str()
        .unwrap()
        .to_owned()
}

fn rule(line: &str) -> String {
    let answer: Value = serde_json::from_str(&answer(line)).unwrap();
    answer["rule"]
        .as_str()
        .unwrap_or_else(|| panic!("{line}: {answer}"))
        .to_owned()
}

#[test]
fn the_example_of_the_rulebook() {
    assert_eq!(answer(&request().to_string()), MASKED);
}

#[test]
fn a_request_with_required_fields_only() {
    let shortest = json!({
        "at": "2026-11-23T10:00:00Z",
        "profile": {"state": "active", "born": "1980-05-01"},
        "requester": {"rpps": "10003456789", "authentication": "e_cps"},
        "context": {"kind": "care_team"},
        "action": {"kind": "deposit", "document": {"type": "34842-5"}}
    });
    assert_eq!(rule(&shortest.to_string()), "deposit");
    for required in ["/at", "/profile", "/requester", "/context", "/action"] {
        assert!(
            error(&changed(required, None)).contains("missing field"),
            "{required}"
        );
    }
    for required in [
        "/profile/state",
        "/profile/born",
        "/requester/rpps",
        "/requester/authentication",
    ] {
        assert!(
            error(&changed(required, None)).contains("missing field"),
            "{required}"
        );
    }
}

#[test]
fn absent_optional_fields_take_the_value_of_the_example() {
    for optional in [
        "/channel",
        "/secret",
        "/profile/deceased",
        "/profile/ins_qualified",
        "/profile/professionals_opposed",
        "/profile/blocked",
        "/profile/blocked_organisations",
        "/profile/administrators",
        "/profile/masked_sections",
        "/profile/emergency",
        "/profile/default_visibility",
        "/requester/organisation",
        "/requester/suspended",
        "/requester/samu_regulator",
        "/requester/air_allow_listed",
    ] {
        assert_eq!(answer(&changed(optional, None)), MASKED, "{optional}");
    }
    assert_eq!(rule(&changed("/action/document/flags", None)), "care_team");
    assert_eq!(
        rule(&changed("/requester/entitlements", None)),
        "no_reading_entitlement"
    );
    let air = changed("/requester/authentication", json!("air_simplifie"));
    assert_eq!(rule(&air), "authentication_insufficient");
}

#[test]
fn an_emergency_not_answered_yet_opens_masked_documents() {
    let mut request = request();
    request["context"] = json!({"kind": "break_glass", "reason": "inconscient"});
    request["profile"].as_object_mut().unwrap().remove("emergency");
    assert_eq!(rule(&request.to_string()), "emergency_masked");
}

#[test]
fn every_kind_of_context_author_and_action() {
    for (context, expected) in [
        (json!({"kind": "care_team"}), "masked"),
        (json!({"kind": "declared_consent"}), "masked"),
        (json!({"kind": "none"}), "no_legal_basis"),
        (json!({"kind": "samu"}), "not_samu_regulator"),
        (
            json!({"kind": "break_glass", "reason": "inconscient"}),
            "emergency_masked",
        ),
        (
            json!({"kind": "break_glass", "reason": " \t\u{a0}"}),
            "reason_missing",
        ),
        (json!({"kind": "break_glass"}), "reason_missing"),
    ] {
        assert_eq!(rule(&changed("/context", context.clone())), expected, "{context}");
    }
    for kind in [
        "holder",
        "legal_representative",
        "referenced_application",
        "health_insurance",
    ] {
        assert_eq!(
            rule(&changed("/action/document/author", json!({"kind": kind}))),
            "masked"
        );
    }
    let own = json!({"kind": "professional", "rpps": "10003456789"});
    assert_eq!(rule(&changed("/action/document/author", own)), "author");
    for (action, expected) in [
        (json!({"kind": "open"}), "care_team"),
        (
            json!({"kind": "read_section", "section": "care_circle_and_wishes"}),
            "care_team",
        ),
        (
            json!({"kind": "deposit", "document": {"type": "?"}, "opposition_recorded": true}),
            "deposit_opposed",
        ),
        (
            json!({"kind": "deposit", "document": {"type": "?"}, "duplicate": true}),
            "duplicate_deposit",
        ),
        (
            json!({"kind": "deposit", "document": {"type": "?", "flags": ["hidden_from_patient", "masked_to_professionals"]}}),
            "flags_not_combinable",
        ),
        (
            json!({"kind": "deposit", "document": {"type": "?", "flags": ["hidden_from_representatives"]}}),
            "not_a_minor",
        ),
    ] {
        assert_eq!(rule(&changed("/action", action.clone())), expected, "{action}");
    }
    assert_eq!(
        rule(&changed("/profile/masked_sections", json!(["vaccinations"]))),
        "masked"
    );
}

#[test]
fn every_profile_fact_is_read() {
    for (pointer, value, expected) in [
        ("/profile/state", json!("closed"), "profile_closed"),
        ("/profile/state", json!("opposed"), "profile_closed"),
        ("/profile/state", json!("awaiting_activation"), "masked"),
        (
            "/profile/professionals_opposed",
            json!(true),
            "professionals_opposed",
        ),
        (
            "/profile/blocked",
            json!(["10000000001", "10003456789"]),
            "blocked_professional",
        ),
        (
            "/profile/blocked_organisations",
            json!(["590064036"]),
            "blocked_organisation",
        ),
        ("/profile/administrators", json!(["10003456789"]), "administrator"),
        ("/requester/suspended", json!(true), "suspended_professional"),
        (
            "/requester/entitlements",
            json!(["60", "nothing known"]),
            "masked",
        ),
        (
            "/requester/entitlements",
            json!(["nothing known"]),
            "no_reading_entitlement",
        ),
        ("/secret", json!(true), "not_a_minor"),
        ("/action/document/type", json!("nothing known"), "matrix"),
    ] {
        assert_eq!(
            rule(&changed(pointer, value.clone())),
            expected,
            "{pointer} {value}"
        );
    }
    let deposit = json!({"kind": "deposit", "document": {"type": "34842-5"}});
    for (pointer, value, expected) in [
        ("/profile/deceased", json!(true), "deceased"),
        ("/profile/ins_qualified", json!(false), "ins_not_qualified"),
    ] {
        let mut request: Value = serde_json::from_str(&changed(pointer, value)).unwrap();
        request["action"] = deposit.clone();
        assert_eq!(rule(&request.to_string()), expected, "{pointer}");
    }
}

#[test]
fn unknown_fields_and_values_are_errors() {
    for object in [
        "",
        "/profile",
        "/profile/emergency",
        "/requester",
        "/context",
        "/action",
        "/action/document",
    ] {
        let message = error(&changed(&format!("{object}/surplus"), json!(1)));
        assert!(message.contains("unknown field `surplus`"), "{object}: {message}");
    }
    for (pointer, value) in [
        ("/at", json!("2026-11-23T10:00:00")),
        ("/at", json!("2026-02-30T10:00:00Z")),
        ("/at", json!("2026-11-23T25:00:00Z")),
        ("/at", json!("2026-11-23")),
        ("/at", json!("2026-11-23T10:00:00+01:00[Europe/Paris]")),
        ("/at", json!("2026-11-23T10:00:00+24:00")),
        ("/at", json!("2026-11-23T10:00:00+01:60")),
        ("/at", json!("2026-11-23T10:00:00.Z")),
        ("/at", json!("2026-11-23T10:00:00.")),
        ("/at", json!("2026-11-23T10:00:00.5")),
        ("/at", json!("2026-11-23T10:00:00.5é")),
        ("/at", json!("2026-11-23T10:00:0é")),
        ("/at", json!("2026-11-23T24:00:00Z")),
        ("/at", json!("2026-11-23T10:00:61Z")),
        ("/at", json!("2026-02-29T10:00:00Z")),
        ("/at", json!(" 2026-11-23T10:00:00Z")),
        ("/at", json!("2026-11-23T10:00+01:00")),
        ("/at", json!(1)),
        ("/profile/state", json!("Active")),
        ("/profile/state", json!(null)),
        ("/profile/born", json!("1981-02-29")),
        ("/profile/born", json!("1980-13-01")),
        ("/profile/born", json!("1980-5-1")),
        ("/profile/born", json!("19800501")),
        ("/profile/born", json!("1980-05-01T00:00:00")),
        ("/profile/deceased", json!("false")),
        ("/profile/deceased", json!(null)),
        ("/profile/blocked", json!(["1000345678"])),
        ("/profile/blocked", json!(["1000345678a"])),
        ("/profile/blocked", json!([10_003_456_789_u64])),
        ("/profile/blocked", json!({})),
        ("/profile/blocked_organisations", json!(["59006403"])),
        ("/profile/blocked_organisations", json!(["59006403é"])),
        ("/profile/masked_sections", json!(["prescriptions"])),
        ("/profile/default_visibility", json!("hidden")),
        ("/profile/emergency", json!(null)),
        ("/profile/emergency", json!({"samu": true, "break_glass": true})),
        (
            "/profile/emergency",
            json!({"samu": false, "break_glass": false, "masked_documents": true}),
        ),
        ("/profile/emergency", json!([true, true, true])),
        ("/requester/rpps", json!("+1000345678")),
        ("/requester/rpps", json!("")),
        ("/requester/entitlements", json!([10])),
        ("/requester/entitlements", json!("10")),
        ("/requester/authentication", json!("password")),
        ("/channel", json!("phone")),
        ("/secret", json!(0)),
        ("/context/kind", json!("emergency")),
        ("/context", json!({"kind": "care_team", "reason": "?"})),
        ("/context", json!({"kind": "samu", "reason": "?"})),
        ("/context", json!({"kind": "break_glass", "reason": null})),
        ("/context", json!("care_team")),
        ("/action/kind", json!("delete")),
        ("/action/kind", json!({"open": null})),
        ("/action", json!({"kind": "open", "section": "vaccinations"})),
        ("/action", json!({"kind": "read"})),
        (
            "/action",
            json!({"kind": "read", "document": {"type": "34842-5"}}),
        ),
        ("/action", json!({"kind": "read_section", "section": "documents"})),
        ("/action", json!({"kind": "read_section"})),
        ("/action", json!({"kind": "deposit"})),
        ("/action", json!({"kind": "deposit", "document": {}})),
        (
            "/action",
            json!({"kind": "deposit", "document": {"type": "34842-5"}, "duplicate": null}),
        ),
        ("/action/document/flags", json!(["secret"])),
        ("/action/document/author", json!({"kind": "professional"})),
        (
            "/action/document/author",
            json!({"kind": "holder", "rpps": "10003456789"}),
        ),
        ("/action/document/author", json!({"kind": "organisation"})),
        ("/action/document/author", json!({"kind": "holder", "name": "?"})),
    ] {
        let message = error(&changed(pointer, value.clone()));
        assert!(!message.is_empty(), "{pointer} {value}");
    }
}

#[test]
fn errors_name_the_field() {
    for (pointer, value, field) in [
        ("/at", json!("yesterday"), "at"),
        ("/requester/rpps", json!("1"), "rpps"),
        ("/requester/organisation", json!("1"), "finess"),
        ("/requester/authentication", json!("?"), "authentication"),
        ("/context/kind", json!("?"), "context.kind"),
        ("/action/kind", json!("?"), "action.kind"),
    ] {
        assert!(error(&changed(pointer, value)).starts_with(field), "{pointer}");
    }
}

#[test]
fn duplicate_keys_are_errors() {
    let line = request().to_string();
    for (once, twice) in [
        (r#""secret":false"#, r#""secret":false,"secret":false"#),
        (r#""deceased":false"#, r#""deceased":false,"deceased":false"#),
        (
            r#""kind":"care_team""#,
            r#""kind":"care_team","kind":"care_team""#,
        ),
        (r#""kind":"read""#, r#""kind":"read","kind":"read""#),
        (r#""type":"34842-5""#, r#""type":"34842-5","type":"34842-5""#),
    ] {
        assert!(line.contains(once), "{once}");
        assert!(
            error(&line.replace(once, twice)).contains("duplicate field"),
            "{once}"
        );
    }
}

#[test]
fn a_list_is_not_an_object() {
    assert!(error(r#"["2026-11-23T10:00:00Z"]"#).contains("expected an object"));
    assert!(error(&changed("/context", json!(["care_team"]))).contains("expected an object"));
}

#[test]
fn a_bad_line_never_stops_the_run() {
    let good = request().to_string();
    let longest = format!("{good}{}", " ".repeat(lines::LONGEST_LINE - good.len()));
    let mut input = Vec::new();
    for line in [
        good.as_bytes(),
        b"",
        b"{",
        b"\xff\xfe",
        &vec![b'['; 200_000],
        &vec![b' '; 10_000_000],
        format!("{good} {good}").as_bytes(),
        format!("{longest} ").as_bytes(),
        longest.as_bytes(),
        format!("{good}\r").as_bytes(),
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(good.as_bytes());
    let answers = answers(input);
    assert_eq!(answers.len(), 11);
    for (index, answer) in answers.iter().enumerate() {
        let expected_error = (1..8).contains(&index);
        assert_eq!(
            answer.starts_with(r#"{"error":""#),
            expected_error,
            "line {index}: {answer}"
        );
        assert_eq!(answer == MASKED, !expected_error, "line {index}: {answer}");
    }
    assert!(answers[5].contains("line too long") && answers[7].contains("line too long"));
}

#[test]
fn the_day_is_that_of_paris() {
    // Eighteen on 24 November 2026: a minor until midnight in Paris, 23:00 in London.
    let minor = |at: &str| {
        let mut request = request();
        request["at"] = json!(at);
        request["profile"]["born"] = json!("2008-11-24");
        request["secret"] = json!(true);
        rule(&request.to_string()) != "not_a_minor"
    };
    assert!(minor("2026-11-23T22:59:59Z"));
    assert!(minor("2026-11-23t22:59:59.999999999z"));
    assert!(minor("2026-11-23T22:59:59.9999999999999999999Z"));
    assert!(minor("2026-11-23 22:59:60Z"));
    assert!(!minor("2026-11-23T23:00:00Z"));
    assert!(!minor("2026-11-23T23:00:00.00000000000000000001Z"));
    assert!(minor("2026-11-24T10:00:00+14:00"));
    assert!(!minor("2026-11-23T23:00:00-00:00"));
    // In summer the offset is two hours.
    let summer = |at: &str| {
        let mut request = request();
        request["at"] = json!(at);
        request["profile"]["born"] = json!("2008-07-14");
        request["secret"] = json!(true);
        rule(&request.to_string()) != "not_a_minor"
    };
    assert!(summer("2026-07-13T21:59:59Z"));
    assert!(!summer("2026-07-13T22:00:00Z"));
}
