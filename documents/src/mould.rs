//! The places for marks on a document's pages.

use domain::mark::TIME;
use pades::form::{self, Field, Place};

/// Names of the fields, and where each stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mould(pub Vec<(&'static str, Place)>);

impl Mould {
    /// `pdf` with its empty fields: those on the pages, and one for the last timestamp.
    ///
    /// # Errors
    /// If the document is not of the form that is signed here.
    pub fn fields(&self, pdf: &[u8]) -> Result<Vec<u8>, pades::Fault> {
        let mut fields: Vec<Field> = self
            .0
            .iter()
            .map(|(name, place)| Field {
                name: (*name).to_owned(),
                place: Some(*place),
            })
            .collect();
        fields.push(Field {
            name: TIME.to_owned(),
            place: None,
        });
        form::add(pdf, &fields)
    }
}
