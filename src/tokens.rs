//! Tokens on their way to JavaScript.

use crate::error::Result;
use harmony::Token;
use napi::bindgen_prelude::{Either, Uint32Array, Uint32ArraySlice};

/// How many tokens were written to the caller's array, or an array of their own if they did not fit.
///
/// To make an array takes Node-API some microseconds, more than rendering a short prompt; JavaScript copies part of
/// an array that it has much faster.
pub type Tokens = Either<u32, Uint32Array>;

/// Returns tokens to JavaScript: in `into` if they fit, otherwise as an array that owns them.
pub fn return_tokens(tokens: Result<Vec<Token>>, into: &mut Uint32ArraySlice<'_>) -> Result<Tokens> {
    let tokens = tokens?;
    // SAFETY: `receiveTokens` in `facade/native/tokens.ts` passes an array of its thread's own that nothing else refers
    // to, and no JavaScript runs before this returns.
    let target = unsafe { into.as_mut() };
    match (target.get_mut(..tokens.len()), u32::try_from(tokens.len())) {
        (Some(target), Ok(count)) => {
            target.copy_from_slice(&tokens);
            Ok(Either::A(count))
        }
        _ => Ok(Either::B(Uint32Array::from(tokens))),
    }
}
