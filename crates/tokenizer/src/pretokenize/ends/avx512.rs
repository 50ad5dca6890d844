//! Moves the places of a mask's bits together in a vector.

use super::BLOCK;
use std::arch::x86_64::*;

/// How many ends are written at a time.
const GROUP: usize = 16;

/// How many of them are in a vector.
const HALF: usize = GROUP / 2;

/// The places of all bytes of a block.
const PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut place = 0;
    while place < BLOCK {
        places[place] = place as u8;
        place += 1;
    }
    places
};

/// Does the same as [`super::write`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
pub fn write(mask: u64, block: usize, ends: &mut [usize; BLOCK]) -> usize {
    let found = mask.count_ones() as usize;
    let mut places = [0_u8; BLOCK];
    // SAFETY: both arrays are as long as the vector, and may have any alignment.
    unsafe {
        let all = _mm512_loadu_si512(PLACES.as_ptr().cast());
        _mm512_storeu_si512(places.as_mut_ptr().cast(), _mm512_maskz_compress_epi8(mask, all));
    }
    let ends = ends.as_chunks_mut::<GROUP>().0;
    let groups = ends.iter_mut().zip(places.as_chunks().0);
    for (ends, places) in groups.take(found.div_ceil(GROUP)) {
        write_group(places, block, ends);
    }
    found
}

/// Writes places of the block that begins at `block`.
#[inline]
#[target_feature(enable = "avx512f")]
fn write_group(places: &[u8; GROUP], block: usize, ends: &mut [usize; GROUP]) {
    let block = _mm512_set1_epi64(block.cast_signed() as i64);
    // SAFETY: the array is as long as the vector, and may have any alignment.
    let low = unsafe { _mm_loadu_si128(places.as_ptr().cast()) };
    let high = _mm_unpackhi_epi64(low, low);
    for (ends, places) in ends.as_chunks_mut::<HALF>().0.iter_mut().zip([low, high]) {
        let moved = _mm512_add_epi64(_mm512_cvtepu8_epi64(places), block);
        // SAFETY: as above.
        unsafe { _mm512_storeu_si512(ends.as_mut_ptr().cast(), moved) };
    }
}
