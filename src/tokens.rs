//! Tokens on their way out.

use crate::error::Result;
use harmony::Token;
use napi::bindgen_prelude::{Either, Uint32Array, Uint32ArraySlice};

/// How many tokens were written to the caller's array, or a new array where they did not fit.
///
/// Making an array here costs some microseconds in Node-API, more than rendering a short prompt; JavaScript copies a
/// part of an array that it has much faster.
pub type Tokens = Either<u32, Uint32Array>;

/// Hands tokens over: in `into` if they fit, else as an array that owns them.
pub fn give(tokens: Result<Vec<Token>>, into: &mut Uint32ArraySlice<'_>) -> Result<Tokens> {
    let tokens = tokens?;
    // SAFETY: `facade/native/tokens.ts` passes an array of its thread's own that nothing else refers to, and no JavaScript
    // runs before this returns.
    let target = unsafe { into.as_mut() };
    match (target.get_mut(..tokens.len()), u32::try_from(tokens.len())) {
        (Some(target), Ok(count)) => {
            target.copy_from_slice(&tokens);
            Ok(Either::A(count))
        }
        _ => Ok(Either::B(Uint32Array::from(tokens))),
    }
}
