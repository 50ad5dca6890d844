//! The Harmony format, without Node: what an engine does, and our own engine.
//!
//! [`Engine`] renders conversations to tokens, parses tokens back to messages and makes streaming [`Parser`]s. [`Fast`]
//! is our own; the crate `reference` has another on the crate `openai-harmony`, with the same answers.

#![forbid(unsafe_code)]

mod completion;
mod engine;
mod error;
mod fast;
pub mod format;
pub mod json;
mod parse;
pub mod prompt;
mod render;
pub mod text;

pub use completion::{Diagnostic, DiagnosticCode};
pub use engine::{AnalysisRetention, Engine, Parser, RenderConversationConfig, RenderOptions, StreamState};
pub use error::{Error, Result};
pub use fast::Fast;
pub use openai_harmony::{HarmonyEncodingName, ParseOptions, chat};
pub use parse::{CompletionParser, EventSink, Header};
pub use render::{MessageSpan, message_spans, shown_messages};
pub use tokenizer::{SpecialTokens, Token};
