//! Memory that a thread keeps between calls: to touch new memory takes longer than to copy a text into it.

use crate::{
    js_string::{RawString, RawStrings},
    plain_function::RawValue,
};
use harmony::{Error, Result, Token};
use napi::{bindgen_prelude::FromNapiValue, sys};
use std::cell::Cell;
use tokenizer::append_utf16;

thread_local! {
    /// The thread's memory. A call takes it and puts it back; a call that finds none makes new one.
    static MEMORY: Cell<Option<Box<Memory>>> = const { Cell::new(None) };
}

/// How many bytes of a text are kept, and of tokens, at most.
const MOST_KEPT: usize = 1 << 20;

/// What the text of one call and its tokens take.
#[derive(Default)]
pub struct Memory {
    /// A string of JavaScript, or a part of one.
    units: Vec<u16>,
    text: String,
    tokens: Vec<Token>,
}

/// Calls a function with the thread's memory.
pub fn with_memory<R>(work: impl FnOnce(&mut Memory) -> R) -> R {
    let mut memory = MEMORY.take().unwrap_or_default();
    let result = work(&mut memory);
    if memory.text.capacity() > MOST_KEPT {
        memory.text = String::new();
    }
    if size_of::<Token>() * memory.tokens.capacity() > MOST_KEPT {
        memory.tokens = Vec::new();
    }
    MEMORY.set(Some(memory));
    result
}

impl Memory {
    /// Reads a text, a string or the parts of one, in an array. Returns it with an empty list of tokens.
    pub fn read(&mut self, env: sys::napi_env, value: RawValue) -> Result<(&str, &mut Vec<Token>)> {
        self.read_text(env, value).map_err(Error::runtime)?;
        self.tokens.clear();
        Ok((&self.text, &mut self.tokens))
    }

    fn read_text(&mut self, env: sys::napi_env, value: RawValue) -> napi::Result<()> {
        let Self { units, text, .. } = self;
        text.clear();
        let mut append = |string: RawString| string.read(units, |units| append_utf16(units, text));
        // SAFETY: functions get both from Node.js.
        let string = unsafe { RawString::from_napi_value(env, value) }?;
        if append(string).is_ok() {
            return Ok(());
        }
        // SAFETY: as above.
        let parts = unsafe { RawStrings::from_napi_value(env, value) }?;
        parts.for_each(append)
    }
}
