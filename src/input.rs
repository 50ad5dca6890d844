//! What calls on libuv's pool work on: copies, which JavaScript cannot change any more.
//!
//! JavaScript hands over its strings first, in parts if they are long, since copying takes time of the main thread. They
//! become UTF-8 on the pool.

use crate::{
    error::{Result, guard},
    js_string::{JsString, RawString, RawStrings},
};
use harmony::{Error, Token};
use napi_derive::napi;
use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What a call works on, which JavaScript cannot change any more; and whether the call has been given up.
#[napi]
pub struct BindingInput {
    strings: Strings,
    tokens: Vec<Token>,
    is_cancelled: Arc<AtomicBool>,
}

/// Strings, one after the other.
#[derive(Default)]
pub struct Strings {
    /// UTF-16.
    units: Vec<u16>,
    /// Where each string ends.
    ends: Vec<usize>,
}

impl Strings {
    /// Returns how many strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Converts the strings to UTF-8, one by one.
    pub fn iter(&self) -> impl Iterator<Item = JsString> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| JsString::from_utf16(&self.units[start..*end]))
    }
}

#[napi]
impl BindingInput {
    /// Makes an empty input with room for strings of that many UTF-16 units together.
    #[napi(constructor)]
    pub fn new(length: f64) -> Self {
        let strings = Strings {
            // One more, as `RawString` asks for.
            units: Vec::with_capacity(length as usize + 1),
            ends: Vec::new(),
        };
        Self {
            strings,
            tokens: Vec::new(),
            is_cancelled: Arc::default(),
        }
    }

    /// Appends strings.
    #[napi]
    pub fn append_strings(&mut self, #[napi(ts_arg_type = "string[]")] strings: RawStrings) -> Result<()> {
        let Strings { units, ends } = &mut self.strings;
        guard(|| {
            strings.for_each(|string| {
                string.append_to(units).map_err(Error::runtime)?;
                ends.push(units.len());
                Ok(())
            })
        })
    }

    /// Appends a part of a string.
    #[napi]
    pub fn append_part(&mut self, #[napi(ts_arg_type = "string")] part: RawString) -> Result<()> {
        guard(|| {
            // By way of memory that is in use anyway: V8 writes to new memory more slowly, which keeps the event loop waiting.
            let mut units = Vec::new();
            part.append_to(&mut units).map_err(Error::runtime)?;
            self.strings.units.extend_from_slice(&units);
            Ok(())
        })
    }

    /// Ends the string that parts have been appended of.
    #[napi]
    pub fn end_string(&mut self) {
        self.strings.ends.push(self.strings.units.len());
    }

    /// Copies tokens.
    #[napi]
    pub fn set_tokens(&mut self, tokens: &[u32]) {
        self.tokens = tokens.to_vec();
    }

    /// Gives the call up. Work that has not begun never will.
    #[napi]
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }
}

impl BindingInput {
    /// Takes the strings out.
    pub fn take_strings(&mut self) -> Strings {
        mem::take(&mut self.strings)
    }

    /// Takes the tokens out.
    pub fn take_tokens(&mut self) -> Vec<Token> {
        mem::take(&mut self.tokens)
    }

    /// Returns what says whether the call has been given up.
    pub fn is_cancelled(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_cancelled)
    }
}
