//! Reads a header that a stop token ends: the model has left out `<|message|>`, so that all of the header but its role
//! and its channel is content.

use super::{
    header::{known_author, words},
    header_text::HeaderText,
};
use crate::{Result, chat::Role, parse::header::Header};

/// Reads the header and the content that are in the text.
///
/// # Errors
/// [`Error::Runtime`](crate::Error::Runtime) if the tokens are not text, or a channel has no name. The text is then as it
/// was, so that it can go on.
pub(in crate::parse) fn read_unfinished_header(
    text: &mut HeaderText,
    role: Role,
) -> Result<(Header, String)> {
    text.decode()?;
    let channel = text.take_channel()?;
    let words = words(text.as_str());
    let (author, content) = known_author(role, &words);
    let header = Header {
        author,
        recipient: None,
        channel,
        content_type: None,
    };
    Ok((header, content.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SpecialTokens, parse::lexer::tokens::symbol};

    fn header(text: &str) -> HeaderText {
        let mut tokens = Vec::new();
        tokenizer::encode(text, &SpecialTokens::All, &mut tokens);
        let mut header = HeaderText::default();
        tokens.into_iter().for_each(|token| header.push(symbol(token)));
        header
    }

    #[test]
    fn all_but_role_and_channel_is_content() {
        for (text, channel, expected) in [
            (
                "assistant to=f<|channel|>final<|constrain|>json",
                Some("final"),
                "to=f <|constrain|>json",
            ),
            ("so  be\nit", None, "so be it"),
            ("<|channel|>final", Some("final"), ""),
        ] {
            let (header, content) = read_unfinished_header(&mut header(text), Role::Assistant).unwrap();
            assert_eq!(header.author, Role::Assistant.into());
            assert_eq!(header.channel.as_deref(), channel);
            assert_eq!(content, expected);
            assert_eq!((header.recipient, header.content_type), (None, None));
        }
    }

    #[test]
    fn a_header_that_cannot_be_read_can_go_on() {
        let mut text = header("user<|channel|>");
        read_unfinished_header(&mut text, Role::User).unwrap_err();
        for token in [17_196, 220] {
            text.push(symbol(token));
        }
        let (header, _) = read_unfinished_header(&mut text, Role::User).unwrap();
        assert_eq!(header.channel.as_deref(), Some("final"));
    }
}
