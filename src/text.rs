//! Strings on their way from and to JavaScript.

use napi::{
    bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName, ValidateNapiValue},
    check_status, sys,
};
use std::ptr;

/// A JavaScript string as UTF-8, with U+FFFD for each lone surrogate. Copied once.
///
/// napi-rs converts to `String` in two passes over the string: one for the length in UTF-8, one for the copy. This
/// takes the length in UTF-16, which JavaScript knows, and with it an upper bound of that in UTF-8.
pub struct Text(String);

/// A UTF-16 unit becomes three bytes of UTF-8 at most.
const BYTES_PER_UNIT: usize = 3;

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
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
        let mut units = 0;
        // SAFETY: without a buffer, Node.js writes the length only. It checks that `value` is a string.
        check_status!(unsafe {
            sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &mut units)
        })?;
        // One more for the NUL that Node.js adds.
        let mut bytes = Vec::<u8>::with_capacity(units * BYTES_PER_UNIT + 1);
        let mut length = 0;
        // SAFETY: the buffer has the capacity that is stated, and the NUL is within it.
        check_status!(unsafe {
            let buffer = bytes.as_mut_ptr().cast();
            sys::napi_get_value_string_utf8(env, value, buffer, bytes.capacity(), &mut length)
        })?;
        // SAFETY: Node.js has written `length` bytes, and they are UTF-8: it replaces lone surrogates by U+FFFD, and
        // cuts nothing off, since the buffer is large enough for all.
        Ok(Self(unsafe {
            bytes.set_len(length);
            String::from_utf8_unchecked(bytes)
        }))
    }
}

impl ToNapiValue for Text {
    unsafe fn to_napi_value(env: sys::napi_env, Text(text): Self) -> napi::Result<sys::napi_value> {
        // ASCII is Latin-1 too, which JavaScript copies as it is, without decoding.
        let create = match text.is_ascii() {
            true => sys::napi_create_string_latin1,
            false => sys::napi_create_string_utf8,
        };
        let mut value = ptr::null_mut();
        // SAFETY: the pointer and the length are those of one string.
        check_status!(unsafe { create(env, text.as_ptr().cast(), text.len().cast_signed(), &mut value) })?;
        Ok(value)
    }
}
