//! `BindingParser`: a streaming parser. It belongs to the thread that made it.

use crate::{
    encoding::{BindingEncoding, role_numbered},
    error::{Result, guard},
    js_string::{self, JsString},
    plain_function::{argument, plain_function},
    tokens::OwnArray,
    wire,
};
use harmony::{ParseOptions, Parser};
use napi::{Env, bindgen_prelude::Function};
use napi_derive::napi;
use std::{borrow::Cow, cell::RefCell, ptr, rc::Rc};

/// A parser that takes one token at a time.
#[napi]
pub struct BindingParser {
    /// Shared with the step function.
    parser: Rc<RefCell<Box<dyn Parser>>>,
}

#[napi]
impl BindingParser {
    /// Creates a parser. With a role's number, the header of the first message continues after that role.
    #[napi(constructor)]
    pub fn new(encoding: &BindingEncoding, role: Option<u32>, strict: bool) -> Result<Self> {
        let parser = guard(|| {
            let role = role.map(role_numbered);
            encoding.engine.parser(role, ParseOptions { strict })
        })?;
        Ok(Self {
            parser: Rc::new(RefCell::new(parser)),
        })
    }

    /// Returns a function that processes the next token and returns what it added to the content.
    #[napi(ts_return_type = "(token: number) => string | undefined")]
    pub fn step_function<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), ()>> {
        let parser = Rc::clone(&self.parser);
        plain_function(env, move |env, [token]| {
            let token = argument(env, token)?;
            let mut parser = parser.borrow_mut();
            parser.process(token)?;
            let delta = parser.last_content_delta()?;
            delta.map_or(Ok(ptr::null_mut()), |delta| js_string::create(env, &delta))
        })
    }

    /// Ends the stream.
    #[napi]
    pub fn process_eos(&self) -> Result<()> {
        guard(|| self.parser.borrow_mut().process_eos())
    }

    /// The content of the current message so far.
    #[napi(getter, ts_return_type = "string")]
    pub fn current_content(&self) -> Result<JsString> {
        guard(|| JsString::new(self.parser.borrow().current_content()?.into()))
    }

    /// The role of the current message.
    #[napi(getter)]
    pub fn current_role(&self) -> Result<Option<String>> {
        guard(|| {
            let role = self.parser.borrow().current_role();
            Ok(role.map(|role| role.as_str().to_owned()))
        })
    }

    /// The content type of the current message.
    #[napi(getter, ts_return_type = "string | null")]
    pub fn current_content_type(&self) -> Result<Option<JsString>> {
        guard(|| optional(self.parser.borrow().current_content_type()))
    }

    /// The recipient of the current message.
    #[napi(getter, ts_return_type = "string | null")]
    pub fn current_recipient(&self) -> Result<Option<JsString>> {
        guard(|| optional(self.parser.borrow().current_recipient()))
    }

    /// The channel of the current message.
    #[napi(getter, ts_return_type = "string | null")]
    pub fn current_channel(&self) -> Result<Option<JsString>> {
        guard(|| optional(self.parser.borrow().current_channel()))
    }

    /// What the last token added to the content.
    #[napi(getter, ts_return_type = "string | null")]
    pub fn last_content_delta(&self) -> Result<Option<JsString>> {
        guard(|| {
            let parser = self.parser.borrow();
            optional(parser.last_content_delta()?)
        })
    }

    /// All complete messages, as a JSON array.
    #[napi(getter, ts_return_type = "string")]
    pub fn messages(&self) -> Result<JsString> {
        guard(|| JsString::new(wire::write_messages(self.parser.borrow().messages())?))
    }

    /// All tokens taken so far.
    #[napi(getter, ts_return_type = "Uint32Array")]
    pub fn tokens(&self) -> Result<OwnArray<u32>> {
        guard(|| Ok(self.parser.borrow().tokens().to_vec())).map(OwnArray)
    }

    /// The state's name.
    #[napi(getter)]
    pub fn state(&self) -> Result<String> {
        guard(|| {
            let state = self.parser.borrow().state();
            state.map(|state| state.as_str().to_owned())
        })
    }

    /// The state with its data, as JSON.
    #[napi(getter, ts_return_type = "string")]
    pub fn state_data(&self) -> Result<JsString> {
        guard(|| JsString::new(self.parser.borrow().state_json()?))
    }
}

fn optional(text: Option<Cow<'_, str>>) -> harmony::Result<Option<JsString>> {
    text.map(|text| JsString::new(text.into())).transpose()
}
