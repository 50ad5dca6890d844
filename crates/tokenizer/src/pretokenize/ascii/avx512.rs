//! Sixty-four bytes at a time in a vector. Comparisons give masks at once.

use super::{Masks, avx2};
use std::arch::x86_64::*;

/// Returns whether the processor has what [`masks`] needs, and what works on the masks in the same function.
#[inline(always)]
pub fn is_available() -> bool {
    avx2::is_available()
        && is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi2")
}

/// Finds the masks.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
pub fn masks(bytes: &[u8; 64]) -> Masks {
    // SAFETY: an array is as long as the vector, and may have any alignment.
    let block = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
    let case = _mm512_set1_epi8(0x20);
    let letter = range(_mm512_or_si512(block, case), b'a', b'z');
    let lower = _mm512_test_epi8_mask(block, case);
    // Tab, newline, vertical tab, form feed, carriage return.
    let control = range(block, b'\t', b'\r');
    let newline = equal(block, b'\n') | equal(block, b'\r');
    let blank = equal(block, b' ');
    Masks {
        upper: letter & !lower,
        lower: letter & lower,
        number: range(block, b'0', b'9'),
        space: blank | control & !newline,
        newline,
        high: _mm512_movepi8_mask(block),
        blank,
        slash: equal(block, b'/'),
        apostrophe: equal(block, b'\''),
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn equal(block: __m512i, byte: u8) -> u64 {
    _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(byte.cast_signed()))
}

/// Finds the bytes from `first` to `last`: moved to the lowest values, they are found by one comparison.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn range(block: __m512i, first: u8, last: u8) -> u64 {
    let moved = _mm512_sub_epi8(block, _mm512_set1_epi8(first.cast_signed()));
    _mm512_cmple_epu8_mask(moved, _mm512_set1_epi8((last - first).cast_signed()))
}
