//! Thirty-two bytes at a time in a vector.

use super::Masks;
use std::arch::x86_64::*;

/// Returns whether the processor has what [`masks`] needs.
#[inline(always)]
pub fn is_available() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

/// Finds the masks. All of the features but AVX2 are for what works on them in the same function.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub fn masks(bytes: &[u8; 64]) -> Masks {
    let block = Block::new(bytes);
    let letter = block.in_lower_case().range(b'a', b'z');
    let lower = block.is_lower_case();
    // Tab, newline, vertical tab, form feed, carriage return.
    let control = block.range(b'\t', b'\r');
    let newline = block.equal(b'\n') | block.equal(b'\r');
    let blank = block.equal(b' ');
    Masks {
        upper: letter & !lower,
        lower: letter & lower,
        number: block.range(b'0', b'9'),
        space: blank | control & !newline,
        newline,
        high: block.gather(),
        blank,
        slash: block.equal(b'/'),
        apostrophe: block.equal(b'\''),
    }
}

/// The halves of a block.
#[derive(Clone, Copy)]
struct Block([__m256i; 2]);

impl Block {
    #[inline]
    #[target_feature(enable = "avx2")]
    fn new(bytes: &[u8; 64]) -> Self {
        let load = |half: &[u8; 32]| {
            // SAFETY: an array is as long as the vector, and may have any alignment.
            unsafe { _mm256_loadu_si256(half.as_ptr().cast()) }
        };
        let halves = bytes.as_chunks::<32>().0;
        Self([load(&halves[0]), load(&halves[1])])
    }

    /// Makes letters of upper case lower.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn in_lower_case(self) -> Self {
        Self(self.0.map(|half| _mm256_or_si256(half, _mm256_set1_epi8(0x20))))
    }

    /// Finds the bytes that are lower case, if they are letters: the bit that tells becomes the highest one.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn is_lower_case(self) -> u64 {
        Self(self.0.map(|half| _mm256_slli_epi16::<2>(half))).gather()
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn equal(self, byte: u8) -> u64 {
        let byte = _mm256_set1_epi8(byte as i8);
        Self(self.0.map(|half| _mm256_cmpeq_epi8(half, byte))).gather()
    }

    /// Finds the bytes from `first` to `last`: moved to the lowest signed values, they are found by one comparison.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn range(self, first: u8, last: u8) -> u64 {
        let move_by = _mm256_set1_epi8(i8::MIN.wrapping_sub(first as i8));
        let beyond = _mm256_set1_epi8(i8::MIN.wrapping_add((last - first + 1) as i8));
        let is_in = |half| _mm256_cmpgt_epi8(beyond, _mm256_add_epi8(half, move_by));
        Self(self.0.map(is_in)).gather()
    }

    /// Returns the highest bits of the bytes.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn gather(self) -> u64 {
        let [low, high] = self.0.map(|half| u64::from(_mm256_movemask_epi8(half) as u32));
        high << 32 | low
    }
}
