//! Merging with a heap: n log n for any length.

use crate::{
    Token,
    tables::{NO_TOKEN, byte_token, merged},
};
use std::{cmp::Reverse, collections::BinaryHeap};

/// Ends the list, either way.
const END: usize = usize::MAX;

/// One part, at the place of its first byte.
struct Part {
    token: Token,
    /// What this part and the next merge into; `NO_TOKEN` where nothing does, and where no part is any more.
    merged: Token,
    next: usize,
    previous: usize,
}

/// Encodes a piece of any length.
pub fn encode(piece: &[u8]) -> Vec<Token> {
    let mut parts = start(piece);
    let mut heap = BinaryHeap::with_capacity(parts.len());
    for place in 0..parts.len() {
        update(&mut parts, &mut heap, place);
    }
    while let Some(Reverse((rank, place))) = heap.pop() {
        // What the heap holds of pairs that are gone is passed over.
        if parts[place].merged == rank {
            merge(&mut parts, &mut heap, place);
        }
    }
    collect(&parts)
}

type Heap = BinaryHeap<Reverse<(Token, usize)>>;

fn start(piece: &[u8]) -> Vec<Part> {
    let part = |(place, &byte): (usize, &u8)| Part {
        token: byte_token(byte),
        merged: NO_TOKEN,
        next: if place + 1 < piece.len() { place + 1 } else { END },
        previous: place.wrapping_sub(1),
    };
    piece.iter().enumerate().map(part).collect()
}

/// Finds out anew what the part at `place` and the next merge into.
fn update(parts: &mut [Part], heap: &mut Heap, place: usize) {
    let next = parts[place].next;
    let rank = if next == END {
        NO_TOKEN
    } else {
        merged(parts[place].token, parts[next].token)
    };
    parts[place].merged = rank;
    if rank != NO_TOKEN {
        heap.push(Reverse((rank, place)));
    }
}

fn merge(parts: &mut [Part], heap: &mut Heap, place: usize) {
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

fn collect(parts: &[Part]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut place = 0;
    while let Some(part) = parts.get(place) {
        tokens.push(part.token);
        place = part.next;
    }
    tokens
}
