//! `BindingParser`: a streaming parser. It belongs to the thread that made it.

use crate::{
    encoding::{BindingEncoding, parse_role},
    error::{Code, Result, guard},
    text::Text,
};
use harmony::{ParseOptions, Parser, Token, json};
use napi::{
    Env,
    bindgen_prelude::{Either3, Function, FunctionCallContext, Null, Uint32Array},
};
use napi_derive::napi;
use std::{cell::RefCell, rc::Rc};

/// A parser that takes one token at a time.
#[napi]
pub struct BindingParser {
    shared: Rc<RefCell<Shared>>,
}

/// What the class and its step function have in common.
struct Shared {
    parser: Box<dyn Parser>,
    /// The error of the last step, until it is thrown.
    failure: Option<napi::Error<Code>>,
}

/// What a step gives: the text that it added to the content, `null` if it added none, `false` if it failed.
type Step = Either3<Text, Null, bool>;

#[napi]
impl BindingParser {
    /// Makes a parser. With a role, the first message's header starts after the role.
    #[napi(constructor)]
    pub fn new(encoding: &BindingEncoding, role: Option<String>, strict: bool) -> Result<Self> {
        let parser = guard(|| {
            let role = role.as_deref().map(parse_role).transpose()?;
            encoding.engine.parser(role, ParseOptions { strict })
        })?;
        let shared = Shared {
            parser,
            failure: None,
        };
        Ok(Self {
            shared: Rc::new(RefCell::new(shared)),
        })
    }

    /// A function that takes the next token, and gives what it added to the content. A plain function of Node-API is
    /// called in a fifth of the time of a method, and this is what a server calls for every token.
    #[napi(ts_return_type = "(token: number) => string | null | false")]
    pub fn step_function<'a>(&self, env: &'a Env) -> napi::Result<Function<'a, Token, Step>> {
        let shared = Rc::clone(&self.shared);
        env.create_function_from_closure("step", move |call: FunctionCallContext| {
            Ok(shared.borrow_mut().step(call.get(0)?))
        })
    }

    /// Throws the error of the last step.
    #[napi]
    pub fn throw_failure(&self) -> Result<()> {
        self.shared.borrow_mut().failure.take().map_or(Ok(()), Err)
    }

    /// Ends the stream.
    #[napi]
    pub fn process_eos(&self) -> Result<()> {
        guard(|| self.shared.borrow_mut().parser.process_eos())
    }

    /// The content of the current message so far.
    #[napi(getter, ts_return_type = "string")]
    pub fn current_content(&self) -> Result<Text> {
        guard(|| self.shared.borrow().parser.current_content().map(String::from)).and_then(Text::new)
    }

    /// The role of the current message.
    #[napi(getter)]
    pub fn current_role(&self) -> Result<Option<String>> {
        guard(|| {
            let role = self.shared.borrow().parser.current_role();
            Ok(role.map(|role| role.as_str().to_owned()))
        })
    }

    /// The content type of the current message.
    #[napi(getter)]
    pub fn current_content_type(&self) -> Result<Option<String>> {
        guard(|| Ok(self.shared.borrow().parser.current_content_type().map(Into::into)))
    }

    /// The recipient of the current message.
    #[napi(getter)]
    pub fn current_recipient(&self) -> Result<Option<String>> {
        guard(|| Ok(self.shared.borrow().parser.current_recipient().map(Into::into)))
    }

    /// The channel of the current message.
    #[napi(getter)]
    pub fn current_channel(&self) -> Result<Option<String>> {
        guard(|| Ok(self.shared.borrow().parser.current_channel().map(Into::into)))
    }

    /// What the last token added to the content.
    #[napi(getter)]
    pub fn last_content_delta(&self) -> Result<Option<String>> {
        guard(|| {
            let shared = self.shared.borrow();
            Ok(shared.parser.last_content_delta()?.map(Into::into))
        })
    }

    /// All complete messages, as a JSON array.
    #[napi(getter, ts_return_type = "string")]
    pub fn messages(&self) -> Result<Text> {
        guard(|| json::write_messages(self.shared.borrow().parser.messages())).and_then(Text::new)
    }

    /// All tokens taken so far.
    #[napi(getter)]
    pub fn tokens(&self) -> Result<Uint32Array> {
        guard(|| Ok(self.shared.borrow().parser.tokens().to_vec())).map(Uint32Array::from)
    }

    /// The state's name.
    #[napi(getter)]
    pub fn state(&self) -> Result<String> {
        guard(|| {
            let state = self.shared.borrow().parser.state();
            state.map(|state| state.as_str().to_owned())
        })
    }

    /// The state with its data, as JSON.
    #[napi(getter, ts_return_type = "string")]
    pub fn state_data(&self) -> Result<Text> {
        guard(|| self.shared.borrow().parser.state_json()).and_then(Text::new)
    }
}

impl Shared {
    fn step(&mut self, token: Token) -> Step {
        let delta = guard(|| {
            self.parser.process(token)?;
            Ok(self.parser.last_content_delta()?.map(String::from))
        });
        match delta {
            Ok(Some(delta)) => Either3::A(Text::from(delta)),
            Ok(None) => Either3::B(Null),
            Err(error) => {
                self.failure = Some(error);
                Either3::C(false)
            }
        }
    }
}
