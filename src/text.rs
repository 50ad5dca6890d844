//! From text to tokens and back, as plain functions: programs call them for each short string.

use crate::{
    encoding::BindingEncoding,
    js_string,
    memory::with_memory,
    plain_function::{argument, plain_function},
    tokens::{give_tokens, tokens_in},
};
use harmony::{
    Engine, Error, SpecialTokens,
    text::{self, InvalidUtf8},
};
use napi::{
    Env,
    bindgen_prelude::{Function, ToNapiValue},
};
use napi_derive::napi;
use std::sync::Arc;

#[napi]
impl BindingEncoding {
    /// Returns a function that encodes a text, into `into` if the tokens fit. A text crosses as a string, or as its parts.
    /// The sets of special tokens are JSON: `"all"`, or an array of names. By default, none is allowed, and all that are not
    /// allowed are disallowed.
    #[napi(
        ts_return_type = "(text: string | string[], into: Uint32Array, allowedSpecial?: string | null, disallowedSpecial?: string | null) => number | Uint32Array"
    )]
    pub fn encode_function<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), ()>> {
        let engine = Arc::clone(&self.engine);
        plain_function(env, move |env, [text, into, allowed, disallowed]| {
            let special = SpecialTokenRules::new(argument(env, allowed)?, argument(env, disallowed)?);
            with_memory(|memory| {
                let last_cut = |text: &str| special.last_cut(text, &*engine);
                let tokens = memory.read(env, text, last_cut, |text, tokens| {
                    special.check(text)?;
                    engine.encode_to(text, &special.allowed, tokens);
                    Ok(())
                })?;
                give_tokens(env, tokens, into)
            })
        })
    }

    /// Returns a function that counts the tokens which the other one gives.
    #[napi(
        ts_return_type = "(text: string | string[], allowedSpecial?: string | null, disallowedSpecial?: string | null) => number"
    )]
    pub fn count_function<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), ()>> {
        let engine = Arc::clone(&self.engine);
        plain_function(env, move |env, [text, allowed, disallowed]| {
            let special = SpecialTokenRules::new(argument(env, allowed)?, argument(env, disallowed)?);
            let mut count = 0;
            with_memory(|memory| {
                let last_cut = |text: &str| special.last_cut(text, &*engine);
                memory.read(env, text, last_cut, |text, _| {
                    special.check(text)?;
                    count += engine.count(text, &special.allowed);
                    Ok(())
                })?;
                // SAFETY: the environment is from Node.js.
                unsafe { f64::to_napi_value(env, count as f64) }.map_err(Error::runtime)
            })
        })
    }

    /// Returns a function that decodes tokens to text. The name says what becomes of bytes that are not UTF-8; by
    /// default, they are replaced.
    #[napi(ts_return_type = "(tokens: Uint32Array, errors?: 'replace' | 'ignore' | 'strict') => string")]
    pub fn decode_function<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), ()>> {
        let engine = Arc::clone(&self.engine);
        plain_function(env, move |env, [tokens, errors]| {
            let errors: Option<String> = argument(env, errors)?;
            let invalid = match errors.as_deref() {
                None | Some("replace") => InvalidUtf8::Replace,
                Some("ignore") => InvalidUtf8::Ignore,
                Some("strict") => InvalidUtf8::Refuse,
                Some(other) => panic!("not the name of an error handler: {other}"),
            };
            // SAFETY: no JavaScript runs before the tokens have been read, and the facade copies shared memory.
            let bytes = engine.decode_bytes(unsafe { tokens_in(env, tokens) }?)?;
            js_string::create(env, &text::from_utf8(&bytes, invalid)?)
        })
    }
}

/// Which special tokens an encoding may produce, and which must not be in the text.
pub struct SpecialTokenRules {
    pub allowed: SpecialTokens,
    disallowed: SpecialTokens,
}

impl SpecialTokenRules {
    /// Reads both sets as they cross. By default, no special token is allowed, and all that are not are disallowed.
    pub fn new(allowed: Option<String>, disallowed: Option<String>) -> Self {
        Self {
            allowed: special_tokens(allowed, SpecialTokens::NONE),
            disallowed: special_tokens(disallowed, SpecialTokens::All),
        }
    }

    /// Returns an error if the text contains a special token that is disallowed.
    pub fn check(&self, text: &str) -> harmony::Result<()> {
        text::refuse_disallowed(text, &self.allowed, &self.disallowed)
    }

    /// Returns the last place, if one is known, where a text that may go on can be cut: the parts have the tokens of the
    /// whole, and what is disallowed in it. Names that no special token has may be anywhere.
    fn last_cut(&self, text: &str, engine: &dyn Engine) -> Option<usize> {
        self.disallowed.are_known().then(|| engine.last_cut(text))?
    }
}

/// Reads special tokens as they cross: the JSON text `"all"`, or an array of names.
fn special_tokens(given: Option<String>, default: SpecialTokens) -> SpecialTokens {
    match given.as_deref() {
        None => default,
        Some("\"all\"") => SpecialTokens::All,
        Some(names) => SpecialTokens::Named(serde_json::from_str(names).expect("an array of names")),
    }
}
