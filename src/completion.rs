//! `BindingCompletionParser`: parses one completion, whatever it is, and returns what happened in batches of events.
//!
//! A batch is `null` if nothing happened, and a string if the open message's text went on with it, which is what most
//! batches are. Any other batch is an array with one string: the events as a JSON array of arrays, which
//! `facade/completion/batch.ts` reads.

use crate::{
    encoding::role_named,
    error::{Result, guard},
    js_string::JsString,
};
use harmony::{CompletionParser, Diagnostic, Error, EventSink, Header, Token, format::Stop};
use napi::{
    Env,
    bindgen_prelude::{Either, Function, FunctionCallContext},
};
use napi_derive::napi;
use serde::Serialize;
use std::{cell::RefCell, rc::Rc};

/// A parser of one completion. It never fails.
#[napi]
pub struct BindingCompletionParser {
    /// Shared with the step function.
    parser: Rc<RefCell<CompletionParser>>,
}

type Batch = Option<Either<JsString, Vec<JsString>>>;

#[napi]
impl BindingCompletionParser {
    /// Makes a parser of text or of tokens. With a role, the first message's header starts after the role.
    #[napi(constructor)]
    pub fn new(role: Option<String>, is_text: bool) -> Self {
        let role = role.as_deref().map(role_named);
        let parser = if is_text {
            CompletionParser::for_text(role)
        } else {
            CompletionParser::for_tokens(role)
        };
        Self {
            parser: Rc::new(RefCell::new(parser)),
        }
    }

    /// A function that takes the next token. Node-API calls a plain function in a fifth of the time that a method takes.
    #[napi(ts_return_type = "(token: number) => string | string[] | null")]
    pub fn step_function<'a>(&self, env: &'a Env) -> napi::Result<Function<'a, Token, Batch>> {
        let parser = Rc::clone(&self.parser);
        env.create_function_from_closure("step", move |call: FunctionCallContext| {
            let token = call.get(0)?;
            match batch(&parser, |parser, sink| parser.push_tokens(&[token], sink)) {
                Ok(batch) => Ok(batch),
                Err(error) => {
                    // An `Err` from here would lose the code. What a function returns while it throws is ignored.
                    call.env.throw_error(&error.reason, Some(error.status.as_ref()))?;
                    Ok(None)
                }
            }
        })
    }

    /// Takes the next tokens.
    #[napi(ts_return_type = "string | string[] | null")]
    pub fn push_tokens(&self, tokens: &[u32]) -> Result<Batch> {
        batch(&self.parser, |parser, sink| parser.push_tokens(tokens, sink))
    }

    /// Takes the next text.
    #[napi(ts_return_type = "string | string[] | null")]
    pub fn push_text(&self, #[napi(ts_arg_type = "string")] text: JsString) -> Result<Batch> {
        batch(&self.parser, |parser, sink| parser.push_text(text.as_str(), sink))
    }

    /// Ends the completion.
    #[napi(ts_return_type = "string | string[] | null")]
    pub fn finish(&self) -> Result<Batch> {
        batch(&self.parser, CompletionParser::finish)
    }
}

/// Calls the parser, and returns what happened.
fn batch(
    parser: &RefCell<CompletionParser>,
    call: impl FnOnce(&mut CompletionParser, &mut Events),
) -> Result<Batch> {
    guard(|| {
        let mut events = Events::default();
        call(&mut parser.borrow_mut(), &mut events);
        events.into_batch()
    })
}

/// Collects events. Text that follows text is one event.
#[derive(Default)]
struct Events {
    /// All but the text at the end.
    json: Vec<u8>,
    text: String,
}

impl Events {
    fn write(&mut self, event: impl Serialize) {
        self.write_text();
        append(&mut self.json, event);
    }

    fn write_text(&mut self) {
        if !self.text.is_empty() {
            append(&mut self.json, ("text", &self.text));
            self.text.clear();
        }
    }

    fn into_batch(mut self) -> harmony::Result<Batch> {
        if self.json.is_empty() {
            if self.text.is_empty() {
                return Ok(None);
            }
            return JsString::new(self.text).map(|text| Some(Either::A(text)));
        }
        self.write_text();
        self.json.push(b']');
        let json = String::from_utf8(self.json).map_err(Error::runtime)?;
        JsString::new(json).map(|json| Some(Either::B(vec![json])))
    }
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
        self.text.push_str(delta);
    }

    fn message_end(&mut self, stop: Option<Stop>) {
        self.write(("end", stop.map(Stop::as_str)));
    }

    fn diagnostic(&mut self, Diagnostic { code, at, raw }: Diagnostic) {
        self.write(("diagnostic", code.as_str(), code.describe(), at, raw));
    }
}
