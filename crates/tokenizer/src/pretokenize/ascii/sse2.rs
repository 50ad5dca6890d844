//! Sixteen bytes at a time in a vector.

use super::Masks;
use std::arch::x86_64::*;

const _: () = assert!(
    cfg!(target_feature = "sse2"),
    "every x86-64 target that runs an operating system has SSE2"
);

#[inline]
pub fn masks(bytes: &[u8; 64]) -> Masks {
    // SAFETY: SSE2 is enabled for the whole build, as asserted above.
    unsafe { masks_with_sse2(bytes) }
}

/// Finds the bytes from `first` to `last`.
#[inline]
pub fn bytes_in(bytes: &[u8; 64], first: u8, last: u8) -> u64 {
    // SAFETY: as above.
    unsafe { bytes_in_with_sse2(bytes, first, last) }
}

#[inline]
#[target_feature(enable = "sse2")]
fn bytes_in_with_sse2(bytes: &[u8; 64], first: u8, last: u8) -> u64 {
    let mut mask = 0;
    for (index, chunk) in bytes.as_chunks().0.iter().enumerate() {
        mask |= gather(range(load(chunk), first, last)) << (16 * index);
    }
    mask
}

/// Returns the highest bits of the bytes.
#[inline]
#[target_feature(enable = "sse2")]
fn gather(vector: __m128i) -> u64 {
    u64::from(_mm_movemask_epi8(vector) as u16)
}

#[inline]
#[target_feature(enable = "sse2")]
fn masks_with_sse2(bytes: &[u8; 64]) -> Masks {
    let mut masks = Masks::default();
    for (index, chunk) in bytes.as_chunks().0.iter().enumerate() {
        add(&mut masks, load(chunk), 16 * index);
    }
    masks
}

#[inline]
#[target_feature(enable = "sse2")]
fn load(bytes: &[u8; 16]) -> __m128i {
    let (low, high) = bytes.split_at(8);
    let word = |half: &[u8]| i64::from_le_bytes(*half.first_chunk().unwrap_or(&[0; 8]));
    _mm_set_epi64x(word(high), word(low))
}

#[inline]
#[target_feature(enable = "sse2")]
fn add(masks: &mut Masks, bytes: __m128i, shift: usize) {
    let gather = |vector: __m128i| gather(vector) << shift;
    let equal = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8));
    let blank = equal(b' ');
    let newline = _mm_or_si128(equal(b'\n'), equal(b'\r'));
    // Tab, newline, vertical tab, form feed, carriage return.
    let control = range(bytes, b'\t', b'\r');
    masks.upper |= gather(range(bytes, b'A', b'Z'));
    masks.lower |= gather(range(bytes, b'a', b'z'));
    masks.number |= gather(range(bytes, b'0', b'9'));
    masks.space |= gather(_mm_or_si128(blank, _mm_andnot_si128(newline, control)));
    masks.newline |= gather(newline);
    masks.high |= gather(bytes);
    masks.blank |= gather(blank);
    masks.slash |= gather(equal(b'/'));
    masks.apostrophe |= gather(equal(b'\''));
}

/// Finds the bytes from `first` to `last`: moved to the lowest signed values, they are found by one comparison.
#[inline]
#[target_feature(enable = "sse2")]
fn range(bytes: __m128i, first: u8, last: u8) -> __m128i {
    let moved = _mm_add_epi8(bytes, _mm_set1_epi8(i8::MIN.wrapping_sub(first as i8)));
    let beyond = i8::MIN.wrapping_add((last - first + 1) as i8);
    _mm_cmplt_epi8(moved, _mm_set1_epi8(beyond))
}
