//! Decodes bytes that come in parts.
//!
//! The rule of [`Utf8Decoder::push`] is the reference's, not that of a usual lossy decoder: each part of the bytes turns at
//! most one invalid sequence into U+FFFD. What follows that sequence waits for the next part, even if it is valid. The whole
//! text is the same by either rule.

use std::str;

/// What stands for an invalid sequence.
pub(super) const REPLACEMENT: &str = "\u{FFFD}";

/// The bytes that have come and are not text yet.
#[derive(Default)]
pub(super) struct Utf8Decoder {
    bytes: Vec<u8>,
    /// Before this index, `bytes` have become text.
    start: usize,
}

impl Utf8Decoder {
    /// Takes the next bytes, and emits the text that they complete: valid text, a replacement, or both in this order.
    #[inline]
    pub(super) fn push(&mut self, bytes: &[u8], mut emit: impl FnMut(&str)) {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) if self.bytes.is_empty() => emit(text),
            _ => self.push_part(bytes, &mut emit),
        }
    }

    /// Takes the next bytes as a usual lossy decoder does: only the beginning of a character waits for the next part.
    #[inline]
    pub(super) fn push_all(&mut self, bytes: &[u8], mut emit: impl FnMut(&str)) {
        self.push(bytes, &mut emit);
        if !self.bytes.is_empty() {
            self.push_rest(&mut emit);
        }
    }

    #[inline(never)]
    fn push_rest(&mut self, emit: &mut dyn FnMut(&str)) {
        while !self.waiting().is_empty() {
            match emit_first(self.waiting(), emit) {
                0 => break,
                length => self.start += length,
            }
        }
        self.discard_old();
    }

    /// Takes bytes that are not text by themselves, or that follow such bytes.
    #[inline(never)]
    fn push_part(&mut self, bytes: &[u8], emit: &mut dyn FnMut(&str)) {
        self.bytes.extend_from_slice(bytes);
        self.start += emit_first(self.waiting(), emit);
        self.discard_old();
    }

    /// The bytes that are not text yet.
    pub(super) fn waiting(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Drops the bytes that have become text once they are as many as those that wait, so that each byte is moved once
    /// on average.
    fn discard_old(&mut self) {
        if self.start >= self.waiting().len() {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
    }
}

/// Emits the valid text at the beginning, and a replacement for the invalid sequence that follows it. Returns how many
/// bytes these were. Reads no further than that, so that each byte is read once.
fn emit_first(bytes: &[u8], emit: &mut dyn FnMut(&str)) -> usize {
    let error = match str::from_utf8(bytes) {
        Ok(text) => {
            emit(text);
            return bytes.len();
        }
        Err(error) => error,
    };
    let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
    if let Ok(text) = str::from_utf8(valid)
        && !text.is_empty()
    {
        emit(text);
    }
    let Some(invalid) = error.error_len() else {
        return valid.len();
    };
    emit(REPLACEMENT);
    valid.len() + invalid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(pieces: &[&[u8]]) -> Vec<String> {
        let mut decoder = Utf8Decoder::default();
        let text = pieces.iter().map(|piece| {
            let mut text = String::new();
            decoder.push(piece, |part| {
                text.push('|');
                text.push_str(part);
            });
            text
        });
        text.collect()
    }

    #[test]
    fn split_characters_wait_until_they_are_complete() {
        assert_eq!(decoded(&[b"a\xe2", b"\x82", b"\xacb"]), ["|a", "", "|€b"]);
    }

    #[test]
    fn one_invalid_sequence_is_replaced_with_each_piece() {
        assert_eq!(
            decoded(&[b"a\xff\xffb", b"c", b"d", b"\xf0\x9f", b"e"]),
            ["|a|\u{FFFD}", "|\u{FFFD}", "|bcd", "", "|\u{FFFD}"]
        );
    }

    #[test]
    fn a_lossy_decoder_waits_for_the_rest_of_a_character_only() {
        let mut decoder = Utf8Decoder::default();
        let parts: [&[u8]; 4] = [b"a\xff\xffb\xf0\x9f", b"c\xe2", b"\x82\xacd", b"\xff"];
        let texts = parts.map(|part| {
            let mut text = String::new();
            decoder.push_all(part, |part| text.push_str(part));
            text
        });
        assert_eq!(texts, ["a\u{FFFD}\u{FFFD}b", "\u{FFFD}c", "€d", "\u{FFFD}"]);
        assert_eq!(decoder.waiting(), b"");
    }

    #[test]
    fn waiting_bytes_are_few_or_new() {
        let mut decoder = Utf8Decoder::default();
        for count in 1..10_000 {
            decoder.push(b"\xff\xff\xff", |_| {});
            assert_eq!(decoder.waiting().len(), 2 * count);
            assert!(decoder.bytes.len() <= 2 * decoder.waiting().len());
        }
    }
}
