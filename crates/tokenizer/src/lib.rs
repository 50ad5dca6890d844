//! The tokenizer: text to tokens and back, exactly as the crate `openai-harmony` does it, in linear time.
//!
//! [`encode`] splits the text at special tokens; the pretokenizer splits what is between into pieces; a piece that is
//! no token is merged from its bytes.

mod bpe;
mod decoder;
mod encoder;
mod memo;
mod piece;
mod prefetch;
mod pretokenize;
pub mod special;
mod tables;

pub use decoder::{decode_bytes, token_bytes};
pub use special::SpecialTokens;
pub use tables::{RANKS, tokens};

use encoder::{Count, Encoder, Sink};
use std::cell::Cell;

/// A token id: a rank of the vocabulary, or the id of a special token.
pub type Token = u32;

thread_local! {
    /// The thread's encoder. A call takes it and puts it back; a call without one makes a new one.
    static ENCODER: Cell<Option<Box<Encoder>>> = const { Cell::new(None) };
}

/// Appends the tokens of `text`. The text of special tokens is encoded like any text.
pub fn encode_ordinary(text: &str, out: &mut Vec<Token>) {
    // Most tokens have at least 4 bytes.
    out.reserve(text.len() / 4);
    with_encoder(|encoder| encoder.encode(text, out));
}

/// How many tokens [`encode_ordinary`] gives.
pub fn count_ordinary(text: &str) -> usize {
    let mut count = Count(0);
    with_encoder(|encoder| encoder.encode(text, &mut count));
    count.0
}

/// Appends the tokens of `text`. The special tokens in `allowed` come out as special tokens.
pub fn encode(text: &str, allowed: &SpecialTokens, out: &mut Vec<Token>) {
    encode_to(text, allowed, out);
}

/// How many tokens [`encode`] gives.
pub fn count(text: &str, allowed: &SpecialTokens) -> usize {
    let mut count = Count(0);
    encode_to(text, allowed, &mut count);
    count.0
}

fn encode_to(text: &str, allowed: &SpecialTokens, sink: &mut impl Sink) {
    let allowed = allowed.ids();
    with_encoder(|encoder| {
        let mut start = 0;
        for (at, token) in special::find_iter(text).filter(|(_, token)| allowed.contains(*token)) {
            encoder.encode(&text[start..at], sink);
            sink.take(&[token]);
            start = at + special::bytes(token).map_or(0, <[u8]>::len);
        }
        encoder.encode(&text[start..], sink);
    });
}

fn with_encoder(run: impl FnOnce(&mut Encoder)) {
    // Late in a thread's exit its storage is gone: then the encoder serves this call alone.
    let kept = ENCODER.try_with(Cell::take).ok().flatten();
    let mut encoder = kept.unwrap_or_else(|| Box::new(Encoder::new()));
    run(&mut encoder);
    let _ = ENCODER.try_with(|cell| cell.set(Some(encoder)));
}
