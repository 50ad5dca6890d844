//! From tokens back to bytes.

use crate::{Token, special, vocabulary};

/// The bytes of a token: those of its rank, or the name of the special token.
#[inline]
pub fn token_bytes(token: Token) -> Option<&'static [u8]> {
    vocabulary::token_bytes(token).or_else(|| special::bytes(token))
}

/// How many tokens are put together before they are appended.
const GROUP: usize = 64;

/// Appends the bytes of the tokens.
///
/// # Errors
/// The first id that no token has; then `out` has the bytes of the tokens before it.
pub fn decode_bytes(tokens: &[Token], out: &mut Vec<u8>) -> Result<(), Token> {
    out.reserve(tokens.iter().map(|token| vocabulary::token_length(*token)).sum());
    let mut buffer = [0; GROUP * vocabulary::CHUNK];
    for group in tokens.chunks(GROUP) {
        let mut length = 0;
        for &token in group {
            // A copy of fixed length is far cheaper than one of the token's length.
            let room = buffer[length..].first_chunk_mut();
            if let (Some((chunk, bytes)), Some(room)) = (vocabulary::token_chunk(token), room) {
                *room = *chunk;
                length += bytes;
            } else {
                out.extend_from_slice(&buffer[..length]);
                length = 0;
                out.extend_from_slice(token_bytes(token).ok_or(token)?);
            }
        }
        out.extend_from_slice(&buffer[..length]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_before_an_unknown_token_is_decoded() {
        let mut bytes = b"kept ".to_vec();
        assert_eq!(
            decode_bytes(&[72, 199_997, special::START, 201_089, 72], &mut bytes),
            Err(201_089)
        );
        let last = vocabulary::token_bytes(199_997).unwrap();
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
