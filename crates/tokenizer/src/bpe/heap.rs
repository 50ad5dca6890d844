//! Merging with a heap: n log n steps for n bytes, whatever they are.

use crate::{
    Token,
    tables::{NO_TOKEN, byte_token, merge_tokens},
};
use std::{cmp::Reverse, collections::BinaryHeap};

/// The end of the list, in both directions.
const END: usize = usize::MAX;

/// A part, at the place of its first byte.
struct Part {
    token: Token,
    /// What this part and the next one merge into; `NO_TOKEN` if they do not merge, or if the part is gone.
    merged: Token,
    next: usize,
    previous: usize,
}

/// Merges a piece of any length, and returns its tokens.
pub fn merge(piece: &[u8]) -> Vec<Token> {
    let mut parts = bytes(piece);
    let mut heap = BinaryHeap::with_capacity(parts.len());
    for place in 0..parts.len() {
        update(&mut parts, &mut heap, place);
    }
    while let Some(Reverse((rank, place))) = heap.pop() {
        // The heap still holds pairs that are gone.
        if parts[place].merged == rank {
            merge_with_next(&mut parts, &mut heap, place);
        }
    }
    tokens(&parts)
}

type Heap = BinaryHeap<Reverse<(Token, usize)>>;

/// Makes a part of each byte.
fn bytes(piece: &[u8]) -> Vec<Part> {
    let part = |(place, &byte): (usize, &u8)| Part {
        token: byte_token(byte),
        merged: NO_TOKEN,
        next: if place + 1 < piece.len() { place + 1 } else { END },
        previous: place.wrapping_sub(1),
    };
    piece.iter().enumerate().map(part).collect()
}

/// Looks up what the part at `place` and the next one merge into.
fn update(parts: &mut [Part], heap: &mut Heap, place: usize) {
    let next = parts[place].next;
    let rank = if next == END {
        NO_TOKEN
    } else {
        merge_tokens(parts[place].token, parts[next].token)
    };
    parts[place].merged = rank;
    if rank != NO_TOKEN {
        heap.push(Reverse((rank, place)));
    }
}

fn merge_with_next(parts: &mut [Part], heap: &mut Heap, place: usize) {
    let gone = parts[place].next;
    let next = parts[gone].next;
    parts[gone].merged = NO_TOKEN;
    parts[place].token = parts[place].merged;
    parts[place].next = next;
    if next != END {
        parts[next].previous = place;
    }
    update(parts, heap, place);
    if parts[place].previous != END {
        update(parts, heap, parts[place].previous);
    }
}

fn tokens(parts: &[Part]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut place = 0;
    while let Some(part) = parts.get(place) {
        tokens.push(part.token);
        place = part.next;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables;

    #[test]
    fn every_token_is_merged_from_its_bytes() {
        let step = if cfg!(miri) { 1009 } else { 1 };
        for rank in (0..tables::RANKS).step_by(step) {
            let token = tables::token_bytes(rank).unwrap();
            assert_eq!(merge(token), [rank]);
        }
    }
}
