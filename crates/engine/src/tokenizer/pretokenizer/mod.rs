//! Splits text into the pieces that are encoded one by one, by the pattern of o200k.
//!
//! The pattern, from the crate `openai-harmony` (`tiktoken_ext`), an alternative a line:
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

mod scalar;

/// How many pieces a batch has room for.
const BATCH: usize = 128;

/// A text, split batch by batch.
pub struct Pretokenizer<'a> {
    text: &'a [u8],
    /// Where the next piece starts.
    at: usize,
    ends: [usize; BATCH],
}

impl<'a> Pretokenizer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            ends: [0; BATCH],
        }
    }

    /// The start of the first piece of the next batch, and the ends of all its pieces; none at the end of the text.
    pub fn next_batch(&mut self) -> (usize, &[usize]) {
        let start = self.at;
        let mut count = 0;
        while count < BATCH && self.at < self.text.len() {
            self.at = scalar::piece_end(self.text, self.at);
            self.ends[count] = self.at;
            count += 1;
        }
        (start, &self.ends[..count])
    }
}
