//! What a screen is written with: our drawing, Leptos' signals.

pub use super::{Children, ChildrenFn, CollectView, IntoView, NodeRef, TextProp, View, keyed};
pub use leptos::prelude::{
    Callable, Callback, Effect, Get, GetUntracked, GetValue, LocalStorage, Memo, ReadSignal, RwSignal, Set, SetValue,
    Signal, StoredValue, Track, UntrackableGuard, Update, UpdateValue, With, WithUntracked, WithValue, component,
    event_target_checked, event_target_value, expect_context, on_cleanup, provide_context, request_animation_frame,
    set_interval_with_handle, set_timeout, untrack, use_context, window_event_listener, window_event_listener_untyped,
};
pub use markup::view;
