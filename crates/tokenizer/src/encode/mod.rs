//! From text to tokens: special tokens are found first, and the text between them is encoded piece by piece.

mod buffer;
mod encoder;
mod missing;

use crate::{
    SpecialTokens, Token,
    sink::TokenSink,
    special::{self, names},
};
use encoder::Encoder;
use std::{
    cell::Cell,
    sync::{Mutex, PoisonError},
};

thread_local! {
    /// The thread's encoder. A call takes it and puts it back; a call that finds none makes a new one.
    static ENCODER: Cell<Option<Box<Encoder>>> = const { Cell::new(None) };
}

/// How many encoders wait for [`with_shared_memo`] at most: four, as libuv's pool has threads, in 7 MB.
const SHARED: usize = 4;

/// Encoders that belong to no thread.
static WAITING: Mutex<Vec<Box<Encoder>>> = Mutex::new(Vec::new());

/// Runs work on a thread that encodes now and then, such as one of a pool. What it remembers afterwards belongs to the
/// process and not to the thread, and is bounded whatever the number of threads.
pub fn with_shared_memo<R>(work: impl FnOnce() -> R) -> R {
    let _borrowed = Borrowed::new();
    work()
}

/// Gives the thread's encoder back when it is dropped, after a panic too.
struct Borrowed;

impl Borrowed {
    fn new() -> Self {
        let encoder = WAITING.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let _ = ENCODER.try_with(|cell| cell.set(encoder));
        Self
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let Some(encoder) = ENCODER.try_with(Cell::take).ok().flatten() else {
            return;
        };
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < SHARED {
            waiting.push(encoder);
        }
    }
}

/// Encodes a text. The names of special tokens are encoded like any other text.
pub fn encode_ordinary(text: &str, sink: &mut impl TokenSink) {
    reserve(text, sink);
    with_encoder(|encoder| encoder.encode(text, sink));
}

/// Encodes bytes as one piece, whatever they are, as long as there are any.
pub(crate) fn encode_piece(piece: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    with_encoder(|encoder| encoder.encode_one(piece, &mut tokens));
    tokens
}

/// Encodes a text. The names of the special tokens in `allowed` become those tokens.
pub fn encode(text: &str, allowed: &SpecialTokens, sink: &mut impl TokenSink) {
    reserve(text, sink);
    let allowed = allowed.ids();
    with_encoder(|encoder| {
        let mut start = 0;
        for (at, token) in special::find_iter(text).filter(|(_, token)| allowed.contains(*token)) {
            encoder.encode(&text[start..at], sink);
            sink.push_token(token);
            start = at + names::bytes(token).map_or(0, <[u8]>::len);
        }
        encoder.encode(&text[start..], sink);
    });
}

/// Announces the tokens of a text, unless they are so few that the sink takes them all at once.
fn reserve(text: &str, sink: &mut impl TokenSink) {
    // Most tokens have at least 4 bytes.
    let expected = text.len() / 4;
    if expected > buffer::CAPACITY {
        sink.reserve_tokens(expected);
    }
}

fn with_encoder(run: impl FnOnce(&mut Encoder)) {
    // Late in a thread's exit, its storage is gone: then the encoder serves this call alone.
    let kept = ENCODER.try_with(Cell::take).ok().flatten();
    let mut encoder = kept.unwrap_or_else(|| Box::new(Encoder::new()));
    run(&mut encoder);
    let _ = ENCODER.try_with(|cell| cell.set(Some(encoder)));
}
