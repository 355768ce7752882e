//! Texts handed to components: fixed, or following the language and what else they read.

use super::closure::Yield;
use std::borrow::Cow;
use std::sync::Arc;

pub type Text = Cow<'static, str>;

/// A text, or what says it.
#[derive(Clone)]
pub struct TextProp(Arc<dyn Yield<Text> + Send + Sync>);

impl TextProp {
    pub fn get(&self) -> Text {
        self.0.now()
    }
}

impl From<&'static str> for TextProp {
    fn from(text: &'static str) -> Self {
        Self(Arc::new(move || Text::Borrowed(text)))
    }
}

impl From<String> for TextProp {
    fn from(text: String) -> Self {
        Self(Arc::new(move || Text::Owned(text.clone())))
    }
}

impl<T: Into<Text>, F: Fn() -> T + Send + Sync + 'static> From<F> for TextProp {
    fn from(say: F) -> Self {
        Self(Arc::new(move || say().into()))
    }
}
