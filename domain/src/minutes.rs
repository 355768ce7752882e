//! 电子笔录 and who takes part beside the seats: what was written down of the talks, what each side says
//! to it, and the interpreter (OMR 22; 在线诉讼规则 24).

use crate::actor::Side;
use crate::hash::Digest;
use crate::id::PersonId;
use crate::moment::Timestamp;
use crate::sorted::Map;

/// The minutes of one session as they were closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Of the text, kept as it came (UTF-8).
    pub document: Digest,
    /// Bytes of the text.
    pub size: u64,
    pub closed: Timestamp,
    /// When each side answered, and its remark where it does not confirm.
    pub answers: Map<Side, (Timestamp, Option<String>)>,
}

impl Minutes {
    /// Both sides have answered: the minutes stand as they are.
    pub fn settled(&self) -> bool {
        self.answers.len() == 2
    }
}

/// 翻译人员
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    pub person: PersonId,
    /// Between Chinese and this language, in the words its speakers know it by.
    pub language: String,
}
