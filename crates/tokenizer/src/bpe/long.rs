//! Encodes long pieces in linear time, window by window.
//!
//! A row of tokens is the encoding of its bytes if and only if each two adjacent tokens are the encoding of theirs:
//! a merge depends on nothing else than the parts beside it, and every token is reached by merging its own bytes. So
//! two encodings of overlapping windows can be joined at any token that both have at the same place, and the result
//! is the encoding of the whole. Windows nearly always have one in common soon, wherever they start, so several are
//! merged in turns and then joined. Where two have none, the next window starts at the middle of the one before, at
//! the start of a token; if that does not help, the window doubles: the work stays in proportion to what is gained,
//! as a window that is joined gains half its length.

use super::{
    heap,
    lanes::{LANES, SHORT, Team},
};
use crate::{Token, tables::token_length};
use std::mem;

/// How far apart the windows are that are merged in turns: a multiple of many lengths, so that runs of a few bytes
/// look alike in all of them.
const STRIDE: usize = 48;

/// The most windows that are taken alone before several are tried again.
const MOST_ALONE: usize = 64;

/// Encodes a piece: each run of tokens goes to `sink`, in order.
pub fn encode(team: &mut Team, piece: &[u8], mut sink: impl FnMut(&[Token])) {
    let tokens = team.encode(piece).to_vec();
    let mut row = Row {
        start: 0,
        size: piece.len().min(SHORT),
        last: 0,
        last_tokens: tokens.clone(),
        tokens,
    };
    let mut windows = 1;
    // How many windows to take alone before several are tried again: ever more, the more often those cannot be joined.
    let (mut alone, mut pause) = (0, 1);
    while row.start + row.size < piece.len() {
        if alone == 0 && row.size <= SHORT {
            if row.join_windows(team, piece, windows, &mut sink) {
                windows = LANES.min(2 * windows);
                pause = 1;
                continue;
            }
            windows = 1;
            alone = pause;
            pause = MOST_ALONE.min(2 * pause);
        }
        alone = alone.saturating_sub(1);
        if !row.join_next(team, piece, &mut sink) {
            row.size = (row.size * 2).min(piece.len() - row.start);
            row.tokens = heap::encode(&piece[row.start..row.start + row.size]);
        }
    }
    sink(&row.tokens);
}

/// The tokens that are known last: those of `size` bytes from `start` on, as if the piece ended there.
struct Row {
    start: usize,
    size: usize,
    tokens: Vec<Token>,
    /// Where the last window starts that was merged, and its tokens: in a run of a few bytes, the next has the same.
    last: usize,
    last_tokens: Vec<Token>,
}

/// A token that two rows have at the same place: its index in both, and how far it is from the start of the first.
struct Common {
    ours: usize,
    theirs: usize,
    bytes: usize,
}

impl Row {
    /// Joins the next windows, which are merged in turns. Returns whether all could be joined.
    fn join_windows(
        &mut self,
        team: &mut Team,
        piece: &[u8],
        count: usize,
        sink: &mut impl FnMut(&[Token]),
    ) -> bool {
        let first = self.start + self.size - (SHORT - STRIDE).min(self.size);
        let starts = (first..).step_by(STRIDE).take(count);
        let mut windows: [&[u8]; LANES] = [&[]; LANES];
        let mut different = 0;
        let mut last = window(piece, self.last);
        for start in starts.clone() {
            let window = window(piece, start);
            if window != last {
                windows[different % LANES] = window;
                different += 1;
            }
            last = window;
        }
        team.merge(&windows[..different]);
        let mut lane = 0;
        for start in starts {
            let window = window(piece, start);
            if window.is_empty() {
                break;
            }
            if window != self::window(piece, self.last) {
                self.last_tokens.clear();
                self.last_tokens.extend_from_slice(team.collect(lane));
                lane += 1;
            }
            self.last = start;
            let tokens = mem::take(&mut self.last_tokens);
            let is_joined = self.join(start - self.start, &tokens, window.len(), sink);
            self.last_tokens = tokens;
            if !is_joined {
                return false;
            }
        }
        true
    }

    /// Joins a window that starts at the middle. In a run of the same bytes it has the same tokens.
    fn join_next(&mut self, team: &mut Team, piece: &[u8], sink: &mut impl FnMut(&[Token])) -> bool {
        let mut middle = 0;
        for token in &self.tokens {
            if middle >= self.size / 2 {
                break;
            }
            middle += token_length(*token);
        }
        let rest = &piece[self.start..];
        let window = &rest[middle..rest.len().min(middle + self.size.max(SHORT))];
        let tokens = if rest.get(..self.size) == Some(window) {
            self.tokens.clone()
        } else if window.len() <= SHORT {
            team.encode(window).to_vec()
        } else {
            heap::encode(window)
        };
        self.join(middle, &tokens, window.len(), sink)
    }

    /// Goes over to the tokens of a window of `size` bytes that starts `shift` bytes behind this row, if they have one
    /// in common. What is before it goes to the sink.
    fn join(&mut self, shift: usize, window: &[Token], size: usize, sink: &mut impl FnMut(&[Token])) -> bool {
        let Some(common) = self.common(shift, window) else {
            return false;
        };
        sink(&self.tokens[..common.ours]);
        self.tokens.clear();
        self.tokens.extend_from_slice(&window[common.theirs..]);
        self.start += common.bytes;
        self.size = shift + size - common.bytes;
        true
    }

    /// The first token that this row and a window have in common.
    fn common(&self, shift: usize, window: &[Token]) -> Option<Common> {
        let (mut ours, mut our_end) = (0, 0);
        let (mut theirs, mut their_end) = (0, shift);
        loop {
            let (our, their) = (*self.tokens.get(ours)?, *window.get(theirs)?);
            if our_end == their_end && our == their {
                return Some(Common {
                    ours,
                    theirs,
                    bytes: our_end,
                });
            }
            if our_end <= their_end {
                ours += 1;
                our_end += token_length(our);
            } else {
                theirs += 1;
                their_end += token_length(their);
            }
        }
    }
}

/// The window that starts there; empty behind the piece.
fn window(piece: &[u8], start: usize) -> &[u8] {
    let rest = piece.get(start..).unwrap_or_default();
    &rest[..rest.len().min(SHORT)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens by windows, and by one heap over the whole.
    fn check(piece: &[u8]) {
        let mut tokens = Vec::new();
        encode(&mut Team::new(), piece, |some| tokens.extend_from_slice(some));
        assert!(
            tokens == heap::encode(piece),
            "{:?}",
            piece.escape_ascii().to_string()
        );
    }

    /// Numbers below the one that is given.
    fn random() -> impl FnMut(usize) -> usize {
        let mut state = 1_u64;
        move |below| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        }
    }

    #[test]
    fn windows_give_what_one_merge_over_all_gives() {
        let mut random = random();
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
    fn windows_alone_and_in_turns_follow_each_other() {
        let mut random = random();
        let parts = [
            " ", "\n", "-", "a", "ab", "xyz", "qu", "zj", "漢", "字あ", "é", "😀", "\u{301}", "=",
        ];
        for _ in 0..if cfg!(miri) { 3 } else { 300 } {
            let mut piece = String::new();
            while piece.len() < 3000 {
                let count = if random(4) == 0 { random(150) } else { 1 };
                piece += &parts[random(parts.len())].repeat(count);
            }
            check(piece.as_bytes());
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
