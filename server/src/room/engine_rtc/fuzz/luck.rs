//! Numbers that look like luck, and bytes bent by them.

pub struct Luck(u64);

const EDGES: [u16; 9] = [0, 1, 2, 4, 0x7f, 0x80, 0xff, 0x7fff, 0xffff];
const NUMBERS: [&str; 8] = [
    "0",
    "-1",
    "1",
    "255",
    "65535",
    "65536",
    "4294967296",
    "18446744073709551616",
];

impl Luck {
    pub fn new(seed: u64) -> Self {
        // xorshift64* knows no zero.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// 0 to `end` - 1; 0 where there is nothing to choose.
    pub fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 32) as usize).checked_rem(end).unwrap_or(0)
    }

    pub fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of `known`, bent in one to four places.
    pub fn bend(&mut self, known: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.pick(known).clone();
        for _ in 0..=self.below(4) {
            self.bend_once(&mut bytes, known);
        }
        bytes
    }

    fn bend_once(&mut self, bytes: &mut Vec<u8>, known: &[Vec<u8>]) {
        let at = self.below(bytes.len());
        let rest = bytes.len() - at;
        match self.below(9) {
            0 if rest > 0 => bytes[at] ^= 1 << self.below(8),
            1 if rest > 0 => bytes[at] = self.next() as u8,
            2 if rest > 0 => bytes[at] = *self.pick(&EDGES) as u8,
            // Lengths are mostly 16 bits wide, and lie best near the truth.
            3 if rest > 1 => {
                let near = (rest + self.below(9)).wrapping_sub(4) as u16;
                let lie = if self.chance(2) { near } else { *self.pick(&EDGES) };
                bytes[at..at + 2].copy_from_slice(&lie.to_be_bytes());
            }
            4 => bytes.truncate(at),
            5 => {
                let more = self.below(64);
                bytes.extend((0..more).map(|step| (self.0 >> (step % 57)) as u8));
            }
            6 => {
                let span = bytes[at..at + self.below(rest.min(64))].to_vec();
                let place = self.below(bytes.len());
                bytes.splice(place..place, span);
            }
            7 => drop(bytes.drain(at..at + self.below(rest.min(64)))),
            _ => {
                let other = self.pick(known);
                let from = self.below(other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
        }
    }

    /// Lines dropped, doubled, moved, and their numbers changed.
    pub fn bend_lines(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.split("\r\n").map(String::from).collect();
        for _ in 0..=self.below(4) {
            let at = self.below(lines.len());
            match self.below(6) {
                0 if lines.len() > 1 => drop(lines.remove(at)),
                1 => {
                    let to = self.below(lines.len());
                    lines.insert(to, lines[at].clone());
                }
                2 => {
                    let to = self.below(lines.len());
                    lines.swap(at, to);
                }
                3 | 4 => {
                    let parts: Vec<&str> = lines[at].split(' ').collect();
                    let which = self.below(parts.len());
                    let number = *self.pick(&NUMBERS);
                    let changed = parts.iter().enumerate();
                    let changed = changed.map(|(part, text)| if part == which { number } else { text });
                    lines[at] = changed.collect::<Vec<_>>().join(" ");
                }
                _ => {
                    let bent = self.bend(&[lines[at].clone().into_bytes()]);
                    lines[at] = String::from_utf8_lossy(&bent).into_owned();
                }
            }
        }
        lines.join("\r\n")
    }
}
