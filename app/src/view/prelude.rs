//! What a screen is written with: our drawing, Leptos' signals.

pub use super::signal::{Memo, RwSignal, Signal, StoredValue, effect, spawn_local};
pub use super::{Children, ChildrenFn, CollectView, IntoView, NodeRef, TextProp, View, keyed};
pub use leptos::prelude::{
    Callable, Callback, component, event_target_checked, event_target_value, expect_context, on_cleanup,
    provide_context, request_animation_frame, set_interval_with_handle, set_timeout, untrack, use_context,
    window_event_listener, window_event_listener_untyped,
};
pub use markup::view;
