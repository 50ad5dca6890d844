//! Strings on their way from and to JavaScript.
//!
//! JavaScript holds a string as Latin-1 or as UTF-16, and copies it in either form at the speed of memory. Its own
//! conversions from and to UTF-8 take about a nanosecond a character as soon as one is not ASCII, so these are here.

use crate::error::{Code, Result};
use encoding_rs::mem::{convert_str_to_utf16, convert_utf16_to_utf8, encode_latin1_lossy, is_str_latin1};
use napi::{
    bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue},
    check_status, sys,
};
use std::ptr;

/// A JavaScript string as UTF-8, with U+FFFD for each lone surrogate.
pub struct Text(String);

/// The most UTF-16 units of a JavaScript string: Node.js says so in `buffer.constants.MAX_STRING_LENGTH`.
const LONGEST: usize = (1 << 29) - 24;

impl Text {
    /// A text on its way to JavaScript.
    ///
    /// # Errors
    /// [`Code::Runtime`] if it is too long for a string.
    pub fn new(text: String) -> Result<Self> {
        // Every unit takes a byte at least.
        let units = if text.len() > LONGEST {
            text.encode_utf16().count()
        } else {
            0
        };
        if units > LONGEST {
            let message =
                format!("the text has {units} UTF-16 units, but a JavaScript string holds {LONGEST} at most");
            return Err(napi::Error::new(Code::Runtime, message));
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Text> for String {
    fn from(Text(text): Text) -> Self {
        text
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl TypeName for Text {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> napi::ValueType {
        napi::ValueType::String
    }
}

impl ValidateNapiValue for Text {}

impl FromNapiValue for Text {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut length = 0;
        // SAFETY: without a buffer, Node.js writes the length only. It checks that `value` is a string.
        check_status!(unsafe {
            sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &mut length)
        })?;
        // One more for the NUL that Node.js adds.
        let mut units = Vec::<u16>::with_capacity(length + 1);
        // SAFETY: the buffer has the capacity that is stated, and Node.js says how much of it was written.
        unsafe {
            let (buffer, capacity) = (units.as_mut_ptr(), units.capacity());
            check_status!(sys::napi_get_value_string_utf16(
                env,
                value,
                buffer,
                capacity,
                &mut length
            ))?;
            units.set_len(length);
        }
        Ok(Self(to_utf8(&units)))
    }
}

impl ToNapiValue for Text {
    unsafe fn to_napi_value(env: sys::napi_env, Text(text): Self) -> napi::Result<sys::napi_value> {
        // Latin-1 takes half the memory, and is what JavaScript itself would choose.
        if text.is_ascii() {
            create_latin1(env, text.as_bytes())
        } else if is_str_latin1(&text) {
            create_latin1(env, &encode_latin1_lossy(&text))
        } else {
            create_utf16(env, &to_utf16(&text))
        }
    }
}

fn create_latin1(env: sys::napi_env, bytes: &[u8]) -> napi::Result<sys::napi_value> {
    let mut value = ptr::null_mut();
    let length = bytes.len().cast_signed();
    // SAFETY: the pointer and the length are those of one slice.
    check_status!(unsafe { sys::napi_create_string_latin1(env, bytes.as_ptr().cast(), length, &mut value) })?;
    Ok(value)
}

fn create_utf16(env: sys::napi_env, units: &[u16]) -> napi::Result<sys::napi_value> {
    let mut value = ptr::null_mut();
    let length = units.len().cast_signed();
    // SAFETY: the pointer and the length are those of one slice.
    check_status!(unsafe { sys::napi_create_string_utf16(env, units.as_ptr(), length, &mut value) })?;
    Ok(value)
}

/// How many units are looked at for whether all are ASCII.
const ASCII_BLOCK: usize = 64;

/// How many units are converted at a time where not all are ASCII.
const BLOCK: usize = 256;

/// A UTF-16 unit becomes three bytes of UTF-8 at most.
const BYTES_PER_UNIT: usize = 3;

/// UTF-16 as UTF-8, with U+FFFD for each lone surrogate.
fn to_utf8(mut units: &[u16]) -> String {
    let mut bytes = Vec::with_capacity(units.len() + units.len() / 8);
    let mut converted = [0; BLOCK * BYTES_PER_UNIT];
    while !units.is_empty() {
        units = copy_ascii(units, &mut bytes);
        let (block, rest) = units.split_at(block_length(units));
        let length = convert_utf16_to_utf8(block, &mut converted);
        bytes.extend_from_slice(&converted[..length]);
        units = rest;
    }
    // SAFETY: what was appended is ASCII, or whole characters of UTF-8.
    unsafe { String::from_utf8_unchecked(bytes) }
}

/// Appends blocks of ASCII, and returns what follows them.
fn copy_ascii<'a>(mut units: &'a [u16], bytes: &mut Vec<u8>) -> &'a [u16] {
    while let Some((block, rest)) = units.split_first_chunk::<ASCII_BLOCK>() {
        if block.iter().fold(0, |all, unit| all | unit) >= 0x80 {
            break;
        }
        bytes.extend_from_slice(&block.map(|unit| unit as u8));
        units = rest;
    }
    units
}

/// The length of the next block, which does not end within a surrogate pair.
fn block_length(units: &[u16]) -> usize {
    let is_high_surrogate = |unit: &u16| unit & 0xFC00 == 0xD800;
    match units.get(BLOCK - 1) {
        Some(last) if is_high_surrogate(last) => BLOCK - 1,
        Some(_) => BLOCK,
        None => units.len(),
    }
}

fn to_utf16(text: &str) -> Vec<u16> {
    let mut units = vec![0; text.len()];
    let length = convert_str_to_utf16(text, &mut units);
    units.truncate(length);
    units
}
