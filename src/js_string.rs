//! Converts strings from and to JavaScript.
//!
//! JavaScript holds a string as Latin-1 or as UTF-16, and copies it in either form at the speed of memory. Its own
//! conversions from and to UTF-8 take about a nanosecond per character as soon as one is not ASCII. These are faster.

use encoding_rs::mem::{convert_str_to_utf16, encode_latin1_lossy, is_str_latin1};
use harmony::{Error, Result};
use napi::{
    bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue},
    check_status, sys,
};
use std::ptr;
use tokenizer::append_utf16;

/// A JavaScript string as UTF-8, with U+FFFD for each lone surrogate.
pub struct JsString(String);

/// The most UTF-16 units of a JavaScript string: `buffer.constants.MAX_STRING_LENGTH` in Node.js.
const LONGEST: usize = (1 << 29) - 24;

impl JsString {
    /// Makes a string for JavaScript.
    ///
    /// # Errors
    /// [`Error::Runtime`] if it is too long for a string.
    pub fn new(text: String) -> Result<Self> {
        expect_length(&text)?;
        Ok(Self(text))
    }

    /// Converts UTF-16, with U+FFFD for each lone surrogate.
    pub fn from_utf16(units: &[u16]) -> Self {
        Self(to_utf8(units))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes a JavaScript string of a text that stays in Rust.
///
/// # Errors
/// [`Error::Runtime`] if it is too long for a string.
pub fn create(env: sys::napi_env, text: &str) -> Result<sys::napi_value> {
    expect_length(text)?;
    // SAFETY: functions get the environment from Node.js.
    unsafe { create_any(env, text) }.map_err(Error::runtime)
}

#[inline]
fn expect_length(text: &str) -> Result<()> {
    // Every unit takes a byte at least.
    if text.len() <= LONGEST {
        return Ok(());
    }
    match text.encode_utf16().count() {
        units if units <= LONGEST => Ok(()),
        units => Err(Error::Runtime(format!(
            "the text has {units} UTF-16 units, but a JavaScript string holds {LONGEST} at most"
        ))),
    }
}

impl From<JsString> for String {
    fn from(JsString(text): JsString) -> Self {
        text
    }
}

impl TypeName for JsString {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> napi::ValueType {
        napi::ValueType::String
    }
}

impl ValidateNapiValue for JsString {}

impl FromNapiValue for JsString {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller guarantees that both are valid.
        let string = unsafe { RawString::from_napi_value(env, value) }?;
        string.read(&mut Vec::new(), to_utf8).map(Self)
    }
}

/// A string of fewer units is copied without asking for its length first.
const SHORT: usize = 256;

/// A JavaScript string that has not been read.
pub struct RawString {
    env: sys::napi_env,
    value: sys::napi_value,
}

impl FromNapiValue for RawString {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        Ok(Self { env, value })
    }
}

impl RawString {
    /// Calls a function with the string as UTF-16, in `memory` if it is long.
    pub fn read<R>(&self, memory: &mut Vec<u16>, take: impl FnOnce(&[u16]) -> R) -> napi::Result<R> {
        let mut short = [0; SHORT];
        let length = self.copy_to(&mut short)?;
        // One unit of the buffer is left for the NUL that Node.js adds, and a longer string fills it up to there.
        if length < SHORT - 1 {
            return Ok(take(&short[..length]));
        }
        memory.clear();
        self.append_to(memory)?;
        Ok(take(memory))
    }

    /// Copies the first units of the string, and returns how many: one less than there is room for, at most.
    fn copy_to(&self, units: &mut [u16]) -> napi::Result<usize> {
        let mut length = 0;
        // SAFETY: the pointer and the length are those of one slice. Node.js checks that the value is a string.
        check_status!(unsafe {
            let (buffer, capacity) = (units.as_mut_ptr(), units.len());
            sys::napi_get_value_string_utf16(self.env, self.value, buffer, capacity, &mut length)
        })?;
        Ok(length)
    }

    /// Appends the string as UTF-16, as it is. One unit more is written to, though not appended: Node.js adds a NUL.
    pub fn append_to(&self, units: &mut Vec<u16>) -> napi::Result<()> {
        let mut length = 0;
        // SAFETY: without a buffer, Node.js writes the length only. It checks that the value is a string.
        check_status!(unsafe {
            sys::napi_get_value_string_utf16(self.env, self.value, ptr::null_mut(), 0, &mut length)
        })?;
        units.reserve(length + 1);
        let room = units.spare_capacity_mut();
        // SAFETY: the buffer has the capacity that is stated, and Node.js says how much of it was written.
        unsafe {
            let (buffer, capacity) = (room.as_mut_ptr().cast(), room.len());
            check_status!(sys::napi_get_value_string_utf16(
                self.env,
                self.value,
                buffer,
                capacity,
                &mut length
            ))?;
            units.set_len(units.len() + length);
        }
        Ok(())
    }
}

/// An array of JavaScript strings that have not been read.
pub struct RawStrings {
    env: sys::napi_env,
    array: sys::napi_value,
}

impl FromNapiValue for RawStrings {
    unsafe fn from_napi_value(env: sys::napi_env, array: sys::napi_value) -> napi::Result<Self> {
        Ok(Self { env, array })
    }
}

impl RawStrings {
    /// Calls a function with each string.
    pub fn for_each(&self, mut call: impl FnMut(RawString) -> Result<()>) -> Result<()> {
        for index in 0..self.length().map_err(Error::runtime)? {
            call(self.get(index).map_err(Error::runtime)?)?;
        }
        Ok(())
    }

    fn length(&self) -> napi::Result<u32> {
        let mut length = 0;
        // SAFETY: both are from a call of Node.js that has not returned. It checks that the value is an array.
        check_status!(unsafe { sys::napi_get_array_length(self.env, self.array, &mut length) })?;
        Ok(length)
    }

    fn get(&self, index: u32) -> napi::Result<RawString> {
        let (env, mut value) = (self.env, ptr::null_mut());
        // SAFETY: as above.
        check_status!(unsafe { sys::napi_get_element(env, self.array, index, &mut value) })?;
        Ok(RawString { env, value })
    }
}

impl ToNapiValue for JsString {
    unsafe fn to_napi_value(env: sys::napi_env, JsString(text): Self) -> napi::Result<sys::napi_value> {
        // SAFETY: the caller guarantees that `env` is valid.
        unsafe { create_any(env, &text) }
    }
}

/// Makes a string in Latin-1 where it can, which takes half the memory, and is what JavaScript itself would choose.
///
/// # Safety
/// `env` must be valid.
unsafe fn create_any(env: sys::napi_env, text: &str) -> napi::Result<sys::napi_value> {
    if text.is_ascii() {
        // SAFETY: the caller guarantees that `env` is valid.
        unsafe { create_latin1(env, text.as_bytes()) }
    } else if is_str_latin1(text) {
        // SAFETY: the caller guarantees that `env` is valid.
        unsafe { create_latin1(env, &encode_latin1_lossy(text)) }
    } else {
        // SAFETY: the caller guarantees that `env` is valid.
        unsafe { create_utf16(env, &to_utf16(text)) }
    }
}

/// # Safety
/// `env` must be valid.
unsafe fn create_latin1(env: sys::napi_env, bytes: &[u8]) -> napi::Result<sys::napi_value> {
    let mut value = ptr::null_mut();
    let length = bytes.len().cast_signed();
    // SAFETY: the pointer and the length are those of one slice.
    check_status!(unsafe { sys::napi_create_string_latin1(env, bytes.as_ptr().cast(), length, &mut value) })?;
    Ok(value)
}

/// # Safety
/// `env` must be valid.
unsafe fn create_utf16(env: sys::napi_env, units: &[u16]) -> napi::Result<sys::napi_value> {
    let mut value = ptr::null_mut();
    let length = units.len().cast_signed();
    // SAFETY: the pointer and the length are those of one slice.
    check_status!(unsafe { sys::napi_create_string_utf16(env, units.as_ptr(), length, &mut value) })?;
    Ok(value)
}

/// How many bytes are checked at a time for whether they are all ASCII.
const ASCII_BLOCK: usize = 64;

/// Converts UTF-16 to UTF-8, with U+FFFD for each lone surrogate.
fn to_utf8(units: &[u16]) -> String {
    let mut text = String::new();
    append_utf16(units, &mut text);
    text
}

/// How many bytes of UTF-8 are converted at a time if not all are ASCII: few, as most text has such characters now and
/// then, or all the time.
const UTF8_BLOCK: usize = 128;

/// Converts UTF-8 to UTF-16.
fn to_utf16(mut text: &str) -> Vec<u16> {
    let mut units = Vec::with_capacity(text.len());
    let mut converted = [0; UTF8_BLOCK];
    while !text.is_empty() {
        text = widen_ascii(text, &mut units);
        let (block, rest) = text.split_at(char_boundary(text, UTF8_BLOCK));
        let length = convert_str_to_utf16(block, &mut converted);
        units.extend_from_slice(&converted[..length]);
        text = rest;
    }
    units
}

/// Appends blocks of ASCII, and returns what follows them.
fn widen_ascii<'a>(mut text: &'a str, units: &mut Vec<u16>) -> &'a str {
    while let Some(block) = text.as_bytes().first_chunk::<ASCII_BLOCK>() {
        if !block.is_ascii() {
            break;
        }
        units.extend(block.iter().map(|byte| u16::from(*byte)));
        text = &text[ASCII_BLOCK..];
    }
    text
}

/// Returns the last boundary of characters up to a length.
fn char_boundary(text: &str, length: usize) -> usize {
    let mut boundary = length.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}
