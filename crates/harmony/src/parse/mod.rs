//! Parses the model's output.
//!
//! ```text
//! tokens or text -> lexer -> symbols -> machine (policy) -> events -> messages, or Python's view
//! ```
//!
//! The lexer turns token ids or text into [symbols](lexer::Symbol): a token of the format, or text. The [machine] takes one
//! symbol at a time and emits [events](event::EventSink); its [policy](policy::Policy) decides what each symbol does in
//! each state. [`Messages`](messages::Messages) are built from the events. [`compat`] holds what is the reference's own:
//! how it decodes text, reads headers and shows its state. [`repair`] is a policy that never fails.
//!
//! Each step takes constant time, amortised over the stream: a header is read once, when it is complete, and a
//! content's text is only appended to.

mod compat;
mod completion_parser;
mod event;
mod header;
mod lexer;
mod machine;
mod messages;
mod policy;
mod repair;

pub(crate) use compat::{StreamableParser, parse_messages};
pub use completion_parser::CompletionParser;
pub use event::EventSink;
pub use header::Header;
