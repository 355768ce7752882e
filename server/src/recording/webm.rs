//! WebM (RFC 9559) of one person's sound and picture. While it is recorded: a head that promises no end, and
//! clusters. Closed: the same clusters, between a head that names the length and an index to seek by.

use super::reel::Label;
use domain::hash::Digest;
use std::io::{Error, ErrorKind, Result};
use webm_iterable::matroska_spec::{Master, MatroskaSpec as M, SimpleBlock};
use webm_iterable::{WebmWriter, WriteOptions};

const SOUND: u64 = 1;
const PICTURE: u64 = 2;
/// `OpusHead` (RFC 7845 §5.1): two channels, as browsers decode either.
const OPUS: [u8; 19] = *b"OpusHead\x01\x02\x00\x00\x80\xbb\x00\x00\x00\x00\x00";
/// Nanoseconds a decoder needs before what it jumps to (RFC 7845 §4.2).
const PRE_ROLL: u64 = 80_000_000;

/// Something to be heard or seen, so many milliseconds after the file begins.
#[derive(Clone, Debug)]
pub struct Block {
    pub at: u32,
    pub picture: bool,
    /// Needs nothing before it.
    pub whole: bool,
    pub data: Vec<u8>,
}

/// The segment's identifier, and that nobody knows yet how long it will be.
const SEGMENT: [u8; 12] = [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

struct Part(WebmWriter<Vec<u8>>);

impl Part {
    /// A writer that stands inside a segment.
    fn new() -> Result<Self> {
        let mut part = Self(WebmWriter::new(Vec::new()));
        let open = WriteOptions::is_unknown_sized_element();
        part.0
            .write_advanced(&M::Segment(Master::Start), open)
            .map_err(Error::other)?;
        Ok(part)
    }

    fn put(mut self, element: &M) -> Result<Vec<u8>> {
        self.0.write(element).map_err(Error::other)?;
        // With it comes what opened the segment.
        let bytes = std::mem::take(self.0.get_mut());
        let inside = bytes.strip_prefix(&SEGMENT).ok_or(ErrorKind::InvalidData)?;
        Ok(inside.to_vec())
    }
}

fn full(children: Vec<M>) -> Master<M> {
    Master::Full(children)
}

/// Everything before the first cluster. `ends`: milliseconds in all and bytes of all clusters, once they are
/// known.
///
/// # Errors
/// If the muxer refuses; it has no reason to.
pub fn head(label: &Label, ends: Option<(u32, u64)>) -> Result<Vec<u8>> {
    let mut start = WebmWriter::new(Vec::new());
    let ebml = M::Ebml(full(vec![
        M::EbmlVersion(1),
        M::EbmlReadVersion(1),
        M::EbmlMaxIdLength(4),
        M::EbmlMaxSizeLength(8),
        M::DocType("webm".into()),
        M::DocTypeVersion(4),
        M::DocTypeReadVersion(2),
    ]));
    start.write(&ebml).map_err(Error::other)?;
    let start = [&start.get_ref()[..], &SEGMENT].concat();
    let mut info = vec![
        M::TimestampScale(1_000_000),
        M::MuxingApp("maplebridge".into()),
        M::WritingApp("maplebridge".into()),
    ];
    info.extend(ends.map(|(ms, _)| M::Duration(f64::from(ms))));
    let info = Part::new()?.put(&M::Info(full(info)))?;
    let tracks = Part::new()?.put(&M::Tracks(full(tracks(label))))?;
    let Some((_, clusters)) = ends else {
        return Ok([start, info, tracks].concat());
    };
    // The place of the index stands before it, in as many bytes as it needs.
    let mut seek = Vec::new();
    for _ in 0..4 {
        let at = (seek.len() + info.len() + tracks.len()) as u64 + clusters;
        let entry = M::Seek(full(vec![
            M::SeekID(0x1C53_BB6B_u32.to_be_bytes().to_vec()),
            M::SeekPosition(at),
        ]));
        let made = Part::new()?.put(&M::SeekHead(full(vec![entry])))?;
        if made.len() == seek.len() {
            return Ok([start, made, info, tracks].concat());
        }
        seek = made;
    }
    Err(ErrorKind::InvalidData.into())
}

/// As the format wants it, no two tracks have one: what two people sent alike are two files.
fn uid(label: &Label, track: u64) -> u64 {
    let of = Digest::of(format!("{} {} {track}", label.person, label.begins).as_bytes());
    of.0[..8].iter().fold(0, |uid, byte| uid << 8 | u64::from(*byte)).max(1)
}

fn tracks(label: &Label) -> Vec<M> {
    let sound = M::TrackEntry(full(vec![
        M::TrackNumber(SOUND),
        M::TrackUID(uid(label, SOUND)),
        M::TrackType(2),
        M::FlagLacing(0),
        M::CodecID("A_OPUS".into()),
        M::CodecPrivate(OPUS.to_vec()),
        M::SeekPreRoll(PRE_ROLL),
        M::Audio(full(vec![M::SamplingFrequency(48_000.0), M::Channels(2)])),
    ]));
    let seen = label.picture.map(|(width, height)| {
        M::TrackEntry(full(vec![
            M::TrackNumber(PICTURE),
            M::TrackUID(uid(label, PICTURE)),
            M::TrackType(1),
            M::FlagLacing(0),
            M::CodecID("V_VP8".into()),
            M::Video(full(vec![M::PixelWidth(width.into()), M::PixelHeight(height.into())])),
        ]))
    });
    [Some(sound), seen].into_iter().flatten().collect()
}

/// One cluster that begins at `from`; `blocks` in their order, none earlier, none half a minute later.
///
/// # Errors
/// As [`head`].
pub fn cluster(from: u32, blocks: &[Block]) -> Result<Vec<u8>> {
    let mut inside = vec![M::Timestamp(from.into())];
    for block in blocks {
        let track = if block.picture { PICTURE } else { SOUND };
        let offset = i16::try_from(block.at.saturating_sub(from)).map_err(Error::other)?;
        let block = SimpleBlock::new_uncheked(&block.data, track, offset, false, None, false, block.whole);
        inside.push(block.into());
    }
    Part::new()?.put(&M::Cluster(full(inside)))
}

/// The index: of each cluster to jump to its time and its first byte among the clusters; `before` bytes of
/// the segment stand before them all.
///
/// # Errors
/// As [`head`].
pub fn index(picture: bool, before: u64, clusters: &[(u32, u64)]) -> Result<Vec<u8>> {
    let track = if picture { PICTURE } else { SOUND };
    let point = |(time, at): &(u32, u64)| {
        M::CuePoint(full(vec![
            M::CueTime((*time).into()),
            M::CueTrackPositions(full(vec![M::CueTrack(track), M::CueClusterPosition(before + at)])),
        ]))
    };
    Part::new()?.put(&M::Cues(full(clusters.iter().map(point).collect())))
}

/// Bytes of the segment before the clusters, in what [`head`] made.
pub fn inside(head: &[u8]) -> u64 {
    let at = head.windows(SEGMENT.len()).position(|bytes| bytes == SEGMENT);
    at.map_or(0, |at| (head.len() - at - SEGMENT.len()) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use webm_iterable::WebmIterator;

    #[test]
    fn the_index_points_at_the_clusters_and_the_head_at_the_index() {
        let blocks = |at| {
            [
                Block {
                    at,
                    picture: false,
                    whole: true,
                    data: vec![0xf8, 0xff, 0xfe],
                },
                Block {
                    at: at + 5,
                    picture: true,
                    whole: true,
                    data: vec![0x10; 300],
                },
            ]
        };
        let clusters = [cluster(0, &blocks(0)).unwrap(), cluster(1_000, &blocks(1_000)).unwrap()];
        let bytes = (clusters[0].len() + clusters[1].len()) as u64;
        let label = |person| Label {
            person: domain::id::PersonId(uuid::Uuid::from_u128(person)),
            begins: 0,
            picture: Some((320, 180)),
            unkept: false,
        };
        let head = |person| head(&label(person), Some((1_020, bytes))).unwrap();
        assert_ne!(head(1), head(2), "what two people sent alike are two files");
        let head = head(1);
        let before = inside(&head);
        let places = [(0, 0), (1_000, clusters[0].len() as u64)];
        let index = index(true, before, &places).unwrap();
        let start = head.len() as u64 - before;
        let file = [head, clusters.concat(), index].concat();
        let tags: Vec<M> = WebmIterator::new(&mut &file[..], &[]).map(|tag| tag.unwrap()).collect();
        let mut found = Vec::new();
        for tag in &tags {
            match tag {
                M::CueClusterPosition(at) => found.push((*at, [0x1F, 0x43, 0xB6, 0x75])),
                M::SeekPosition(at) => found.push((*at, [0x1C, 0x53, 0xBB, 0x6B])),
                _ => {}
            }
        }
        assert_eq!(found.len(), 3);
        for (at, id) in found {
            let at = (start + at) as usize;
            assert_eq!(file[at..at + 4], id);
        }
        assert_eq!(tags.iter().filter(|tag| matches!(tag, M::SimpleBlock(_))).count(), 4);
        assert!(tags.contains(&M::Duration(1_020.0)));
    }
}
