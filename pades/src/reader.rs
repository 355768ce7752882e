//! Reads PDF objects strictly: one nesting limit, no comments, no key twice, generation 0 only.

use crate::fault::Fault;
use crate::object::{Dict, Object};

const DEEPEST: usize = 48;

/// An indirect object where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indirect {
    pub number: u32,
    pub value: Object,
    /// Where the stream's bytes stand.
    pub stream: Option<std::ops::Range<usize>>,
    /// First byte after `endobj` and its line end.
    pub end: usize,
}

/// Reads from `at` on.
pub struct Reader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

impl<'a> Reader<'a> {
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    /// Takes exactly `text`.
    pub fn exact(&mut self, text: &str) -> Result<(), Fault> {
        if self.bytes[self.at..].starts_with(text.as_bytes()) {
            self.at += text.len();
            Ok(())
        } else {
            Err(Fault::Malformed)
        }
    }

    /// Takes `text` as a whole word, after spaces.
    pub fn word(&mut self, text: &str) -> Result<(), Fault> {
        self.space();
        self.exact(text)?;
        match self.peek() {
            Some(byte) if !is_space(byte) && !is_delimiter(byte) => Err(Fault::Malformed),
            _ => Ok(()),
        }
    }

    /// One line end: LF or CR LF.
    pub fn line(&mut self) -> Result<(), Fault> {
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        self.exact("\n")
    }

    /// Decimal digits, at most 10.
    pub fn number(&mut self) -> Result<usize, Fault> {
        let digits = self.token();
        if digits.is_empty() || digits.len() > 10 || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Fault::Malformed);
        }
        self.at += digits.len();
        Ok(digits.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0')))
    }

    fn token(&self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| is_space(*byte) || is_delimiter(*byte));
        &rest[..end.unwrap_or(rest.len())]
    }

    /// `N 0 obj … endobj` with its line end.
    pub fn indirect(&mut self) -> Result<Indirect, Fault> {
        let number = u32::try_from(self.number()?).map_err(|_| Fault::Malformed)?;
        self.exact(" 0 obj")?;
        self.space();
        let value = self.object(0)?;
        self.space();
        let mut stream = None;
        if self.bytes[self.at..].starts_with(b"stream") {
            self.at += 6;
            self.line()?;
            let dict = value.dict().ok_or(Fault::Malformed)?;
            if dict
                .get(&b"Type"[..])
                .is_some_and(|it| it.is_name("ObjStm") || it.is_name("XRef"))
            {
                return Err(Fault::Compressed);
            }
            let length = dict.get(&b"Length"[..]).and_then(Object::integer);
            let length = length.and_then(|it| usize::try_from(it).ok()).ok_or(Fault::Malformed)?;
            let end = self.at.checked_add(length).ok_or(Fault::Malformed)?;
            if end > self.bytes.len() {
                return Err(Fault::Malformed);
            }
            stream = Some(self.at..end);
            self.at = end;
            self.space();
            self.exact("endstream")?;
            self.space();
        }
        self.exact("endobj")?;
        self.line()?;
        Ok(Indirect {
            number,
            value,
            stream,
            end: self.at,
        })
    }

    pub fn object(&mut self, depth: usize) -> Result<Object, Fault> {
        if depth > DEEPEST {
            return Err(Fault::TooLarge);
        }
        match self.peek().ok_or(Fault::Malformed)? {
            b'/' => self.name().map(Object::Name),
            b'(' => self.literal().map(Object::String),
            b'[' => self.array(depth),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dict(depth).map(Object::Dict),
            b'<' => self.hex().map(Object::String),
            _ => self.plain(),
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, Fault> {
        self.at += 1;
        let token = self.token();
        self.at += token.len();
        let mut out = Vec::with_capacity(token.len());
        let mut rest = token.iter();
        while let Some(byte) = rest.next() {
            if *byte == b'#' {
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                out.push(high << 4 | low);
            } else {
                out.push(*byte);
            }
        }
        Ok(out)
    }

    fn array(&mut self, depth: usize) -> Result<Object, Fault> {
        self.at += 1;
        let mut out = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Object::Array(out));
            }
            out.push(self.object(depth + 1)?);
        }
    }

    pub fn dict(&mut self, depth: usize) -> Result<Dict, Fault> {
        self.exact("<<")?;
        let mut out = Dict::new();
        loop {
            self.space();
            if self.peek() == Some(b'>') {
                self.exact(">>")?;
                return Ok(out);
            }
            if self.peek() != Some(b'/') {
                return Err(Fault::Malformed);
            }
            let key = self.name()?;
            self.space();
            let value = self.object(depth + 1)?;
            if out.insert(key, value).is_some() {
                return Err(Fault::Malformed);
            }
        }
    }

    fn hex(&mut self) -> Result<Vec<u8>, Fault> {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| *byte == b'>').ok_or(Fault::Malformed)?;
        self.at += end + 1;
        if end % 2 != 0 {
            return Err(Fault::Malformed);
        }
        let pairs = rest[..end].chunks(2);
        pairs
            .map(|pair| Ok(digit(pair.first())? << 4 | digit(pair.get(1))?))
            .collect()
    }

    fn literal(&mut self) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut open = 0_usize;
        loop {
            let byte = self.peek().ok_or(Fault::Malformed)?;
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open > 1 {
                        out.push(byte);
                    }
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(out);
                    }
                    out.push(byte);
                }
                b'\\' => self.escape(&mut out)?,
                _ => out.push(byte),
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), Fault> {
        let byte = self.peek().ok_or(Fault::Malformed)?;
        self.at += 1;
        out.push(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'(' | b')' | b'\\' => byte,
            b'0'..=b'3' => {
                let mut value = u16::from(byte - b'0');
                for _ in 0..2 {
                    let next = self
                        .peek()
                        .filter(|next| (b'0'..=b'7').contains(next))
                        .ok_or(Fault::Malformed)?;
                    value = value * 8 + u16::from(next - b'0');
                    self.at += 1;
                }
                value as u8
            }
            _ => return Err(Fault::Malformed),
        });
        Ok(())
    }

    /// A number, a keyword or a reference.
    fn plain(&mut self) -> Result<Object, Fault> {
        let token = self.token();
        let word = match token {
            b"null" => Some(Object::Null),
            b"true" => Some(Object::Boolean(true)),
            b"false" => Some(Object::Boolean(false)),
            _ => None,
        };
        if let Some(word) = word {
            self.at += token.len();
            return Ok(word);
        }
        let text = std::str::from_utf8(token).map_err(|_| Fault::Malformed)?;
        let shaped = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
        if !shaped || text.parse::<f64>().is_err() {
            return Err(Fault::Malformed);
        }
        self.at += token.len();
        if token.contains(&b'.') {
            return Ok(Object::Real(token.to_vec()));
        }
        if token.iter().all(u8::is_ascii_digit) && self.bytes[self.at..].starts_with(b" 0 R") {
            let after = self.bytes.get(self.at + 4).copied();
            if after.is_none_or(|byte| is_space(byte) || is_delimiter(byte)) {
                self.at += 4;
                return text.parse().map(Object::Reference).map_err(|_| Fault::Malformed);
            }
        }
        text.parse().map(Object::Integer).map_err(|_| Fault::Malformed)
    }
}

fn digit(byte: Option<&u8>) -> Result<u8, Fault> {
    let digit = byte.and_then(|byte| char::from(*byte).to_digit(16));
    digit.map(|digit| digit as u8).ok_or(Fault::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Object, Fault> {
        Reader {
            bytes: text.as_bytes(),
            at: 0,
        }
        .object(0)
    }

    #[test]
    fn objects_are_read_and_written() {
        let text = "<</A [1 -2 .5 12 0 R null true] /B (a\\(b\\)\\101) /C <fE> /D#20 /E>>";
        let mut out = Vec::new();
        read(text).unwrap().write(&mut out);
        assert_eq!(
            out,
            b"<< /A [1 -2 .5 12 0 R null true] /B <6128622941> /C <fe> /D#20 /E >>"
        );
        assert_eq!(read(std::str::from_utf8(&out).unwrap()), read(text));
    }

    #[test]
    fn loose_spellings_are_refused() {
        for text in [
            "<</A 1 /A 2>>",
            "<< /A >>",
            "<a>",
            "(open",
            "[1 2",
            "1e5",
            "% note\n1",
            "\\",
            "(\\9)",
        ] {
            assert_eq!(read(text), Err(Fault::Malformed), "{text}");
        }
        assert_eq!(read(&"[".repeat(60)), Err(Fault::TooLarge));
    }
}
