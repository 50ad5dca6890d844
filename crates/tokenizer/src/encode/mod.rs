//! From text to tokens: special tokens are found first, and the text between them is encoded piece by piece.

mod batch;
mod buffer;
mod encoder;
mod learn;
mod passages;

use crate::{
    SpecialTokens, Token,
    memo::Sizes,
    sink::TokenSink,
    special::{self, SpecialIds, names},
};
use encoder::Encoder;
use std::{
    cell::Cell,
    sync::{Mutex, MutexGuard, PoisonError},
};

thread_local! {
    /// The thread's encoder. A call takes it and puts it back; a call that finds none makes a new one.
    static ENCODER: Cell<Option<Box<Encoder>>> = const { Cell::new(None) };
}

/// How many encoders [`with_shared_memo`] keeps at most: four, as libuv's pool has threads.
const SHARED: usize = 4;

/// Encoders that belong to no thread.
static POOL: Mutex<Pool> = Mutex::new(Pool {
    waiting: Vec::new(),
    count: 0,
});

struct Pool {
    #[expect(
        clippy::vec_box,
        reason = "each call of a thread takes its encoder out and puts it back"
    )]
    waiting: Vec<Box<Encoder>>,
    /// How many encoders wait or are in use.
    count: usize,
}

/// Runs work on a thread that encodes now and then, such as one of a pool. What it remembers afterwards belongs to the
/// process and not to the thread, and is bounded whatever the number of threads.
pub fn with_shared_memo<R>(work: impl FnOnce() -> R) -> R {
    let _borrowed = Borrowed::new();
    work()
}

/// Gives the thread's encoder back when it is dropped, after a panic too.
struct Borrowed {
    /// Whether it is one of the pool; if all of them are in use, it serves for this once.
    is_kept: bool,
}

impl Borrowed {
    fn new() -> Self {
        let mut pool = pool();
        let waiting = pool.waiting.pop();
        let is_kept = waiting.is_some() || pool.count < SHARED;
        if is_kept && waiting.is_none() {
            pool.count += 1;
        }
        drop(pool);
        let sizes = if is_kept { Sizes::SHARED } else { Sizes::PASSING };
        let encoder = waiting.unwrap_or_else(|| Box::new(Encoder::new(sizes)));
        let _ = ENCODER.try_with(|cell| cell.set(Some(encoder)));
        Self { is_kept }
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let encoder = ENCODER.try_with(Cell::take).ok().flatten();
        if !self.is_kept {
            return;
        }
        let mut pool = pool();
        match encoder {
            Some(encoder) => pool.waiting.push(encoder),
            // A panic has taken it.
            None => pool.count -= 1,
        }
    }
}

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
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
    let allowed = allowed.ids();
    if allowed == SpecialIds::NONE {
        return encode_ordinary(text, sink);
    }
    reserve(text, sink);
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
    let mut encoder = kept.unwrap_or_else(|| Box::new(Encoder::new(Sizes::THREAD)));
    run(&mut encoder);
    let _ = ENCODER.try_with(|cell| cell.set(Some(encoder)));
}
