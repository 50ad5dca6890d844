//! From text to tokens and back, as plain functions: programs call them for each short string.

use crate::{
    encoding::BindingEncoding,
    js_string,
    memory::with_memory,
    plain_function::{argument, plain_function},
    tokens::{give_tokens, tokens_in},
};
use harmony::{
    Error, SpecialTokens,
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
            with_memory(|memory| {
                let (text, tokens) = memory.read(env, text)?;
                let allowed = allowed_in(text, argument(env, allowed)?, argument(env, disallowed)?)?;
                engine.encode_to(text, &allowed, tokens);
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
            with_memory(|memory| {
                let (text, _) = memory.read(env, text)?;
                let allowed = allowed_in(text, argument(env, allowed)?, argument(env, disallowed)?)?;
                let count = engine.count(text, &allowed) as f64;
                // SAFETY: the environment is from Node.js.
                unsafe { f64::to_napi_value(env, count) }.map_err(Error::runtime)
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
            js_string::create(env, &text::from_utf8(bytes, invalid)?)
        })
    }
}

/// Returns the special tokens that are allowed, or an error if the text contains a disallowed one.
pub fn allowed_in(
    text: &str,
    allowed: Option<String>,
    disallowed: Option<String>,
) -> harmony::Result<SpecialTokens> {
    let allowed = special_tokens(allowed, SpecialTokens::NONE);
    text::refuse_disallowed(text, &allowed, &special_tokens(disallowed, SpecialTokens::All))?;
    Ok(allowed)
}

/// Reads special tokens as they cross: the JSON text `"all"`, or an array of names.
pub fn special_tokens(given: Option<String>, default: SpecialTokens) -> SpecialTokens {
    match given.as_deref() {
        None => default,
        Some("\"all\"") => SpecialTokens::All,
        Some(names) => SpecialTokens::Named(serde_json::from_str(names).expect("an array of names")),
    }
}
