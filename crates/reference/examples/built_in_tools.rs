//! Prints the built-in tools of the crate `openai-harmony` as JSON, for `scripts/built-in-tools.mjs`.

use harmony::chat::ToolNamespaceConfig;
use serde_json::json;

fn main() {
    let tools = json!({ "browser": ToolNamespaceConfig::browser(), "python": ToolNamespaceConfig::python() });
    println!("{tools}");
}
