//! From tokens back to bytes.

use crate::{
    Token,
    special::names,
    tables::{self, layout::TOKEN_CHUNK},
};

/// Returns the bytes of a token: those of its rank, or the name of the special token.
#[inline]
pub fn token_bytes(token: Token) -> Option<&'static [u8]> {
    tables::token_bytes(token).or_else(|| names::bytes(token))
}

/// In most languages, tokens have fewer bytes than this on average.
const TYPICAL_LENGTH: usize = 6;

/// How many tokens room is made for at a time.
const GROUP: usize = 64;

/// Appends the bytes of the tokens.
///
/// # Errors
/// Returns the first id that no token has; then `out` has the bytes of the tokens before it.
pub fn decode_bytes(tokens: &[Token], out: &mut Vec<u8>) -> Result<(), Token> {
    out.reserve(tokens.len() * TYPICAL_LENGTH);
    for group in tokens.chunks(GROUP) {
        let mut rest = append_short_tokens(group, out);
        while let Some((&token, after)) = rest.split_first() {
            out.extend_from_slice(token_bytes(token).ok_or(token)?);
            rest = append_short_tokens(after, out);
        }
    }
    Ok(())
}

/// Appends the bytes of tokens that fit in a chunk each: a copy of fixed length is far cheaper than one of the token's
/// length. Returns the tokens from the first on that does not fit.
fn append_short_tokens<'a>(mut tokens: &'a [Token], out: &mut Vec<u8>) -> &'a [Token] {
    out.reserve(tokens.len() * TOKEN_CHUNK);
    let mut end = out.len();
    while let Some((&token, rest)) = tokens.split_first()
        && let Some((chunk, length)) = tables::token_chunk(token)
    {
        // SAFETY: room was made for as many chunks as there are tokens, and each token before this one has advanced
        // `end` by one chunk at most, so the vector has room for a chunk at `end`.
        unsafe {
            out.as_mut_ptr()
                .add(end)
                .cast::<[u8; TOKEN_CHUNK]>()
                .write(*chunk)
        };
        end += length;
        tokens = rest;
    }
    // SAFETY: the vector has room up to `end`, as shown above, and all bytes before `end` have been written.
    unsafe { out.set_len(end) };
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special;

    #[test]
    fn what_is_before_an_unknown_token_is_decoded() {
        let mut bytes = b"kept ".to_vec();
        assert_eq!(
            decode_bytes(&[72, 199_997, special::START, 201_089, 72], &mut bytes),
            Err(201_089)
        );
        let last = tables::token_bytes(199_997).unwrap();
        assert_eq!(bytes, [b"kept i", last, b"<|start|>"].concat());
        for unknown in [201_089, 262_144, u32::MAX - 1, u32::MAX] {
            assert_eq!(token_bytes(unknown), None);
            assert_eq!(decode_bytes(&[unknown], &mut bytes), Err(unknown));
        }
    }

    #[test]
    fn every_token_is_decoded_to_its_bytes() {
        let step = if cfg!(miri) { 101 } else { 1 };
        let all = Vec::from_iter((0..=*special::IDS.end()).step_by(step));
        let mut bytes = Vec::new();
        assert_eq!(decode_bytes(&all, &mut bytes), Ok(()));
        assert_eq!(
            bytes,
            all.iter()
                .filter_map(|token| token_bytes(*token))
                .collect::<Vec<_>>()
                .concat()
        );
    }
}
