//! Work on libuv's pool: what the methods whose names end in `Async` do.

use crate::{
    completion,
    encoding::{self, BindingEncoding, render_for, role_named},
    error::{self, guard},
    input::BindingInput,
    js_string::JsString,
    plain_function::RawValue,
    text::SpecialTokenRules,
    wire,
};
use harmony::{ParseOptions, Result, Token};
use napi::{
    Env, JsError, Task,
    bindgen_prelude::{AsyncTask, ToNapiValue, TypeName, Uint32Array},
    sys,
};
use napi_derive::napi;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

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
        let (strings, tokens) = (self.take_strings(), self.take_tokens());
        let work = move || work(strings.iter().collect(), tokens);
        AsyncTask::new(Job::new(work, self.is_cancelled()))
    }
}

impl Job {
    /// Makes a job of work that never begins if it has been cancelled by then.
    pub fn new(
        work: impl FnOnce() -> Result<Output> + Send + 'static,
        is_cancelled: Arc<AtomicBool>,
    ) -> Self {
        Self {
            work: Some(Box::new(work)),
            is_cancelled,
        }
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

    /// Encodes a text.
    #[napi(ts_return_type = "Promise<Uint32Array | Error | undefined>")]
    pub fn encode_async(
        &self,
        input: &mut BindingInput,
        allowed_special: Option<String>,
        disallowed_special: Option<String>,
    ) -> AsyncTask<Job> {
        let engine = Arc::clone(&self.engine);
        input.job(move |mut strings, _| {
            let text = strings.pop().expect("a text");
            let special = SpecialTokenRules::new(allowed_special, disallowed_special);
            special.check(text.as_str())?;
            Ok(Output::Tokens(engine.encode(text.as_str(), &special.allowed)))
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
