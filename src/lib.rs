//! The N-API layer: the engine's classes for JavaScript, and nothing else.
//!
//! Conversations and messages cross as canonical JSON, long texts apart from it, and tokens as typed arrays. No caller
//! of the package sees these classes: `facade/` wraps them, and checks arguments before they come here.
//!
//! The modules: `encoding` has `BindingEncoding`, and `loadEncoding` that makes one; `parser` has `BindingParser`;
//! `text` takes strings in and out, `tokens` hands tokens out; `error` turns engine errors and panics into coded JavaScript
//! errors.

mod encoding;
mod error;
mod parser;
mod text;
mod tokens;

use error::{Result, guard};
use harmony::{Error, chat::ToolNamespaceConfig};
use napi_derive::{module_init, napi};

#[module_init]
fn init() {
    error::install_panic_hook();
}

/// The crate's configuration of a built-in tool, `browser` or `python`, as JSON.
#[napi]
pub fn tool_namespace_config(tool: String) -> Result<String> {
    guard(|| {
        let config = match tool.as_str() {
            "browser" => ToolNamespaceConfig::browser(),
            "python" => ToolNamespaceConfig::python(),
            _ => return Err(Error::Value(format!("Unknown tool namespace: {tool}"))),
        };
        serde_json::to_string(&config).map_err(|error| Error::Runtime(error.to_string()))
    })
}
