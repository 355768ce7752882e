//! Two short notes: somebody waits, or is called. Nothing where the browser gives no sound.

use crate::view::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::AudioContext;

/// Not in the moment in which pictures begin.
const PAUSE: Duration = Duration::from_millis(300);
const OVER: Duration = Duration::from_secs(1);
/// Seconds after the first, and hertz.
const NOTES: [(f64, f32); 2] = [(0.0, 660.0), (0.18, 880.0)];

pub fn chime() {
    set_timeout(
        || {
            let Ok(context) = AudioContext::new() else { return };
            for (at, pitch) in NOTES {
                let _ = note(&context, at, pitch);
            }
            set_timeout(move || _ = context.close(), OVER);
        },
        PAUSE,
    );
}

fn note(context: &AudioContext, at: f64, pitch: f32) -> Result<(), JsValue> {
    let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
    tone.frequency().set_value(pitch);
    volume.gain().set_value(0.1);
    tone.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination())?;
    let start = context.current_time() + at;
    tone.start_with_when(start)?;
    tone.stop_with_when(start + 0.15)
}
