//! The faces documents are set in: `fonts-noto-cjk` (Chinese) and `fonts-noto-core` (the neighbours' languages)
//! of Debian, all under the SIL Open Font License 1.1. The same data makes the same bytes only in the same
//! faces, so each is known by its SHA-256.

use domain::hash::Digest;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::Font;

/// Path and SHA-256.
pub const FACES: [(&str, &str); 8] = [
    (
        "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
        "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
    ),
    (
        "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
        "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
    ),
    (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    ),
    (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSansLao-Regular.ttf",
        "6c3de7db369e85cba20255d161eeeb3d934ea3c4c51e2574c2ddcce79a25025c",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSansMyanmar-Regular.ttf",
        "3fe9a4babc12081adc979e0313433e6ec85bb3ad069681c23ee8d8ea8b91332b",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf",
        "dfbd5ed0f1e68c3cbc51aa08f646d1ab0e68e7c4ceab70a69e465225ff701f93",
    ),
    (
        "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
        "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
    ),
];

/// Where faces are looked for by name before their usual place, if [`look_in`] said so.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Has faces looked for in `folder` first. Says nothing after the first document.
pub fn look_in(folder: PathBuf) {
    let _ = FOLDER.set(folder);
}

struct Faces {
    fonts: Vec<Font>,
    /// Paths of those that are missing or of another edition.
    strange: Vec<&'static str>,
}

fn faces() -> &'static Faces {
    static FACES_READ: OnceLock<Faces> = OnceLock::new();
    FACES_READ.get_or_init(|| {
        let (mut fonts, mut strange) = (Vec::new(), Vec::new());
        for (path, known) in FACES {
            let file = read(path);
            if file.as_ref().is_none_or(|file| Digest::of(file).to_string() != known) {
                strange.push(path);
            }
            let Some(file) = file else { continue };
            fonts.extend(Font::iter(Bytes::new(file)).filter(|font| {
                let family = font.info().family.as_str();
                !family.contains("CJK") || family.ends_with("CJK SC")
            }));
        }
        Faces { fonts, strange }
    })
}

fn read(path: &str) -> Option<Vec<u8>> {
    let path = Path::new(path);
    let own = FOLDER.get().zip(path.file_name());
    let own = own.and_then(|(folder, name)| std::fs::read(folder.join(name)).ok());
    own.or_else(|| std::fs::read(path).ok())
}

/// Those that are there. One of another edition still prints: what was presented is kept as it is, but would
/// not come out the same again.
pub fn fonts() -> &'static [Font] {
    &faces().fonts
}

/// Paths of faces that are missing or of another edition: documents do not come out the same here.
pub fn strange_faces() -> &'static [&'static str] {
    &faces().strange
}

/// `true` if every face is the one that documents are known by.
pub fn known() -> bool {
    strange_faces().is_empty()
}
