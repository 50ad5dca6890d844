//! The parser of completions: a function of JavaScript that takes the next input, and returns what happened in a batch of
//! events.
//!
//! It is a function and not a class because Node-API makes one in half of the time, and calls it in a fifth.
//!
//! A batch is `undefined` if nothing happened, and a string if the open message's text went on with it, which is what most
//! batches are. Any other batch is an array of strings: the events as a JSON array of arrays, which
//! `facade/completion/batch.ts` reads, and then the whole text of each message that has ended.

use crate::{
    encoding::role_named,
    error::{self, guard},
    js_string::{self, JsString},
    plain_function::{RawValue, argument, plain_function},
};
use harmony::{CompletionParser, Diagnostic, Error, EventSink, Header, Result, Token, format::Stop};
use napi::{Env, bindgen_prelude::Function, check_status, sys};
use napi_derive::napi;
use serde::Serialize;
use std::{cell::RefCell, iter, mem, ptr};

/// Makes a parser of one completion, which never fails: of text, or of tokens. With a role, the first message's header
/// starts after the role.
///
/// The parser takes the next token, tokens or text. `undefined` ends the completion. For `null` it returns the text so
/// far of the message that is open.
#[napi(
    ts_return_type = "(input: number | Uint32Array | string | null | undefined) => string | string[] | undefined"
)]
pub fn completion_parser<'env>(
    env: &'env Env,
    role: Option<String>,
    is_text: bool,
) -> napi::Result<Function<'env, (), ()>> {
    let role = role.as_deref().map(role_named);
    let parser = if is_text {
        CompletionParser::for_text(role)
    } else {
        CompletionParser::for_tokens(role)
    };
    let events = Events::default();
    let state = RefCell::new(State { parser, events });
    plain_function(env, move |env, [input]| state.borrow_mut().take(env, input))
}

/// Parses a whole completion: a text, or tokens if there is none. Returns a batch without deltas.
#[napi(ts_return_type = "string[]")]
pub fn parse_completion(
    role: Option<String>,
    #[napi(ts_arg_type = "string | null")] text: Option<JsString>,
    tokens: &[u32],
) -> error::Result<Vec<JsString>> {
    guard(|| {
        let text = text.as_ref().map(JsString::as_str);
        let strings = parse_whole(role, text, tokens)?;
        strings.into_iter().map(JsString::new).collect()
    })
}

/// Parses a whole completion. Returns the strings of a batch.
pub fn parse_whole(role: Option<String>, text: Option<&str>, tokens: &[Token]) -> Result<Vec<String>> {
    let role = role.as_deref().map(role_named);
    let mut events = Events {
        without_deltas: true,
        ..Events::default()
    };
    let mut parser = match text {
        Some(_) => CompletionParser::for_text(role),
        None => CompletionParser::for_tokens(role),
    };
    match text {
        Some(text) => parser.push_text(text, &mut events),
        None => parser.push_tokens(tokens, &mut events),
    }
    parser.finish(&mut events);
    events.take_strings()
}

struct State {
    parser: CompletionParser,
    events: Events,
}

impl State {
    #[inline]
    fn take(&mut self, env: sys::napi_env, input: RawValue) -> Result<RawValue> {
        let mut kind = sys::ValueType::napi_undefined;
        // SAFETY: both are from Node.js.
        check_status!(unsafe { sys::napi_typeof(env, input, &mut kind) }).map_err(Error::runtime)?;
        if kind != sys::ValueType::napi_number {
            return self.take_other(env, input, kind);
        }
        let mut token: Token = 0;
        // The kind has been asked for before, as Deno makes a number of any value.
        // SAFETY: both are from Node.js.
        check_status!(unsafe { sys::napi_get_value_uint32(env, input, &mut token) })
            .map_err(Error::runtime)?;
        self.parser.push_tokens(&[token], &mut self.events);
        self.events.take_batch(env)
    }

    /// Takes what is not a number.
    #[inline(never)]
    fn take_other(
        &mut self,
        env: sys::napi_env,
        input: RawValue,
        kind: sys::napi_valuetype,
    ) -> Result<RawValue> {
        let Self { parser, events } = self;
        match kind {
            sys::ValueType::napi_undefined => parser.finish(events),
            sys::ValueType::napi_null => return js_string::create(env, &events.open),
            sys::ValueType::napi_string => {
                let text: JsString = argument(env, input)?;
                parser.push_text(text.as_str(), events);
            }
            _ => parser.push_tokens(argument(env, input)?, events),
        }
        events.take_batch(env)
    }
}

/// Collects events. Text that follows text is one event.
#[derive(Default)]
struct Events {
    /// All but the text at the end.
    json: Vec<u8>,
    /// The texts of the messages that have ended.
    texts: Vec<String>,
    /// The text of the message that is open.
    open: String,
    /// How much of that has been in an event.
    told: usize,
    /// Whether there are no events of text.
    without_deltas: bool,
}

impl Events {
    fn write(&mut self, event: impl Serialize) {
        self.write_text();
        append(&mut self.json, event);
    }

    fn write_text(&mut self) {
        if self.without_deltas {
            return;
        }
        if let Some(text) = self.open.get(self.told..).filter(|text| !text.is_empty()) {
            append(&mut self.json, ("text", text));
            self.told = self.open.len();
        }
    }

    fn take_batch(&mut self, env: sys::napi_env) -> Result<RawValue> {
        if self.json.is_empty() {
            return self.take_text(env);
        }
        self.write_text();
        let strings = self.take_strings()?;
        let values: Result<Vec<_>> = strings
            .iter()
            .map(|string| js_string::create(env, string))
            .collect();
        array_of(env, &values?).map_err(Error::runtime)
    }

    /// Takes the JSON of all events, and the texts of the messages that have ended.
    fn take_strings(&mut self) -> Result<Vec<String>> {
        let mut json = mem::take(&mut self.json);
        json.extend_from_slice(if json.is_empty() { b"[]" } else { b"]" });
        let json = String::from_utf8(json).map_err(Error::runtime)?;
        Ok(iter::once(json).chain(mem::take(&mut self.texts)).collect())
    }

    /// The batch of a text that only went on.
    fn take_text(&mut self, env: sys::napi_env) -> Result<RawValue> {
        let text = self.open.get(self.told..).unwrap_or_default();
        self.told = self.open.len();
        if text.is_empty() {
            return Ok(ptr::null_mut());
        }
        js_string::create(env, text)
    }
}

fn array_of(env: sys::napi_env, values: &[RawValue]) -> napi::Result<RawValue> {
    let mut array = ptr::null_mut();
    // SAFETY: the environment and the values are from Node.js.
    unsafe {
        check_status!(sys::napi_create_array_with_length(env, values.len(), &mut array))?;
        for (index, value) in (0..).zip(values) {
            check_status!(sys::napi_set_element(env, array, index, *value))?;
        }
    }
    Ok(array)
}

/// Appends an event to a JSON array that is not closed.
fn append(json: &mut Vec<u8>, event: impl Serialize) {
    json.push(if json.is_empty() { b'[' } else { b',' });
    // Writing strings and numbers to memory does not fail.
    let _ = serde_json::to_writer(json, &event);
}

impl EventSink for Events {
    fn message_start(&mut self, header: Header) {
        let Header {
            author,
            recipient,
            channel,
            content_type,
        } = header;
        self.write((
            "start",
            author.role,
            author.name,
            channel,
            recipient,
            content_type,
        ));
    }

    #[inline]
    fn content_delta(&mut self, delta: &str) {
        self.open.push_str(delta);
    }

    fn message_end(&mut self, stop: Option<Stop>) {
        self.write(("end", stop.map(Stop::as_str)));
        self.told = 0;
        self.texts.push(mem::take(&mut self.open));
    }

    fn diagnostic(&mut self, Diagnostic { code, at, raw }: Diagnostic) {
        self.write(("diagnostic", code.as_str(), code.describe(), at, raw));
    }
}
