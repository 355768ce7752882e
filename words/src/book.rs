//! The texts of the catalogues in memory.
//!
//! A browser holds none of them in its program: it fetches a pack, all the program's catalogues in
//! one language. Everywhere else they are bound in.

use crate::{acts, frame, party, public, reasons, room, staff};
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
}

impl Book {
    /// In the order of a pack.
    const ALL: [Self; 7] = [
        Self::Frame,
        Self::Acts,
        Self::Reasons,
        Self::Party,
        Self::Room,
        Self::Staff,
        Self::Public,
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
        }
    }

    /// The text of the message at `index`, in the other language while only that one is here.
    ///
    /// # Panics
    /// In a browser before the first pack is there, or with a pack of another build.
    pub fn line(self, language: Language, index: usize) -> &'static str {
        let held = |language| SHELF.with(|shelf| shelf[language as usize].get().map(|pack| pack[self as usize][index]));
        #[cfg(not(target_arch = "wasm32"))]
        if !here(language) {
            open(language, pack(language, &Self::ALL));
        }
        held(language)
            .or_else(|| held(crate::other(language)))
            .expect("the words are fetched before anything is drawn")
    }
}

/// Between two catalogues of a pack.
const NEXT: char = '\u{c}';

/// The catalogues of a pack, each its lines.
type Pack = Vec<Vec<&'static str>>;

thread_local! {
    /// Chinese, English.
    static SHELF: [OnceCell<Pack>; 2] = const { [const { OnceCell::new() }; 2] };
}

fn read(text: &'static str) -> Pack {
    text.split(NEXT).map(|book| book.lines().collect()).collect()
}

/// Keeps a fetched pack for as long as the page lives.
pub fn open(language: Language, text: String) {
    SHELF.with(|shelf| {
        shelf[language as usize].get_or_init(|| read(text.leak()));
    });
}

/// `true` if texts in `language` can be had.
pub fn here(language: Language) -> bool {
    SHELF.with(|shelf| shelf[language as usize].get().is_some())
}

/// What a program with these catalogues fetches: those it does not have are empty.
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
        let pack = read(text.leak());
        assert_eq!(
            pack[Book::Frame as usize][0],
            frame::Word::Product.text(Language::English)
        );
        assert!(pack[Book::Party as usize].is_empty());
    }
}
