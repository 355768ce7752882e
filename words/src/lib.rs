//! The message catalogue: every text a user sees, in Chinese and English.

/// Messages of one [`book::Book`], named by the first word.
macro_rules! catalogue {
    ($book:ident $($name:ident $chinese:literal $english:literal)+) => {
        /// A line for each message: Chinese, English.
        pub(crate) const TEXTS: (&str, &str) = (concat!($($chinese, "\n"),+), concat!($($english, "\n"),+));

        /// One message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($name),+ }

        impl Word {
            pub fn text(self, language: domain::terms::prose::Language) -> &'static str {
                $crate::book::Book::$book.line(language, self as usize)
            }
        }

        impl $crate::Text for Word {
            fn text(self, language: domain::terms::prose::Language) -> &'static str {
                self.text(language)
            }
        }
    };
}

pub mod acts;
pub mod aside;
pub mod book;
mod frame;
pub mod party;
pub mod public;
mod reasons;
pub mod room;
pub mod staff;

pub use acts::act;
pub use frame::{Word, gap, role, stage};
pub use reasons::{article, reason};

use domain::terms::prose::Language;

/// A message of any of the catalogues.
pub trait Text: Copy + Send + Sync + 'static {
    fn text(self, language: Language) -> &'static str;
}

pub fn other(language: Language) -> Language {
    match language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    }
}
