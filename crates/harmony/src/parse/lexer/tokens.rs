//! Token ids to symbols, one by one.

use super::Symbol;
use crate::{Token, format::FormatToken};

/// The symbol of a token. Special tokens that the format does not use are text: their names.
#[inline]
pub(in crate::parse) fn symbol(token: Token) -> Symbol<'static> {
    match FormatToken::from_token(token) {
        Some(format_token) => Symbol::Format(format_token),
        None => tokenizer::token_bytes(token).map_or(Symbol::Unknown(token), Symbol::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_a_format_token_text_or_unknown() {
        assert_eq!(symbol(200_006), Symbol::Format(FormatToken::Start));
        assert_eq!(symbol(12_194), Symbol::Text(b"Hi"));
        assert_eq!(symbol(200_018), Symbol::Text(b"<|reserved_200018|>"));
        assert_eq!(symbol(199_999), Symbol::Text(b"<|endoftext|>"));
        assert_eq!(symbol(201_089), Symbol::Unknown(201_089));
    }

    #[test]
    fn symbols_read_as_text_are_the_bytes_of_their_tokens() {
        for token in (0..1000).chain(199_900..201_200) {
            assert_eq!(
                symbol(token).as_text().ok(),
                tokenizer::token_bytes(token),
                "{token}"
            );
        }
    }
}
