//! A ZIP file of stored entries with one spelling: fixed times, no extra fields, no comments.
//! Any unzip program opens it; [`read`] accepts only exactly what [`write`] would write, so no
//! byte of it can change unnoticed.

/// One file: name (ASCII, relative, `/` as separator) and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Not the one spelling of any container; `at` is the offset of the first differing byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    pub at: usize,
}

/// What [`read`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub files: Vec<File>,
    /// Names of files whose bytes do not have their checksum.
    pub damaged: Vec<String>,
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const VERSION: u16 = 20;
/// 1980-01-01, the zero of ZIP's calendar: the container says nothing of time.
const DAY_ZERO: u16 = 0x0021;
const LOCAL_SIZE: usize = 30;

/// The container of `files` in the given order.
pub fn write(files: &[File]) -> Vec<u8> {
    let sums: Vec<u32> = files.iter().map(|file| crc32(&file.bytes)).collect();
    write_with(files, &sums)
}

fn write_with(files: &[File], sums: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut central = Vec::new();
    for (file, sum) in files.iter().zip(sums) {
        let offset = out.len() as u32;
        let common = common(file, *sum);
        out.extend(LOCAL.to_le_bytes());
        out.extend(&common);
        out.extend(file.name.as_bytes());
        out.extend(&file.bytes);
        central.extend(CENTRAL.to_le_bytes());
        central.extend(VERSION.to_le_bytes());
        central.extend(&common);
        // Comment length, disk, internal and external attributes: all zero.
        central.extend([0; 10]);
        central.extend(offset.to_le_bytes());
        central.extend(file.name.as_bytes());
    }
    let (start, size, count) = (out.len() as u32, central.len() as u32, files.len() as u16);
    out.extend(central);
    out.extend(END.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// From "version needed" to "extra length", the same in both headers.
fn common(file: &File, sum: u32) -> Vec<u8> {
    let size = file.bytes.len() as u32;
    let mut out = Vec::with_capacity(26);
    out.extend(VERSION.to_le_bytes());
    out.extend([0; 4]);
    out.extend(0_u16.to_le_bytes());
    out.extend(DAY_ZERO.to_le_bytes());
    out.extend(sum.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend((file.name.len() as u16).to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out
}

/// Reads what [`write`] wrote. Files whose content was changed are still read, so that the reader
/// can say what in them is wrong.
///
/// # Errors
/// [`Malformed`] with the first byte, outside the files' contents, that is not as [`write`] would
/// have it.
pub fn read(bytes: &[u8]) -> Result<Opened, Malformed> {
    let (mut files, mut sums) = (Vec::new(), Vec::new());
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(&LOCAL.to_le_bytes()) {
        let head = bytes.get(at..at + LOCAL_SIZE).ok_or(Malformed { at })?;
        let size = u32::from_le_bytes([head[18], head[19], head[20], head[21]]) as usize;
        let name_size = usize::from(u16::from_le_bytes([head[26], head[27]]));
        let name_at = at + LOCAL_SIZE;
        let name = bytes
            .get(name_at..name_at + name_size)
            .ok_or(Malformed { at: at + 26 })?;
        let data_at = name_at + name_size;
        let end = data_at.checked_add(size).ok_or(Malformed { at: at + 18 })?;
        let data = bytes.get(data_at..end).ok_or(Malformed { at: at + 18 })?;
        let name = std::str::from_utf8(name)
            .ok()
            .filter(|name| is_plain(name))
            .ok_or(Malformed { at: name_at })?;
        sums.push(u32::from_le_bytes([head[14], head[15], head[16], head[17]]));
        files.push(File {
            name: name.into(),
            bytes: data.to_vec(),
        });
        at = end;
    }
    if write_with(&files, &sums) == bytes {
        let wrong = files
            .iter()
            .zip(&sums)
            .filter(|(file, sum)| crc32(&file.bytes) != **sum);
        let damaged = wrong.map(|(file, _)| file.name.clone()).collect();
        return Ok(Opened { files, damaged });
    }
    let again = write(&files);
    let at = again
        .iter()
        .zip(bytes)
        .position(|(a, b)| a != b)
        .unwrap_or(again.len().min(bytes.len()));
    Err(Malformed { at })
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte))
}

/// CRC-32 of ISO 3309, as ZIP wants it; nothing but the place of a fault relies on it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes
        .iter()
        .fold(!0, |crc, byte| (crc >> 8) ^ CRC[usize::from(crc as u8 ^ byte)])
}

/// What each value of a byte does to the remainder.
const CRC: [u32; 256] = {
    let mut table = [0; 256];
    let mut value = 0;
    while value < 256 {
        let (mut crc, mut bit) = (value as u32, 0);
        while bit < 8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[value] = crc;
        value += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_has_one_spelling() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        let files = vec![
            File {
                name: "mimetype".into(),
                bytes: b"application/zip".to_vec(),
            },
            File {
                name: "case/entries.jsonl".into(),
                bytes: b"{}\n".to_vec(),
            },
        ];
        let bytes = write(&files);
        let whole = Ok(Opened {
            files,
            damaged: Vec::new(),
        });
        assert_eq!(read(&bytes), whole);
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            let found = read(&bad);
            assert_ne!(found, whole, "byte {at}");
            // Where local and central header disagree, either may be the changed one.
            assert!(
                found.is_err_and(|fault| fault.at <= bytes.len()) || read(&bad).is_ok_and(|it| it.damaged.len() == 1)
            );
        }
    }
}
