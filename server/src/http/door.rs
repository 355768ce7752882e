//! The frame of the doors: plain HTML that works on any phone, before and without the app. Each stays
//! under 15 KB with its style.
//!
//! Texts are Chinese; `?lang=en` shows English. No script, no inline style (CSP).

use super::site;
use crate::app::App;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::{Router, routing};
use domain::terms::prose::Language;
use serde::Deserialize;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/door.css", routing::get(style))
        .route("/icon.svg", routing::get(icon))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The text in this language.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
    pub fn language(self) -> Language {
        match self {
            Self::Zh => Language::Chinese,
            Self::En => Language::English,
        }
    }
    /// To be added to links, so that the language stays.
    pub fn query(self) -> &'static str {
        self.of("", "?lang=en")
    }
}

/// `?lang=en`; anything else is Chinese.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    pub lang: Option<String>,
}

impl Asked {
    pub fn lang(&self) -> Lang {
        if self.lang.as_deref() == Some("en") {
            Lang::En
        } else {
            Lang::Zh
        }
    }
}

/// Text made safe for HTML content and quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// One whole page. `path` is the page's own address, for the language switch; `program` is the
/// client whose download starts while the person reads.
pub fn page(lang: Lang, path: &str, title: &str, program: Option<&str>, body: &str) -> Html<String> {
    let code = lang.of("zh-CN", "en");
    let (other, label) = match lang {
        Lang::Zh => (with_lang(path), "English"),
        Lang::En => (path.to_owned(), "中文"),
    };
    let other_code = lang.of("en", "zh-CN");
    let preload = program.and_then(site::files_of).map_or_else(String::new, |files| {
        format!(
            "<link rel=\"modulepreload\" href=\"{}\"><link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin><link rel=\"preload\" href=\"{}\" as=\"fetch\" crossorigin>",
            escape(&files.script),
            escape(&files.wasm),
            escape(lang.of(&files.chinese, &files.english)),
        )
    });
    let brand = lang.of("枫桥云调", "Maplebridge");
    let help = lang.of(
        "需要帮助？拨打职工热线 <a href=\"tel:12351\">12351</a>，由工作人员接听。",
        "Need help? Call the workers' hotline <a href=\"tel:12351\">12351</a>; a person answers.",
    );
    let skip = lang.of("跳到正文", "Skip to content");
    Html(format!(
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {brand}</title><link rel=\"stylesheet\" href=\"/door.css\"><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">{preload}</head>\
         <body><a class=\"skip\" href=\"#main\">{skip}</a><header><div><a class=\"brand\" href=\"/{query}\">{MARK}{brand}</a><a lang=\"{other_code}\" hreflang=\"{other_code}\" href=\"{other}\">{label}</a></div></header><main id=\"main\">{body}</main><footer><p>{help}</p></footer></body></html>",
        query = lang.query(),
        other = escape(&other),
    ))
}

/// The address in English; it may carry a query already.
fn with_lang(path: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}lang=en")
}

/// A way from the device at hand to the reader's own phone: `path` of this portal as a QR code, which opens nothing
/// by itself.
pub fn own_phone(lang: Lang, origin: &str, path: &str, lead: &str) -> String {
    let picture = super::invitations::qr(&format!("{origin}{path}"));
    let name = lang.of(
        "用自己的手机打开本站的二维码",
        "QR code that opens this portal on your own phone",
    );
    format!("<section><h2>{lead}</h2><div class=\"qr\" role=\"img\" aria-label=\"{name}\">{picture}</div></section>")
}

/// A page that says why something did not work, and the way on.
pub fn trouble(lang: Lang, path: &str, status: StatusCode, title: &str, text: &str) -> Response {
    let back = lang.of("回到首页", "Back to the start");
    let body = format!(
        "<h1>{title}</h1><p class=\"note bad\" role=\"alert\">{text}</p><p><a class=\"button quiet\" href=\"/{}\">{back}</a></p>",
        lang.query()
    );
    (status, page(lang, path, title, None, &body)).into_response()
}

/// The client's tokens, then what the doors alone need: one look.
const STYLE: &str = concat!(include_str!("../../../app/style/tokens.css"), include_str!("door.css"));
const MARK: &str = include_str!("../../../app/style/mark.svg").trim_ascii_end();
const ICON: &str = include_str!("../../../app/static/icon.svg");

fn lasting(media_type: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, content)
}

async fn style() -> impl IntoResponse {
    lasting("text/css; charset=utf-8", STYLE)
}

async fn icon() -> impl IntoResponse {
    lasting("image/svg+xml", ICON)
}

/// Drawings of the client's set, for doors.
pub fn glyph(paths: &str) -> String {
    format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{paths}</svg>"
    )
}

pub const PEN: &str =
    "<path d=\"M4 20l1-4.5L15.8 4.7a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19zM13.5 7l3.5 3.5M13 20h7\"/>";
pub const LETTER: &str =
    "<rect x=\"3\" y=\"5\" width=\"18\" height=\"14\" rx=\"2\"/><path d=\"m3.5 7 8.5 6.5L20.5 7\"/>";
pub const SHIELD: &str = "<path d=\"M12 3 5 5.5v5.5c0 4.5 2.8 8 7 10 4.2-2 7-5.5 7-10V5.5zM8.8 12l2.3 2.3 4.2-4.6\"/>";
