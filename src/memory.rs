//! Memory that a thread keeps between calls: to touch new memory takes longer than to copy a text into it.

use crate::{
    js_string::{RawString, RawStrings},
    plain_function::{RawValue, argument},
};
use harmony::{Error, Result, Token};
use napi::sys;
use std::cell::Cell;
use tokenizer::append_utf16;

thread_local! {
    /// The thread's memory. A call takes it and puts it back; a call that finds none makes new one.
    static MEMORY: Cell<Option<Box<Memory>>> = const { Cell::new(None) };
}

/// How many bytes of a text are kept, and of tokens, at most.
const MOST_KEPT: usize = 1 << 20;

/// How many tokens are kept. The system gives memory for those that are used.
const KEPT_TOKENS: usize = MOST_KEPT / size_of::<Token>();

/// What the text of one call and its tokens take.
pub struct Memory {
    /// A string of JavaScript, or a part of one.
    units: Vec<u16>,
    /// The text that has been read, but not yet taken.
    text: String,
    tokens: Vec<Token>,
}

/// Calls a function with the thread's memory.
pub fn with_memory<R>(work: impl FnOnce(&mut Memory) -> R) -> R {
    let mut memory = MEMORY.take().unwrap_or_else(|| Box::new(Memory::new()));
    let result = work(&mut memory);
    if memory.text.capacity() > MOST_KEPT {
        memory.text = String::new();
    }
    if memory.tokens.capacity() > KEPT_TOKENS {
        memory.tokens = Vec::with_capacity(KEPT_TOKENS);
    }
    MEMORY.set(Some(memory));
    result
}

impl Memory {
    fn new() -> Self {
        Self {
            units: Vec::new(),
            text: String::new(),
            tokens: Vec::with_capacity(KEPT_TOKENS),
        }
    }

    /// Reads a text: a string, or the parts of one, in an array. Calls `take` with one stretch of the text after the other,
    /// and an empty list for the tokens of all of them. A stretch ends where `last_cut` says that what has been read can be
    /// cut, so that not all of a long text has to be in memory.
    ///
    /// # Errors
    /// Those of `take`, and [`Error::Runtime`] if the value is neither a string nor an array of strings.
    pub fn read(
        &mut self,
        env: sys::napi_env,
        value: RawValue,
        last_cut: impl Fn(&str) -> Option<usize>,
        mut take: impl FnMut(&str, &mut Vec<Token>) -> Result<()>,
    ) -> Result<&[Token]> {
        let Self { units, text, tokens } = self;
        text.clear();
        tokens.clear();
        let mut append = |string: RawString, text: &mut String| {
            string
                .read(units, |units| append_utf16(units, text))
                .map_err(Error::runtime)
        };
        if append(argument(env, value)?, text).is_err() {
            let parts: RawStrings = argument(env, value)?;
            // How much has to be read before the next attempt to cut it: twice as much after each one that fails.
            let mut enough = 0;
            parts.for_each(|part| {
                append(part, text)?;
                if text.len() < enough {
                    return Ok(());
                }
                let Some(cut) = last_cut(text) else {
                    enough = 2 * text.len();
                    return Ok(());
                };
                take(&text[..cut], tokens)?;
                text.drain(..cut);
                enough = 0;
                Ok(())
            })?;
        }
        take(text, tokens)?;
        Ok(tokens)
    }
}
