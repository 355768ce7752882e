//! `view!`: Leptos' markup, drawn with one type instead of one for every place.
//!
//! Leptos' own `view!` gives each piece of markup a type of its own, and each type its own code to
//! build, mount and redraw: on a phone's network that code was half of the party's program. Here
//! what never changes becomes one string of HTML, parsed by the browser once, and only what changes
//! is code: a call for each hole, in document order. The runtime is `app/src/view`.

mod expand;
mod html;

use proc_macro::TokenStream;

/// Markup as Leptos writes it: elements, `attribute=value`, `on:event`, `prop:name`, `class:name`,
/// `bind:value|checked`, `node_ref`, `inner_html`, components with their props, text, `{values}`.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    match rstml::parse(tokens) {
        Ok(nodes) => expand::view(&nodes)
            .unwrap_or_else(syn::Error::into_compile_error)
            .into(),
        Err(error) => error.into_compile_error().into(),
    }
}
