//! Tokens on their way to JavaScript.

use crate::{error::Result, plain_function::RawValue};
use harmony::{Error, Token};
use napi::{
    bindgen_prelude::{Either, ToNapiValue, Uint32ArraySlice},
    check_status, sys,
};
use std::{ptr, slice};

/// How many tokens were written to the caller's array, or an array of their own if they did not fit.
///
/// To make an array takes Node-API some microseconds, more than rendering a short prompt; JavaScript copies part of
/// an array that it has much faster.
pub type Tokens = Either<u32, OwnArray<Token>>;

/// A typed array in JavaScript's own memory, which is free as soon as nobody refers to it.
///
/// napi's arrays keep the memory of a vector until the event loop's next turn, so that a loop which encodes many long
/// texts would take ever more memory. They are for what a promise gives, which the event loop has to turn for anyway.
pub struct OwnArray<T>(pub Vec<T>);

/// The elements of a typed array.
pub trait Element: Copy {
    const KIND: sys::napi_typedarray_type;
}

impl Element for u8 {
    const KIND: sys::napi_typedarray_type = sys::TypedarrayType::uint8_array;
}

impl Element for u32 {
    const KIND: sys::napi_typedarray_type = sys::TypedarrayType::uint32_array;
}

impl<T: Element> ToNapiValue for OwnArray<T> {
    unsafe fn to_napi_value(env: sys::napi_env, OwnArray(elements): Self) -> napi::Result<RawValue> {
        // SAFETY: the caller guarantees that `env` is valid.
        unsafe { own_array(env, &elements) }
    }
}

/// Makes a typed array in JavaScript's own memory.
///
/// # Safety
/// `env` must be valid.
unsafe fn own_array<T: Element>(env: sys::napi_env, elements: &[T]) -> napi::Result<RawValue> {
    let (mut place, mut buffer, mut array) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: the caller guarantees that `env` is valid. Node.js makes a buffer of that many bytes, which nothing else
    // refers to yet; an empty one may be nowhere.
    unsafe {
        let bytes = size_of_val(elements);
        check_status!(sys::napi_create_arraybuffer(env, bytes, &mut place, &mut buffer))?;
        if bytes > 0 {
            ptr::copy_nonoverlapping(elements.as_ptr(), place.cast(), elements.len());
        }
        let length = elements.len();
        check_status!(sys::napi_create_typedarray(
            env,
            T::KIND,
            length,
            buffer,
            0,
            &mut array
        ))?;
    }
    Ok(array)
}

/// Returns tokens to JavaScript: in `into` if they fit, otherwise as an array of their own.
pub fn return_tokens(tokens: Result<Vec<Token>>, into: &mut Uint32ArraySlice<'_>) -> Result<Tokens> {
    let tokens = tokens?;
    // SAFETY: `receiveTokens` in `facade/native/tokens.ts` passes an array of its thread's own that nothing else refers
    // to, and no JavaScript runs before this returns.
    Ok(write_tokens(tokens, unsafe { into.as_mut() }))
}

fn write_tokens(tokens: Vec<Token>, target: &mut [Token]) -> Tokens {
    match write_if_they_fit(&tokens, target) {
        Some(count) => Either::A(count),
        None => Either::B(OwnArray(tokens)),
    }
}

/// Returns how many tokens were written, or nothing if there is no room.
fn write_if_they_fit(tokens: &[Token], target: &mut [Token]) -> Option<u32> {
    let count = u32::try_from(tokens.len()).ok()?;
    target.get_mut(..tokens.len())?.copy_from_slice(tokens);
    Some(count)
}

/// Like [`return_tokens`], from a plain function.
pub fn give_tokens(env: sys::napi_env, tokens: &[Token], into: RawValue) -> harmony::Result<RawValue> {
    let (target, length) = place_of(env, into)?;
    // SAFETY: as above.
    let target = unsafe { slice::from_raw_parts_mut(target, length) };
    // SAFETY: the environment is from Node.js.
    unsafe {
        match write_if_they_fit(tokens, target) {
            Some(count) => u32::to_napi_value(env, count),
            None => own_array(env, tokens),
        }
    }
    .map_err(Error::runtime)
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
