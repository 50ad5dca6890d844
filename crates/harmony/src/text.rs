//! What a caller decides about text: which special tokens it must not contain, and what becomes of bytes that are not
//! UTF-8.

use crate::{Error, Result, SpecialTokens};
use std::{borrow::Cow, str::Utf8Error};

/// Refuses a text that contains the name of a disallowed special token. `allowed` ones may be in it even if all are
/// disallowed.
///
/// # Errors
/// [`Error::Runtime`] that says which token it is, and what to pass instead, in the names of the JavaScript API.
pub fn refuse_disallowed(text: &str, allowed: &SpecialTokens, disallowed: &SpecialTokens) -> Result<()> {
    let Some(token) = disallowed.first_in(text, allowed) else {
        return Ok(());
    };
    Err(Error::Runtime(format!(
        "the text contains '{token}', which is a disallowed special token here.\n\
         To encode it as a special token, pass `allowedSpecial: ['{token}']`.\n\
         To encode it as plain text, leave it out of `disallowedSpecial`; `disallowedSpecial: []` does so for all \
         special tokens.\n"
    )))
}

/// What becomes of bytes that are not UTF-8: the handlers of Python's `bytes.decode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidUtf8 {
    /// U+FFFD comes in their place.
    Replace,
    /// They are left out.
    Ignore,
    /// They are an error.
    Refuse,
}

/// Returns the text that bytes are.
///
/// # Errors
/// [`Error::Value`] if they are not UTF-8, and that is to be refused.
pub fn from_utf8(bytes: &[u8], invalid: InvalidUtf8) -> Result<Cow<'_, str>> {
    check_utf8(bytes)
        .map(Cow::Borrowed)
        .or_else(|error| match invalid {
            InvalidUtf8::Replace => Ok(String::from_utf8_lossy(bytes)),
            InvalidUtf8::Ignore => Ok(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()),
            InvalidUtf8::Refuse => Err(Error::Value(format!(
                "the tokens do not decode to UTF-8: {error}"
            ))),
        })
}

/// Does what [`str::from_utf8`] does, which is called only to locate an error.
pub(crate) fn check_utf8(bytes: &[u8]) -> std::result::Result<&str, Utf8Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| str::from_utf8(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> SpecialTokens {
        SpecialTokens::Named(vec![name.to_owned()])
    }

    #[test]
    fn disallowed_special_tokens_are_refused_unless_they_are_allowed() {
        let text = "a<|end|>";
        for (allowed, disallowed) in [
            (named("<|end|>"), SpecialTokens::All),
            (SpecialTokens::All, SpecialTokens::All),
            (SpecialTokens::NONE, SpecialTokens::NONE),
            (SpecialTokens::NONE, named("<|start|>")),
        ] {
            assert_eq!(refuse_disallowed(text, &allowed, &disallowed), Ok(()));
        }
        for (allowed, disallowed) in [
            (SpecialTokens::NONE, SpecialTokens::All),
            (named("<|start|>"), SpecialTokens::All),
            (SpecialTokens::NONE, named("<|end|>")),
            // As in Python, a token that is both is refused.
            (named("<|end|>"), named("<|end|>")),
        ] {
            let error = refuse_disallowed(text, &allowed, &disallowed).unwrap_err();
            assert!(
                error.to_string().starts_with(
                    "the text contains '<|end|>', which is a disallowed special token here.\nTo encode it as a \
                     special token, pass `allowedSpecial: ['<|end|>']`.\n"
                ),
                "{error}"
            );
        }
    }

    #[test]
    fn invalid_bytes_are_replaced_ignored_or_refused() {
        let bytes = b"a\xffb\xe2\x82";
        assert_eq!(
            from_utf8(bytes, InvalidUtf8::Replace).unwrap(),
            "a\u{fffd}b\u{fffd}"
        );
        assert_eq!(from_utf8(bytes, InvalidUtf8::Ignore).unwrap(), "ab");
        assert_eq!(
            from_utf8(bytes, InvalidUtf8::Refuse),
            Err(Error::Value(
                "the tokens do not decode to UTF-8: invalid utf-8 sequence of 1 bytes from index 1"
                    .to_owned()
            ))
        );
    }

    #[test]
    fn valid_bytes_stay_as_they_are() {
        for invalid in [InvalidUtf8::Replace, InvalidUtf8::Ignore, InvalidUtf8::Refuse] {
            assert_eq!(from_utf8("aé😀".as_bytes(), invalid).unwrap(), "aé😀");
        }
    }
}
