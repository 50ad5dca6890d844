//! Writes where the pieces of a block end, from the mask of the places where the next ones start.

#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
pub mod avx512;

use super::block::BLOCK;

/// How many ends are written at a time, whether so many are left or not: the processor then predicts well when the loop
/// ends.
const GROUP: usize = 8;

/// Writes the places of the mask's bits in the block that begins at `block`. Returns how many they are.
#[inline(always)]
pub fn write(mut mask: u64, block: usize, ends: &mut [usize; BLOCK]) -> usize {
    let found = mask.count_ones() as usize;
    for group in ends
        .as_chunks_mut::<GROUP>()
        .0
        .iter_mut()
        .take(found.div_ceil(GROUP))
    {
        for end in group {
            *end = block + mask.trailing_zeros() as usize;
            mask &= mask.wrapping_sub(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
    use crate::pretokenize::ascii;

    /// Masks with every number of bits, and with many of their patterns.
    fn masks() -> impl Iterator<Item = u64> {
        let count = if cfg!(miri) { 40 } else { 20_000 };
        let random = (1..count).scan(1_u64, |state, _| {
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            Some(*state)
        });
        let sparse = random
            .clone()
            .zip(random.clone().skip(1))
            .map(|(a, b)| a & b & b.rotate_left(9));
        let runs = (0..=64).map(|length| u64::MAX.checked_shr(length).unwrap_or(0));
        random.chain(sparse).chain(runs)
    }

    #[test]
    fn the_places_of_all_bits_are_written_in_order() {
        for mask in masks() {
            let expected: Vec<usize> = (0..BLOCK)
                .filter(|place| mask >> place & 1 == 1)
                .map(|place| 1000 + place)
                .collect();
            let mut ends = [0; BLOCK];
            let count = write(mask, 1000, &mut ends);
            assert_eq!(ends[..count], expected, "{mask:#x}");
            #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
            if ascii::avx512::is_available() {
                let mut ends = [0; BLOCK];
                // SAFETY: the processor has what is needed.
                let count = unsafe { avx512::write(mask, 1000, &mut ends) };
                assert_eq!(ends[..count], expected, "{mask:#x}");
            }
        }
    }
}
