//! `BindingParser`: a streaming parser. It belongs to the thread that made it.

use crate::{
    encoding::{BindingEncoding, parse_role},
    error::{Result, guard},
};
use harmony_engine::{ParseOptions, Parser, json};
use napi::bindgen_prelude::Uint32Array;
use napi_derive::napi;

/// A parser that takes one token at a time.
#[napi]
pub struct BindingParser {
    inner: Box<dyn Parser>,
}

#[napi]
impl BindingParser {
    /// Makes a parser. With a role, the first message's header starts after the role.
    #[napi(constructor)]
    pub fn new(encoding: &BindingEncoding, role: Option<String>, strict: bool) -> Result<Self> {
        guard(|| {
            let role = role.as_deref().map(parse_role).transpose()?;
            let inner = encoding.engine.parser(role, ParseOptions { strict })?;
            Ok(Self { inner })
        })
    }

    /// Takes the next token.
    #[napi]
    pub fn process(&mut self, token: u32) -> Result<()> {
        guard(|| self.inner.process(token))
    }

    /// Ends the stream.
    #[napi]
    pub fn process_eos(&mut self) -> Result<()> {
        guard(|| self.inner.process_eos())
    }

    /// The content of the current message so far.
    #[napi(getter)]
    pub fn current_content(&self) -> Result<String> {
        guard(|| self.inner.current_content())
    }

    /// The role of the current message.
    #[napi(getter)]
    pub fn current_role(&self) -> Result<Option<String>> {
        guard(|| Ok(self.inner.current_role().map(|role| role.as_str().to_owned())))
    }

    /// The content type of the current message.
    #[napi(getter)]
    pub fn current_content_type(&self) -> Result<Option<String>> {
        guard(|| Ok(self.inner.current_content_type()))
    }

    /// The recipient of the current message.
    #[napi(getter)]
    pub fn current_recipient(&self) -> Result<Option<String>> {
        guard(|| Ok(self.inner.current_recipient()))
    }

    /// The channel of the current message.
    #[napi(getter)]
    pub fn current_channel(&self) -> Result<Option<String>> {
        guard(|| Ok(self.inner.current_channel()))
    }

    /// What the last token added to the content.
    #[napi(getter)]
    pub fn last_content_delta(&self) -> Result<Option<String>> {
        guard(|| self.inner.last_content_delta())
    }

    /// All complete messages, as a JSON array.
    #[napi(getter)]
    pub fn messages(&self) -> Result<String> {
        guard(|| json::write_messages(self.inner.messages()))
    }

    /// All tokens taken so far.
    #[napi(getter)]
    pub fn tokens(&self) -> Result<Uint32Array> {
        guard(|| Ok(self.inner.tokens().to_vec())).map(Uint32Array::from)
    }

    /// The state's name.
    #[napi(getter)]
    pub fn state(&self) -> Result<String> {
        guard(|| self.inner.state().map(|state| state.as_str().to_owned()))
    }

    /// The state with its data, as JSON.
    #[napi(getter)]
    pub fn state_data(&self) -> Result<String> {
        guard(|| self.inner.state_json())
    }
}
