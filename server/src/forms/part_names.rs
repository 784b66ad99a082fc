//! What a browser sends as the name of a file may hold any character; what stands before a part may not. Control characters of these
//! headers become `_`, so that a file with a strange name is a file like another. What is in the parts stays as it is.

/// Goes through a body, chunk after chunk.
pub(super) struct PartNames {
    /// What ends a part: a line break, then the boundary.
    delimiter: Vec<u8>,
    place: Place,
}

enum Place {
    /// In a part; that much of what ends it has been read.
    Content(usize),
    /// Before a part; that much of the blank line that begins it has been read.
    Headers(usize),
}

/// What ends the headers of a part.
const BLANK_LINE: &[u8] = b"\r\n\r\n";

impl PartNames {
    pub(super) fn new(boundary: &str) -> Self {
        Self {
            delimiter: [b"\r\n--", boundary.as_bytes()].concat(),
            // The first boundary needs no line break before it.
            place: Place::Content(2),
        }
    }

    pub(super) fn clean(&mut self, chunk: &[u8]) -> Vec<u8> {
        let mut bytes = chunk.to_vec();
        for byte in &mut bytes {
            self.place = match self.place {
                Place::Content(read) => match after(&self.delimiter, read, *byte) {
                    read if read == self.delimiter.len() => Place::Headers(0),
                    read => Place::Content(read),
                },
                Place::Headers(read) => {
                    if byte.is_ascii_control() && !matches!(byte, b'\r' | b'\n' | b'\t') {
                        *byte = b'_';
                    }
                    match after(BLANK_LINE, read, *byte) {
                        read if read == BLANK_LINE.len() => Place::Content(0),
                        read => Place::Headers(read),
                    }
                }
            };
        }
        bytes
    }
}

/// How much of `wanted` has been read after this byte, when `read` of it was before. It begins with the one carriage return that a
/// reading can begin again from, or repeats it whole.
fn after(wanted: &[u8], read: usize, byte: u8) -> usize {
    if wanted.get(read) == Some(&byte) {
        read + 1
    } else {
        usize::from(wanted.first() == Some(&byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_before_a_part_is_changed() {
        let sent = b"--x\r\nname=\"a\x07b\0.png\"\r\n\r\n\x89P\0\r\n\r\n-\x01-x\r\n--x\r\nname=\"\x7f\"\r\n\r\n\x01\r\n--x--\r\n";
        let kept = b"--x\r\nname=\"a_b_.png\"\r\n\r\n\x89P\0\r\n\r\n-\x01-x\r\n--x\r\nname=\"_\"\r\n\r\n\x01\r\n--x--\r\n";
        for size in 1..=sent.len() {
            let mut names = PartNames::new("x");
            let cleaned: Vec<u8> = sent.chunks(size).flat_map(|chunk| names.clean(chunk)).collect();
            assert_eq!(cleaned, kept, "{size}");
        }
    }
}
