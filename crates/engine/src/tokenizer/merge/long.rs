//! Encodes long pieces in linear time, window by window.
//!
//! A row of tokens is the encoding of its bytes if and only if each two adjacent tokens are the encoding of theirs:
//! a merge depends on nothing else than the parts beside it, and every token is reached by merging its own bytes. So
//! two encodings of overlapping windows can be joined at any token that both have at the same place, and the result
//! is the encoding of the whole. Each window starts at the middle of the one before, at the start of a token, so the
//! first token is nearly always the same. Where no token is, the window grows.

use super::{Parts, heap, short::SHORT};
use crate::{Token, vocabulary::token_bytes};

/// Encodes a piece: each run of tokens goes to `sink`, in order.
pub fn encode(parts: &mut Parts, piece: &[u8], mut sink: impl FnMut(&[Token])) {
    if piece.len() <= SHORT {
        return sink(parts.encode(piece));
    }
    let mut start = 0;
    let mut window = parts.encode(piece).to_vec();
    let mut size = SHORT;
    while start + size < piece.len() {
        match next_window(parts, &piece[start..], &window, size) {
            Some(joined) => {
                sink(&window[..joined.tokens]);
                start += joined.bytes;
                window = joined.window;
                size = joined.size;
            }
            None => {
                size = (size * 2).min(piece.len() - start);
                window = heap::encode(&piece[start..start + size]);
            }
        }
    }
    sink(&window);
}

/// A window that has a token in common with the one before.
struct Joined {
    /// How many tokens of the window before come before the common one.
    tokens: usize,
    /// How many bytes those have.
    bytes: usize,
    /// The tokens from the common one on.
    window: Vec<Token>,
    /// How many bytes those have.
    size: usize,
}

/// Encodes the next window, from the middle of the current one, which has `size` bytes at the start of `rest`.
fn next_window(parts: &mut Parts, rest: &[u8], current: &[Token], size: usize) -> Option<Joined> {
    let (mut tokens, mut bytes) = (0, 0);
    while bytes < size / 2 {
        bytes += length(*current.get(tokens)?);
        tokens += 1;
    }
    let end = rest.len().min(bytes + SHORT);
    let window = parts.encode(rest.get(bytes..end)?);
    let mut ours = (tokens, bytes);
    let mut theirs = (0, bytes);
    loop {
        let (our, their) = (*current.get(ours.0)?, *window.get(theirs.0)?);
        if ours.1 == theirs.1 && our == their {
            return Some(Joined {
                tokens: ours.0,
                bytes: ours.1,
                window: window[theirs.0..].to_vec(),
                size: end - theirs.1,
            });
        }
        if ours.1 <= theirs.1 {
            ours = (ours.0 + 1, ours.1 + length(our));
        } else {
            theirs = (theirs.0 + 1, theirs.1 + length(their));
        }
    }
}

fn length(token: Token) -> usize {
    token_bytes(token).map_or(1, <[u8]>::len)
}
