//! Small real PDF files, one page each.

use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str};

/// A page with a heading and lines of text.
pub(super) fn page(title: &str, lines: &[String]) -> Vec<u8> {
    let [catalog, pages, page, font, content] = [1, 2, 3, 4, 5].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    {
        let mut one = pdf.page(page);
        one.media_box(Rect::new(0.0, 0.0, 595.0, 842.0))
            .parent(pages)
            .contents(content);
        one.resources().fonts().pair(Name(b"F1"), font);
    }
    pdf.type1_font(font)
        .base_font(Name(b"Helvetica"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    let mut text = Content::new();
    text.begin_text();
    text.set_font(Name(b"F1"), 18.0)
        .next_line(56.0, 770.0)
        .show(Str(&win_ansi(title)));
    text.set_font(Name(b"F1"), 12.0).next_line(0.0, -36.0);
    for line in lines {
        text.show(Str(&win_ansi(line))).next_line(0.0, -18.0);
    }
    text.end_text();
    pdf.stream(content, &text.finish());
    pdf.finish()
}

/// French text in the encoding of the font; what it does not have becomes a question mark.
fn win_ansi(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '’' => 0x92,
            'œ' => 0x9c,
            'Œ' => 0x8c,
            '–' => 0x96,
            '\u{202f}' => 0xa0,
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect()
}
