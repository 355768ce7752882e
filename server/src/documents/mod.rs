//! Documents by typst: a closed world (one template, one data file, no network, no clock), so the
//! same data always makes the same bytes.

mod agreement;
mod application;
mod arrears;
mod award;
mod certificate;
mod claim;
mod closing;
mod decision;
mod ended;
mod intake;
mod mediator;
mod minutes;
mod notice;
mod objection;
mod petition;
mod record;
mod service;
mod support;
mod transfer;
mod words;

pub use agreement::agreement;
pub use application::{
    closed as application_closed, extension as extension_approval, notice as application_notice,
    petition as joint_application, proof as mediation_proof, refusal as application_refusal,
};
pub use arrears::{demand, enforcement, payment_order};
pub use award::conclusion;
pub use certificate::{Completion, Marking, Signing, certificate};
pub use claim::{arbitration as agreement_petition, suit};
pub use closing::{index, report};
pub use decision::{decision, series};
pub use ended::{ended, extension};
pub use intake::{acceptance, inquiry, receipt as request_receipt};
pub use mediator::{appointment, disclosure};
pub use minutes::minutes;
pub use notice::{notice, refusal};
pub use objection::objection;
pub use petition::{own_petition, petition};
pub use record::{Record, record};
pub use service::{receipt, slip};
pub use support::support;
pub use transfer::{letter, list};
pub use words::Words;

use anyhow::{Context, anyhow};
use domain::moment::{Timestamp, Zone};
use pades::form::Place;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Label, Smart};
use typst::introspection::Introspector;
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// A heading, and what stands below it: `(label, value)`.
pub type Facts = (String, Vec<(String, String)>);

/// Everything a document says, in the order it says it. Plain text, never markup.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sheet {
    /// The body whose document it is.
    pub organ: String,
    pub title: String,
    pub number: String,
    /// Who the parties are, one paragraph each.
    pub parties: Vec<String>,
    /// Headed paragraphs before the clauses: `(heading or "", text)`.
    pub opening: Vec<(String, String)>,
    pub clauses: Vec<String>,
    /// Tables of facts, one below the other.
    pub facts: Vec<Facts>,
    /// A picture (SVG) after the closing lines; empty for none.
    pub qr: String,
    pub closing: Vec<String>,
    /// Signature blocks `(label, name)`, two to a line.
    pub signers: Vec<(String, String)>,
    /// Signed for the organ: lines at the right, above the organ's name and the date.
    pub signed: Vec<String>,
    /// 二〇二六年十一月二十六日
    pub date: String,
    /// Above the page number.
    pub footer: String,
}

/// 调解协议书 and the decisions, on one sheet.
const SHEET: &str = include_str!("sheet.typ");

/// Chinese faces of Debian's `fonts-noto-cjk`, then those of the neighbours' languages from
/// `fonts-noto-core`; those that are there.
const FACES: [&str; 8] = [
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansLao-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansMyanmar-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
];
/// Stands for a character none of the faces has: PDF/A takes no document with a hole in it.
const UNKNOWN: char = '□';

struct Closed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    data: (FileId, Bytes),
}

fn fonts() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let files = FACES.iter().filter_map(|path| std::fs::read(path).ok());
        files
            .flat_map(|file| Font::iter(Bytes::new(file)).collect::<Vec<_>>())
            .filter(|font| {
                let family = font.info().family.as_str();
                !family.contains("CJK") || family.ends_with("CJK SC")
            })
            .collect()
    })
}

/// `sheet` as JSON, with nothing in it that could not be printed.
fn printable(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let prints = |c: char| c.is_ascii() || fonts().iter().any(|font| font.info().coverage.contains(c.into()));
    let text = serde_json::to_string(sheet)?;
    let text: String = text.chars().map(|c| if prints(c) { c } else { UNKNOWN }).collect();
    Ok(text.into_bytes())
}

impl World for Closed {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            Ok(self.data.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }
    fn font(&self, index: usize) -> Option<Font> {
        fonts().get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn id(path: &str) -> anyhow::Result<FileId> {
    let path = VirtualPath::new(path).map_err(|_| anyhow!("a path of the closed world"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// A document, and where its signature blocks stand, in their order; of a document nobody signs,
/// where the organ's seal goes.
pub struct Rendered {
    pub pdf: Vec<u8>,
    pub blocks: Vec<Place>,
}

/// PDF/A-4f of `sheet`; `name` makes the document's identifier;
/// `at` is the only time in it. Slow: call it off the async threads.
///
/// # Errors
/// If no Chinese font is installed, or the template does not take the data.
pub fn render(name: &str, sheet: &Sheet, at: Timestamp) -> anyhow::Result<Rendered> {
    anyhow::ensure!(!fonts().is_empty(), "no Chinese font: install fonts-noto-cjk");
    let world = Closed {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(fonts())),
        main: Source::new(id("/sheet.typ")?, SHEET.to_owned()),
        data: (id("/data.json")?, Bytes::new(printable(sheet)?)),
    };
    let told = |errors: &[typst::diag::SourceDiagnostic]| {
        anyhow!(
            "typst: {}",
            errors
                .first()
                .map_or_else(String::new, |error| error.message.to_string())
        )
    };
    let document = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| told(&errors))?;
    let (day, (hour, minute)) = (at.date(Zone(0)), at.clock(Zone(0)));
    let month_day = Datetime::from_ymd_hms(day.year(), day.month(), day.day(), hour, minute, 0).context("a time")?;
    let options = PdfOptions {
        ident: Smart::Custom(name.to_owned()),
        creator: Smart::Custom(Some("Maplebridge".to_owned())),
        timestamp: Some(typst_pdf::Timestamp::new_utc(month_day)),
        standards: PdfStandards::new(&[PdfStandard::A_4f]).map_err(|_| anyhow!("PDF/A-4f"))?,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| told(&errors))?;
    // Where nobody signs, one block is kept for the organ's seal.
    let blocks = (0..sheet.signers.len().max(1)).map(|i| block(&document, i).context("a signature block"));
    Ok(Rendered {
        pdf,
        blocks: blocks.collect::<anyhow::Result<_>>()?,
    })
}

/// Where the template says that signature block `i` stands.
fn block(document: &PagedDocument, i: usize) -> Option<Place> {
    let corner = |name: &str| {
        let label = Label::new(PicoStr::intern(&format!("{name}-{i}")))?;
        let found = document.introspector().query_label(label).ok()?;
        document.introspector().position(found.location()?)
    };
    let (from, to) = (corner("from")?, corner("to")?);
    let page = from.page.get() - 1;
    let height = document.pages().get(page)?.frame.height();
    // Typst counts downwards from the top, PDF upwards from the bottom.
    let hundredths = |length: Abs| (length.to_pt() * 100.0).round() as i64;
    Some(Place {
        page,
        left: hundredths(from.point.x),
        bottom: hundredths(height - to.point.y),
        right: hundredths(to.point.x),
        top: hundredths(height - from.point.y),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_without_a_face_stops_no_document() {
        let sheet = Sheet {
            organ: "调解中心".into(),
            title: "调解笔录".into(),
            number: String::new(),
            parties: vec!["翻译：ພາສາລາວ 🙂 \u{10FFFD}".into()],
            opening: Vec::new(),
            clauses: Vec::new(),
            facts: Vec::new(),
            qr: String::new(),
            closing: Vec::new(),
            signers: Vec::new(),
            signed: Vec::new(),
            date: String::new(),
            footer: String::new(),
        };
        let rendered = render("test", &sheet, Timestamp(1_772_413_200_000)).expect("a document");
        assert!(rendered.pdf.starts_with(b"%PDF"));
        let said = String::from_utf8(printable(&sheet).expect("printable")).expect("JSON");
        assert!(said.contains("翻译") && !said.contains('🙂'));
    }
}
