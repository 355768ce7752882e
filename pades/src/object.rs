//! PDF objects (ISO 32000-2 §7.3) and their one spelling.

use std::collections::BTreeMap;

/// Keys without their slash.
pub type Dict = BTreeMap<Vec<u8>, Object>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    /// As it was spelled.
    Real(Vec<u8>),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// Number of an indirect object.
    Reference(u32),
}

impl Object {
    pub fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }
    pub fn array(&self) -> Option<&[Object]> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }
    pub fn reference(&self) -> Option<u32> {
        match self {
            Self::Reference(number) => Some(*number),
            _ => None,
        }
    }
    pub fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }
    pub fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(own) if own == name.as_bytes())
    }

    /// Appends the object's one spelling.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Real(text) => out.extend_from_slice(text),
            Self::Name(name) => write_name(name, out),
            Self::String(bytes) => write_hex(bytes, out),
            Self::Array(array) => {
                out.push(b'[');
                for (i, object) in array.iter().enumerate() {
                    if i > 0 {
                        out.push(b' ');
                    }
                    object.write(out);
                }
                out.push(b']');
            }
            Self::Dict(dict) => write_dict(dict, out),
            Self::Reference(number) => out.extend_from_slice(format!("{number} 0 R").as_bytes()),
        }
    }
}

pub fn write_dict(dict: &Dict, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dict {
        out.push(b' ');
        write_name(key, out);
        out.push(b' ');
        value.write(out);
    }
    out.extend_from_slice(b" >>");
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"._-+:@".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// A hexadecimal string in lower case.
pub fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push(b'<');
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
    out.push(b'>');
}
