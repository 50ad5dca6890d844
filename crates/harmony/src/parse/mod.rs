//! The streaming parser: takes one token at a time, and gives messages.
//!
//! Its three states are those of `StreamableParser` in the crate `openai-harmony`: waiting for a message to start,
//! in a header, in a content. Every step takes constant time, amortised over the stream: a header is read once,
//! when it is complete, and a content's text is appended to as tokens come.

mod content;
mod header;
mod header_text;
mod recovery;
mod snapshot;
mod utf8;

use crate::{
    Error, ParseOptions, Parser, Result, StreamState, Token,
    chat::{Message, Role},
    format,
};
use content::ContentText;
use header::Header;
use header_text::HeaderText;
use std::{borrow::Cow, mem};

/// Parses messages. Makes no allocation before the first token.
pub(crate) struct MessageParser {
    strict: bool,
    state: State,
    /// The role that is known before the header that says it, until a header has been read.
    next_role: Option<Role>,
    tokens: Vec<Token>,
    messages: Vec<Message>,
}

enum State {
    ExpectStart,
    Header {
        text: HeaderText,
        /// The index in `tokens` of the header's first token.
        start: usize,
    },
    Content {
        header: Header,
        text: ContentText,
        /// The index in `tokens` of the content's first token.
        start: usize,
    },
}

impl MessageParser {
    pub(crate) fn new(role: Option<Role>, options: ParseOptions) -> Self {
        let state = match role {
            Some(_) => State::Header {
                text: HeaderText::default(),
                start: 0,
            },
            None => State::ExpectStart,
        };
        Self {
            strict: options.strict,
            state,
            next_role: role,
            tokens: Vec::new(),
            messages: Vec::new(),
        }
    }

    pub(crate) fn into_messages(self) -> Vec<Message> {
        self.messages
    }

    fn start_header(&mut self, token: Token) -> Result<()> {
        if token != format::START {
            return Err(Error::Runtime(format!(
                "Unexpected token {token} while expecting start token {}",
                format::START
            )));
        }
        self.state = State::Header {
            text: HeaderText::default(),
            start: self.tokens.len(),
        };
        Ok(())
    }

    /// If the header cannot be read, the parser waits for the next message. The role that was known in advance is
    /// then taken for the next message's.
    fn end_header(&mut self) -> Result<()> {
        if let State::Header { mut text, .. } = mem::replace(&mut self.state, State::ExpectStart) {
            let header = Header::parse(&mut text, self.next_role.clone())?;
            self.next_role = None;
            self.state = State::Content {
                header,
                text: ContentText::default(),
                start: self.tokens.len(),
            };
        }
        Ok(())
    }

    /// A message's end in its header. If nothing can be made of the header, it goes on.
    fn recover(&mut self) -> Result<()> {
        if let State::Header { text, .. } = &mut self.state {
            if let Some(role) = self.next_role.clone()
                && !text.is_empty()
            {
                self.messages.push(recovery::message(text, role)?);
            }
            self.next_role = None;
            self.state = State::ExpectStart;
        }
        Ok(())
    }

    fn end_content(&mut self) {
        if let State::Content { header, text, .. } = mem::replace(&mut self.state, State::ExpectStart) {
            self.messages.push(header.into_message(text.finish()));
        }
    }

    fn header(&self) -> Option<&Header> {
        match &self.state {
            State::Content { header, .. } => Some(header),
            _ => None,
        }
    }
}

impl Parser for MessageParser {
    fn process(&mut self, token: Token) -> Result<()> {
        self.tokens.push(token);
        let stops = format::STOP.contains(&token);
        match &mut self.state {
            State::ExpectStart => return self.start_header(token),
            State::Header { .. } if token == format::MESSAGE => return self.end_header(),
            State::Header { .. } if stops && !self.strict => return self.recover(),
            State::Header { text, .. } => text.push(token),
            State::Content { .. } if stops => self.end_content(),
            State::Content { text, .. } => text.push(token),
        }
        Ok(())
    }

    fn process_eos(&mut self) -> Result<()> {
        match self.state {
            State::ExpectStart => Ok(()),
            State::Header { .. } => Err(Error::Runtime(
                "Unexpected EOS while waiting for message header to complete".to_owned(),
            )),
            State::Content { .. } => {
                self.end_content();
                Ok(())
            }
        }
    }

    fn current_content(&self) -> Result<Cow<'_, str>> {
        Ok(Cow::Borrowed(match &self.state {
            State::Content { text, .. } => text.as_str(),
            _ => "",
        }))
    }

    fn current_role(&self) -> Option<Role> {
        match self.header() {
            Some(header) => Some(header.author.role.clone()),
            None => self.next_role.clone(),
        }
    }

    fn current_content_type(&self) -> Option<Cow<'_, str>> {
        self.header()?.content_type.as_deref().map(Cow::Borrowed)
    }

    fn current_recipient(&self) -> Option<Cow<'_, str>> {
        self.header()?.recipient.as_deref().map(Cow::Borrowed)
    }

    fn current_channel(&self) -> Option<Cow<'_, str>> {
        self.header()?.channel.as_deref().map(Cow::Borrowed)
    }

    fn last_content_delta(&self) -> Result<Option<Cow<'_, str>>> {
        Ok(match &self.state {
            State::Content { text, .. } => text.delta().map(Cow::Borrowed),
            _ => None,
        })
    }

    fn messages(&self) -> &[Message] {
        &self.messages
    }

    fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    fn state(&self) -> Result<StreamState> {
        Ok(match self.state {
            State::ExpectStart => StreamState::ExpectStart,
            State::Header { .. } => StreamState::Header,
            State::Content { .. } => StreamState::Content,
        })
    }

    fn state_json(&self) -> Result<String> {
        snapshot::json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine as _, Fast, HarmonyEncodingName, SpecialTokens, chat::Content};

    fn parser(role: Option<Role>, strict: bool) -> MessageParser {
        MessageParser::new(role, ParseOptions { strict })
    }

    fn process(parser: &mut MessageParser, text: &str) -> Result<()> {
        let engine = Fast::load(HarmonyEncodingName::HarmonyGptOss);
        let tokens = engine.encode(text, &SpecialTokens::All);
        tokens.into_iter().try_for_each(|token| parser.process(token))
    }

    fn texts(parser: &MessageParser) -> Vec<&str> {
        let texts = parser.messages.iter().flat_map(|message| &message.content);
        texts
            .filter_map(|content| match content {
                Content::Text(content) => Some(content.text.as_str()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn messages_follow_each_other() {
        let mut parser = parser(Some(Role::Assistant), true);
        process(&mut parser, "<|channel|>analysis<|message|>Hm.<|end|>").unwrap();
        process(
            &mut parser,
            "<|start|>assistant to=f<|channel|>commentary json<|message|>{}",
        )
        .unwrap();
        assert_eq!(parser.current_role(), Some(Role::Assistant));
        assert_eq!(parser.current_recipient().as_deref(), Some("f"));
        assert_eq!(parser.current_channel().as_deref(), Some("commentary"));
        assert_eq!(parser.current_content_type().as_deref(), Some("json"));
        assert_eq!(parser.current_content().unwrap(), "{}");
        assert_eq!(parser.last_content_delta().unwrap().as_deref(), Some("{}"));
        parser.process_eos().unwrap();
        parser.process_eos().unwrap();
        assert_eq!(texts(&parser), ["Hm.", "{}"]);
        assert_eq!(parser.state(), Ok(StreamState::ExpectStart));
    }

    #[test]
    fn a_role_stays_known_after_a_header_that_cannot_be_read() {
        let mut parser = parser(Some(Role::User), true);
        process(&mut parser, "a b c<|message|>").unwrap_err();
        assert_eq!(parser.state(), Ok(StreamState::ExpectStart));
        process(&mut parser, "<|start|>assistant<|message|>").unwrap();
        assert_eq!(parser.current_role(), Some(Role::User));
        assert_eq!(parser.current_recipient().as_deref(), Some("assistant"));
    }

    #[test]
    fn a_lenient_parser_takes_a_header_that_ends_for_a_content() {
        let mut lenient = parser(Some(Role::Assistant), false);
        process(&mut lenient, "assistant<|channel|>final  so  be it<|end|>").unwrap();
        assert_eq!(texts(&lenient), ["so be it"]);
        process(&mut lenient, "<|start|>assistant lost<|end|>").unwrap();
        assert_eq!(lenient.state(), Ok(StreamState::ExpectStart));
        assert_eq!(texts(&lenient).len(), 1);

        let mut strict = parser(Some(Role::Assistant), true);
        process(&mut strict, "so<|end|>").unwrap();
        assert_eq!(strict.state(), Ok(StreamState::Header));
    }

    #[test]
    fn a_lenient_parser_goes_on_with_a_header_it_can_make_nothing_of() {
        let mut parser = parser(Some(Role::Assistant), false);
        process(&mut parser, "<|channel|><|end|>").unwrap_err();
        assert_eq!(
            parser.state_json().unwrap(),
            r#"{"state":"Header","header_tokens":[200005]}"#
        );
        process(&mut parser, "final<|end|>").unwrap();
        assert_eq!(parser.messages[0].channel.as_deref(), Some("final"));
    }

    /// In quadratic time, this would take hours.
    #[test]
    fn a_million_tokens_stream_in_linear_time() {
        const COUNT: usize = 1_000_000;
        let invalid = (0..256)
            .find(|token| tokenizer::token_bytes(*token) == Some(b"\xff"))
            .unwrap();
        let unknown = Token::MAX;
        let word = 1428;
        for (header, repeated) in [
            ("<|message|>", &[word][..]),
            ("<|message|>", &[invalid]),
            ("<|message|>", &[unknown]),
            ("", &[word]),
            ("", &[invalid]),
            ("<|channel|>", &[word, format::END]),
            ("<|channel|> ", &[word, format::END]),
            ("", &[invalid, format::END]),
            ("", &[unknown, format::END]),
        ] {
            let mut parser = parser(Some(Role::Assistant), false);
            process(&mut parser, header).unwrap();
            let before = parser.tokens().len();
            for token in repeated.iter().cycle().take(COUNT) {
                let _ = parser.process(*token);
                parser.current_content().unwrap();
                parser.last_content_delta().unwrap();
            }
            let _ = parser.process(format::MESSAGE);
            let _ = parser.process_eos();
            assert_eq!(parser.tokens().len(), before + COUNT + 1);
        }
    }
}
