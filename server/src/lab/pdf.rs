//! Small real PDF files, one page each, tagged: a screen reader finds their language, title, heading and paragraphs.

use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str, TextStr, types::StructRole, writers::StructTreeRoot};

/// The page's number in the tree that leads from what is drawn back to its tags.
const PAGE_KEY: i32 = 0;

/// What is drawn as one: its role, its words, the size of its letters, and how far below the next one is.
struct Block<'a> {
    role: StructRole,
    words: &'a str,
    size: f32,
    below: f32,
}

/// A page with a heading and lines of text, each a paragraph.
pub(super) fn page(title: &str, lines: &[String]) -> Vec<u8> {
    let [catalog, info, pages, page, font, content, root, document, drawn] =
        [1, 2, 3, 4, 5, 6, 7, 8, 9].map(Ref::new);
    let heading = Block {
        role: StructRole::H1,
        words: title,
        size: 18.0,
        below: -36.0,
    };
    let paragraphs = lines.iter().map(|line| Block {
        role: StructRole::P,
        words: line,
        size: 12.0,
        below: -18.0,
    });
    let blocks: Vec<_> = std::iter::once(heading).chain(paragraphs).collect();
    let tags: Vec<_> = (10..).map(Ref::new).take(blocks.len()).collect();

    let mut pdf = Pdf::new();
    {
        let mut whole = pdf.catalog(catalog);
        whole.pages(pages).lang(TextStr("fr"));
        whole.viewer_preferences().display_doc_title(true);
        whole.mark_info().marked(true);
        whole.pair(Name(b"StructTreeRoot"), root);
    }
    {
        let mut tree = pdf.indirect(root).start::<StructTreeRoot>();
        tree.child(document).parent_tree_next_key(PAGE_KEY + 1);
        tree.parent_tree().nums().insert(PAGE_KEY, drawn);
    }
    pdf.document_info(info).title(TextStr(title));
    pdf.pages(pages).kids([page]).count(1);
    {
        let mut one = pdf.page(page);
        one.media_box(Rect::new(0.0, 0.0, 595.0, 842.0))
            .parent(pages)
            .struct_parents(PAGE_KEY)
            .contents(content);
        one.resources().fonts().pair(Name(b"F1"), font);
    }
    pdf.type1_font(font)
        .base_font(Name(b"Helvetica"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));

    let mut text = Content::new();
    text.begin_text().next_line(56.0, 770.0);
    pdf.indirect(drawn).array().items(tags.iter().copied());
    pdf.struct_element(document)
        .kind(StructRole::Document)
        .parent(root)
        .children()
        .items(tags.iter().copied());
    for (place, (block, tag)) in (0..).zip(blocks.into_iter().zip(tags)) {
        text.begin_marked_content_with_properties(block.role.to_name())
            .properties()
            .identify(place);
        text.set_font(Name(b"F1"), block.size)
            .show(Str(&win_ansi(block.words)));
        text.end_marked_content();
        text.next_line(0.0, block.below);
        let mut element = pdf.struct_element(tag);
        element.kind(block.role).parent(document).page(page);
        element.children().marked_content_id(place);
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
            // As in *1ᵉʳ*: the font has no raised letters.
            'ᵉ' => b'e',
            'ʳ' => b'r',
            c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn a_page_says_its_language_its_title_and_what_each_block_is() {
        let file = page(
            "Compte rendu",
            &["Première ligne".to_owned(), "Seconde ligne".to_owned()],
        );
        let text = String::from_utf8_lossy(&file)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for said in [
            "/Lang (fr)",
            "/Title (Compte rendu)",
            "/Marked true",
            "/DisplayDocTitle true",
            "/S /Document",
        ] {
            assert!(text.contains(said), "{said} in {text}");
        }
        // Each tag leads to what is drawn for it.
        for (tag, drawn) in [
            ("/S /H1", "/H1 << /MCID 0 >> BDC"),
            ("/S /P", "/P << /MCID 2 >> BDC"),
        ] {
            assert!(text.contains(tag), "{tag} in {text}");
            assert!(text.contains(drawn), "{drawn} in {text}");
        }
        assert_eq!(text.matches("/Type /StructElem").count(), 4);
    }
}
