//! Leptos' signals with one type inside.
//!
//! A signal of Leptos is compiled anew for each type it holds and each closure that computes it.
//! Here they hold boxes, so that their machinery is sent to the phone once.

use super::closure::{Run, Yield};
use leptos::prelude::{
    Effect as LeptosEffect, LocalStorage, Memo as LeptosMemo, ReadUntracked, ReadValue, RwSignal as LeptosSignal,
    StoredValue as LeptosStored, Track, Write, WriteValue,
};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// Why a box cannot hold another type than the handle says: only the handle fills it.
const FILLED: &str = "filled by its own handle";

/// A signal read after the screen it belongs to is gone.
const GONE: &str = "a signal of a screen that is gone";

/// Apart from its callers: the name of a type, which it compares, is sent but once.
#[inline(never)]
fn inside<T: 'static>(held: &dyn Any) -> &T {
    held.downcast_ref().expect(FILLED)
}

#[inline(never)]
fn inside_mut<T: 'static>(held: &mut dyn Any) -> &mut T {
    held.downcast_mut().expect(FILLED)
}

/// Set by whoever holds it, followed by whoever reads it.
pub struct RwSignal<T>(LeptosSignal<Box<dyn Any>, LocalStorage>, PhantomData<fn() -> T>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self(signal(Box::new(value)), PhantomData)
    }

    pub fn track(self) {
        self.0.track();
    }

    /// `None` once its screen is gone.
    pub fn try_with_untracked<U>(self, of: impl FnOnce(&T) -> U) -> Option<U> {
        let held = self.0.try_read_untracked()?;
        Some(of(inside(&**held)))
    }

    pub fn with_untracked<U>(self, of: impl FnOnce(&T) -> U) -> U {
        self.try_with_untracked(of).expect(GONE)
    }

    pub fn with<U>(self, of: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(of)
    }

    /// `None` once its screen is gone.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut held = self.0.try_write()?;
        Some(change(inside_mut(&mut **held)))
    }

    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Whether it was set; not once its screen is gone.
    pub fn try_set(self, value: T) -> bool {
        put(self.0, Box::new(value))
    }

    pub fn set(self, value: T) {
        self.try_set(value);
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// `None` once its screen is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

fn signal(value: Box<dyn Any>) -> LeptosSignal<Box<dyn Any>, LocalStorage> {
    LeptosSignal::new_local(value)
}

fn put(signal: LeptosSignal<Box<dyn Any>, LocalStorage>, value: Box<dyn Any>) -> bool {
    signal.try_write().map(|mut held| *held = value).is_some()
}

/// Kept as long as its screen, followed by nobody.
pub struct StoredValue<T>(LeptosStored<Box<dyn Any>, LocalStorage>, PhantomData<fn() -> T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    pub fn new(value: T) -> Self {
        Self(stored(Box::new(value)), PhantomData)
    }

    /// `None` once its screen is gone.
    pub fn try_with_value<U>(self, of: impl FnOnce(&T) -> U) -> Option<U> {
        let held = self.0.try_read_value()?;
        Some(of(inside(&**held)))
    }

    pub fn with_value<U>(self, of: impl FnOnce(&T) -> U) -> U {
        self.try_with_value(of).expect(GONE)
    }

    /// `None` once its screen is gone.
    pub fn try_update_value<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut held = self.0.try_write_value()?;
        Some(change(inside_mut(&mut **held)))
    }

    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    pub fn set_value(self, value: T) {
        // What was there may look at this very value while it goes.
        let before = self.try_update_value(|held| std::mem::replace(held, value));
        drop(before);
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    pub fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// `None` once its screen is gone.
    pub fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

fn stored(value: Box<dyn Any>) -> LeptosStored<Box<dyn Any>, LocalStorage> {
    LeptosStored::new_local(value)
}

/// What a memo holds, with what tells whether it changed.
struct Kept {
    value: Box<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Kept {
    fn new<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self {
            value: Box::new(value),
            same: |one, other| inside::<T>(one) == inside::<T>(other),
        }
    }

    fn of<T: 'static>(&self) -> &T {
        inside(&*self.value)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

trait Compute {
    fn compute(&self, before: Option<&Kept>) -> Kept;
}

impl<F: Fn(Option<&Kept>) -> Kept> Compute for F {
    fn compute(&self, before: Option<&Kept>) -> Kept {
        self(before)
    }
}

fn memo(compute: Box<dyn Compute + Send + Sync>) -> LeptosMemo<Kept> {
    LeptosMemo::new(move |before| compute.compute(before))
}

/// Computed from what it reads; its followers run only when its value changes.
pub struct Memo<T>(LeptosMemo<Kept>, PhantomData<fn() -> T>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    pub fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let compute = move |before: Option<&Kept>| Kept::new(compute(before.map(Kept::of)));
        Self(memo(Box::new(compute)), PhantomData)
    }

    pub fn track(self) {
        self.0.track();
    }

    pub fn with_untracked<U>(self, of: impl FnOnce(&T) -> U) -> U {
        let held = self.0.try_read_untracked().expect(GONE);
        of(held.of())
    }

    pub fn with<U>(self, of: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(of)
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Memo<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// Whatever yields a value and can be followed.
pub struct Signal<T: 'static>(StoredValue<Arc<dyn Yield<T> + Send + Sync>>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    pub fn derive(of: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self(StoredValue::new(Arc::new(of)))
    }

    pub fn get(self) -> T {
        self.0.get_value().now()
    }

    pub fn get_untracked(self) -> T {
        leptos::prelude::untrack(|| self.get())
    }

    pub fn with<U>(self, of: impl FnOnce(&T) -> U) -> U {
        of(&self.get())
    }
}

impl<T: Clone + Send + Sync + 'static> Signal<T> {
    pub fn stored(value: T) -> Self {
        Self::derive(move || value.clone())
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::derive(T::default)
    }
}

impl<T: Clone + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

impl<T: Clone + Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

/// Runs `run` soon, and again whenever a signal it read changes, until its owner goes: what happens
/// besides drawing.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(mut run: Box<dyn Run>) {
    LeptosEffect::new(move || run.run());
}

/// Runs `work` until it is done, whatever becomes of the screen.
pub fn spawn_local(work: impl Future<Output = ()> + 'static) {
    spawn(Box::pin(work));
}

fn spawn(work: std::pin::Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(work);
}
