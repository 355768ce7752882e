//! The presented agreement made again from the dossier alone: what it said of the terms when it was signed is
//! then not a matter of trust. Rendering itself is no part of this crate; a program that has a typesetter passes
//! it in.

use crate::case::Case;
use crate::hash::{Commitment, Digest};
use crate::moment::Timestamp;
use crate::terms::Terms;
use crate::terms::prose::Language;
use crate::terms::second::Translation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `documents/rendering.json`: what the agreement says beside the case's log and the values it commits to.
/// Names are held against the certificates of those who signed, `at` against the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// When it was rendered: the only time in it, and the day it is dated.
    pub at: Timestamp,
    /// Of templates, faces and typesetter: only the same makes the same bytes.
    pub edition: String,
    /// Name of who interprets; blank without.
    pub interpreter: String,
    /// Name of the mediator.
    pub mediator: String,
    /// Name of the mediation body.
    pub organ: String,
}

/// Everything the agreement is made of.
pub struct Presented<'a> {
    /// As it stood when the agreement was presented.
    pub case: &'a Case,
    pub terms: &'a Terms,
    /// Of the terms.
    pub digest: Digest,
    pub translation: Option<&'a Translation>,
    /// Every value the agreement prints, by its commitment.
    pub values: &'a BTreeMap<Commitment, String>,
    pub source: &'a Source,
}

/// What came of making the agreement again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rendering {
    /// The same, to the last byte.
    Same,
    /// Another document: a fault stands beside it.
    Otherwise,
    /// The dossier does not say what it was made of: an earlier version packed or presented it.
    MadeBefore,
    /// This program has no typesetter.
    NotHere,
    /// Made with other templates or faces than this program has.
    OtherEdition,
    /// The faces it is set in are not on this machine.
    FacesMissing,
    /// A value it prints was erased or is not disclosed to this reader.
    ValueMissing,
}

/// Makes the presented document, empty fields and all, or says why it cannot.
pub type Renderer<'a> = &'a dyn Fn(&Presented<'_>) -> Result<Vec<u8>, Rendering>;

impl Rendering {
    /// In words, for a reader who is no engineer.
    pub fn told(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::Same => (
                "已按案卷中的条款和姓名重新排版，与送签文本逐字节相同",
                "made again from the terms and names in this dossier, the document that was signed came out the same to the last byte",
            ),
            Self::Otherwise => (
                "按案卷中的条款和姓名重新排版，与送签文本不同",
                "made again from the terms and names in this dossier, another document came out than the one that was signed",
            ),
            Self::MadeBefore => (
                "未重新排版：本案卷或协议书制作于此项核验之前",
                "cannot be rendered again: made before this version",
            ),
            Self::NotHere => (
                "此处不重新排版；maplebridge-verify 程序可以",
                "not rendered again here; the program maplebridge-verify does",
            ),
            Self::OtherEdition => (
                "未重新排版：协议书按另一版模板和字体制作，请用相应版本的核验程序",
                "not rendered again: made with another edition of templates and faces; use the verifier of that edition",
            ),
            Self::FacesMissing => (
                "未重新排版：本机没有所用字体（fonts-noto-cjk、fonts-noto-core），可用 --fonts 指定",
                "not rendered again: the faces it is set in (fonts-noto-cjk, fonts-noto-core) are not on this machine; name a folder with --fonts",
            ),
            Self::ValueMissing => (
                "未重新排版：协议书所载的个人信息已删除或未向阅卷人披露",
                "not rendered again: a personal value it prints was erased or is not disclosed to this reader",
            ),
        };
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}
