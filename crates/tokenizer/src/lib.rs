//! The tokenizer o200k_harmony: text to tokens and back, exactly as the crate `openai-harmony` does it.
//!
//! [`encode()`] finds special tokens; the pretokenizer splits the text between them into pieces; a piece that is not a
//! token is merged from its bytes by byte-pair encoding. How, and why the result is the reference's, is shown in
//! docs/tokenizer.md; `S1`, `S2` and so on are the numbers of its statements. [`append_utf16`] makes UTF-8 of the text that
//! JavaScript passes.

mod bounded;
mod boxed;
mod bpe;
mod decode;
mod encode;
#[cfg(test)]
mod generated;
mod memo;
mod prefetch;
mod pretokenize;
mod sink;
mod span;
pub mod special;
mod tables;
mod truncate;
mod utf16;
mod utf8;

pub use decode::{decode_bytes, token_bytes};
pub use encode::{encode, encode_ordinary, last_cut, with_shared_memo};
pub use sink::{TokenCount, TokenSink};
pub use special::SpecialTokens;
pub use tables::{RANKS, tokens};
pub use truncate::{Keep, truncate};
pub use utf16::append_utf16;

/// A token id: a rank of the vocabulary, or the id of a special token.
pub type Token = u32;
