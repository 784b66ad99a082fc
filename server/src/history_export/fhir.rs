//! FHIR R4: one `AuditEvent` a line, one `Provenance` a signature, in a `Bundle` that is written piece by piece.
//!
//! Each `AuditEvent` carries its line's place, hash and canonical text in an extension, and each `Provenance` the signature of one of
//! them: the proof can be verified from this file too.

use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;
use policy::{Rule, TraceAction};
use proof::Checkpoint;
use record::{
    acts::{ExportedChain, ExportedLine, HistoryExport},
    trace::{Trace, TracedProfessional},
};
use serde_json::{Value, json};

use super::{ExportError, Writer};

/// Where the identifiers of our own are defined; nothing answers there.
const OURS: &str = "https://espace-confidentialite.example/fhir";
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const OBJECT_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
/// National identifiers of professionals.
const RPPS: &str = "urn:oid:1.2.250.1.71.4.2.1";
/// `Verification Signature` of ASTM E1762.
const VERIFICATION: &str = "1.2.840.10065.1.12.1.5";

#[derive(Default)]
pub(super) struct Bundle {
    profile: String,
    has_entries: bool,
}

impl Writer for Bundle {
    const NAME: &str = "historique.json";
    const MEDIA_TYPE: &str = "application/fhir+json; charset=utf-8";

    fn begin(&mut self, export: &HistoryExport, to: &mut String) -> Result<(), ExportError> {
        self.profile = export.profile.to_string();
        to.push_str("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[");
        Ok(())
    }

    fn chain(&mut self, _: &ExportedChain, _: &mut String) -> Result<(), ExportError> {
        Ok(())
    }

    fn line(
        &mut self,
        chain: &ExportedChain,
        line: &ExportedLine,
        to: &mut String,
    ) -> Result<(), ExportError> {
        let trace: Trace = serde_json::from_str(&line.body)?;
        let id = format!("{}-{}", chain.audience.as_str(), line.seq);
        let event = audit_event(&self.profile, &id, chain, line, &trace)?;
        self.entry("AuditEvent", &id, &event, to)?;
        if let Some(checkpoint) = &line.checkpoint {
            self.entry("Provenance", &id, &provenance(&id, checkpoint)?, to)?;
        }
        Ok(())
    }

    fn chain_end(&mut self, chain: &ExportedChain, to: &mut String) -> Result<(), ExportError> {
        for checkpoint in &chain.missing {
            let id = format!("{}-{}", chain.audience.as_str(), checkpoint.seq);
            self.entry("Provenance", &id, &provenance(&id, checkpoint)?, to)?;
        }
        Ok(())
    }

    fn end(&mut self, to: &mut String) -> Result<(), ExportError> {
        to.push_str("]}\n");
        Ok(())
    }
}

impl Bundle {
    fn entry(&mut self, kind: &str, id: &str, resource: &Value, to: &mut String) -> Result<(), ExportError> {
        to.push_str(if self.has_entries { ",\n" } else { "\n" });
        self.has_entries = true;
        let entry = json!({ "fullUrl": format!("{OURS}/{kind}/{id}"), "resource": resource });
        to.push_str(&serde_json::to_string(&entry)?);
        Ok(())
    }
}

fn audit_event(
    profile: &str,
    id: &str,
    chain: &ExportedChain,
    line: &ExportedLine,
    trace: &Trace,
) -> Result<Value, ExportError> {
    let shown = trace.clone().shown()?;
    let (code, display, action) = kind(trace);
    let mut entities = vec![json!({
        "what": { "identifier": { "system": format!("{OURS}/profile"), "value": profile } },
        "type": { "system": ENTITY_TYPE, "code": "1", "display": "Person" },
        "role": { "system": OBJECT_ROLE, "code": "1", "display": "Patient" },
    })];
    if let Some(document) = &trace.document {
        entities.push(json!({
            "what": { "identifier": { "system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{}", document.id) } },
            "type": { "system": ENTITY_TYPE, "code": "2", "display": "System Object" },
            "role": { "system": OBJECT_ROLE, "code": "3", "display": "Report" },
            "name": document.title,
        }));
    }
    let mut event = json!({
        "resourceType": "AuditEvent",
        "id": id,
        "extension": [{
            "url": format!("{OURS}/StructureDefinition/history-line"),
            "extension": [
                { "url": "chain", "valueCode": chain.audience.as_str() },
                { "url": "place", "valuePositiveInt": line.seq },
                { "url": "hash", "valueString": HEXLOWER.encode(&line.hash) },
                { "url": "canonical", "valueString": line.body },
            ],
        }],
        "type": { "system": DICOM, "code": code, "display": display },
        "subtype": [{ "system": format!("{OURS}/CodeSystem/trace-action"), "code": trace.event }],
        "action": action,
        "recorded": instant(trace.at)?,
        "outcome": if trace.denied { "4" } else { "0" },
        "outcomeDesc": app::texts::sentence(&shown),
        "agent": [agent(trace)],
        "source": { "observer": { "display": "Mon espace santé – confidentialité" } },
        "entity": entities,
    });
    if let Some(purpose) = trace.professional.as_ref().map(purpose)
        && let Some(event) = event.as_object_mut()
    {
        event.insert("purposeOfEvent".to_owned(), json!([{ "coding": [purpose] }]));
    }
    if let Some(rule) = Rule::from_id(&trace.rule).filter(|_| trace.denied)
        && let Some(entities) = event["entity"].as_array_mut()
        && let Some(patient) = entities.first_mut()
    {
        patient["detail"] = json!([{ "type": "rule", "valueString": rule.id() }]);
    }
    Ok(event)
}

/// The type of the event, as DICOM (PS3.15, A.5) names it, and whether it creates, reads, updates, deletes or executes.
fn kind(trace: &Trace) -> (&'static str, &'static str, &'static str) {
    const PATIENT_RECORD: (&str, &str) = ("110110", "Patient Record");
    let ((code, display), action) = match TraceAction::from_id(&trace.event) {
        Some(TraceAction::DocumentsSearched) => (("110112", "Query"), "E"),
        Some(TraceAction::DocumentRead | TraceAction::SectionRead) => (PATIENT_RECORD, "R"),
        Some(TraceAction::DocumentDeposited) => (PATIENT_RECORD, "C"),
        Some(
            TraceAction::DocumentReplaced | TraceAction::VisibilityChanged | TraceAction::VisibilityRestored,
        ) => (PATIENT_RECORD, "U"),
        Some(TraceAction::DocumentDeleted) => (PATIENT_RECORD, "D"),
        Some(TraceAction::SignedIn) => (("110114", "User Authentication"), "E"),
        Some(TraceAction::SettingChanged) => (("110129", "Security Configuration"), "U"),
        _ => (PATIENT_RECORD, "E"),
    };
    (code, display, action)
}

fn agent(trace: &Trace) -> Value {
    match &trace.professional {
        Some(who) => json!({
            "role": [{ "text": who.profession }],
            "who": { "identifier": { "system": RPPS, "value": who.rpps }, "display": who.name },
            "requestor": true,
        }),
        None => {
            json!({ "who": { "display": trace.person.as_deref().unwrap_or_default() }, "requestor": true })
        }
    }
}

/// Treatment, emergency treatment, or break the glass.
fn purpose(who: &TracedProfessional) -> Value {
    let (code, display) = match who.context.as_str() {
        "samu" => ("ETREAT", "Emergency Treatment"),
        "break_glass" => ("BTG", "break the glass"),
        _ => ("TREAT", "treatment"),
    };
    json!({ "system": ACT_REASON, "code": code, "display": display })
}

fn provenance(id: &str, checkpoint: &Checkpoint) -> Result<Value, ExportError> {
    let at = instant(checkpoint.at)?;
    let who = json!({
        "identifier": { "system": format!("{OURS}/ed25519"), "value": checkpoint.key.to_string() },
        "display": "Mon espace santé – confidentialité",
    });
    Ok(json!({
        "resourceType": "Provenance",
        "id": id,
        "target": [{ "reference": format!("AuditEvent/{id}") }],
        "recorded": at,
        "agent": [{ "who": who }],
        "signature": [{
            "type": [{ "system": "urn:iso-astm:E1762-95:2013", "code": VERIFICATION, "display": "Verification Signature" }],
            "when": at,
            "who": who,
            "sigFormat": "application/octet-stream",
            "data": BASE64.encode(&checkpoint.signature),
        }],
    }))
}

/// A FHIR `instant`.
fn instant(micros: i64) -> Result<String, ExportError> {
    Ok(format!("{:.6}", Timestamp::from_microsecond(micros)?))
}
