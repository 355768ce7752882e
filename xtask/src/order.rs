//! An order of a program's functions in which like stands beside like, for brotli to find.
//!
//! Binaryen can sort functions by name only, so the order is written as names: this module reads
//! just enough of the binary format (WebAssembly core specification, chapter 5) for that.

use anyhow::{Context, bail};
use std::collections::HashMap;
use std::ops::Range;

/// Bytes of code compared at once.
const SHINGLE: usize = 5;
/// What more functions than this have in common says nothing about any of them.
const COMMON: usize = 40;

const IMPORTS: u8 = 2;
const CODE: u8 = 10;
const CUSTOM: u8 = 0;
/// Of the name section's parts, that of functions.
const FUNCTION_NAMES: u8 = 1;

/// `wasm`, a program without names, with names that sort into that order.
pub fn named(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (imported, bodies) = functions(wasm)?;
    let mut names = vec![String::new(); bodies.len()];
    for (place, function) in chain(wasm, &bodies).into_iter().enumerate() {
        names[function] = format!("{place:05}");
    }
    let mut map = Vec::new();
    unsigned(names.len(), &mut map);
    for (index, name) in names.iter().enumerate() {
        unsigned(imported + index, &mut map);
        unsigned(name.len(), &mut map);
        map.extend_from_slice(name.as_bytes());
    }
    let mut section = vec![4];
    section.extend_from_slice(b"name");
    section.push(FUNCTION_NAMES);
    unsigned(map.len(), &mut section);
    section.append(&mut map);
    let mut out = wasm.to_vec();
    out.push(CUSTOM);
    unsigned(section.len(), &mut out);
    out.append(&mut section);
    Ok(out)
}

/// How many functions are imported, and where the others' bodies stand.
fn functions(wasm: &[u8]) -> anyhow::Result<(usize, Vec<Range<usize>>)> {
    let mut reader = Reader { wasm, at: 8 };
    let (mut imported, mut bodies) = (0, Vec::new());
    while reader.at < wasm.len() {
        let section = reader.byte()?;
        let end = reader.number()? + reader.at;
        if end > wasm.len() {
            bail!("the program ends early");
        }
        match section {
            IMPORTS => {
                for _ in 0..reader.number()? {
                    reader.skip_text()?;
                    reader.skip_text()?;
                    match reader.byte()? {
                        0 => {
                            imported += 1;
                            reader.number()?;
                        }
                        kind => bail!("an import of kind {kind}: bound programs import functions only"),
                    }
                }
            }
            CODE => {
                for _ in 0..reader.number()? {
                    let length = reader.number()?;
                    bodies.push(reader.at..reader.at + length);
                    reader.at += length;
                }
            }
            _ => {}
        }
        reader.at = end;
    }
    Ok((imported, bodies))
}

/// From the longest on, each function is followed by the one it shares most with.
fn chain(wasm: &[u8], bodies: &[Range<usize>]) -> Vec<usize> {
    let shingles: Vec<Vec<&[u8]>> = bodies
        .iter()
        .map(|body| {
            let mut all: Vec<&[u8]> = wasm[body.clone()].windows(SHINGLE).collect();
            all.sort_unstable();
            all.dedup();
            all
        })
        .collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, all) in shingles.iter().enumerate() {
        for shingle in all {
            holders.entry(shingle).or_default().push(function);
        }
    }
    let mut longest: Vec<usize> = (0..bodies.len()).collect();
    longest.sort_by_key(|function| (std::cmp::Reverse(bodies[*function].len()), *function));
    let mut placed = vec![false; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut rest = longest.into_iter();
    let mut next = rest.next();
    while let Some(function) = next {
        placed[function] = true;
        order.push(function);
        let mut shared = vec![0_usize; bodies.len()];
        for shingle in &shingles[function] {
            let holders = &holders[shingle];
            if holders.len() <= COMMON {
                for other in holders.iter().filter(|other| !placed[**other]) {
                    shared[*other] += 1;
                }
            }
        }
        // Scaled, so that a long function does not follow a short one for its length.
        let likeness = |other: usize| shared[other] * 1_000 / (shingles[other].len() + 50);
        next = (0..bodies.len())
            .filter(|other| shared[*other] > 0)
            .max_by_key(|other| (likeness(*other), std::cmp::Reverse(*other)))
            .or_else(|| rest.find(|other| !placed[*other]));
    }
    order
}

struct Reader<'a> {
    wasm: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> anyhow::Result<u8> {
        let byte = *self.wasm.get(self.at).context("the program ends early")?;
        self.at += 1;
        Ok(byte)
    }

    /// LEB128.
    fn number(&mut self) -> anyhow::Result<usize> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
    }

    fn skip_text(&mut self) -> anyhow::Result<()> {
        let length = self.number()?;
        self.at += length;
        Ok(())
    }
}

/// LEB128.
fn unsigned(mut value: usize, out: &mut Vec<u8>) {
    loop {
        let byte = (value & 0x7F) as u8;
        value >>= 7;
        if value == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two imports and four functions of one, three, one and three constants.
    fn program() -> Vec<u8> {
        let body = |constants: &[u8]| {
            let mut code = vec![0];
            for constant in constants {
                code.extend([0x41, *constant, 0x1A]);
            }
            code.push(0x0B);
            code
        };
        let bodies = [body(&[1]), body(&[7, 8, 9]), body(&[2]), body(&[7, 8, 5])];
        let mut code = vec![4];
        for body in &bodies {
            unsigned(body.len(), &mut code);
            code.extend(body);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([1, 4, 1, 0x60, 0, 0]);
        wasm.extend([2, 13, 2, 1, b'a', 1, b'b', 0, 0, 1, b'a', 1, b'c', 0, 0]);
        wasm.extend([3, 5, 4, 0, 0, 0, 0]);
        wasm.push(CODE);
        unsigned(code.len(), &mut wasm);
        wasm.extend(code);
        wasm
    }

    #[test]
    fn functions_that_share_code_stand_side_by_side() {
        let wasm = program();
        let (imported, bodies) = functions(&wasm).expect("a program");
        assert_eq!((imported, bodies.len()), (2, 4));
        assert_eq!(chain(&wasm, &bodies), [1, 3, 0, 2]);
    }

    #[test]
    fn the_order_is_written_as_names_of_the_functions_after_the_imports() {
        let wasm = program();
        let named = named(&wasm).expect("a program");
        let names = &named[wasm.len()..];
        assert!(
            names.ends_with(b"\x02\x0500002\x03\x0500000\x04\x0500003\x05\x0500001"),
            "{names:?}"
        );
    }

    #[test]
    fn a_program_cut_short_is_refused() {
        let wasm = program();
        assert!(functions(&wasm[..wasm.len() - 10]).is_err());
    }
}
