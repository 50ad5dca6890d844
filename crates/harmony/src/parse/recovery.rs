//! What a lenient parser makes of a header that ends like a message.
//!
//! The model has left out `<|message|>`: but for the role and the channel, the header is the content.

use super::{
    header::{Header, known_author, words},
    header_text::HeaderText,
};
use crate::{
    Result,
    chat::{Message, Role},
};

/// The message in that header.
///
/// # Errors
/// [`Error::Runtime`](crate::Error::Runtime) if the tokens are not text, or a channel has no name. Nothing is taken
/// out of the header then.
pub(super) fn message(text: &mut HeaderText, role: Role) -> Result<Message> {
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
    Ok(header.into_message(content.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SpecialTokens, chat::Content};

    fn header(text: &str) -> HeaderText {
        let mut tokens = Vec::new();
        tokenizer::encode(text, &SpecialTokens::All, &mut tokens);
        let mut header = HeaderText::default();
        tokens.into_iter().for_each(|token| header.push(token));
        header
    }

    #[test]
    fn all_but_role_and_channel_is_content() {
        for (text, channel, content) in [
            (
                "assistant to=f<|channel|>final<|constrain|>json",
                Some("final"),
                "to=f <|constrain|>json",
            ),
            ("so  be\nit", None, "so be it"),
            ("<|channel|>final", Some("final"), ""),
        ] {
            let message = message(&mut header(text), Role::Assistant).unwrap();
            assert_eq!(message.channel.as_deref(), channel);
            assert_eq!(message.content, [Content::from(content)]);
            assert_eq!((message.recipient, message.content_type), (None, None));
        }
    }

    #[test]
    fn a_header_that_fails_can_go_on() {
        let mut header = header("user<|channel|>");
        message(&mut header, Role::User).unwrap_err();
        for token in [17_196, 220] {
            header.push(token);
        }
        let message = message(&mut header, Role::User).unwrap();
        assert_eq!(message.channel.as_deref(), Some("final"));
    }
}
