//! Decodes characters of text that is known to be UTF-8, or is a window of such text.

/// Returns the code point and the length of a character of several bytes, given its first byte and what follows. Bytes
/// that are missing at the end count as zeros, so the length may be greater than what is there.
#[inline(always)]
pub fn decode(first: u8, rest: &[u8]) -> (u32, usize) {
    let bits = |at: usize| u32::from(rest.get(at).copied().unwrap_or(0) & 0x3F);
    let first = u32::from(first);
    match first {
        ..0xE0 => ((first & 0x1F) << 6 | bits(0), 2),
        0xE0..0xF0 => ((first & 0x0F) << 12 | bits(0) << 6 | bits(1), 3),
        _ => ((first & 0x07) << 18 | bits(0) << 12 | bits(1) << 6 | bits(2), 4),
    }
}
