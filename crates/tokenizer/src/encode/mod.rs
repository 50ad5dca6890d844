//! From text to tokens: special tokens are found first, and the text between them is encoded piece by piece.

mod batch;
mod buffer;
mod encoder;
mod group;
mod learn;
mod passages;

use crate::{
    SpecialTokens, Token,
    memo::Sizes,
    pretokenize,
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

/// How many bytes of a text are searched for a place to cut it, at its end.
const SEARCHED: usize = 1024;

/// Returns the last place where a text that may go on can be cut: the parts have the tokens of the whole, whichever special
/// tokens are allowed. There may be no such place, or none in the last thousand bytes, where it is looked for.
pub fn last_cut(text: &str) -> Option<usize> {
    let first = text.len().saturating_sub(SEARCHED);
    let mut to = text.len();
    loop {
        let cut = pretokenize::last_cut(text.as_bytes(), first, to)?;
        match special::may_be_within(text, cut) {
            None => return Some(cut),
            Some(begin) => to = begin,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated;

    fn tokens(text: &str, allowed: &SpecialTokens) -> Vec<Token> {
        let mut tokens = Vec::new();
        encode(text, allowed, &mut tokens);
        tokens
    }

    /// Texts in which special tokens, and beginnings of them, are everywhere.
    fn texts() -> impl Iterator<Item = String> {
        let names = ["<|start|>", "<|reserved_200000|>", "<|end", "|>", "<", "<|"];
        let texts = generated::texts(if cfg!(miri) { 10 } else { 600 }, 120);
        texts.enumerate().map(move |(index, text)| {
            let mut given = String::new();
            for (at, character) in text.char_indices() {
                given.push(character);
                if (at + index).is_multiple_of(7) {
                    given += names[(at / 7 + index) % names.len()];
                }
            }
            given
        })
    }

    #[test]
    fn parts_of_a_text_that_is_cut_have_the_tokens_of_the_whole() {
        let mut found = 0;
        for text in texts() {
            for allowed in [SpecialTokens::NONE, SpecialTokens::All] {
                let whole = tokens(&text, &allowed);
                for (end, _) in text.char_indices() {
                    let Some(cut) = last_cut(&text[..end]) else {
                        continue;
                    };
                    let mut parts = tokens(&text[..cut], &allowed);
                    parts.extend(tokens(&text[cut..], &allowed));
                    assert_eq!(parts, whole, "{text:?} at {cut}");
                    found += 1;
                }
            }
        }
        assert!(found > 0);
    }
}
