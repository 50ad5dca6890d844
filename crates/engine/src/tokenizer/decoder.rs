//! From tokens back to bytes.

use crate::{Token, special, vocabulary};

/// The bytes of a token: those of its rank, or the name of the special token.
#[inline]
pub fn token_bytes(token: Token) -> Option<&'static [u8]> {
    vocabulary::token_bytes(token).or_else(|| special::bytes(token))
}

/// Appends the bytes of the tokens.
///
/// # Errors
/// The first id that no token has; then `out` has the bytes of the tokens before it.
pub fn decode_bytes(tokens: &[Token], out: &mut Vec<u8>) -> Result<(), Token> {
    for &token in tokens {
        out.extend_from_slice(token_bytes(token).ok_or(token)?);
    }
    Ok(())
}
