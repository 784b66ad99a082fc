//! What a file is, and whether all of it is there: read from its bytes, never from its name or from what
//! its sender declares.

/// The largest document, in bytes: what people read as *10 Mo*, whichever way their computer counts.
pub const LARGEST: usize = 10 * 1_024 * 1_024;

/// A kind of file that a record keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF document.
    Pdf,
    /// A JPEG image.
    Jpeg,
    /// A PNG image.
    Png,
}

impl FileKind {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A whole file of a kind that a record keeps. There is no other way to make one than to check it.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent {
    kind: FileKind,
    bytes: Vec<u8>,
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// It has no byte.
    #[error("the file is empty")]
    Empty,
    /// It has more than [`LARGEST`] bytes.
    #[error("the file is too large")]
    TooLarge,
    /// It is none of the kinds.
    #[error("the file is none of the kinds that are kept")]
    Unknown,
    /// It begins as one of the kinds and does not go to its end.
    #[error("the file is not whole")]
    Truncated(FileKind),
}

impl FileContent {
    /// Checks a file.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn check(bytes: Vec<u8>) -> Result<Self, FileProblem> {
        if bytes.is_empty() {
            return Err(FileProblem::Empty);
        }
        if bytes.len() > LARGEST {
            return Err(FileProblem::TooLarge);
        }
        let (kind, whole) = if bytes.starts_with(b"%PDF-") {
            (FileKind::Pdf, is_whole_pdf(&bytes))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            (FileKind::Jpeg, is_whole_jpeg(&bytes))
        } else if let Some(chunks) = bytes.strip_prefix(PNG_SIGNATURE) {
            (FileKind::Png, is_whole_png(chunks))
        } else {
            return Err(FileProblem::Unknown);
        };
        if whole {
            Ok(Self { kind, bytes })
        } else {
            Err(FileProblem::Truncated(kind))
        }
    }

    /// What it is.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileContent({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

/// Where a reader looks for the end of a PDF: some programs write a little after it.
const PDF_END: usize = 1_024;

/// The end says where the table of its parts is (`startxref`), within the file, then `%%EOF`. Each revision of
/// a PDF has such an end; a file cut after an earlier one has it too far from its own.
fn is_whole_pdf(bytes: &[u8]) -> bool {
    let start = bytes.len().saturating_sub(PDF_END);
    let end = bytes.get(start..).unwrap_or_default();
    let Some(eof) = find_last(end, b"%%EOF") else {
        return false;
    };
    let before = end.get(..eof).unwrap_or_default();
    let Some(table) = find_last(before, b"startxref") else {
        return false;
    };
    let digits: Vec<u8> = before
        .iter()
        .skip(table + b"startxref".len())
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    std::str::from_utf8(&digits)
        .ok()
        .and_then(|digits| digits.parse::<usize>().ok())
        .is_some_and(|place| place > 0 && place < bytes.len())
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|found| found == wanted)
}

/// Goes from marker to marker: an image's data (SOS) must have been met before the end (EOI). A thumbnail
/// has an end too, within a segment that is stepped over.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut has_image = false;
    loop {
        let [0xff, marker, after @ ..] = rest else {
            return false;
        };
        match *marker {
            // Fill bytes may stand before any marker.
            0xff => rest = rest.get(1..).unwrap_or_default(),
            0xd9 => return has_image,
            // Markers that stand alone.
            0x01 | 0xd0..=0xd7 => rest = after,
            marker => {
                let [high, low, ..] = after else { return false };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let Some(next) = after.get(length.max(2)..) else {
                    return false;
                };
                rest = next;
                if marker == 0xda {
                    has_image = true;
                    rest = after_image_data(rest);
                }
            }
        }
    }
}

/// Steps over compressed data, to the marker that follows it. In the data, a 0xff byte is followed by zero or by
/// a restart marker.
fn after_image_data(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .windows(2)
        .position(|pair| matches!(pair, [0xff, next] if !matches!(next, 0 | 0xd0..=0xd7)));
    end.and_then(|end| bytes.get(end..)).unwrap_or_default()
}

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Goes from chunk to chunk: the header first, some data, and the end.
fn is_whole_png(chunks: &[u8]) -> bool {
    let mut rest = chunks;
    let mut is_first = true;
    let mut has_data = false;
    loop {
        let Some((length, after)) = rest.split_first_chunk::<4>() else {
            return false;
        };
        let Some((name, after)) = after.split_first_chunk::<4>() else {
            return false;
        };
        if is_first != (name == b"IHDR") {
            return false;
        }
        is_first = false;
        has_data |= name == b"IDAT";
        // The data, then four bytes that check it.
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let Some(next) = after.get(length.saturating_add(4)..) else {
            return false;
        };
        if name == b"IEND" {
            return has_data;
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf() -> Vec<u8> {
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n29\n%%EOF\n".to_vec()
    }

    /// Two segments, the first with a thumbnail that has an end of its own, then data with a stuffed byte.
    fn jpeg() -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        bytes.extend([0xff, 0xe1, 0, 8, 0xff, 0xd8, 0xff, 0xd9, 1, 1]);
        bytes.extend([0xff, 0xc0, 0, 4, 1, 1]);
        bytes.extend([0xff, 0xff, 0xda, 0, 4, 1, 1]);
        bytes.extend([5, 6, 0xff, 0, 7, 0xff, 0xd3, 8]);
        bytes.extend([0xff, 0xd9]);
        bytes
    }

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], name, data, &[0; 4]].concat()
    }

    fn png() -> Vec<u8> {
        [
            PNG_SIGNATURE.to_vec(),
            chunk(b"IHDR", &[0; 13]),
            chunk(b"IDAT", b"IEND"),
            chunk(b"IEND", b""),
        ]
        .concat()
    }

    fn check(bytes: &[u8]) -> Result<FileKind, FileProblem> {
        FileContent::check(bytes.to_vec()).map(|content| content.kind())
    }

    #[test]
    fn whole_files_are_known_by_their_bytes() {
        assert_eq!(check(&pdf()), Ok(FileKind::Pdf));
        assert_eq!(check(&jpeg()), Ok(FileKind::Jpeg));
        assert_eq!(check(&png()), Ok(FileKind::Png));
        // Some programs and cameras write something after the end.
        assert_eq!(check(&[pdf(), vec![0; 1_000]].concat()), Ok(FileKind::Pdf));
        assert_eq!(check(&[jpeg(), jpeg()].concat()), Ok(FileKind::Jpeg));
    }

    #[test]
    fn a_file_cut_anywhere_is_not_whole() {
        let cases = [
            (FileKind::Pdf, pdf(), b"%%EOF\n".len()),
            (FileKind::Jpeg, jpeg(), 1),
            (FileKind::Png, png(), 1),
        ];
        for (kind, whole, last) in cases {
            for length in 10..=whole.len() - last {
                assert_eq!(
                    check(&whole[..length]),
                    Err(FileProblem::Truncated(kind)),
                    "{kind:?} cut at {length}"
                );
            }
        }
    }

    #[test]
    fn a_revision_cut_off_is_not_whole() {
        let mut bytes = pdf();
        bytes.extend(vec![b' '; PDF_END]);
        assert_eq!(check(&bytes), Err(FileProblem::Truncated(FileKind::Pdf)));
        // A table that would be outside the file, or nowhere.
        for place in ["29000", "0", "-1", "x", ""] {
            let text = String::from_utf8(pdf())
                .unwrap()
                .replace("29\n", &format!("{place}\n"));
            assert_eq!(
                check(text.as_bytes()),
                Err(FileProblem::Truncated(FileKind::Pdf)),
                "{place}"
            );
        }
    }

    #[test]
    fn an_image_without_its_data_is_not_whole() {
        let empty = [0xff, 0xd8, 0xff, 0xd9];
        assert_eq!(check(&empty), Err(FileProblem::Truncated(FileKind::Jpeg)));
        for chunks in [
            vec![chunk(b"IHDR", &[0; 13]), chunk(b"IEND", b"")],
            vec![chunk(b"IDAT", b"x"), chunk(b"IEND", b"")],
            vec![
                chunk(b"IHDR", &[0; 13]),
                chunk(b"IHDR", &[0; 13]),
                chunk(b"IDAT", b""),
                chunk(b"IEND", b""),
            ],
        ] {
            let bytes = [PNG_SIGNATURE.to_vec(), chunks.concat()].concat();
            assert_eq!(check(&bytes), Err(FileProblem::Truncated(FileKind::Png)));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(check(b""), Err(FileProblem::Empty));
        for bytes in [
            &b"GIF89a"[..],
            b"PK\x03\x04",
            b"<html><script>alert(1)</script>%PDF-1.7",
            b" %PDF-1.7",
            b"%PDF",
            b"\xff\xd8",
            b"\x89PNG\r\n\x1a",
            b"\0",
        ] {
            assert_eq!(check(bytes), Err(FileProblem::Unknown), "{bytes:?}");
        }
    }

    #[test]
    fn ten_megabytes_and_no_more() {
        let mut bytes = jpeg();
        bytes.resize(LARGEST, 0);
        assert_eq!(check(&bytes), Ok(FileKind::Jpeg));
        bytes.push(0);
        assert_eq!(check(&bytes), Err(FileProblem::TooLarge));
    }
}
