//! UTF-16, the form in which JavaScript has text, as UTF-8.
//!
//! Blocks of ASCII are narrowed. Other text is converted by `encoding_rs`; on x86-64 processors with SSSE3, which nearly all
//! have, in groups of units (`ssse3.rs`), which takes an eighth of the time for Cyrillic and a quarter for Chinese.

#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
mod ssse3;

use encoding_rs::mem::convert_utf16_to_str;

/// How many units are checked at a time for whether they are all ASCII.
const ASCII_BLOCK: usize = 64;

/// A UTF-16 unit becomes three bytes of UTF-8 at most.
const BYTES_PER_UNIT: usize = 3;

/// Appends UTF-16 as UTF-8, with U+FFFD for each lone surrogate.
pub fn append_utf16(units: &[u16], text: &mut String) {
    text.reserve(units.len() + units.len() / 8);
    let rest = append_ascii(units, text);
    if rest.is_empty() {
        return;
    }
    #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
    if is_x86_feature_detected!("ssse3") {
        // SAFETY: the processor has SSSE3.
        return append::<16>(rest, text, |units, text| unsafe {
            ssse3::append_groups(units, text)
        });
    }
    append::<256>(rest, text, |_, _| 0);
}

/// Appends UTF-16. `append_groups` does the same with as many of the first units as it can, and returns how many; of what
/// is left, up to `BLOCK` units are converted before it is called again.
fn append<const BLOCK: usize>(
    mut units: &[u16],
    text: &mut String,
    append_groups: impl Fn(&[u16], &mut String) -> usize,
) {
    let mut converted = [[0; BYTES_PER_UNIT]; BLOCK];
    let converted = str::from_utf8_mut(converted.as_flattened_mut()).expect("NULs");
    while !units.is_empty() {
        units = &units[append_groups(units, text)..];
        let (block, rest) = units.split_at(block_length::<BLOCK>(units));
        let length = convert_utf16_to_str(block, converted);
        text.push_str(&converted[..length]);
        units = append_ascii(rest, text);
    }
}

/// Appends blocks of ASCII, and returns what follows them. The last block can be shorter.
fn append_ascii<'a>(mut units: &'a [u16], text: &mut String) -> &'a [u16] {
    // SAFETY: what is appended are bytes of ASCII, each of them a character.
    let bytes = unsafe { text.as_mut_vec() };
    while let Some((block, rest)) = units.split_first_chunk::<ASCII_BLOCK>() {
        if !is_ascii(block) {
            return units;
        }
        bytes.extend_from_slice(&block.map(|unit| unit as u8));
        units = rest;
    }
    if !is_ascii(units) {
        return units;
    }
    bytes.extend(units.iter().map(|unit| *unit as u8));
    &[]
}

fn is_ascii(units: &[u16]) -> bool {
    units.iter().fold(0, |all, unit| all | unit) < 0x80
}

/// Returns the length of the next block, which does not end within a surrogate pair.
fn block_length<const BLOCK: usize>(units: &[u16]) -> usize {
    let is_high_surrogate = |unit: &u16| unit & 0xFC00 == 0xD800;
    match units.get(BLOCK - 1) {
        Some(last) if is_high_surrogate(last) => BLOCK - 1,
        Some(_) => BLOCK,
        None => units.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::Random;

    fn check(units: &[u16]) {
        let expected = String::from_utf16_lossy(units);
        for before in ["", "x"] {
            let mut text = before.to_owned();
            append_utf16(units, &mut text);
            assert_eq!(text, format!("{before}{expected}"), "{units:x?}");
            let mut text = before.to_owned();
            append::<256>(units, &mut text, |_, _| 0);
            assert_eq!(text, format!("{before}{expected}"), "{units:x?}");
        }
    }

    #[test]
    fn every_unit_is_converted_at_every_place_of_a_group() {
        let step = if cfg!(miri) { 997 } else { 1 };
        for unit in (0..=u16::MAX).step_by(step) {
            let place = usize::from(unit) % 8;
            for other in [0x61, 0x416, 0x4E2D, unit] {
                let mut units = [other; 19];
                units[place] = unit;
                units[place + 8] = unit;
                check(&units);
            }
        }
    }

    #[test]
    fn units_of_all_lengths_are_converted_in_every_order() {
        let mut random = Random::new(1);
        let kinds: [[u16; 2]; 6] = [
            [0, 0x7F],
            [0x80, 0x7FF],
            [0x800, 0xD7FF],
            [0xD800, 0xDBFF],
            [0xDC00, 0xDFFF],
            [0xE000, 0xFFFF],
        ];
        for round in 0..if cfg!(miri) { 100 } else { 200_000 } {
            // Half of the rounds have no surrogates, and most have runs of a kind.
            let run = 1 + random.below(40);
            let mut kind = [0, 0];
            let units = Vec::from_iter((0..random.below(200)).map(|at| {
                if at % run == 0 {
                    kind = kinds[random.below(if round % 2 == 0 { 3 } else { kinds.len() })];
                }
                let [first, last] = kind;
                first + random.below(usize::from(last - first) + 1) as u16
            }));
            check(&units);
        }
    }
}
