//! Turns Rust errors and panics into JavaScript errors with a code. `facade/native/errors.ts` makes the typed classes
//! from them.
//!
//! An error of one message of several, or of a value in JSON text, has its path in the code, after a space:
//! `ERR_HARMONY_RUNTIME messages[1]`. Node-API gives an error a message and a code, and nothing else.

use harmony::Error;
use std::{
    any::Any,
    borrow::Cow,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe, PanicHookInfo},
};

/// The kind of an error that leaves this layer.
#[derive(Clone, Copy)]
enum Kind {
    /// Rendering, parsing, decoding or loading failed.
    Runtime,
    /// An argument is invalid.
    Value,
    /// A panic: a bug in the engine.
    Internal,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Kind::Runtime => "ERR_HARMONY_RUNTIME",
            Kind::Value => "ERR_HARMONY_VALUE",
            Kind::Internal => "ERR_HARMONY_INTERNAL",
        }
    }
}

/// The `code` of an error that leaves this layer: its kind, and its place if it has one.
pub struct Code(Cow<'static, str>);

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// What exported functions return.
pub type Result<T> = napi::Result<T, Code>;

/// Makes a JavaScript error from an engine's error.
pub fn to_js(error: Error) -> napi::Error<Code> {
    let (path, error) = match error {
        Error::At { path, error } => (Some(path), *error),
        error => (None, error),
    };
    let kind = match error {
        Error::Value(_) => Kind::Value,
        Error::Runtime(_) | Error::At { .. } => Kind::Runtime,
    };
    let code = match path {
        Some(path) => format!("{} {path}", kind.code()).into(),
        None => kind.code().into(),
    };
    napi::Error::new(Code(code), error.to_string())
}

thread_local! {
    /// Whether this thread is inside [`guard`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic inside [`guard`] was.
    static PANIC_LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a call into the engine, and turns its error or its panic into a JavaScript error.
pub fn guard<T>(call: impl FnOnce() -> harmony::Result<T>) -> Result<T> {
    GUARDED.set(true);
    // Unwind safety: what a panicking call leaves behind is an engine's own state. Encodings are immutable, and a
    // parser keeps the state of before the step or of within it, both of which its methods handle.
    let outcome = panic::catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(false);
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(to_js(error)),
        Err(panic) => Err(napi::Error::new(
            Code(Kind::Internal.code().into()),
            describe_panic(panic.as_ref()),
        )),
    }
}

fn describe_panic(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let location = PANIC_LOCATION.take().unwrap_or_default();
    format!("the engine panicked{location}: {message}")
}

/// Keeps panics inside [`guard`] from printing to the server's standard error: they become JavaScript errors, with
/// the place. All others print as ever.
pub fn install_panic_hook() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            PANIC_LOCATION.set(location(info));
        } else {
            print(info);
        }
    }));
}

/// ` at openai-harmony-0.0.8/src/tiktoken.rs:210`: the last three parts of the path, not the build machine's folders.
fn location(info: &PanicHookInfo<'_>) -> Option<String> {
    let location = info.location()?;
    let mut parts: Vec<&str> = location.file().rsplit(['/', '\\']).take(3).collect();
    parts.reverse();
    Some(format!(" at {}:{}", parts.join("/"), location.line()))
}
