//! `BindingEncoding`: one engine, shared by the whole process.

use crate::error::{Result, guard};
use harmony_engine::{
    Engine, Error, HarmonyEncodingName, ParseOptions, Reference, RenderConversationConfig, RenderOptions,
    SpecialTokens, chat::Role, json, special,
};
use napi::bindgen_prelude::{Uint8Array, Uint32Array};
use napi_derive::napi;
use std::sync::{Arc, Mutex, PoisonError};

/// The engine, once it has been loaded. A load that failed is tried again by the next caller.
static REFERENCE: Mutex<Option<Arc<Reference>>> = Mutex::new(None);

/// Loads an encoding by name, or gives the one that any thread of the process has loaded before.
#[napi]
pub fn load_encoding(name: String) -> Result<BindingEncoding> {
    guard(|| {
        let name: HarmonyEncodingName = name
            .parse()
            .map_err(|_| Error::Value(format!("Invalid HarmonyEncodingName: {name}")))?;
        let mut loaded = REFERENCE.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = match &*loaded {
            Some(engine) => Arc::clone(engine),
            None => Arc::clone(loaded.insert(Arc::new(Reference::load(name)?))),
        };
        Ok(BindingEncoding { engine })
    })
}

/// A role by its canonical name.
pub fn parse_role(role: &str) -> harmony_engine::Result<Role> {
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

    /// Tokens of a conversation.
    #[napi]
    pub fn render_conversation(&self, conversation: String, auto_drop_analysis: bool) -> Result<Uint32Array> {
        guard(|| {
            let messages = json::parse_conversation(&conversation)?.messages;
            self.engine
                .render_conversation(&messages, RenderConversationConfig { auto_drop_analysis })
        })
        .map(Uint32Array::from)
    }

    /// Tokens of a conversation, and the beginning of the next message.
    #[napi]
    pub fn render_conversation_for_completion(
        &self,
        conversation: String,
        next_turn_role: String,
        auto_drop_analysis: bool,
    ) -> Result<Uint32Array> {
        guard(|| {
            let messages = json::parse_conversation(&conversation)?.messages;
            let role = parse_role(&next_turn_role)?;
            let config = RenderConversationConfig { auto_drop_analysis };
            self.engine
                .render_conversation_for_completion(&messages, role, config)
        })
        .map(Uint32Array::from)
    }

    /// Tokens of a conversation, as training data.
    #[napi]
    pub fn render_conversation_for_training(
        &self,
        conversation: String,
        auto_drop_analysis: bool,
    ) -> Result<Uint32Array> {
        guard(|| {
            let messages = json::parse_conversation(&conversation)?.messages;
            self.engine
                .render_conversation_for_training(&messages, RenderConversationConfig { auto_drop_analysis })
        })
        .map(Uint32Array::from)
    }

    /// Tokens of one message.
    #[napi]
    pub fn render(&self, message: String, conversation_has_function_tools: bool) -> Result<Uint32Array> {
        guard(|| {
            let message = json::parse_message(&message)?;
            self.engine.render(
                &message,
                RenderOptions {
                    conversation_has_function_tools,
                },
            )
        })
        .map(Uint32Array::from)
    }

    /// The messages of a whole completion, as a JSON array.
    #[napi]
    pub fn parse_messages_from_completion_tokens(
        &self,
        tokens: &[u32],
        role: Option<String>,
        strict: bool,
    ) -> Result<String> {
        guard(|| {
            let role = role.as_deref().map(parse_role).transpose()?;
            let options = ParseOptions { strict };
            json::write_messages(
                &self
                    .engine
                    .parse_messages_from_completion_tokens(tokens, role, options)?,
            )
        })
    }

    /// Tokens of a text. The sets of special tokens are JSON: `"all"`, or an array of names. By default none is
    /// allowed, and all that are not allowed are disallowed.
    #[napi]
    pub fn encode(
        &self,
        text: String,
        allowed_special: Option<String>,
        disallowed_special: Option<String>,
    ) -> Result<Uint32Array> {
        guard(|| {
            let allowed = special_tokens(allowed_special, SpecialTokens::NONE)?;
            let disallowed = special_tokens(disallowed_special, SpecialTokens::All)?;
            match disallowed.first_in(&text, &allowed) {
                Some(token) => Err(Error::Runtime(disallowed_message(&token))),
                None => Ok(self.engine.encode(&text, &allowed)),
            }
        })
        .map(Uint32Array::from)
    }

    /// The text of the tokens. What is not UTF-8 is replaced by U+FFFD, ignored, or an error.
    #[napi]
    pub fn decode(&self, tokens: &[u32], errors: String) -> Result<String> {
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
    }

    /// The text of the tokens, which must be UTF-8.
    #[napi]
    pub fn decode_utf8(&self, tokens: &[u32]) -> Result<String> {
        guard(|| self.engine.decode_utf8(tokens))
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

fn special_tokens(given: Option<String>, default: SpecialTokens) -> harmony_engine::Result<SpecialTokens> {
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
