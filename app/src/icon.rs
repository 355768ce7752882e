//! One set of icons, drawn by ourselves on a 24-unit grid with one stroke width. Each stands beside
//! its word, so all are hidden from screen readers.

use crate::view::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Mic,
    MicOff,
    Camera,
    CameraOff,
    Leave,
    Hand,
    People,
    Document,
    Pen,
    Check,
    Cross,
    Clock,
    Warning,
    Lock,
    Upload,
    Download,
    Speaker,
    Back,
    Forward,
    Globe,
    Shield,
    Phone,
    Info,
    Offline,
    Chat,
    More,
    Screen,
}

impl Icon {
    fn drawing(self) -> &'static str {
        match self {
            Self::Mic => {
                r#"<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>"#
            }
            Self::MicOff => {
                r#"<path d="M9 9v2a3 3 0 0 0 5 2.2M15 10V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.4 5.2M18.5 11.5a6.5 6.5 0 0 1-.5 2.5M12 18v3M4 4l16 16"/>"#
            }
            Self::Camera => r#"<rect x="3" y="6" width="12" height="12" rx="2"/><path d="m15 10.5 6-3v9l-6-3"/>"#,
            Self::CameraOff => {
                r#"<path d="M10 6h3a2 2 0 0 1 2 2v3m0 4v1a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 1.5-1.9M15 10.5l6-3v9l-3.5-1.8M4 4l16 16"/>"#
            }
            Self::Leave => r#"<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9"/>"#,
            Self::Hand => {
                r#"<path d="M8 12V6a1.5 1.5 0 0 1 3 0v5-7a1.5 1.5 0 0 1 3 0v7-5.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6c-2.6 0-4-1.2-5.3-3.2L3.6 14a1.5 1.5 0 0 1 2.4-1.8L8 14.5"/>"#
            }
            Self::People => {
                r#"<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5"/>"#
            }
            Self::Document => {
                r#"<path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4"/>"#
            }
            Self::Pen => {
                r#"<path d="M4 20l1-4.5L15.8 4.7a2 2 0 0 1 2.8 0l.7.7a2 2 0 0 1 0 2.8L8.5 19zM13.5 7l3.5 3.5M13 20h7"/>"#
            }
            Self::Check => r#"<path d="m4.5 12.5 5 5 10-11"/>"#,
            Self::Cross => r#"<path d="m6 6 12 12M18 6 6 18"/>"#,
            Self::Clock => r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>"#,
            Self::Warning => r#"<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.3v.1"/>"#,
            Self::Lock => r#"<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>"#,
            Self::Upload => r#"<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/>"#,
            Self::Download => r#"<path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/>"#,
            Self::Speaker => r#"<path d="M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>"#,
            Self::Back => r#"<path d="M19 12H5M11 6l-6 6 6 6"/>"#,
            Self::Forward => r#"<path d="m9 5 7 7-7 7"/>"#,
            Self::Globe => {
                r#"<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18"/>"#
            }
            Self::Shield => {
                r#"<path d="M12 3 5 5.5v5.5c0 4.5 2.8 8 7 10 4.2-2 7-5.5 7-10V5.5zM8.8 12l2.3 2.3 4.2-4.6"/>"#
            }
            Self::Phone => {
                r#"<path d="M6.5 3.5h2.8l1.5 4-2 1.5a12 12 0 0 0 6.2 6.2l1.5-2 4 1.5v2.8a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"/>"#
            }
            Self::Info => r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>"#,
            Self::Offline => {
                r#"<path d="M8 18.5H7a4.5 4.5 0 0 1-1-8.9M9 5.8a6 6 0 0 1 8.7 3.8 4.5 4.5 0 0 1 2.6 7.2M13.5 18.5H12M4 4l16 16"/>"#
            }
            Self::Chat => {
                r#"<path d="M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z"/>"#
            }
            Self::More => r#"<path d="M5 12v.1M12 12v.1M19 12v.1"/>"#,
            Self::Screen => r#"<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M8 20h8M12 16v4"/>"#,
        }
    }
}

/// `which`, as large as the text beside it.
pub fn icon(which: Icon) -> View {
    view! {
        <svg
            class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" inner_html=which.drawing()
        ></svg>
    }
}

/// The brand: a maple leaf over the arch of a bridge.
pub fn mark() -> View {
    view! { <span aria-hidden="true" inner_html=include_str!("../style/mark.svg")></span> }
}
