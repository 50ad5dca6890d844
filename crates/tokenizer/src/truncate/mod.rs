//! The longest part of a text that has at most so many tokens.
//!
//! A longer part may have fewer tokens, so neither are the first or last tokens of the whole text the answer, nor does a
//! binary search find it. docs/tokenizer.md shows what does: S20 and S21 for the parts of one piece (`piece.rs`), S22
//! for parts from the start of a text (`start.rs`), and S23 for parts to its end (`end.rs`).

mod end;
mod piece;
mod start;
#[cfg(test)]
mod tests;
mod whole;

/// The length of the longest token in bytes.
const LONGEST_TOKEN: usize = 128;

/// Which part of a text is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The part from the start of the text.
    Start,
    /// The part to the end of the text.
    End,
}

/// Returns the longest part of a text, from its start or to its end, in whole characters (code points), that
/// [`encode_ordinary`](crate::encode_ordinary) encodes to at most `max_tokens` tokens.
pub fn truncate(text: &str, max_tokens: usize, keep: Keep) -> &str {
    let reach = text.len().min(max_tokens.saturating_mul(LONGEST_TOKEN));
    match keep {
        Keep::Start => {
            let text = &text[..last_boundary(text, reach)];
            &text[..start::longest(text, max_tokens)]
        }
        Keep::End => {
            let text = &text[next_boundary(text, text.len() - reach)..];
            &text[end::longest(text, max_tokens)..]
        }
    }
}

/// Returns the last place up to `at` that is not inside of a character.
fn last_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns the first place from `at` on that is not inside of a character.
fn next_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
