//! Writing the HTML of what never changes, so that a browser parses it back into the same tree.

/// Elements without content (HTML §13.1.2).
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
];

/// Elements before which the parser closes an open paragraph (HTML §13.2.6.4.7).
const CLOSES_PARAGRAPH: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "ul",
];

/// Elements the parser does not let stand within one of their own kind.
const NEVER_NESTED: [&str; 4] = ["a", "button", "form", "option"];

/// Elements whose content the parser reads as text: nothing can be marked in them.
const TEXT_ONLY: [&str; 4] = ["textarea", "title", "style", "script"];

pub fn is_void(tag: &str) -> bool {
    VOID.contains(&tag)
}

pub fn is_text_only(tag: &str) -> bool {
    TEXT_ONLY.contains(&tag)
}

/// Why `tag` would be moved elsewhere by the parser where it stands inside `open`.
pub fn misplaced(tag: &str, open: &[String]) -> Option<String> {
    let within = |outer: &str| open.iter().any(|open| open == outer);
    if CLOSES_PARAGRAPH.contains(&tag) && within("p") {
        return Some(format!("a browser closes the paragraph before <{tag}>"));
    }
    if NEVER_NESTED.contains(&tag) && within(tag) {
        return Some(format!("a browser lets no <{tag}> stand within another"));
    }
    None
}

pub fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '"' => into.push_str("&quot;"),
            c => into.push(c),
        }
    }
}

/// ` name="value"`, without quotes where HTML needs none.
pub fn attribute(name: &str, value: &str, into: &mut String) {
    into.push(' ');
    into.push_str(name);
    if value.is_empty() {
        return;
    }
    into.push('=');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '#');
    if value.chars().all(plain) {
        into.push_str(value);
    } else {
        into.push('"');
        escape(value, into);
        into.push('"');
    }
}
