//! Merges long pieces in windows, which are then joined at tokens that they have in common: docs/tokenizer.md, S11.
//!
//! Two windows that overlap nearly always have a common token soon, wherever they start, so several are merged in turns
//! and then joined. If two have none, the next window starts in the middle of the one before, at the start of a token;
//! if that does not help, the window is doubled. The work stays in proportion to what is gained (S18): a window that is
//! joined gains at least half its length.

use super::{
    heap,
    lanes::{LANES, Lanes, MAX_LENGTH},
};
use crate::{Token, bounded::bounded, tables::token_length};
use std::mem;

/// How far apart the windows that are merged in turns are: a multiple of many lengths, so that runs of a few bytes look
/// alike in all of them.
const STRIDE: usize = 48;

/// The greatest number of windows that are joined one by one before several are tried again.
const MAX_PAUSE: usize = 64;

/// Appends the tokens of a piece of any length.
pub fn merge(piece: &[u8], lanes: &mut Lanes, tokens: &mut Vec<Token>) {
    let mut tail = Tail::new(piece, lanes);
    let mut windows = 1;
    // How many windows to join one by one before several are tried again: ever more, the more often that failed.
    let (mut pause, mut next_pause) = (0, 1);
    while tail.start + tail.length < piece.len() {
        if pause == 0 && tail.length <= MAX_LENGTH {
            if tail.join_windows(windows, lanes, tokens) {
                windows = LANES.min(2 * windows);
                next_pause = 1;
                continue;
            }
            windows = 1;
            pause = next_pause;
            next_pause = MAX_PAUSE.min(2 * next_pause);
        }
        pause = pause.saturating_sub(1);
        if !tail.join_from_middle(lanes, tokens) {
            tail.double();
        }
    }
    tokens.extend_from_slice(&tail.tokens);
}

/// The end of what has been merged: the tokens of `length` bytes from `start` on, as if the piece ended there. The
/// tokens before `start` are final.
struct Tail<'a> {
    piece: &'a [u8],
    start: usize,
    length: usize,
    tokens: Vec<Token>,
    /// Where the window starts that was merged last, and its tokens: in a run of a few bytes, the next has the same.
    last_window: usize,
    last_tokens: Vec<Token>,
}

/// A token that two encodings have at the same place: its index in both, and how far it is from the start of the first.
struct Common {
    ours: usize,
    theirs: usize,
    distance: usize,
}

impl<'a> Tail<'a> {
    /// Merges the first window of a piece.
    fn new(piece: &'a [u8], lanes: &mut Lanes) -> Self {
        let tokens = lanes.merge_one(piece).to_vec();
        Self {
            piece,
            start: 0,
            length: piece.len().min(MAX_LENGTH),
            last_window: 0,
            last_tokens: tokens.clone(),
            tokens,
        }
    }

    /// Joins the next windows, which are merged in turns. Returns whether all of them could be joined.
    fn join_windows(&mut self, count: usize, lanes: &mut Lanes, output: &mut Vec<Token>) -> bool {
        let first = self.start + self.length - (MAX_LENGTH - STRIDE).min(self.length);
        let starts = (first..).step_by(STRIDE).take(count);
        let mut windows: [&[u8]; LANES] = [&[]; LANES];
        let mut different = 0;
        let mut last = self.window(self.last_window);
        for start in starts.clone() {
            let window = self.window(start);
            if window != last {
                windows[bounded::<LANES>(different)] = window;
                different += 1;
            }
            last = window;
        }
        lanes.merge(&windows[..different]);
        let mut lane = 0;
        for start in starts {
            let window = self.window(start);
            if window.is_empty() {
                break;
            }
            if window != self.window(self.last_window) {
                self.last_tokens.clear();
                self.last_tokens.extend_from_slice(lanes.take_tokens(lane));
                lane += 1;
            }
            self.last_window = start;
            let tokens = mem::take(&mut self.last_tokens);
            let is_joined = self.join(start - self.start, &tokens, window.len(), output);
            self.last_tokens = tokens;
            if !is_joined {
                return false;
            }
        }
        true
    }

    /// Joins a window that starts in the middle of the tail. Returns whether it could be joined.
    fn join_from_middle(&mut self, lanes: &mut Lanes, output: &mut Vec<Token>) -> bool {
        let mut middle = 0;
        for token in &self.tokens {
            if middle >= self.length / 2 {
                break;
            }
            middle += token_length(*token);
        }
        let rest = &self.piece[self.start..];
        let window = &rest[middle..rest.len().min(middle + self.length.max(MAX_LENGTH))];
        let tokens = if rest.get(..self.length) == Some(window) {
            // In a run of the same bytes, the window has the tokens of the tail.
            self.tokens.clone()
        } else if window.len() <= MAX_LENGTH {
            lanes.merge_one(window).to_vec()
        } else {
            heap::merge(window)
        };
        self.join(middle, &tokens, window.len(), output)
    }

    /// Makes the tail twice as long.
    fn double(&mut self) {
        let rest = &self.piece[self.start..];
        self.length = rest.len().min(2 * self.length);
        self.tokens = heap::merge(&rest[..self.length]);
    }

    /// Joins the tokens of a window of `length` bytes that starts `distance` bytes after the tail's start, if the two
    /// have a token in common: what is before it is final. Returns whether they have.
    fn join(&mut self, distance: usize, window: &[Token], length: usize, output: &mut Vec<Token>) -> bool {
        let Some(common) = self.common_token(distance, window) else {
            return false;
        };
        output.extend_from_slice(&self.tokens[..common.ours]);
        self.tokens.clear();
        self.tokens.extend_from_slice(&window[common.theirs..]);
        self.start += common.distance;
        self.length = distance + length - common.distance;
        true
    }

    /// Returns the first token that the tail has in common with a window that starts `distance` bytes after its start.
    fn common_token(&self, distance: usize, window: &[Token]) -> Option<Common> {
        let (mut ours, mut our_place) = (0, 0);
        let (mut theirs, mut their_place) = (0, distance);
        loop {
            let (our_token, their_token) = (*self.tokens.get(ours)?, *window.get(theirs)?);
            if our_place == their_place && our_token == their_token {
                return Some(Common {
                    ours,
                    theirs,
                    distance: our_place,
                });
            }
            if our_place <= their_place {
                ours += 1;
                our_place += token_length(our_token);
            } else {
                theirs += 1;
                their_place += token_length(their_token);
            }
        }
    }

    /// Returns the window that starts there, which is empty at the end of the piece.
    fn window(&self, start: usize) -> &'a [u8] {
        let rest = self.piece.get(start..).unwrap_or_default();
        &rest[..rest.len().min(MAX_LENGTH)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::Random;

    /// Windows give the tokens that one heap over the whole piece gives.
    fn check(piece: &[u8]) {
        let mut tokens = Vec::new();
        merge(piece, &mut Lanes::new(), &mut tokens);
        assert!(
            tokens == heap::merge(piece),
            "{:?}",
            piece.escape_ascii().to_string()
        );
    }

    #[test]
    fn windows_give_what_one_merge_over_all_gives() {
        let mut random = Random::new(1);
        let alphabets = ["ab", "abcdefgh", "etaoinshr", " -=", "\n ", "한글你好абв", "!?.,"];
        let (step, most) = if cfg!(miri) { (3, 200) } else { (1, 3000) };
        for alphabet in alphabets.into_iter().step_by(step) {
            for length in [63, 64, 65, 128, 129, 500, 3000] {
                let characters: Vec<char> = alphabet.chars().collect();
                let piece: String = (0..length.min(most))
                    .map(|_| characters[random.below(characters.len())])
                    .collect();
                check(piece.as_bytes());
            }
        }
    }

    #[test]
    fn windows_alone_and_in_turns_follow_each_other() {
        let mut random = Random::new(1);
        let parts = [
            " ", "\n", "-", "a", "ab", "xyz", "qu", "zj", "漢", "字あ", "é", "😀", "\u{301}", "=",
        ];
        let (pieces, length) = if cfg!(miri) { (2, 500) } else { (300, 3000) };
        for _ in 0..pieces {
            let mut piece = String::new();
            while piece.len() < length {
                let count = if random.below(4) == 0 {
                    random.below(150)
                } else {
                    1
                };
                piece += &parts[random.below(parts.len())].repeat(count);
            }
            check(piece.as_bytes());
        }
    }

    #[test]
    fn runs_longer_than_the_longest_token_are_joined() {
        let parts = [" ", "-", "=", "\n", "a", "ab", "漢", "\u{301}", "😀", "/*", " \t"];
        let (step, most, left, right) = if cfg!(miri) {
            (4, 129, 50, 77)
        } else {
            (1, 10_000, 500, 777)
        };
        for part in parts.into_iter().step_by(step) {
            for length in [64, 100, 127, 128, 129, 1000, 10_000] {
                check(part.repeat(length.min(most)).as_bytes());
            }
            check((part.repeat(left) + "x" + &part.repeat(right)).as_bytes());
        }
    }
}
