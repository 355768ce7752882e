//! `maplebridge page`: draws one page of a file from standard input. It is a stranger's file, so the process first
//! gives away what it does not need.

use anyhow::{Context, anyhow, ensure};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, Rgba, RgbaImage, imageops};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

#[derive(clap::Args)]
pub struct Options {
    /// From 1
    page: u16,
    /// Pixels
    width: u16,
}

/// Seconds of computing for a page.
const LONGEST: u64 = 20;
/// Bytes of memory, addresses that are never used among them.
const MOST_MEMORY: u64 = 2 << 30;
/// Of a decoded photograph.
const MOST_PIXELS_BYTES: u64 = 512 << 20;
/// Times the width.
const TALLEST: u16 = 4;
const QUALITY: u8 = 82;
/// Bytes of a page that need not be fewer.
const LIGHT: usize = 150_000;

/// For text in a Chinese font that the file names and does not bring; the third of the collection is Simplified
/// Chinese.
const CHINESE: (&str, u32) = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2);

/// Writes the number of pages and the media type in a line, then the picture.
///
/// # Errors
/// For what cannot be read or drawn within the limits.
pub fn run(options: &Options) -> anyhow::Result<()> {
    confine()?;
    let mut file = Vec::new();
    std::io::stdin().read_to_end(&mut file)?;
    let (pages, picture, sharp) = if file.starts_with(b"%PDF-") {
        let (pages, picture) = sheet(file, options)?;
        (pages, picture, true)
    } else {
        ensure!(options.page == 1, "a picture has one page");
        // Of a screen rather than of a camera.
        let sharp = file.starts_with(b"\x89PNG");
        (1, photograph(&file, options.width)?, sharp)
    };
    let (media_type, bytes) = written(picture, sharp)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{pages} {media_type}")?;
    out.write_all(&bytes)?;
    Ok(())
}

fn confine() -> anyhow::Result<()> {
    let at_most = |resource, most| {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)
    };
    at_most(Resource::Cpu, LONGEST)?;
    at_most(Resource::As, MOST_MEMORY)?;
    at_most(Resource::Fsize, 0)?;
    at_most(Resource::Core, 0)?;
    at_most(Resource::Nofile, 16)?;
    Ok(())
}

/// One page of a PDF, and how many there are.
fn sheet(file: Vec<u8>, options: &Options) -> anyhow::Result<(u16, DynamicImage)> {
    let pdf = Pdf::new(file).map_err(|error| anyhow!("{error:?}"))?;
    let pages = pdf.pages();
    let page = usize::from(options.page).checked_sub(1).and_then(|at| pages.get(at));
    let page = page.context("no such page")?;
    let (width, height) = page.render_dimensions();
    ensure!(width >= 1.0 && height >= 1.0, "a page without size");
    let wanted = f32::from(options.width);
    let scale = (wanted / width).min(wanted * f32::from(TALLEST) / height);
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
        ..RenderSettings::default()
    };
    let drawn = hayro::render(page, &RenderCache::new(), &interpreter(), &settings);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    // On white nothing is left to be seen through.
    let pixels = RgbaImage::from_raw(width, height, drawn.data_as_u8_slice().to_vec()).context("pixels")?;
    let count = u16::try_from(pages.len()).unwrap_or(u16::MAX);
    Ok((count, DynamicImage::ImageRgba8(pixels)))
}

fn interpreter() -> InterpreterSettings {
    InterpreterSettings {
        font_resolver: Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(query) if is_chinese(query) => chinese(),
            FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
        }),
        ..InterpreterSettings::default()
    }
}

fn is_chinese(query: &FallbackFontQuery) -> bool {
    let family = query.character_collection.as_ref().map(|it| &it.family);
    matches!(family, Some(CidFamily::AdobeGB1 | CidFamily::AdobeCNS1))
}

fn chinese() -> Option<(FontData, u32)> {
    let (path, index) = CHINESE;
    let font: FontData = Arc::new(std::fs::read(path).ok()?);
    Some((font, index))
}

/// A picture on white, upright, as wide as wanted or smaller.
fn photograph(file: &[u8], width: u16) -> anyhow::Result<DynamicImage> {
    let mut decoder = ImageReader::new(Cursor::new(file))
        .with_guessed_format()?
        .into_decoder()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS_BYTES);
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    let width = u32::from(width);
    let tallest = width * u32::from(TALLEST);
    picture.apply_orientation(orientation);
    if picture.width() > width || picture.height() > tallest {
        picture = picture.thumbnail(width, tallest);
    }
    if picture.color().has_alpha() {
        let mut paper = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([u8::MAX; 4]));
        imageops::overlay(&mut paper, &picture.to_rgba8(), 0, 0);
        picture = DynamicImage::ImageRgba8(paper);
    }
    Ok(picture)
}

/// So that letters stay sharp, unless a camera's way takes much less.
fn written(picture: DynamicImage, sharp: bool) -> anyhow::Result<(&'static str, Vec<u8>)> {
    let pixels = picture.into_rgb8();
    let (width, height) = pixels.dimensions();
    let mut webp = Vec::new();
    if sharp {
        WebPEncoder::new_lossless(&mut webp).encode(&pixels, width, height, ExtendedColorType::Rgb8)?;
        if webp.len() <= LIGHT {
            return Ok(("image/webp", webp));
        }
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode(&pixels, width, height, ExtendedColorType::Rgb8)?;
    Ok(if sharp && webp.len() <= jpeg.len() {
        ("image/webp", webp)
    } else {
        ("image/jpeg", jpeg)
    })
}
