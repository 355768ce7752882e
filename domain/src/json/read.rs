//! Reading JSON (RFC 8259). A test holds it to the answers of `serde_json`, which the server reads with.

use super::Unreadable;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::borrow::Cow;

/// Deepest nesting read; the wire's types need eight.
const DEEPEST: u32 = 64;

type Read<T> = Result<T, Unreadable>;

/// The value of a whole text.
///
/// # Errors
/// [`Unreadable`].
pub fn read<T: DeserializeOwned>(text: &str) -> Read<T> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    /// Bytes read.
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte that is no blank; it is not taken.
    #[inline(never)]
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.byte()
    }

    fn end(&mut self) -> Read<()> {
        if self.peek().is_some() { Err(Unreadable) } else { Ok(()) }
    }

    #[inline(never)]
    fn take(&mut self, wanted: u8) -> Read<()> {
        if self.peek() != Some(wanted) {
            return Err(Unreadable);
        }
        self.at += 1;
        Ok(())
    }

    #[inline(never)]
    fn word(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    /// Opens an object or a list.
    #[inline(never)]
    fn open(&mut self, bracket: u8) -> Read<()> {
        self.take(bracket)?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unreadable);
        }
        Ok(())
    }

    #[inline(never)]
    fn close(&mut self, bracket: u8) -> Read<()> {
        self.take(bracket)?;
        self.depth -= 1;
        Ok(())
    }

    /// Whether another entry follows in what `bracket` closes.
    #[inline(never)]
    fn more(&mut self, first: &mut bool, bracket: u8) -> Read<bool> {
        if self.peek() == Some(bracket) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.take(b',')?;
        }
        Ok(true)
    }

    #[inline(never)]
    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.take(b'"')?;
        let text = self.text;
        let mut from = self.at;
        let mut unescaped = String::new();
        loop {
            match self.byte().ok_or(Unreadable)? {
                b'"' => {
                    let rest = &text[from..self.at];
                    self.at += 1;
                    if unescaped.is_empty() {
                        return Ok(Cow::Borrowed(rest));
                    }
                    unescaped.push_str(rest);
                    return Ok(Cow::Owned(unescaped));
                }
                b'\\' => {
                    unescaped.push_str(&text[from..self.at]);
                    self.at += 1;
                    unescaped.push(self.escaped()?);
                    from = self.at;
                }
                0..0x20 => return Err(Unreadable),
                _ => self.at += 1,
            }
        }
    }

    /// The character an escape stands for; the backslash is taken already.
    fn escaped(&mut self) -> Read<char> {
        let escape = self.byte().ok_or(Unreadable)?;
        self.at += 1;
        Ok(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                let code = match unit {
                    0xD800..0xDC00 => {
                        if self.byte() != Some(b'\\') || self.text.as_bytes().get(self.at + 1) != Some(&b'u') {
                            return Err(Unreadable);
                        }
                        self.at += 2;
                        let low = self.unit()?;
                        if !(0xDC00..0xE000).contains(&low) {
                            return Err(Unreadable);
                        }
                        0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    }
                    unit => unit,
                };
                char::from_u32(code).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        if digits.starts_with('+') {
            return Err(Unreadable);
        }
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// A number as written.
    #[inline(never)]
    fn number(&mut self) -> Read<&'a str> {
        self.peek();
        let from = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let number = &self.text[from..self.at];
        let digits = number.strip_prefix('-').unwrap_or(number);
        let led_by_zero = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
        // A zero below nothing is a fraction's, as `serde_json` has it.
        if led_by_zero || number == "-0" || !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Unreadable);
        }
        Ok(number)
    }

    #[inline(never)]
    fn unsigned(&mut self) -> Read<u64> {
        self.number()?.parse().map_err(|_| Unreadable)
    }

    #[inline(never)]
    fn signed(&mut self) -> Read<i64> {
        self.number()?.parse().map_err(|_| Unreadable)
    }

    #[inline(never)]
    fn truth(&mut self) -> Read<bool> {
        if self.word("true") {
            return Ok(true);
        }
        if self.word("false") { Ok(false) } else { Err(Unreadable) }
    }

    #[inline(never)]
    fn null(&mut self) -> Read<()> {
        if self.word("null") { Ok(()) } else { Err(Unreadable) }
    }

    /// The key of an object's next entry, or none at its end.
    #[inline(never)]
    fn key(&mut self, first: &mut bool) -> Read<Option<Cow<'a, str>>> {
        if !self.more(first, b'}')? {
            return Ok(None);
        }
        let key = self.string()?;
        self.take(b':')?;
        Ok(Some(key))
    }

    /// Passes over a value nobody asked for.
    #[inline(never)]
    fn skip(&mut self) -> Read<()> {
        let mut first = true;
        match self.peek().ok_or(Unreadable)? {
            b'"' => drop(self.string()?),
            b'{' => {
                self.open(b'{')?;
                while self.key(&mut first)?.is_some() {
                    self.skip()?;
                }
                self.close(b'}')?;
            }
            b'[' => {
                self.open(b'[')?;
                while self.more(&mut first, b']')? {
                    self.skip()?;
                }
                self.close(b']')?;
            }
            b't' | b'f' => drop(self.truth()?),
            b'n' => self.null()?,
            _ => drop(self.number()?),
        }
        Ok(())
    }
}

macro_rules! unsigned {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            visitor.visit_u64(self.unsigned()?)
        }
    )* };
}

macro_rules! signed {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            visitor.visit_i64(self.signed()?)
        }
    )* };
}

macro_rules! texts {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            visitor.visit_str(&self.string()?)
        }
    )* };
}

/// What no type of the wire asks for.
macro_rules! never {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, _: V) -> Read<V::Value> {
            Err(Unreadable)
        }
    )* };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    unsigned!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);
    signed!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    texts!(deserialize_str deserialize_char deserialize_identifier);
    never!(deserialize_any deserialize_f32 deserialize_f64 deserialize_bytes deserialize_byte_buf);

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_string(self.string()?.into_owned())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.truth()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.word("null") {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.null()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.open(b'[')?;
        let value = visitor.visit_seq(Entries {
            reader: self,
            first: true,
        })?;
        self.close(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.open(b'{')?;
        let value = visitor.visit_map(Entries {
            reader: self,
            first: true,
        })?;
        self.close(b'}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        let alone = self.peek() == Some(b'"');
        if alone {
            return visitor.visit_enum(Variant { reader: self, alone });
        }
        self.open(b'{')?;
        let value = visitor.visit_enum(Variant { reader: self, alone })?;
        self.close(b'}')?;
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// The entries of a list or an object.
struct Entries<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Entries<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if !self.reader.more(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        match self.reader.key(&mut self.first)? {
            Some(key) => seed.deserialize((&*key).into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant by its name, `alone` or as the key of what it holds.
struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
    alone: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Self)> {
        let name = self.reader.string()?;
        if !self.alone {
            self.reader.take(b':')?;
        }
        let variant = seed.deserialize((&*name).into_deserializer())?;
        Ok((variant, self))
    }
}

impl Variant<'_, '_> {
    fn holds(&self) -> Read<()> {
        if self.alone { Err(Unreadable) } else { Ok(()) }
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        if self.alone { Ok(()) } else { self.reader.null() }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        self.holds()?;
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.holds()?;
        self.reader.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.holds()?;
        self.reader.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Entry, Header, Payload};
    use proptest::prelude::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Dot,
        Named(String),
        Pair(u8, i64),
        Sized {
            wide: u32,
            #[serde(default)]
            note: Option<String>,
        },
    }

    type Shapes = BTreeMap<String, Vec<Shape>>;

    fn same<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
        assert_eq!(read::<T>(text).ok(), serde_json::from_str::<T>(text).ok(), "{text}");
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the rule book does no I/O, its tests read their examples"
    )]
    #[test]
    fn every_golden_log_reads_as_serde_json_reads_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/logs");
        for file in std::fs::read_dir(folder).expect("logs") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            for entry in log["entries"].as_array().expect("entries") {
                same::<Entry>(&entry.to_string());
                same::<Header>(entry["header"].as_str().expect("a header"));
                if let Some(payload) = entry["payload"].as_str() {
                    assert!(read::<Payload>(payload).is_ok(), "{payload}");
                    same::<Payload>(payload);
                }
            }
        }
    }

    #[test]
    fn odd_texts_read_as_serde_json_reads_them() {
        for text in [
            r#"{"a":["dot",{"named":"\u67ab\ud83c\udf41\n"},{"pair":[255,-3]},{"sized":{"wide":7,"new":[{"x":null}]}}]}"#,
            r#"{"a":[{"dot":null}]}"#,
            r#"{"a":[{"named":"\ud83c"}]}"#,
            r#"{"a":[{"named":"\u+123"}]}"#,
            r#"{"a":[{"pair":[256,0]}]}"#,
            r#"{"a":[{"pair":[01,0]}]}"#,
            r#"{"a":[{"pair":[1]}]}"#,
            r#"{"a":[{"pair":[1,2,3]}]}"#,
            r#"{"a":["dot",]}"#,
            r#"{"a":["dot"]"#,
            r#"{"a":["named"]}"#,
            r#"{"a":[]} x"#,
            "{}",
            " \n{ } ",
            "",
        ] {
            same::<Shapes>(text);
        }
    }

    #[test]
    fn nesting_without_end_is_unreadable() {
        let text = format!("{{\"x\":{}", "[".repeat(100_000));
        assert!(read::<Header>(&text).is_err());
    }

    proptest! {
        #[test]
        fn any_text_reads_as_serde_json_reads_it(text in r#"(\{"a":\[)?(["a-z\\u0-9{}\[\]:, .-]{0,12}|"dot"|\{"named":"[^"]{0,6}"\}|\{"pair":\[[0-9]{1,4},-?[0-9]{1,3}\]\}){0,3}(\]\})?"#) {
            same::<Shapes>(&text);
        }

        #[test]
        fn any_string_comes_back(text in any::<String>()) {
            let written = serde_json::to_string(&text).expect("a string");
            prop_assert_eq!(read::<String>(&written), Ok(text));
        }
    }
}
