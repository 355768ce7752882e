//! Writing canonical JSON (RFC 8785): no blanks, keys in the order of their UTF-16 code units, the
//! shortest escapes. Values of the wire hold no floating-point numbers, and integers stay below 2^53.

use super::{Unreadable, read};
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

type Written<T = ()> = Result<T, Unreadable>;

/// # Errors
/// [`Unreadable`] for numbers with fractions, byte strings, and keys that are no text.
pub fn canonical<T: Serialize + ?Sized>(value: &T) -> Written<String> {
    let mut writer = Writer(String::new());
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

struct Writer(String);

impl Writer {
    #[inline(never)]
    fn put(&mut self, text: &str) {
        self.0.push_str(text);
    }

    #[inline(never)]
    fn text(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' => self.put("\\\""),
                '\\' => self.put("\\\\"),
                '\u{8}' => self.put("\\b"),
                '\u{c}' => self.put("\\f"),
                '\n' => self.put("\\n"),
                '\r' => self.put("\\r"),
                '\t' => self.put("\\t"),
                c if c < ' ' => self.put(&format!("\\u{:04x}", u32::from(c))),
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    /// Opens the object of a variant that holds something.
    #[inline(never)]
    fn variant(&mut self, name: &str) {
        self.0.push('{');
        self.text(name);
        self.0.push(':');
    }

    fn list(&mut self, close: &'static str) -> List<'_> {
        self.0.push('[');
        List {
            writer: self,
            first: true,
            close,
        }
    }

    fn object(&mut self, close: &'static str) -> Object<'_> {
        Object {
            writer: self,
            entries: Vec::new(),
            key: None,
            close,
        }
    }
}

macro_rules! numbers {
    ($($method:ident $kind:ty, $wide:ty, $wide_method:ident;)*) => { $(
        fn $method(self, value: $kind) -> Written {
            self.$wide_method(<$wide>::from(value))
        }
    )* };
}

macro_rules! never {
    ($($method:ident $kind:ty;)*) => { $(
        fn $method(self, _: $kind) -> Written {
            Err(Unreadable)
        }
    )* };
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unreadable;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    numbers! {
        serialize_i8 i8, i64, serialize_i64;
        serialize_i16 i16, i64, serialize_i64;
        serialize_i32 i32, i64, serialize_i64;
        serialize_u8 u8, u64, serialize_u64;
        serialize_u16 u16, u64, serialize_u64;
        serialize_u32 u32, u64, serialize_u64;
    }
    never! {
        serialize_f32 f32;
        serialize_f64 f64;
        serialize_bytes &[u8];
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.put(&value.to_string());
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.put(&value.to_string());
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Written {
        self.text(value);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.put("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.text(name);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        self.variant(name);
        value.serialize(&mut *self)?;
        self.put("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Written<List<'a>> {
        Ok(self.list("]"))
    }

    fn serialize_tuple(self, _: usize) -> Written<List<'a>> {
        Ok(self.list("]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Written<List<'a>> {
        Ok(self.list("]"))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Written<List<'a>> {
        self.variant(name);
        Ok(self.list("]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Written<Object<'a>> {
        Ok(self.object("}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Written<Object<'a>> {
        Ok(self.object("}"))
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Written<Object<'a>> {
        self.variant(name);
        Ok(self.object("}}"))
    }
}

struct List<'a> {
    writer: &'a mut Writer,
    first: bool,
    close: &'static str,
}

impl List<'_> {
    fn next(&mut self) -> &mut Writer {
        if !std::mem::take(&mut self.first) {
            self.writer.put(",");
        }
        self.writer
    }

    fn close(self) -> Written {
        self.writer.put(self.close);
        Ok(())
    }
}

macro_rules! lists {
    ($($kind:ident $method:ident;)*) => { $(
        impl $kind for List<'_> {
            type Ok = ();
            type Error = Unreadable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                value.serialize(self.next())
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )* };
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// Entries are gathered first, because their order is not that of the type.
struct Object<'a> {
    writer: &'a mut Writer,
    entries: Vec<(String, String)>,
    key: Option<String>,
    close: &'static str,
}

impl Object<'_> {
    #[inline(never)]
    fn entry(&mut self, key: &str, value: String) {
        self.entries.push((key.to_owned(), value));
    }

    #[inline(never)]
    fn close(mut self) -> Written {
        // RFC 8785 §3.2.3.
        self.entries
            .sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        let mut before = "{";
        for (key, value) in &self.entries {
            self.writer.put(before);
            self.writer.text(key);
            self.writer.put(":");
            self.writer.put(value);
            before = ",";
        }
        if self.entries.is_empty() {
            self.writer.put(before);
        }
        self.writer.put(self.close);
        Ok(())
    }
}

macro_rules! structs {
    ($($kind:ident)*) => { $(
        impl $kind for Object<'_> {
            type Ok = ();
            type Error = Unreadable;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
                self.entry(key, canonical(value)?);
                Ok(())
            }

            fn end(self) -> Written {
                self.close()
            }
        }
    )* };
}

structs!(SerializeStruct SerializeStructVariant);

impl SerializeMap for Object<'_> {
    type Ok = ();
    type Error = Unreadable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let written = canonical(key)?;
        // Numbers as keys are written as texts.
        let text = if written.starts_with('"') {
            read(&written)?
        } else {
            written
        };
        self.key = Some(text);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        let key = self.key.take().ok_or(Unreadable)?;
        self.entry(&key, canonical(value)?);
        Ok(())
    }

    fn end(self) -> Written {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The same value, and as short, as `serde_json` writes it.
    fn same<T: Serialize>(value: &T) {
        let reference = serde_json::to_value(value).expect("JSON");
        let written = canonical(value).expect("written");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&written).expect("JSON"),
            reference
        );
        assert_eq!(written.len(), reference.to_string().len(), "{written}");
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Dot,
        Named(String),
        Pair(u8, i64),
        Sized { wide: u32, note: Option<char>, alone: () },
    }

    proptest! {
        #[test]
        fn values_are_written_as_serde_json_writes_them(text in any::<String>(), wide in any::<u32>(), low in any::<i64>(), keys in prop::collection::btree_map("[a-z\u{1}-\u{7f}\u{e9}]{0,4}", any::<bool>(), 0..4)) {
            same(&text);
            same(&keys);
            let shapes = [
                Shape::Dot,
                Shape::Named(text.clone()),
                Shape::Pair(7, low),
                Shape::Sized { wide, note: text.chars().next(), alone: () },
            ];
            same(&shapes.as_slice());
            same(&BTreeMap::from([(wide, text)]));
        }
    }

    #[test]
    fn keys_stand_in_the_order_of_their_utf_16_code_units() {
        // RFC 8785 §3.2.3: the emoji's surrogates come before U+FB33.
        let keys = BTreeMap::from([("\u{fb33}", 1), ("\u{1f600}", 2), ("1", 3), ("\u{f6}", 4)]);
        assert_eq!(
            canonical(&keys),
            Ok("{\"1\":3,\"\u{f6}\":4,\"\u{1f600}\":2,\"\u{fb33}\":1}".into())
        );
    }

    #[test]
    fn fractions_are_refused() {
        assert_eq!(canonical(&0.5), Err(Unreadable));
    }
}
