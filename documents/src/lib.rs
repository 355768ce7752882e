//! Documents by typst: a closed world (one template, one data file, no network, no clock), so the
//! same data always makes the same bytes. Server and verifier share it.

mod again;
mod agreement;
mod application;
mod arrears;
mod award;
mod certificate;
mod claim;
mod closing;
mod decision;
mod ended;
mod faces;
mod intake;
mod letter;
mod mediator;
mod minutes;
mod motion;
mod mould;
mod notice;
mod objection;
mod petition;
mod record;
mod service;
mod support;
mod term;
mod title;
mod transfer;
mod words;

pub use again::{again, agreement_file};
pub use agreement::agreement;
pub use application::{
    closed as application_closed, extension as extension_approval, notice as application_notice,
    petition as joint_application, proof as mediation_proof, refusal as application_refusal,
};
pub use arrears::{demand, enforcement, payment_order};
pub use award::conclusion;
pub use certificate::{Circumstances, Completion, Declined, Marking, Signing, certificate};
pub use claim::{arbitration as agreement_petition, suit};
pub use closing::{index, report};
pub use decision::decision;
pub use ended::{ended, extension};
pub use faces::{FACES, look_in, strange_faces};
pub use intake::{acceptance, inquiry, receipt as request_receipt};
pub use letter::{Content as LetterContent, letter as own_letter, title as letter_title};
pub use mediator::{appointment, disclosure};
pub use minutes::minutes;
pub use motion::{handover, tribunal_decision};
pub use mould::Mould;
pub use notice::{notice, refusal};
pub use objection::objection;
pub use petition::{own_petition, petition};
pub use record::{Record, record};
pub use service::{receipt, slip};
pub use support::support;
pub use term::{evidence_notice, hearing_notice, term_notice};
pub use title::title;
pub use transfer::{letter, list};
pub use words::Words;

use anyhow::{Context, anyhow};
use domain::moment::{Timestamp, Zone};
use faces::fonts;
use pades::form::Place;
use std::collections::BTreeSet;
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
use typst_svg::SvgOptions;

/// Of template, sentences, faces and typesetter together. Whoever changes what an agreement looks like gives it
/// a new name; where only the template changed, the one before stays among [`TEMPLATES`], so that older agreements
/// are still made again. Else they are told to need the verifier of theirs (`docs/spec/dossier.md` 4.1).
pub const EDITION: &str = "2";

/// 调解协议书 and the decisions, on one sheet: by edition, the newest first.
const TEMPLATES: [(&str, &str); 2] = [
    (EDITION, include_str!("sheet.typ")),
    // Boxes could stand below the last paragraph alone.
    ("1", include_str!("sheet-1.typ")),
];

/// Editions that are made here.
pub fn editions() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|(edition, _)| *edition)
}

fn template(edition: &str) -> Option<&'static str> {
    TEMPLATES.iter().find(|(own, _)| *own == edition).map(|(_, text)| *text)
}

/// A heading, and what stands below it: `(label, value)`.
pub type Facts = (String, Vec<(String, String)>);

/// Everything a document says, in the order it says it. Plain text, never markup.
#[derive(Clone, Debug, Default, serde::Serialize)]
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
    /// Stands beside the clauses, one for one.
    pub second: Option<Column>,
    /// Files enclosed in the document, for machines.
    pub attached: Vec<Attached>,
    /// Tables of facts, one below the other.
    pub facts: Vec<Facts>,
    /// Pictures (SVG) beside the tables, one for each; blank for none.
    pub looks: Vec<String>,
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

impl Sheet {
    /// What it says, in order, a paragraph to a line: for whoever cannot look at it.
    pub fn text(&self) -> String {
        let mut lines = vec![self.organ.clone(), self.title.clone(), self.number.clone()];
        lines.extend(self.parties.iter().cloned());
        let headed = |(head, text): &(String, String)| match head.as_str() {
            "" => text.clone(),
            head => format!("{head}：{text}"),
        };
        lines.extend(self.opening.iter().map(headed));
        lines.extend(self.clauses.iter().cloned());
        for (head, rows) in &self.facts {
            lines.push(head.clone());
            lines.extend(rows.iter().map(headed));
        }
        lines.extend(self.closing.iter().cloned());
        lines.extend(self.signers.iter().map(headed));
        lines.extend(self.signed.iter().cloned());
        lines.push(self.date.clone());
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}

/// The clauses in a second language.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Column {
    /// BCP 47
    pub tag: &'static str,
    /// Family that has the language's letters.
    pub font: &'static str,
    pub title: &'static str,
    /// The language's own name, and what Chinese calls it.
    pub head: (&'static str, &'static str),
    /// That Chinese governs, in both languages.
    pub governs: (String, &'static str),
    /// A note, or blank, and the text; whether that is Chinese.
    pub clauses: Vec<(&'static str, String, bool)>,
}

#[derive(Clone, Debug, serde::Serialize)]
pub struct Attached {
    /// `terms.json`
    pub name: &'static str,
    pub about: &'static str,
    #[serde(skip)]
    pub content: Vec<u8>,
}

/// Stands for a character none of the faces has: PDF/A takes no document with a hole in it.
const UNKNOWN: char = '□';

struct Closed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

fn prints(c: char) -> bool {
    c.is_ascii() || fonts().iter().any(|font| font.info().coverage.contains(c.into()))
}

/// Characters of what is agreed, and of the names below it, that no face has, each once. Everywhere else
/// such a character is shown as missing; here it would be signed.
pub fn unprintable(sheet: &Sheet) -> BTreeSet<char> {
    let second = sheet.second.iter().flat_map(|it| &it.clauses).map(|(_, text, _)| text);
    let names = sheet.signers.iter().map(|(_, name)| name);
    let texts = sheet.clauses.iter().chain(second).chain(names);
    texts.flat_map(|text| text.chars()).filter(|c| !prints(*c)).collect()
}

/// `sheet` as JSON, with nothing in it that could not be printed.
fn printable(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
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
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
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

fn told(errors: &[typst::diag::SourceDiagnostic]) -> anyhow::Error {
    let first = errors.first().map(|error| error.message.to_string());
    anyhow!("typst: {}", first.unwrap_or_default())
}

fn laid_out(edition: &str, sheet: &Sheet) -> anyhow::Result<PagedDocument> {
    let template = template(edition).with_context(|| format!("no template of edition {edition}"))?;
    anyhow::ensure!(!fonts().is_empty(), "no Chinese font: install fonts-noto-cjk");
    let mut files = vec![(id("/data.json")?, Bytes::new(printable(sheet)?))];
    for file in &sheet.attached {
        files.push((id(&format!("/{}", file.name))?, Bytes::new(file.content.clone())));
    }
    let world = Closed {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(fonts())),
        main: Source::new(id("/sheet.typ")?, template.to_owned()),
        files,
    };
    let compiled = typst::compile::<PagedDocument>(&world);
    compiled.output.map_err(|errors| told(&errors))
}

/// `sheet` as one SVG picture, page below page. Slow: call it off the async threads.
///
/// # Errors
/// If no Chinese font is installed, or the template does not take the data.
pub fn picture(sheet: &Sheet) -> anyhow::Result<String> {
    Ok(typst_svg::svg_merged(
        &laid_out(EDITION, sheet)?,
        &SvgOptions::default(),
        Abs::mm(4.0),
    ))
}

/// PDF/A-4f of `sheet`; `name` makes the document's identifier;
/// `at` is the only time in it. Slow: call it off the async threads.
///
/// # Errors
/// If no Chinese font is installed, or the template does not take the data.
pub fn render(name: &str, sheet: &Sheet, at: Timestamp) -> anyhow::Result<Rendered> {
    render_as(EDITION, name, sheet, at)
}

/// [`render`] as `edition` had it.
///
/// # Errors
/// As [`render`]; if no template of that edition is known.
pub fn render_as(edition: &str, name: &str, sheet: &Sheet, at: Timestamp) -> anyhow::Result<Rendered> {
    let document = laid_out(edition, sheet)?;
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
            parties: vec!["翻译：ພາສາລາວ 🙂 \u{10FFFD}".into()],
            ..Sheet::default()
        };
        let rendered = render("test", &sheet, Timestamp(1_772_413_200_000)).expect("a document");
        assert!(rendered.pdf.starts_with(b"%PDF"));
        let said = String::from_utf8(printable(&sheet).expect("printable")).expect("JSON");
        assert!(said.contains("翻译") && !said.contains('🙂'));
    }
}
