//! The texts of the catalogues in memory.
//!
//! A browser holds none of them in its program: it fetches packs, catalogues in one language, the
//! program's own before anything is drawn and those of a part with the part. Everywhere else they are bound in.

use crate::{acts, aside, frame, party, public, reasons, room, staff};
use domain::terms::prose::Language;
use std::cell::OnceCell;

/// A catalogue, by its place in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    Frame,
    Acts,
    Reasons,
    Party,
    Room,
    Staff,
    Public,
    /// Of the part of the parties' program that is fetched when first opened.
    Aside,
    /// Acts no party does.
    OfficeActs,
}

impl Book {
    /// In the order of a pack.
    const ALL: [Self; 9] = [
        Self::Frame,
        Self::Acts,
        Self::Reasons,
        Self::Party,
        Self::Room,
        Self::Staff,
        Self::Public,
        Self::Aside,
        Self::OfficeActs,
    ];

    /// A line for each message: Chinese, English.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Frame => frame::TEXTS,
            Self::Acts => acts::TEXTS,
            Self::Reasons => reasons::TEXTS,
            Self::Party => party::TEXTS,
            Self::Room => room::TEXTS,
            Self::Staff => staff::TEXTS,
            Self::Public => public::TEXTS,
            Self::Aside => aside::TEXTS,
            Self::OfficeActs => acts::OFFICE_TEXTS,
        }
    }

    /// The text of the message at `index`, in the other language while only that one is here.
    ///
    /// # Panics
    /// In a browser before the first pack is there, or with a pack of another build.
    pub fn line(self, language: Language, index: usize) -> &'static str {
        let held =
            |language| SHELF.with(|shelf| shelf[language as usize][self as usize].get().map(|lines| lines[index]));
        #[cfg(not(target_arch = "wasm32"))]
        if !self.here(language) {
            open(language, pack(language, &Self::ALL));
        }
        held(language)
            .or_else(|| held(crate::other(language)))
            .expect("the words are fetched before anything is drawn")
    }

    /// `true` if its texts in `language` can be had.
    pub fn here(self, language: Language) -> bool {
        SHELF.with(|shelf| shelf[language as usize][self as usize].get().is_some())
    }
}

/// Between two catalogues of a pack.
const NEXT: char = '\u{c}';

/// Its lines.
type Lines = Vec<&'static str>;

thread_local! {
    /// Chinese, English; of each the catalogues that were fetched.
    static SHELF: [[OnceCell<Lines>; Book::ALL.len()]; 2] = const { [const { [const { OnceCell::new() }; Book::ALL.len()] }; 2] };
}

/// Keeps the catalogues of a fetched pack for as long as the page lives.
pub fn open(language: Language, text: String) {
    let text: &'static str = text.leak();
    SHELF.with(|shelf| {
        for (place, book) in shelf[language as usize].iter().zip(text.split(NEXT)) {
            if !book.is_empty() {
                place.get_or_init(|| book.lines().collect());
            }
        }
    });
}

/// What is fetched to have these catalogues: the others are empty.
pub fn pack(language: Language, books: &[Book]) -> String {
    let texts = Book::ALL.map(|book| match (books.contains(&book), language) {
        (false, _) => "",
        (true, Language::Chinese) => book.texts().0,
        (true, Language::English) => book.texts().1,
    });
    texts.join(&NEXT.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_one_line_in_each_language() {
        for book in Book::ALL {
            let (chinese, english) = book.texts();
            assert_eq!(chinese.lines().count(), english.lines().count(), "{book:?}");
            assert!(!format!("{chinese}{english}").contains(NEXT), "{book:?}");
            assert!(
                chinese.lines().chain(english.lines()).all(|line| !line.is_empty()),
                "{book:?}"
            );
        }
    }

    #[test]
    fn a_pack_holds_its_programs_catalogues_where_they_are_looked_for() {
        let text = pack(Language::English, &[Book::Room, Book::Frame]);
        let pack: Vec<Vec<&str>> = text.split(NEXT).map(|book| book.lines().collect()).collect();
        assert_eq!(
            pack[Book::Frame as usize][0],
            frame::Word::Product.text(Language::English)
        );
        assert!(pack[Book::Party as usize].is_empty());
    }

    #[test]
    fn a_part_brings_its_words_after_the_programs_own() {
        open(Language::English, pack(Language::English, &[Book::Frame]));
        assert!(Book::Frame.here(Language::English) && !Book::Aside.here(Language::English));
        open(Language::English, pack(Language::English, &[Book::Aside]));
        assert!(Book::Aside.here(Language::English));
    }
}
