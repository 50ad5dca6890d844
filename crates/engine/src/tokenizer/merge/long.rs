//! Encodes long pieces in linear time, window by window.
//!
//! A row of tokens is the encoding of its bytes if and only if each two adjacent tokens are the encoding of theirs:
//! a merge depends on nothing else than the parts beside it, and every token is reached by merging its own bytes. So
//! two encodings of overlapping windows can be joined at any token that both have at the same place, and the result
//! is the encoding of the whole. Each window starts at the middle of the one before, at the start of a token, so the
//! first token is nearly always the same. Where no token is, the window doubles: the work stays in proportion to what
//! is gained, as a window that is joined gains half its length.

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
    let end = rest.len().min(bytes + size.max(SHORT));
    let window = encode_window(parts, rest, bytes, end, current, size);
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

/// Encodes the window from `start` to `end`. In a run of the same bytes it has the tokens of the current window.
fn encode_window(
    parts: &mut Parts,
    rest: &[u8],
    start: usize,
    end: usize,
    current: &[Token],
    size: usize,
) -> Vec<Token> {
    let window = &rest[start..end];
    if rest.get(..size) == Some(window) {
        current.to_vec()
    } else if window.len() <= SHORT {
        parts.encode(window).to_vec()
    } else {
        heap::encode(window)
    }
}

fn length(token: Token) -> usize {
    token_bytes(token).map_or(1, <[u8]>::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens by windows, and by one heap over the whole.
    fn check(piece: &[u8]) {
        let mut tokens = Vec::new();
        encode(&mut Parts::new(), piece, |some| tokens.extend_from_slice(some));
        assert!(
            tokens == heap::encode(piece),
            "{:?}",
            piece.escape_ascii().to_string()
        );
    }

    #[test]
    fn windows_give_what_one_merge_over_all_gives() {
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for alphabet in ["ab", "abcdefgh", "etaoinshr", " -=", "\n ", "한글你好абв", "!?.,"] {
            for length in [63, 64, 65, 128, 129, 500, 3000] {
                let characters: Vec<char> = alphabet.chars().collect();
                let piece: String = (0..length)
                    .map(|_| characters[random(characters.len())])
                    .collect();
                check(piece.as_bytes());
            }
        }
    }

    #[test]
    fn runs_longer_than_the_longest_token_are_joined() {
        for part in [" ", "-", "=", "\n", "a", "ab", "漢", "\u{301}", "😀", "/*", " \t"] {
            for length in [64, 100, 127, 128, 129, 1000, 10_000] {
                check(part.repeat(length).as_bytes());
            }
            check((part.repeat(500) + "x" + &part.repeat(777)).as_bytes());
        }
    }
}
