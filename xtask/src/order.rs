//! An order of a program's functions in which like stands beside like, for brotli to find.
//!
//! Binaryen can sort functions by name only, so the order is written as names.

use std::collections::HashMap;
use std::ops::Range;
use wasm_encoder::{NameMap, NameSection, Section};
use wasmparser::{Parser, Payload, TypeRef};

/// Bytes of code compared at once.
const SHINGLE: usize = 5;
/// What more functions than this have in common says nothing about any of them.
const COMMON: usize = 40;

/// `wasm`, a program without names, with names that sort into that order.
///
/// # Errors
/// If `wasm` is no program.
pub fn named(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (imported, bodies) = functions(wasm)?;
    let mut names = vec![String::new(); bodies.len()];
    for (place, function) in chain(wasm, &bodies).into_iter().enumerate() {
        names[function] = format!("{place:05}");
    }
    let mut map = NameMap::new();
    for (index, name) in (imported..).zip(&names) {
        map.append(index, name);
    }
    let mut section = NameSection::new();
    section.functions(&map);
    let mut out = wasm.to_vec();
    section.append_to(&mut out);
    Ok(out)
}

/// How many functions are imported, and where the others' bodies stand.
fn functions(wasm: &[u8]) -> anyhow::Result<(u32, Vec<Range<usize>>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            _ => {}
        }
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
            code.push(body.len() as u8);
            code.extend(body);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([1, 4, 1, 0x60, 0, 0]);
        wasm.extend([2, 13, 2, 1, b'a', 1, b'b', 0, 0, 1, b'a', 1, b'c', 0, 0]);
        wasm.extend([3, 5, 4, 0, 0, 0, 0]);
        wasm.push(10);
        wasm.push(code.len() as u8);
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
