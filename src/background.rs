//! Work on libuv's pool: what the encoding's methods whose names end in `Async` do.
//!
//! JavaScript hands over its strings first, in parts if they are long, since copying takes time of the main thread. They
//! become UTF-8 on the pool.

use crate::{
    completion,
    encoding::{self, BindingEncoding, render_for, role_named},
    error::{self, guard},
    js_string::{self, JsString},
    plain_function::RawValue,
    text::allowed_in,
    wire,
};
use harmony::{Error, ParseOptions, Result, Token};
use napi::{
    Env, JsError, Task,
    bindgen_prelude::{AsyncTask, ToNapiValue, TypeName, Uint32Array},
    sys,
};
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
    /// UTF-16.
    strings: Vec<Vec<u16>>,
    tokens: Vec<Token>,
    is_cancelled: Arc<AtomicBool>,
}

#[napi]
impl BindingInput {
    /// Makes an empty input.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self {
            strings: Vec::new(),
            tokens: Vec::new(),
            is_cancelled: Arc::default(),
        }
    }

    /// Begins the next string, of that many UTF-16 units.
    #[napi]
    pub fn begin_string(&mut self, length: u32) {
        self.strings.push(Vec::with_capacity(length as usize));
    }

    /// Appends to the last string.
    #[napi]
    pub fn append(&mut self, #[napi(ts_arg_type = "string")] part: js_string::Utf16) {
        if let Some(string) = self.strings.last_mut() {
            string.extend_from_slice(&part.0);
        }
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

/// What a call gives.
pub enum Output {
    Tokens(Vec<Token>),
    TokenLists(Vec<Vec<Token>>),
    Strings(Vec<String>),
    Nothing,
}

/// A call.
pub struct Job {
    work: Option<Box<dyn FnOnce() -> Result<Output> + Send>>,
    is_cancelled: Arc<AtomicBool>,
}

impl BindingInput {
    /// Makes a job of the input. The work gets its strings and its tokens.
    fn job(
        &mut self,
        work: impl FnOnce(Vec<JsString>, Vec<Token>) -> Result<Output> + Send + 'static,
    ) -> AsyncTask<Job> {
        let (strings, tokens) = (mem::take(&mut self.strings), mem::take(&mut self.tokens));
        AsyncTask::new(Job {
            work: Some(Box::new(move || {
                let strings = strings.iter().map(|units| JsString::from_utf16(units));
                work(strings.collect(), tokens)
            })),
            is_cancelled: Arc::clone(&self.is_cancelled),
        })
    }
}

impl Task for Job {
    type Output = error::Result<Output>;
    type JsValue = Outcome;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        Ok(match self.work.take() {
            Some(work) if !self.is_cancelled.load(Ordering::Relaxed) => {
                guard(|| tokenizer::with_shared_memo(work))
            }
            _ => Ok(Output::Nothing),
        })
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> napi::Result<Outcome> {
        Ok(Outcome(output))
    }
}

/// What JavaScript gets: the output, or an error as a value, since a rejection would lose its code.
pub struct Outcome(error::Result<Output>);

impl TypeName for Outcome {
    fn type_name() -> &'static str {
        "Outcome"
    }

    fn value_type() -> napi::ValueType {
        napi::ValueType::Object
    }
}

impl ToNapiValue for Outcome {
    unsafe fn to_napi_value(env: sys::napi_env, Outcome(outcome): Self) -> napi::Result<RawValue> {
        // SAFETY: the caller guarantees that `env` is valid.
        unsafe {
            match outcome {
                Ok(Output::Nothing) => <()>::to_napi_value(env, ()),
                Ok(Output::Tokens(tokens)) => Uint32Array::to_napi_value(env, tokens.into()),
                Ok(Output::TokenLists(lists)) => {
                    let arrays: Vec<Uint32Array> = lists.into_iter().map(Uint32Array::from).collect();
                    Vec::to_napi_value(env, arrays)
                }
                Ok(Output::Strings(strings)) => match strings.into_iter().map(JsString::new).collect() {
                    Ok(strings) => Vec::<JsString>::to_napi_value(env, strings),
                    Err(error) => Ok(JsError::from(error::to_js(error)).into_value(env)),
                },
                Err(error) => Ok(JsError::from(error).into_value(env)),
            }
        }
    }
}

#[napi]
impl BindingEncoding {
    /// Renders a conversation: its JSON, then the texts beside it. `purpose` says what for.
    #[napi(ts_return_type = "Promise<Uint32Array | Error | undefined>")]
    pub fn render_conversation_async(
        &self,
        input: &mut BindingInput,
        has_texts: bool,
        #[napi(ts_arg_type = "'conversation' | 'completion' | 'training'")] purpose: String,
        next_turn_role: Option<String>,
        analysis: u32,
    ) -> AsyncTask<Job> {
        let engine = Arc::clone(&self.engine);
        input.job(move |mut strings, _| {
            let texts = has_texts.then(|| strings.split_off(1));
            let json = strings.pop().expect("a conversation");
            let messages = wire::read_conversation(&json, texts)?;
            let config = encoding::config(analysis);
            render_for(&*engine, &messages, &purpose, next_turn_role, config).map(Output::Tokens)
        })
    }

    /// Encodes texts, each by itself. If there are `several`, an error says which of them it is about.
    #[napi(ts_return_type = "Promise<Uint32Array[] | Error | undefined>")]
    pub fn encode_async(
        &self,
        input: &mut BindingInput,
        allowed_special: Option<String>,
        disallowed_special: Option<String>,
        several: bool,
    ) -> AsyncTask<Job> {
        let engine = Arc::clone(&self.engine);
        input.job(move |texts, _| {
            let encode = |(index, text): (usize, JsString)| {
                let (allowed, disallowed) = (allowed_special.clone(), disallowed_special.clone());
                match allowed_in(text.as_str(), allowed, disallowed) {
                    Ok(allowed) => Ok(engine.encode(text.as_str(), &allowed)),
                    Err(error) if several => {
                        let path = format!("texts[{index}]");
                        Err(Error::Runtime(format!("{path}: {error}")).at(path))
                    }
                    Err(error) => Err(error),
                }
            };
            let lists: Result<_> = texts.into_iter().enumerate().map(encode).collect();
            lists.map(Output::TokenLists)
        })
    }

    /// Parses a whole completion. Gives its messages as a JSON array.
    #[napi(ts_return_type = "Promise<string[] | Error | undefined>")]
    pub fn parse_messages_from_completion_tokens_async(
        &self,
        input: &mut BindingInput,
        role: Option<String>,
        strict: bool,
    ) -> AsyncTask<Job> {
        let engine = Arc::clone(&self.engine);
        input.job(move |_, tokens| {
            let role = role.as_deref().map(role_named);
            let options = ParseOptions { strict };
            let messages = engine.parse_messages_from_completion_tokens(&tokens, role, options)?;
            Ok(Output::Strings(vec![wire::write_messages(&messages)?]))
        })
    }
}

/// Parses a whole completion: the input's text, or its tokens if there is none. Gives a batch without deltas.
#[napi(ts_return_type = "Promise<string[] | Error | undefined>")]
pub fn parse_completion_async(input: &mut BindingInput, role: Option<String>) -> AsyncTask<Job> {
    input.job(move |texts, tokens| {
        let text = texts.first().map(JsString::as_str);
        completion::parse_whole(role, text, &tokens).map(Output::Strings)
    })
}
