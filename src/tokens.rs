//! Tokens on their way to JavaScript.

use crate::{error::Result, plain_function::RawValue};
use harmony::{Error, Token};
use napi::{
    bindgen_prelude::{Either, ToNapiValue, Uint32Array, Uint32ArraySlice},
    check_status, sys,
};
use std::{ptr, slice};

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
    Ok(write_tokens(tokens, unsafe { into.as_mut() }))
}

fn write_tokens(tokens: Vec<Token>, target: &mut [Token]) -> Tokens {
    match (target.get_mut(..tokens.len()), u32::try_from(tokens.len())) {
        (Some(target), Ok(count)) => {
            target.copy_from_slice(&tokens);
            Either::A(count)
        }
        _ => Either::B(Uint32Array::from(tokens)),
    }
}

/// Like [`return_tokens`], from a plain function.
pub fn give_tokens(env: sys::napi_env, tokens: Vec<Token>, into: RawValue) -> harmony::Result<RawValue> {
    let (target, length) = place_of(env, into)?;
    // SAFETY: as above.
    let target = unsafe { slice::from_raw_parts_mut(target, length) };
    // SAFETY: the environment is from Node.js.
    unsafe { Tokens::to_napi_value(env, write_tokens(tokens, target)) }.map_err(Error::runtime)
}

/// Returns the tokens of a `Uint32Array`, in place: what napi makes of one takes longer than decoding a few.
///
/// # Safety
/// Nothing may change the array while the tokens are in use, and no JavaScript run.
pub unsafe fn tokens_in<'a>(env: sys::napi_env, array: RawValue) -> harmony::Result<&'a [Token]> {
    let (tokens, length) = place_of(env, array)?;
    // SAFETY: the caller guarantees it.
    Ok(unsafe { slice::from_raw_parts(tokens, length) })
}

/// Returns where a `Uint32Array` has its tokens, and how many.
fn place_of(env: sys::napi_env, array: RawValue) -> harmony::Result<(*mut Token, usize)> {
    let (mut kind, mut length, mut place) = (0, 0, ptr::null_mut());
    // SAFETY: the environment and the value are from Node.js, which says what kind of array it is, if it is one.
    check_status!(unsafe {
        let (buffer, offset) = (ptr::null_mut(), ptr::null_mut());
        sys::napi_get_typedarray_info(env, array, &mut kind, &mut length, &mut place, buffer, offset)
    })
    .map_err(Error::runtime)?;
    match kind {
        sys::TypedarrayType::uint32_array if length == 0 => Ok((ptr::dangling_mut(), 0)),
        sys::TypedarrayType::uint32_array => Ok((place.cast(), length)),
        _ => Err(Error::Runtime("expected a Uint32Array".into())),
    }
}
