//! Turns the CSV files of `data/` into static tables, and refuses codes that dangle.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Row = BTreeMap<String, String>;
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The official classes (TRE_A03) and the variant of `DocumentCategory` that stands for each.
const CATEGORIES: [(&str, &str); 12] = [
    ("10", "Report"),
    ("11", "Synthesis"),
    ("31", "Imaging"),
    ("42", "Prescription"),
    ("43", "Dispensation"),
    ("44", "CarePlan"),
    ("45", "AdministeredTreatment"),
    ("52", "Certificate"),
    ("60", "Reimbursement"),
    ("90", "PatientDocument"),
    ("95", "Administrative"),
    ("", "Unclassified"),
];

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=build.rs");

    let types = by_code("document-types.csv")?;
    let entitlements = by_code("professions.csv")?;
    if types.len() > 255 || entitlements.len() > 64 {
        return Err("an index no longer fits: 255 document types and 64 entitlements at most".into());
    }
    let readers = readers(&types, &entitlements)?;

    let mut out = String::new();
    writeln!(
        out,
        "static DOCUMENT_TYPES: [DocumentTypeRow; {}] = [",
        types.len()
    )?;
    for (index, (code, row)) in types.iter().enumerate() {
        writeln!(
            out,
            "    DocumentTypeRow {{ index: {index}, code: {code:?}, system: {:?}, label: {:?}, category: DocumentCategory::{}, accepted: {}, readers: {} }},",
            field(row, "codeSystem")?,
            typographic(field(row, "label_fr")?),
            category(field(row, "class_code")?)?,
            yes_no(field(row, "in_jdv_j66")?)?,
            literal(readers.get(code).copied().unwrap_or(0)),
        )?;
    }
    writeln!(out, "];")?;
    writeln!(
        out,
        "static ENTITLEMENTS: [EntitlementRow; {}] = [",
        entitlements.len()
    )?;
    for (index, (code, row)) in entitlements.iter().enumerate() {
        writeln!(
            out,
            "    EntitlementRow {{ index: {index}, code: {code:?}, system: {:?}, national_code: {:?}, label: {:?} }},",
            field(row, "codeSystem")?,
            field(row, "national_code")?,
            typographic(field(row, "label_fr")?),
        )?;
    }
    writeln!(out, "];")?;

    // Named by the rules themselves, so their absence must stop the build.
    for (name, code) in [
        ("VACCINATION_HISTORY", "11369-6"),
        ("REIMBURSEMENTS", "REMB"),
        ("ADVANCE_DIRECTIVES", "EXPPAT_3"),
    ] {
        let index = position(&types, code)?;
        writeln!(out, "static {name}: &DocumentTypeRow = &DOCUMENT_TYPES[{index}];")?;
    }
    let index = position(&entitlements, "10")?;
    writeln!(out, "static PHYSICIAN: &EntitlementRow = &ENTITLEMENTS[{index}];")?;
    let openers = readers.values().fold(0, |all, readers| all | readers);
    writeln!(out, "/// The entitlements that open at least one document type.")?;
    writeln!(out, "const OPENERS: u64 = {};", literal(openers))?;

    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("tables.rs"), out)?;
    Ok(())
}

/// The entitlements that open each type, one bit per entitlement in code order.
fn readers(
    types: &BTreeMap<String, Row>,
    entitlements: &BTreeMap<String, Row>,
) -> Result<BTreeMap<String, u64>> {
    let mut readers = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in rows("access-matrix.csv")? {
        let document_type = field(&row, "document_type_code")?.to_owned();
        let entitlement = field(&row, "profession_code")?.to_owned();
        position(types, &document_type)?;
        let bit = position(entitlements, &entitlement)?;
        if yes_no(field(&row, "allowed")?)? {
            *readers.entry(document_type.clone()).or_insert(0) |= 1 << bit;
        }
        if !seen.insert((document_type, entitlement)) {
            return Err(format!("access-matrix.csv: two rows for one cell: {row:?}").into());
        }
    }
    Ok(readers)
}

fn position(codes: &BTreeMap<String, Row>, code: &str) -> Result<usize> {
    codes
        .keys()
        .position(|known| known == code)
        .ok_or_else(|| format!("unknown code {code:?}").into())
}

fn by_code(file: &str) -> Result<BTreeMap<String, Row>> {
    let mut codes = BTreeMap::new();
    for row in rows(file)? {
        if let Some(twice) = codes.insert(field(&row, "code")?.to_owned(), row) {
            return Err(format!("{file}: code given twice: {twice:?}").into());
        }
    }
    Ok(codes)
}

fn rows(file: &str) -> Result<Vec<Row>> {
    let path = Path::new("data").join(file);
    csv::Reader::from_path(&path)
        .map_err(|e| format!("{}: {e}", path.display()))?
        .deserialize()
        .map(|row| row.map_err(|e| format!("{}: {e}", path.display()).into()))
        .collect()
}

fn field<'a>(row: &'a Row, name: &str) -> Result<&'a str> {
    row.get(name)
        .map(String::as_str)
        .ok_or_else(|| format!("no column {name:?} in {row:?}").into())
}

fn yes_no(value: &str) -> Result<bool> {
    match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("{other:?} is neither yes nor no").into()),
    }
}

fn category(class: &str) -> Result<&'static str> {
    CATEGORIES
        .iter()
        .find(|(code, _)| *code == class)
        .map(|(_, variant)| *variant)
        .ok_or_else(|| format!("unknown document class {class:?}").into())
}

/// A hexadecimal literal in groups of four digits, as the lints want it read.
fn literal(bits: u64) -> String {
    let groups = [48, 32, 16, 0].map(|shift| format!("{:04x}", bits >> shift & 0xffff));
    format!("0x{}", groups.join("_"))
}

/// The labels come with typewriter apostrophes; people read typographic ones.
fn typographic(label: &str) -> String {
    label.replace('\'', "’")
}
