//! The masks of the ASCII characters in 64 bytes: on x86-64 with AVX-512 or AVX2 if the processor has it, or SSE2;
//! elsewhere with eight bytes at a time in a word.
//!
//! With `--cfg harmony_portable`, x86-64 uses the word too, so that the whole tokenizer can be tested with it.

#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
pub mod avx2;
#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
pub mod avx512;
#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
mod sse2;
#[cfg(any(test, harmony_portable, not(target_arch = "x86_64")))]
mod swar;

/// One bit for each byte. The bytes of characters of several bytes are in `high` alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    pub upper: u64,
    pub lower: u64,
    pub number: u64,
    /// Whitespace without the newlines.
    pub space: u64,
    pub newline: u64,
    pub high: u64,
    /// The character ` `.
    pub blank: u64,
    pub slash: u64,
    pub apostrophe: u64,
}

#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
pub use sse2::{bytes_in, masks};
#[cfg(any(harmony_portable, not(target_arch = "x86_64")))]
pub use swar::masks;

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the masks byte by byte.
    fn naive(bytes: &[u8; 64]) -> Masks {
        let mask = |is: fn(&u8) -> bool| {
            bytes
                .iter()
                .rev()
                .fold(0, |mask, byte| mask << 1 | u64::from(is(byte)))
        };
        Masks {
            upper: mask(u8::is_ascii_uppercase),
            lower: mask(u8::is_ascii_lowercase),
            number: mask(u8::is_ascii_digit),
            space: mask(|byte| matches!(byte, b'\t' | 0x0B | 0x0C | b' ')),
            newline: mask(|byte| matches!(byte, b'\r' | b'\n')),
            high: mask(|byte| !byte.is_ascii()),
            blank: mask(|byte| *byte == b' '),
            slash: mask(|byte| *byte == b'/'),
            apostrophe: mask(|byte| *byte == b'\''),
        }
    }

    #[test]
    fn every_byte_at_every_place_is_in_its_masks() {
        let step = if cfg!(miri) { 7 } else { 1 };
        for byte in (0..=u8::MAX).step_by(step) {
            for place in (0..64).step_by(step) {
                let mut bytes: [u8; 64] = std::array::from_fn(|index| byte.wrapping_add((index * 7) as u8));
                bytes[place] = byte;
                assert_eq!(swar::masks(&bytes), naive(&bytes), "byte {byte} at {place}");
                assert_eq!(masks(&bytes), naive(&bytes), "byte {byte} at {place}");
                #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
                if avx2::is_available() {
                    // SAFETY: the processor has what is needed.
                    let masks = unsafe { avx2::masks(&bytes) };
                    assert_eq!(masks, naive(&bytes), "byte {byte} at {place}");
                }
                #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
                if avx512::is_available() {
                    // SAFETY: as above.
                    let masks = unsafe { avx512::masks(&bytes) };
                    assert_eq!(masks, naive(&bytes), "byte {byte} at {place}");
                }
            }
        }
    }
}
