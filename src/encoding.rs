//! `BindingEncoding`: one engine, shared by the whole process.

use crate::{
    error::{Result, guard},
    text::Text,
    tokens::{self, Tokens},
};
use harmony::{
    Engine, Error, Fast, HarmonyEncodingName, ParseOptions, RenderConversationConfig, RenderOptions,
    SpecialTokens, Token,
    chat::{Message, Role},
    json,
};
use napi::bindgen_prelude::{Uint8Array, Uint32Array, Uint32ArraySlice};
use napi_derive::napi;
use reference::Reference;
use std::{
    slice,
    sync::{Arc, Mutex, PoisonError},
};
use tokenizer::special;

/// The reference engine, once it has been loaded. A load that failed is tried again by the next caller.
static REFERENCE: Mutex<Option<Arc<Reference>>> = Mutex::new(None);

/// Loads an encoding by name, with the engine `fast` or `reference`; or gives the one that any thread of the process
/// has loaded before.
#[napi]
pub fn load_encoding(name: String, engine: String) -> Result<BindingEncoding> {
    guard(|| {
        let name: HarmonyEncodingName = name
            .parse()
            .map_err(|_| Error::Value(format!("Invalid HarmonyEncodingName: {name}")))?;
        let engine: Arc<dyn Engine> = match engine.as_str() {
            "fast" => Arc::new(Fast::load(name)),
            "reference" => load_reference(name)?,
            _ => return Err(Error::Value(format!("Unknown engine: '{engine}'"))),
        };
        Ok(BindingEncoding { engine })
    })
}

fn load_reference(name: HarmonyEncodingName) -> harmony::Result<Arc<Reference>> {
    let mut loaded = REFERENCE.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(match &*loaded {
        Some(engine) => Arc::clone(engine),
        None => Arc::clone(loaded.insert(Arc::new(Reference::load(name)?))),
    })
}

/// A role by its canonical name.
pub fn parse_role(role: &str) -> harmony::Result<Role> {
    Role::try_from(role).map_err(|_| Error::Value(format!("Unknown role: '{role}'")))
}

/// An encoding. Immutable.
#[napi]
pub struct BindingEncoding {
    pub(crate) engine: Arc<dyn Engine>,
}

#[napi]
impl BindingEncoding {
    /// The encoding's name.
    #[napi(getter)]
    pub fn name(&self) -> String {
        self.engine.name().to_owned()
    }

    /// Tokens of a conversation. Texts that are empty in its JSON may be apart from it, in order.
    #[napi]
    pub fn render_conversation(
        &self,
        #[napi(ts_arg_type = "string")] conversation: Text,
        #[napi(ts_arg_type = "string[] | null")] texts: Option<Vec<Text>>,
        auto_drop_analysis: bool,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let render = |messages: &[Message], config| self.engine.render_conversation(messages, config);
        render_conversation(&conversation, texts, auto_drop_analysis, render, &mut into)
    }

    /// Tokens of a conversation as in `renderConversation`, and the beginning of the next message.
    #[napi]
    pub fn render_conversation_for_completion(
        &self,
        #[napi(ts_arg_type = "string")] conversation: Text,
        #[napi(ts_arg_type = "string[] | null")] texts: Option<Vec<Text>>,
        next_turn_role: String,
        auto_drop_analysis: bool,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let render = |messages: &[Message], config| {
            let role = parse_role(&next_turn_role)?;
            self.engine
                .render_conversation_for_completion(messages, role, config)
        };
        render_conversation(&conversation, texts, auto_drop_analysis, render, &mut into)
    }

    /// Tokens of a conversation as in `renderConversation`, as training data.
    #[napi]
    pub fn render_conversation_for_training(
        &self,
        #[napi(ts_arg_type = "string")] conversation: Text,
        #[napi(ts_arg_type = "string[] | null")] texts: Option<Vec<Text>>,
        auto_drop_analysis: bool,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let render =
            |messages: &[Message], config| self.engine.render_conversation_for_training(messages, config);
        render_conversation(&conversation, texts, auto_drop_analysis, render, &mut into)
    }

    /// Tokens of one message. Texts that are empty in its JSON may be apart from it, in order.
    #[napi]
    pub fn render(
        &self,
        #[napi(ts_arg_type = "string")] message: Text,
        #[napi(ts_arg_type = "string[] | null")] texts: Option<Vec<Text>>,
        conversation_has_function_tools: bool,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let tokens = guard(|| {
            let mut message = json::parse_message(message.as_str())?;
            put_texts(slice::from_mut(&mut message), texts)?;
            self.engine.render(
                &message,
                RenderOptions {
                    conversation_has_function_tools,
                },
            )
        });
        tokens::give(tokens, &mut into)
    }

    /// The messages of a whole completion, as a JSON array.
    #[napi(ts_return_type = "string")]
    pub fn parse_messages_from_completion_tokens(
        &self,
        tokens: &[u32],
        role: Option<String>,
        strict: bool,
    ) -> Result<Text> {
        guard(|| {
            let role = role.as_deref().map(parse_role).transpose()?;
            let options = ParseOptions { strict };
            json::write_messages(
                &self
                    .engine
                    .parse_messages_from_completion_tokens(tokens, role, options)?,
            )
        })
        .and_then(Text::new)
    }

    /// The number of tokens of `renderConversationForCompletion`.
    #[napi]
    pub fn count_conversation_tokens(
        &self,
        #[napi(ts_arg_type = "string")] conversation: Text,
        #[napi(ts_arg_type = "string[] | null")] texts: Option<Vec<Text>>,
        next_turn_role: String,
        auto_drop_analysis: bool,
    ) -> Result<f64> {
        guard(|| {
            let messages = read_conversation(&conversation, texts)?;
            let role = parse_role(&next_turn_role)?;
            let config = RenderConversationConfig { auto_drop_analysis };
            self.engine.count_conversation_tokens(&messages, role, config)
        })
        .map(|count| count as f64)
    }

    /// Tokens of a text. The sets of special tokens are JSON: `"all"`, or an array of names. By default none is
    /// allowed, and all that are not allowed are disallowed.
    #[napi]
    pub fn encode(
        &self,
        #[napi(ts_arg_type = "string")] text: Text,
        allowed_special: Option<String>,
        disallowed_special: Option<String>,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let tokens = guard(|| {
            let allowed = allowed_in(text.as_str(), allowed_special, disallowed_special)?;
            Ok(self.engine.encode(text.as_str(), &allowed))
        });
        tokens::give(tokens, &mut into)
    }

    /// The number of tokens of `encode`.
    #[napi]
    pub fn count_tokens(
        &self,
        #[napi(ts_arg_type = "string")] text: Text,
        allowed_special: Option<String>,
        disallowed_special: Option<String>,
    ) -> Result<f64> {
        guard(|| {
            let allowed = allowed_in(text.as_str(), allowed_special, disallowed_special)?;
            Ok(self.engine.count(text.as_str(), &allowed))
        })
        .map(|count| count as f64)
    }

    /// The text of the tokens. What is not UTF-8 is replaced by U+FFFD, ignored, or an error.
    #[napi(ts_return_type = "string")]
    pub fn decode(&self, tokens: &[u32], errors: String) -> Result<Text> {
        guard(|| {
            let bytes = self.engine.decode_bytes(tokens)?;
            match errors.as_str() {
                "replace" => Ok(lossy(bytes)),
                "ignore" => Ok(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()),
                "strict" => String::from_utf8(bytes).map_err(|error| {
                    Error::Value(format!(
                        "the tokens do not decode to UTF-8: {}",
                        error.utf8_error()
                    ))
                }),
                _ => Err(Error::Value(format!("unknown error handler: {errors}"))),
            }
        })
        .and_then(Text::new)
    }

    /// The text of the tokens, which must be UTF-8.
    #[napi(ts_return_type = "string")]
    pub fn decode_utf8(&self, tokens: &[u32]) -> Result<Text> {
        guard(|| self.engine.decode_utf8(tokens)).and_then(Text::new)
    }

    /// The bytes of the tokens.
    #[napi]
    pub fn decode_bytes(&self, tokens: &[u32]) -> Result<Uint8Array> {
        guard(|| self.engine.decode_bytes(tokens)).map(Uint8Array::from)
    }

    /// The names of all special tokens, as a JSON array.
    #[napi]
    pub fn special_tokens(&self) -> Result<String> {
        guard(|| {
            let names: Vec<String> = special::IDS.filter_map(special::name).collect();
            serde_json::to_string(&names).map_err(|error| Error::Runtime(error.to_string()))
        })
    }

    /// Whether the id is that of a special token.
    #[napi]
    pub fn is_special_token(&self, token: u32) -> bool {
        self.engine.is_special_token(token)
    }

    /// The tokens that end a message.
    #[napi]
    pub fn stop_tokens(&self) -> Result<Uint32Array> {
        guard(|| self.engine.stop_tokens()).map(Uint32Array::from)
    }

    /// The tokens that end the assistant's turn.
    #[napi]
    pub fn stop_tokens_for_assistant_actions(&self) -> Result<Uint32Array> {
        guard(|| self.engine.stop_tokens_for_assistant_actions()).map(Uint32Array::from)
    }
}

/// Reads a conversation, renders it in one of the ways that there are, and hands the tokens over.
fn render_conversation(
    json: &Text,
    texts: Option<Vec<Text>>,
    auto_drop_analysis: bool,
    render: impl FnOnce(&[Message], RenderConversationConfig) -> harmony::Result<Vec<Token>>,
    into: &mut Uint32ArraySlice<'_>,
) -> Result<Tokens> {
    let tokens = guard(|| {
        let messages = read_conversation(json, texts)?;
        render(&messages, RenderConversationConfig { auto_drop_analysis })
    });
    tokens::give(tokens, into)
}

fn read_conversation(json: &Text, texts: Option<Vec<Text>>) -> harmony::Result<Vec<Message>> {
    let mut messages = json::parse_conversation(json.as_str())?.messages;
    put_texts(&mut messages, texts)?;
    Ok(messages)
}

fn put_texts(messages: &mut [Message], texts: Option<Vec<Text>>) -> harmony::Result<()> {
    texts.map_or(Ok(()), |texts| {
        json::put_texts(messages, texts.into_iter().map(String::from))
    })
}

/// The special tokens that are allowed, if the text has none that is disallowed.
fn allowed_in(
    text: &str,
    allowed: Option<String>,
    disallowed: Option<String>,
) -> harmony::Result<SpecialTokens> {
    let allowed = special_tokens(allowed, SpecialTokens::NONE)?;
    let disallowed = special_tokens(disallowed, SpecialTokens::All)?;
    match disallowed.first_in(text, &allowed) {
        Some(token) => Err(Error::Runtime(disallowed_message(&token))),
        None => Ok(allowed),
    }
}

fn special_tokens(given: Option<String>, default: SpecialTokens) -> harmony::Result<SpecialTokens> {
    let Some(given) = given else { return Ok(default) };
    if given == "\"all\"" {
        return Ok(SpecialTokens::All);
    }
    serde_json::from_str(&given)
        .map(SpecialTokens::Named)
        .map_err(|error| Error::Value(format!("invalid special tokens: {error}")))
}

fn disallowed_message(token: &str) -> String {
    format!(
        "the text contains '{token}', which is a disallowed special token here.\n\
         To encode it as a special token, pass `allowedSpecial: ['{token}']`.\n\
         To encode it as plain text, leave it out of `disallowedSpecial`; `disallowedSpecial: []` does so for all \
         special tokens.\n"
    )
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
