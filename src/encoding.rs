//! `BindingEncoding`: one engine, shared by the whole process.
//!
//! The facade has checked every argument. What it never passes is a panic here, which becomes an internal error.

use crate::{
    error::{Result, guard},
    js_string::JsString,
    tokens::{OwnArray, Tokens, return_tokens},
    wire::{self, Texts},
};
use harmony::{
    AnalysisRetention, Engine, Error, Fast, HarmonyEncodingName, ParseOptions, RenderConversationConfig,
    RenderOptions, Token, chat::Role, message_spans, prompt::Message, shown_messages,
};
use napi::bindgen_prelude::Uint32ArraySlice;
use napi_derive::napi;
use reference::Reference;
use std::sync::{Arc, Mutex, PoisonError};
use tokenizer::Keep;

/// The reference engine, once it has been loaded. If loading fails, the next caller tries again.
static REFERENCE: Mutex<Option<Arc<Reference>>> = Mutex::new(None);

/// Loads an encoding by name, with the engine `fast` or `reference`. All threads of the process share it.
#[napi]
pub fn load_encoding(name: String, engine: String) -> Result<BindingEncoding> {
    guard(|| {
        let name: HarmonyEncodingName = name.parse().expect("the name of an encoding");
        let engine: Arc<dyn Engine> = match engine.as_str() {
            "fast" => Arc::new(Fast::load(name)),
            "reference" => load_reference(name)?,
            _ => panic!("not the name of an engine: {engine}"),
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

/// Returns the role with that name.
pub fn role_named(role: &str) -> Role {
    Role::try_from(role).expect("the name of a role")
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

    /// Renders a conversation. `wire` says how it crosses.
    #[napi(ts_return_type = "number | Uint32Array")]
    pub fn render_conversation(
        &self,
        #[napi(ts_arg_type = "string")] conversation: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        analysis: u32,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let render = |messages: &[Message], config| self.engine.render_conversation(messages, config);
        render_conversation(&conversation, texts, analysis, render, &mut into)
    }

    /// Renders a conversation, and the beginning of the next message.
    #[napi(ts_return_type = "number | Uint32Array")]
    pub fn render_conversation_for_completion(
        &self,
        #[napi(ts_arg_type = "string")] conversation: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        next_turn_role: String,
        analysis: u32,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let render = |messages: &[Message], config| {
            let role = role_named(&next_turn_role);
            self.engine
                .render_conversation_for_completion(messages, role, config)
        };
        render_conversation(&conversation, texts, analysis, render, &mut into)
    }

    /// Renders a conversation as training data.
    #[napi(ts_return_type = "number | Uint32Array")]
    pub fn render_conversation_for_training(
        &self,
        #[napi(ts_arg_type = "string")] conversation: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        analysis: u32,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let render =
            |messages: &[Message], config| self.engine.render_conversation_for_training(messages, config);
        render_conversation(&conversation, texts, analysis, render, &mut into)
    }

    /// Renders a conversation for a purpose: `conversation`, `completion` or `training`. Returns the tokens, and six numbers
    /// for each rendered message: its author's role, its index, and where it stands.
    #[napi(ts_return_type = "[tokens: Uint32Array, spans: Uint32Array]")]
    pub fn render_conversation_with_spans(
        &self,
        #[napi(ts_arg_type = "string")] conversation: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        #[napi(ts_arg_type = "'conversation' | 'completion' | 'training'")] purpose: String,
        next_turn_role: Option<String>,
        analysis: u32,
    ) -> Result<Vec<OwnArray<u32>>> {
        guard(|| {
            let messages = wire::read_conversation(&conversation, texts)?;
            let config = config(analysis);
            let tokens = render_for(&*self.engine, &messages, &purpose, next_turn_role, config)?;
            let shown = shown_messages(&messages, config).map(|(index, _)| index);
            let spans = message_spans(&tokens, shown);
            let numbers = spans.iter().flat_map(|span| {
                let role = role_number(&messages[span.message].author.role);
                [role, span.message, span.start, span.content, span.stop, span.end]
                    .map(|number| number as u32)
            });
            Ok(vec![numbers.collect(), tokens])
        })
        .map(|lists: Vec<Vec<u32>>| lists.into_iter().rev().map(OwnArray).collect())
    }

    /// Renders one message. `wire` says how it crosses.
    #[napi(ts_return_type = "number | Uint32Array")]
    pub fn render(
        &self,
        #[napi(ts_arg_type = "string")] message: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        conversation_has_function_tools: bool,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let options = RenderOptions {
            conversation_has_function_tools,
        };
        let tokens = guard(|| self.engine.render(&wire::read_message(&message, texts)?, options));
        return_tokens(tokens, &mut into)
    }

    /// Renders messages one by one, all of them. They cross as a conversation.
    #[napi(ts_return_type = "number | Uint32Array")]
    pub fn render_messages(
        &self,
        #[napi(ts_arg_type = "string")] conversation: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        conversation_has_function_tools: bool,
        mut into: Uint32ArraySlice<'_>,
    ) -> Result<Tokens> {
        let options = RenderOptions {
            conversation_has_function_tools,
        };
        let tokens = guard(|| {
            let messages = wire::read_conversation(&conversation, texts)?;
            self.engine.render_messages(&messages, options)
        });
        return_tokens(tokens, &mut into)
    }

    /// Parses a whole completion. Returns its messages as a JSON array.
    #[napi(ts_return_type = "string")]
    pub fn parse_messages_from_completion_tokens(
        &self,
        tokens: &[u32],
        role: Option<String>,
        strict: bool,
    ) -> Result<JsString> {
        guard(|| {
            let role = role.as_deref().map(role_named);
            let options = ParseOptions { strict };
            let messages = self
                .engine
                .parse_messages_from_completion_tokens(tokens, role, options)?;
            JsString::new(wire::write_messages(&messages)?)
        })
    }

    /// Counts the tokens of `renderConversationForCompletion`.
    #[napi]
    pub fn count_conversation_tokens(
        &self,
        #[napi(ts_arg_type = "string")] conversation: JsString,
        #[napi(ts_arg_type = "string[] | null")] texts: Texts,
        next_turn_role: String,
        analysis: u32,
    ) -> Result<f64> {
        guard(|| {
            let messages = wire::read_conversation(&conversation, texts)?;
            let role = role_named(&next_turn_role);
            let config = config(analysis);
            self.engine.count_conversation_tokens(&messages, role, config)
        })
        .map(|count| count as f64)
    }

    /// Returns the length of the longest part of a text that has at most that many tokens, in UTF-16 units.
    #[napi]
    pub fn truncate(
        &self,
        #[napi(ts_arg_type = "string")] text: JsString,
        max_tokens: f64,
        from_start: bool,
    ) -> Result<f64> {
        guard(|| {
            let keep = if from_start { Keep::Start } else { Keep::End };
            Ok(tokenizer::truncate(text.as_str(), max_tokens as usize, keep)
                .encode_utf16()
                .count())
        })
        .map(|length| length as f64)
    }

    /// Decodes tokens to text, which must be UTF-8.
    #[napi(ts_return_type = "string")]
    pub fn decode_utf8(&self, tokens: &[u32]) -> Result<JsString> {
        guard(|| JsString::new(self.engine.decode_utf8(tokens)?))
    }

    /// Decodes tokens to bytes.
    #[napi(ts_return_type = "Uint8Array")]
    pub fn decode_bytes(&self, tokens: &[u32]) -> Result<OwnArray<u8>> {
        guard(|| self.engine.decode_bytes(tokens)).map(OwnArray)
    }

    /// Returns the names of all special tokens as a JSON array.
    #[napi]
    pub fn special_tokens(&self) -> Result<String> {
        guard(|| {
            let names: Vec<String> = tokenizer::special::IDS
                .filter_map(tokenizer::special::name)
                .collect();
            serde_json::to_string(&names).map_err(|error| Error::Runtime(error.to_string()))
        })
    }

    /// Returns whether the id is that of a special token.
    #[napi]
    pub fn is_special_token(&self, token: u32) -> bool {
        self.engine.is_special_token(token)
    }

    /// Returns the tokens that end a message.
    #[napi(ts_return_type = "Uint32Array")]
    pub fn stop_tokens(&self) -> Result<OwnArray<u32>> {
        guard(|| self.engine.stop_tokens()).map(OwnArray)
    }

    /// Returns the tokens that end the assistant's turn.
    #[napi(ts_return_type = "Uint32Array")]
    pub fn stop_tokens_for_assistant_actions(&self) -> Result<OwnArray<u32>> {
        guard(|| self.engine.stop_tokens_for_assistant_actions()).map(OwnArray)
    }
}

/// The roles in the order of `facade/chat/role.ts`.
const ROLES: [Role; 5] = [
    Role::User,
    Role::Assistant,
    Role::System,
    Role::Developer,
    Role::Tool,
];

/// Returns the role with that number: a number crosses faster than a name.
pub fn role_numbered(number: u32) -> Role {
    ROLES[number as usize].clone()
}

fn role_number(role: &Role) -> usize {
    ROLES
        .iter()
        .position(|each| each == role)
        .expect("one of the roles")
}

/// Renders messages for a purpose, of which `completion` needs a role.
pub fn render_for(
    engine: &dyn Engine,
    messages: &[Message],
    purpose: &str,
    next_turn_role: Option<String>,
    config: RenderConversationConfig,
) -> harmony::Result<Vec<Token>> {
    match purpose {
        "completion" => {
            let role = role_named(&next_turn_role.expect("a role"));
            engine.render_conversation_for_completion(messages, role, config)
        }
        "training" => engine.render_conversation_for_training(messages, config),
        _ => engine.render_conversation(messages, config),
    }
}

/// Reads a conversation, renders it with `render`, and returns the tokens.
fn render_conversation(
    json: &JsString,
    texts: Texts,
    analysis: u32,
    render: impl FnOnce(&[Message], RenderConversationConfig) -> harmony::Result<Vec<Token>>,
    into: &mut Uint32ArraySlice<'_>,
) -> Result<Tokens> {
    let tokens = guard(|| render(&wire::read_conversation(json, texts)?, config(analysis)));
    return_tokens(tokens, into)
}

/// Reads a config as it crosses: the place of the analysis retention in `facade/encoding/options.ts`.
pub fn config(analysis: u32) -> RenderConversationConfig {
    let retentions = [
        AnalysisRetention::Python,
        AnalysisRetention::CurrentTurn,
        AnalysisRetention::All,
    ];
    RenderConversationConfig {
        analysis: retentions[analysis as usize],
    }
}
