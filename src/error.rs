//! Rust errors and panics to JavaScript errors with a code. `facade/validation/errors.ts` makes the typed classes from it.

use harmony::Error;
use std::{
    any::Any,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe, PanicHookInfo},
};

/// The `code` of an error that leaves this layer.
#[derive(Clone, Copy)]
pub enum Code {
    /// Rendering, parsing, decoding or loading failed.
    Runtime,
    /// An argument is invalid.
    Value,
    /// A panic: a bug in the engine.
    Internal,
}

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        match self {
            Code::Runtime => "ERR_HARMONY_RUNTIME",
            Code::Value => "ERR_HARMONY_VALUE",
            Code::Internal => "ERR_HARMONY_INTERNAL",
        }
    }
}

/// What exported functions return.
pub type Result<T> = napi::Result<T, Code>;

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
        Ok(Err(Error::Value(message))) => Err(napi::Error::new(Code::Value, message)),
        Ok(Err(Error::Runtime(message))) => Err(napi::Error::new(Code::Runtime, message)),
        Err(panic) => Err(napi::Error::new(Code::Internal, describe_panic(panic.as_ref()))),
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
