//! Camera and microphone of this device: asked for, chosen, measured.

use crate::view::prelude::*;
use crate::words::room::Word;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AnalyserNode, AudioContext, MediaDeviceInfo, MediaDeviceKind, MediaStream, MediaStreamConstraints, MediaStreamTrack,
};

/// What the browser calls one camera or microphone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: String,
    pub label: String,
    pub camera: bool,
}

/// The reader's own devices, from the check to the end of the room.
#[derive(Clone, Copy)]
pub struct Devices {
    pub stream: RwSignal<Option<MediaStream>>,
    pub known: RwSignal<Vec<Device>>,
    pub camera: RwSignal<Option<String>>,
    pub microphone: RwSignal<Option<String>>,
    /// Why something is missing.
    pub problem: RwSignal<Option<Word>>,
    pub asking: RwSignal<bool>,
}

impl Devices {
    pub fn new(camera: Option<String>, microphone: Option<String>) -> Self {
        Self {
            stream: RwSignal::new(None),
            known: RwSignal::new(Vec::new()),
            camera: RwSignal::new(camera),
            microphone: RwSignal::new(microphone),
            problem: RwSignal::new(None),
            asking: RwSignal::new(false),
        }
    }

    /// Opens the chosen devices; with sound alone where there is no picture, with nothing where
    /// neither may be had. Says why in `problem`.
    pub async fn open(self) {
        self.close();
        self.asking.set(true);
        let camera = wish(VIDEO, self.camera.get_untracked());
        let microphone = wish(AUDIO, self.microphone.get_untracked());
        let (stream, problem) = match ask(&microphone, &camera).await {
            Ok(stream) => (Some(stream), None),
            Err(why) => match ask(&microphone, &JsValue::FALSE).await {
                Ok(stream) => (
                    Some(stream),
                    Some(if why == Word::NothingFound { Word::NoDevice } else { why }),
                ),
                Err(_) => (None, Some(why)),
            },
        };
        if !self.asking.try_set(false) {
            // The screen was left meanwhile: the camera must not stay on.
            stream.as_ref().map(stop);
            return;
        }
        self.problem.set(problem);
        self.stream.set(stream);
        self.known.set(list().await.unwrap_or_default());
    }

    pub fn close(self) {
        if let Some(Some(stream)) = self.stream.try_update(Option::take) {
            stop(&stream);
        }
    }

    pub fn track(self, camera: bool) -> Option<MediaStreamTrack> {
        let stream = self.stream.get_untracked()?;
        let tracks = if camera {
            stream.get_video_tracks()
        } else {
            stream.get_audio_tracks()
        };
        tracks.get(0).dyn_into().ok()
    }

    /// `true` if this device gives picture (`camera`) or sound; follows the stream.
    pub fn has(self, camera: bool) -> bool {
        self.stream.track();
        self.track(camera).is_some()
    }

    /// Lets nothing out of this device without asking the server first.
    pub fn enable(self, camera: bool, on: bool) {
        if let Some(track) = self.track(camera) {
            track.set_enabled(on);
        }
    }
}

const VIDEO: &str = r#"{"width":{"ideal":960},"height":{"ideal":540},"frameRate":{"ideal":24}}"#;
const AUDIO: &str = r#"{"echoCancellation":true,"noiseSuppression":true,"autoGainControl":true}"#;

fn wish(json: &str, device: Option<String>) -> JsValue {
    let wish = js_sys::JSON::parse(json).unwrap_or(JsValue::TRUE);
    if let Some(device) = device {
        let _ = js_sys::Reflect::set(&wish, &"deviceId".into(), &device.into());
    }
    wish
}

async fn ask(audio: &JsValue, video: &JsValue) -> Result<MediaStream, Word> {
    let devices = web_sys::window()
        .and_then(|window| window.navigator().media_devices().ok())
        .filter(|devices| !devices.is_undefined())
        .ok_or(Word::Insecure)?;
    let constraints = MediaStreamConstraints::new();
    constraints.set_audio(audio);
    constraints.set_video(video);
    let asked = devices
        .get_user_media_with_constraints(&constraints)
        .map_err(|error| why(&error))?;
    JsFuture::from(asked)
        .await
        .and_then(JsCast::dyn_into)
        .map_err(|error| why(&error))
}

fn why(error: &JsValue) -> Word {
    let name = error
        .dyn_ref::<web_sys::DomException>()
        .map(web_sys::DomException::name);
    match name.as_deref() {
        Some("NotFoundError" | "OverconstrainedError") => Word::NothingFound,
        Some("NotReadableError" | "AbortError") => Word::InUse,
        _ => Word::Refused,
    }
}

async fn list() -> Option<Vec<Device>> {
    let devices = web_sys::window()?.navigator().media_devices().ok()?;
    let found = JsFuture::from(devices.enumerate_devices().ok()?).await.ok()?;
    let found = js_sys::Array::from(&found);
    let device = |value: JsValue| {
        let info: MediaDeviceInfo = value.dyn_into().ok()?;
        let camera = match info.kind() {
            MediaDeviceKind::Videoinput => true,
            MediaDeviceKind::Audioinput => false,
            _ => return None,
        };
        Some(Device {
            id: info.device_id(),
            label: info.label(),
            camera,
        })
    };
    Some(found.iter().filter_map(device).collect())
}

fn stop(stream: &MediaStream) {
    for track in stream.get_tracks() {
        if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
            track.stop();
        }
    }
}

/// Peaks at which one more bar lights: ears count in ratios.
const STEPS: [u8; 10] = [3, 4, 6, 8, 12, 17, 24, 34, 48, 68];

/// A sixth of a second at 48 kHz: longer than from one look to the next, so that no sound falls between.
const SAMPLES: u32 = 8192;

/// Measures how loud a stream is, for as long as it lives.
pub struct Meter {
    context: AudioContext,
    analyser: AnalyserNode,
    samples: Vec<u8>,
}

impl Meter {
    pub fn new(stream: &MediaStream) -> Option<Self> {
        let context = AudioContext::new().ok()?;
        let analyser = context.create_analyser().ok()?;
        analyser.set_fft_size(SAMPLES);
        context
            .create_media_stream_source(stream)
            .ok()?
            .connect_with_audio_node(&analyser)
            .ok()?;
        Some(Self {
            context,
            analyser,
            samples: vec![128; SAMPLES as usize],
        })
    }

    /// Loudness now: 0 silence, 10 loud speech.
    pub fn level(&mut self) -> u8 {
        self.analyser.get_byte_time_domain_data(&mut self.samples);
        let peak = self
            .samples
            .iter()
            .map(|sample| sample.abs_diff(128))
            .max()
            .unwrap_or(0);
        STEPS.iter().filter(|step| peak >= **step).count() as u8
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        // Ends by itself; a context already closed is what is wanted.
        let _ = self.context.close();
    }
}
