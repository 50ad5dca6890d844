//! Splits text into the pieces that are encoded one by one, by the pattern of o200k.
//!
//! The pattern, from the crate `openai-harmony` (`tiktoken_ext`), with one alternative on each line:
//!
//! ```text
//! [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//! [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//! \p{N}{1,3}
//!  ?[^\s\p{L}\p{N}]+[\r\n/]*
//! \s*[\r\n]+
//! \s+(?!\S)
//! \s+
//! ```
//!
//! The first alternative that matches counts, not the longest. Every character is in some piece.
//!
//! `scalar.rs` finds the end of one piece, `block.rs` the starts of many at a time: docs/tokenizer.md, S2 to S4.
//! `ascii/` and `letters.rs` make its masks, and `ends/` writes where the pieces end.
//! `backward.rs` finds the ends of the pieces that start at every character (S23), `cut.rs` places where text can be cut (S15a).

mod ascii;
mod backward;
mod block;
mod cut;
mod ends;
#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
mod letters;
mod scalar;

pub use backward::{is_always_boundary, piece_ends};
pub use cut::{last_cut, next_cut};
pub use scalar::piece_end;

use crate::bounded::bounded;
use ascii::Masks;
use block::BLOCK;

/// How many pieces a batch has room for.
pub const BATCH: usize = 256;

/// The ends of the pieces of a batch.
pub type Ends = [usize; BATCH];

/// Writes the ends of the next pieces from `start` on, where a piece must start. Returns how many they are: at least
/// one, unless `start` is the end of the text.
pub fn next_batch(text: &[u8], start: usize, ends: &mut Ends) -> usize {
    #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
    if ascii::avx512::is_available() {
        // SAFETY: the processor has what is needed.
        return unsafe { next_batch_with_avx512(text, start, ends) };
    } else if ascii::avx2::is_available() {
        // SAFETY: as above.
        return unsafe { next_batch_with_avx2(text, start, ends) };
    }
    next_batch_with(text, start, ends, ascii::masks, ends::write)
}

#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512vbmi2")]
fn next_batch_with_avx512(text: &[u8], start: usize, ends: &mut Ends) -> usize {
    let masks = |bytes: &[u8; BLOCK]| ascii::avx512::masks(bytes);
    let write_ends = |mask, block, ends: &mut _| ends::avx512::write(mask, block, ends);
    next_batch_with(text, start, ends, masks, write_ends)
}

#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn next_batch_with_avx2(text: &[u8], start: usize, ends: &mut Ends) -> usize {
    next_batch_with(text, start, ends, |bytes| ascii::avx2::masks(bytes), ends::write)
}

#[inline(always)]
fn next_batch_with(
    text: &[u8],
    start: usize,
    ends: &mut Ends,
    masks: impl Fn(&[u8; BLOCK]) -> Masks,
    write_ends: impl Fn(u64, usize, &mut [usize; BLOCK]) -> usize,
) -> usize {
    let mut at = start;
    let mut count = 0;
    while let Some(room) = ends[count..].first_chunk_mut()
        && at < text.len()
    {
        let starts = block::starts(text, at, &masks);
        count += write_ends(starts.mask & !1, at, room);
        at += starts.mask.ilog2() as usize;
        if starts.stopped {
            at = scalar::piece_end(text, at);
            ends[bounded::<BATCH>(count)] = at;
            count += 1;
        }
    }
    count
}

/// Returns where the pieces start, and the end of the text.
pub fn boundaries(text: &[u8]) -> Vec<usize> {
    boundaries_with(text, next_batch)
}

fn boundaries_with(text: &[u8], next_batch: impl Fn(&[u8], usize, &mut Ends) -> usize) -> Vec<usize> {
    let mut all = vec![0];
    let mut ends = [0; BATCH];
    loop {
        let count = next_batch(text, all[all.len() - 1], &mut ends);
        if count == 0 {
            return all;
        }
        all.extend_from_slice(&ends[..count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_by_one(text: &str) -> Vec<usize> {
        let mut all = vec![0];
        let mut at = 0;
        while at < text.len() {
            at = scalar::piece_end(text.as_bytes(), at);
            all.push(at);
        }
        all
    }

    type NextBatch = fn(&[u8], usize, &mut Ends) -> usize;

    /// How this processor can split: with each set of instructions that it has.
    fn every_way() -> Vec<NextBatch> {
        let portable: NextBatch =
            |text, start, ends| next_batch_with(text, start, ends, ascii::masks, ends::write);
        #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
        if ascii::avx2::is_available() {
            // SAFETY: the processor has what is needed.
            let avx2: NextBatch = |text, start, ends| unsafe { next_batch_with_avx2(text, start, ends) };
            return vec![next_batch, avx2, portable];
        }
        vec![next_batch, portable]
    }

    #[test]
    fn blocks_give_the_ends_that_single_pieces_have() {
        let parts = [
            "a", "B", "é", "漢", "\u{301}", "1", " ", "\t", "\n", "\r\n", "!", "/", "'", "'s", "'ll", "—",
            "\u{3000}", "²", "Я", "ж", "ѐ", "の", "・", "한", "ー",
        ];
        let mut state = 1_u64;
        let texts = if cfg!(miri) { 150 } else { 20_000 };
        for length in 0..texts {
            let mut text = String::new();
            for _ in 0..length % 150 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let part = parts[(state >> 33) as usize % parts.len()];
                text.push_str(&part.repeat(1 + (state >> 61) as usize / 3));
            }
            let expected = one_by_one(&text);
            for next_batch in every_way() {
                assert_eq!(boundaries_with(text.as_bytes(), next_batch), expected, "{text:?}");
            }
        }
    }
}
