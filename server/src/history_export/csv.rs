//! The table for people: opens in a spreadsheet, in French.

use ::csv::{Writer as CsvWriter, WriterBuilder};
use app::texts;
use data_encoding::HEXLOWER;
use record::{
    acts::{ExportedChain, ExportedLine, HistoryExport},
    trace::{Audience, Trace},
};

use super::{ExportError, Writer};

/// What spreadsheets tell UTF-8 by.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

const COLUMNS: [&str; 11] = [
    "Date et heure (Paris)",
    "Ce qui s’est passé",
    "Qui",
    "Numéro RPPS",
    "Profession",
    "Lieu",
    "À quel titre",
    "Résultat",
    "Qui voit cette ligne",
    "Numéro de ligne",
    "Empreinte",
];

pub(super) struct Table;

impl Writer for Table {
    const NAME: &str = "historique.csv";
    const MEDIA_TYPE: &str = "text/csv; charset=utf-8";

    fn begin(&mut self, _: &HistoryExport, to: &mut String) -> Result<(), ExportError> {
        to.push_str(BYTE_ORDER_MARK);
        row(COLUMNS.map(str::to_owned), to)
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
        let shown = trace.shown()?;
        let who = shown.professional.as_ref();
        let said =
            |text: fn(&record::views::HistoryProfessional) -> String| who.map(text).unwrap_or_default();
        row(
            [
                shown.at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
                texts::sentence(&shown),
                match who {
                    Some(who) => who.name.clone(),
                    None => shown.person.clone().unwrap_or_default(),
                },
                said(|who| who.rpps.clone()),
                said(|who| who.profession.clone()),
                said(|who| who.organisation.clone()),
                said(texts::mode),
                if shown.denied { "Refusé" } else { "Fait" }.to_owned(),
                texts::line_seen_by(chain.audience != Audience::Everyone).into_owned(),
                line.seq.to_string(),
                HEXLOWER.encode(&line.hash),
            ],
            to,
        )
    }

    fn chain_end(&mut self, _: &ExportedChain, _: &mut String) -> Result<(), ExportError> {
        Ok(())
    }

    fn end(&mut self, _: &mut String) -> Result<(), ExportError> {
        Ok(())
    }
}

fn row(cells: [String; COLUMNS.len()], to: &mut String) -> Result<(), ExportError> {
    let mut row: CsvWriter<Vec<u8>> = WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    row.write_record(cells.map(harmless))?;
    let written = row
        .into_inner()
        .map_err(|error| ::csv::Error::from(error.into_error()))?;
    to.push_str(&String::from_utf8_lossy(&written));
    Ok(())
}

/// A text that a spreadsheet takes for a text: others wrote some of it, and what begins like this would be computed (OWASP, *CSV
/// injection*).
pub(crate) fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_text_stays_a_text() {
        let mut cells = COLUMNS.map(str::to_owned);
        cells[1] = "=HYPERLINK(\"https://mal.example\";\"ici\")".to_owned();
        cells[2] = "a;b\n\"c\"".to_owned();
        let mut text = String::new();
        row(cells, &mut text).unwrap();
        assert!(
            text.contains(";\"'=HYPERLINK(\"\"https://mal.example\"\";\"\"ici\"\")\";"),
            "{text}"
        );
        assert!(text.contains(";\"a;b\n\"\"c\"\"\";"), "{text}");
    }
}
