//! From parsed markup to calls of the runtime.

use crate::html;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use rstml::node::{
    KVAttributeValue, KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeBlock, NodeElement, NodeName,
};
use syn::spanned::Spanned;
use syn::{Error, Expr, Result};

type Element = NodeElement<rstml::Infallible>;

/// One piece of markup on its way: HTML, and what fills its marks in document order.
#[derive(Default)]
struct Piece {
    html: String,
    fills: Vec<TokenStream>,
    open: Vec<String>,
}

/// An expression of type `View`.
pub fn view(nodes: &[Node]) -> Result<TokenStream> {
    if let [node] = nodes
        && let Some(value) = value(node)?
    {
        return Ok(quote! { crate::view::IntoView::into_view(#value) });
    }
    let mut piece = Piece::default();
    for node in nodes {
        piece.node(node)?;
    }
    let Piece { html, fills, .. } = piece;
    if fills.is_empty() {
        return Ok(quote! { crate::view::Piece::still(#html) });
    }
    Ok(quote! {{
        let mut __piece = crate::view::Piece::new(#html);
        #(#fills)*
        __piece.done()
    }})
}

/// What is put into a mark whole: `{value}` or a component.
fn value(node: &Node) -> Result<Option<TokenStream>> {
    match node {
        Node::Block(NodeBlock::ValidBlock(block)) => {
            // A block of one expression needs no braces of its own.
            if let [syn::Stmt::Expr(expression, None)] = block.stmts.as_slice() {
                return Ok(Some(quote! { #expression }));
            }
            Ok(Some(quote! { #block }))
        }
        Node::Element(element) => match component_name(element.name()) {
            Some(name) => component(&name, element).map(Some),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// A name with a capital is a component's.
fn component_name(name: &NodeName) -> Option<TokenStream> {
    let NodeName::Path(path) = name else { return None };
    let last = path.path.segments.last()?.ident.to_string();
    last.starts_with(|c: char| c.is_ascii_uppercase())
        .then(|| quote! { #path })
}

fn component(name: &TokenStream, element: &Element) -> Result<TokenStream> {
    let mut props = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new(attribute.span(), "a component takes props by name"));
        };
        let prop = Ident::new(&attribute.key.to_string(), attribute.key.span());
        let value = match given(attribute)? {
            Some(value) => quote! { #value },
            None => quote! { #prop },
        };
        props.push(quote! { .#prop(#[allow(unused_braces)] { #value }) });
    }
    if !element.children().is_empty() {
        let children = view(element.children())?;
        props.push(quote! { .children(crate::view::ToChildren::to_children(move || #children)) });
    }
    let span = element.name().span();
    Ok(quote_spanned! {span=> {
        #[allow(clippy::let_unit_value)]
        let __props = ::leptos::component::component_props_builder(&#name) #(#props)* .build();
        ::leptos::prelude::untrack(move || ::leptos::component::component_view(#name, __props))
    }})
}

/// The value after `=`, or `None` where the name stands alone.
fn given(attribute: &KeyedAttribute) -> Result<Option<&Expr>> {
    match &attribute.possible_value {
        KeyedAttributeValue::None => Ok(None),
        KeyedAttributeValue::Value(given) => match &given.value {
            KVAttributeValue::Expr(expression) => Ok(Some(expression)),
            KVAttributeValue::InvalidBraced(block) => Err(Error::new(block.span(), "not a value")),
        },
        KeyedAttributeValue::Binding(binding) => Err(Error::new(binding.span(), "not a value")),
    }
}

impl Piece {
    fn node(&mut self, node: &Node) -> Result<()> {
        match node {
            Node::Text(text) => {
                html::escape(&text.value_string(), &mut self.html);
                Ok(())
            }
            Node::Fragment(fragment) => fragment.children().iter().try_for_each(|node| self.node(node)),
            Node::Element(element) if component_name(element.name()).is_none() => self.element(element),
            _ => match value(node)? {
                Some(value) => self.mark(node.span(), &value),
                None => Err(Error::new(node.span(), "view! cannot draw this")),
            },
        }
    }

    fn mark(&mut self, span: Span, value: &TokenStream) -> Result<()> {
        if self.open.last().is_some_and(|tag| html::is_text_only(tag)) {
            return Err(Error::new(span, "a browser reads the content of this element as text"));
        }
        self.html.push_str("<template _></template>");
        self.fills.push(quote_spanned! {span=> __piece.fill(#value); });
        Ok(())
    }

    fn element(&mut self, element: &Element) -> Result<()> {
        let tag = element.name().to_string();
        if let Some(why) = html::misplaced(&tag, &self.open) {
            return Err(Error::new(element.name().span(), why));
        }
        self.html.push('<');
        self.html.push_str(&tag);
        let mut sets = Vec::new();
        // Toggled classes come after the list they toggle in.
        let mut toggles = Vec::new();
        for attribute in element.attributes() {
            let NodeAttribute::Attribute(attribute) = attribute else {
                return Err(Error::new(attribute.span(), "an attribute has a name"));
            };
            self.attribute(attribute, &mut sets, &mut toggles)?;
        }
        sets.append(&mut toggles);
        if !sets.is_empty() {
            self.html.push_str(" _");
            self.fills.push(quote! { __piece.element(); });
            self.fills.append(&mut sets);
        }
        self.html.push('>');
        if html::is_void(&tag) {
            return Ok(());
        }
        self.open.push(tag.clone());
        for child in element.children() {
            self.node(child)?;
        }
        self.open.pop();
        self.html.push_str("</");
        self.html.push_str(&tag);
        self.html.push('>');
        Ok(())
    }

    fn attribute(
        &mut self,
        attribute: &KeyedAttribute,
        sets: &mut Vec<TokenStream>,
        toggles: &mut Vec<TokenStream>,
    ) -> Result<()> {
        let name = attribute.key.to_string();
        let span = attribute.key.span();
        if let Some(text) = attribute
            .value_literal_string()
            .filter(|_| !name.contains(':') && name != "inner_html")
        {
            html::attribute(&name, &text, &mut self.html);
            return Ok(());
        }
        let Some(value) = given(attribute)? else {
            html::attribute(&name, "", &mut self.html);
            return Ok(());
        };
        match name.split_once(':') {
            Some(("on", event)) => {
                let event = Ident::new(event, span);
                sets.push(quote_spanned! {span=> __piece.on(::leptos::ev::#event, #value); });
            }
            Some(("prop", name)) => sets.push(quote_spanned! {span=> __piece.prop(#name, #value); }),
            Some(("class", name)) => toggles.push(quote_spanned! {span=> __piece.class(#name, #value); }),
            Some(("bind", "value")) => sets.push(quote_spanned! {span=> __piece.bind_value(#value); }),
            Some(("bind", "checked")) => sets.push(quote_spanned! {span=> __piece.bind_checked(#value); }),
            Some(_) => return Err(Error::new(span, "no such directive")),
            None if name == "node_ref" => sets.push(quote_spanned! {span=> __piece.node_ref(#value); }),
            None if name == "inner_html" => sets.push(quote_spanned! {span=> __piece.inner_html(#value); }),
            None => sets.push(quote_spanned! {span=> __piece.attr(#name, #value); }),
        }
        Ok(())
    }
}
