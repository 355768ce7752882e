//! Encrypted files that are written piece by piece: AES-256-GCM over each piece, the pieces counted in
//! their nonces and the last one marked (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
//! Vizár, CRYPTO 2015), so that nothing is changed, moved or cut off unseen.
//!
//! `magic ‖ salt (32) ‖ piece …`, each piece `length (u32, top bit: the last) ‖ mark (u32) ‖ ciphertext`.
//! The key is HMAC-SHA-256 of the salt by the portal's own key: with the file goes what opens it.

use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"MAPLESR1";
const SALT: usize = 32;
const HEAD: u64 = (MAGIC.len() + SALT) as u64;
const FRAME: usize = 8;
const TAG: usize = 16;
const LAST: u32 = 1 << 31;
/// A piece is held in memory whole.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// Opens and seals all recordings of this portal.
pub struct Master(Zeroizing<[u8; 32]>);

impl Master {
    pub fn new(seed: [u8; 32]) -> Self {
        Self(Zeroizing::new(seed))
    }

    fn key(&self, salt: &[u8; SALT]) -> io::Result<LessSafeKey> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0).map_err(|_| damaged("no key"))?;
        mac.update(b"maplebridge/recording/v1");
        mac.update(salt);
        let key = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        let key = UnboundKey::new(&AES_256_GCM, &*key).map_err(|_| damaged("no key"))?;
        Ok(LessSafeKey::new(key))
    }
}

fn damaged(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

fn nonce(count: u64, last: bool) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[0] = u8::from(last);
    bytes[4..].copy_from_slice(&count.to_be_bytes());
    Nonce::assume_unique_for_key(bytes)
}

pub struct Writer {
    file: File,
    key: LessSafeKey,
    count: u64,
    /// Bytes on the disk so far.
    pub size: u64,
}

impl Writer {
    /// # Errors
    /// If there is such a file already, or it cannot be made.
    pub fn create(path: &Path, master: &Master) -> io::Result<Self> {
        let salt: [u8; SALT] = crate::identity::token::random();
        let key = master.key(&salt)?;
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(&[&MAGIC[..], &salt].concat())?;
        Ok(Self {
            file,
            key,
            count: 0,
            size: HEAD,
        })
    }

    /// Adds a piece; `mark` is for the reader, and protected too. A crash leaves whole pieces and at most
    /// a part of one, which no reader takes.
    ///
    /// # Errors
    /// If the disk is full or gone.
    pub fn write(&mut self, plain: &[u8], mark: u32, last: bool) -> io::Result<()> {
        if plain.len() > LARGEST {
            return Err(damaged("a piece too large"));
        }
        let length = (plain.len() + TAG) as u32 | if last { LAST } else { 0 };
        let mut piece = Vec::with_capacity(FRAME + plain.len() + TAG);
        piece.extend(length.to_be_bytes());
        piece.extend(mark.to_be_bytes());
        piece.extend(plain);
        let aad = Aad::from(mark.to_be_bytes());
        let sealed = self
            .key
            .seal_in_place_separate_tag(nonce(self.count, last), aad, &mut piece[FRAME..]);
        piece.extend(sealed.map_err(|_| damaged("not sealed"))?.as_ref());
        self.file.write_all(&piece)?;
        self.count += 1;
        self.size += piece.len() as u64;
        Ok(())
    }

    /// Onto the disk, whatever happens to the machine.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

struct Piece {
    /// Of the frame in the file.
    at: u64,
    /// Of the first plain byte.
    from: u64,
    length: usize,
    mark: u32,
    last: bool,
}

/// Where each piece lies is read at once, its content when asked for.
pub struct Reader {
    file: File,
    key: LessSafeKey,
    pieces: Vec<Piece>,
    /// Plain bytes in all.
    pub size: u64,
}

impl Reader {
    /// Of a file that was written to its end.
    ///
    /// # Errors
    /// If it is missing, of another kind, or cut off.
    pub fn open(path: &Path, master: &Master) -> io::Result<Self> {
        let reader = Self::open_unfinished(path, master)?;
        if !reader.pieces.last().is_some_and(|piece| piece.last) {
            return Err(damaged("cut off"));
        }
        Ok(reader)
    }

    /// The same of one whose writer may have been killed: what is whole of it.
    ///
    /// # Errors
    /// If it is missing or of another kind.
    pub fn open_unfinished(path: &Path, master: &Master) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut head = [0; HEAD as usize];
        file.read_exact(&mut head)?;
        let (magic, salt) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(damaged("of another kind"));
        }
        let key = master.key(salt.try_into().map_err(|_| damaged("no salt"))?)?;
        let end = file.seek(SeekFrom::End(0))?;
        let (mut pieces, mut at, mut size) = (Vec::new(), HEAD, 0);
        while at + (FRAME + TAG) as u64 <= end {
            let mut frame = [0; FRAME];
            file.read_exact_at(&mut frame, at)?;
            let (length, mark) = frame.split_at(4);
            let number = |bytes: &[u8]| bytes.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
            let (length, mark) = (number(length), number(mark));
            let (last, sealed) = (length & LAST != 0, (length & !LAST) as usize);
            let after = at + (FRAME + sealed) as u64;
            if !(TAG..=LARGEST + TAG).contains(&sealed) || after > end {
                break;
            }
            let length = sealed - TAG;
            pieces.push(Piece {
                at,
                from: size,
                length,
                mark,
                last,
            });
            (at, size) = (after, size + length as u64);
        }
        Ok(Self {
            file,
            key,
            pieces,
            size,
        })
    }

    /// How many pieces there are.
    pub fn count(&self) -> usize {
        self.pieces.len()
    }

    /// Mark and length of piece `index`, not yet checked.
    pub fn mark(&self, index: usize) -> Option<(u32, usize)> {
        self.pieces.get(index).map(|piece| (piece.mark, piece.length))
    }

    /// # Errors
    /// If the piece was changed, or cannot be read.
    pub fn read(&self, index: usize) -> io::Result<Vec<u8>> {
        let piece = self.pieces.get(index).ok_or_else(|| damaged("no such piece"))?;
        let mut bytes = vec![0; piece.length + TAG];
        self.file.read_exact_at(&mut bytes, piece.at + FRAME as u64)?;
        let aad = Aad::from(piece.mark.to_be_bytes());
        let open = self.key.open_in_place(nonce(index as u64, piece.last), aad, &mut bytes);
        open.map_err(|_| damaged("changed"))?;
        bytes.truncate(piece.length);
        Ok(bytes)
    }

    /// The piece plain byte `at` lies in, and where it begins.
    pub fn holding(&self, at: u64) -> Option<(usize, u64)> {
        let index = self.pieces.partition_point(|piece| piece.from <= at).checked_sub(1)?;
        (at < self.size).then(|| (index, self.pieces[index].from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(folder: &Path, pieces: &[&[u8]]) -> std::path::PathBuf {
        let path = folder.join("file");
        let mut writer = Writer::create(&path, &Master::new([7; 32])).unwrap();
        for (at, piece) in pieces.iter().enumerate() {
            writer.write(piece, at as u32, at + 1 == pieces.len()).unwrap();
        }
        path
    }

    fn read(path: &Path, by: u8) -> io::Result<Vec<u8>> {
        let reader = Reader::open(path, &Master::new([by; 32]))?;
        let pieces: io::Result<Vec<_>> = (0..reader.count()).map(|index| reader.read(index)).collect();
        Ok(pieces?.concat())
    }

    #[test]
    fn what_was_written_comes_back_by_the_same_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), &[b"sound", b"", b"picture"]);
        assert_eq!(read(&path, 7).unwrap(), b"soundpicture");
        assert!(read(&path, 8).is_err());
        let raw = std::fs::read(&path).unwrap();
        assert!(!raw.windows(5).any(|bytes| bytes == b"sound"));
        let reader = Reader::open(&path, &Master::new([7; 32])).unwrap();
        assert_eq!(
            [0, 4, 5, 11, 12].map(|at| reader.holding(at)),
            [Some((0, 0)), Some((0, 0)), Some((2, 5)), Some((2, 5)), None]
        );
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), &[b"one", b"two"]);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bent = whole.clone();
            bent[at] ^= 1;
            std::fs::write(&path, &bent).unwrap();
            assert!(read(&path, 7).is_err(), "byte {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(read(&path, 7).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn of_a_file_whose_writer_was_killed_the_whole_pieces_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), &[b"one", b"two"]);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        let reader = Reader::open_unfinished(&path, &Master::new([7; 32])).unwrap();
        assert_eq!((reader.count(), reader.read(0).unwrap()), (1, b"one".to_vec()));
    }
}
