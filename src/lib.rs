//! The N-API layer: the engines as classes for JavaScript, and nothing else.
//!
//! No caller of the package sees these classes: `facade/` wraps them, and checks arguments before they come here.
//!
//! | module | what lives there |
//! |---|---|
//! | `background` | the calls that work on libuv's pool |
//! | `input` | `BindingInput`, what they work on |
//! | `batch` | `BindingBatch`, texts that several threads of the pool encode |
//! | `completion` | `completionParser`, which makes a parser of completions |
//! | `encoding` | `BindingEncoding`, and `loadEncoding` that makes one |
//! | `parser` | `BindingParser` |
//! | `plain_function` | functions that are called most often |
//! | `text` | the functions that encode and decode text |
//! | `wire` | how conversations and messages cross |
//! | `js_string` | how strings cross |
//! | `memory` | memory that a thread keeps between calls |
//! | `tokens` | how tokens get to JavaScript |
//! | `error` | engine errors and panics, as JavaScript errors with a code |

mod background;
mod batch;
mod completion;
mod encoding;
mod error;
mod input;
mod js_string;
mod memory;
mod parser;
mod plain_function;
mod text;
mod tokens;
mod wire;

use napi_derive::{module_init, napi};

/// The version of the package that this addon belongs to.
#[napi]
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[module_init]
fn init() {
    error::install_panic_hook();
}
