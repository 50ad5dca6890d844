//! Python's `StreamableParser`, and its way to parse a whole completion.

use super::{policy::Compat, snapshot};
use crate::{
    Error, ParseOptions, Parser, Result, StreamState, Token,
    chat::{Message, Role},
    format,
    parse::{
        lexer::tokens::symbol,
        machine::{Failure, Machine},
        messages::{Messages, OpenMessage},
    },
};
use std::borrow::Cow;

/// Parses a whole completion. `role` is the first message's role, where the prompt has stated it.
///
/// # Errors
/// [`Error::Runtime`] at the first token that cannot stand where it does, or if the completion ends within a header.
pub(crate) fn parse_messages(
    tokens: &[Token],
    role: Option<Role>,
    options: ParseOptions,
) -> Result<Vec<Message>> {
    let mut machine = Machine::new(policy(options), role);
    let mut messages = Messages::default();
    for &token in tokens {
        machine
            .step(symbol(token), &mut messages)
            .map_err(|failure| error(failure, token))?;
    }
    machine.finish(&mut messages)?;
    Ok(messages.into_complete())
}

fn policy(options: ParseOptions) -> Compat {
    if options.strict {
        Compat::Strict
    } else {
        Compat::Permissive
    }
}

/// The reference's error for a failure at a token.
fn error(failure: Failure, token: Token) -> Error {
    match failure {
        Failure::Header(error) => error,
        Failure::NotAStart => Error::Runtime(format!(
            "Unexpected token {token} while expecting start token {}",
            format::START
        )),
    }
}

/// A streaming parser with the view of its state that Python gives.
pub(crate) struct StreamableParser {
    pub(super) machine: Machine<Compat>,
    messages: Messages,
    pub(super) strict: bool,
    tokens: Vec<Token>,
    /// How many tokens had been taken when the state last changed.
    tokens_before_state: usize,
    /// How long the open message's text was before the last token.
    text_before_token: usize,
}

impl StreamableParser {
    pub(crate) fn new(role: Option<Role>, options: ParseOptions) -> Self {
        Self {
            machine: Machine::new(policy(options), role),
            messages: Messages::default(),
            strict: options.strict,
            tokens: Vec::new(),
            tokens_before_state: 0,
            text_before_token: 0,
        }
    }

    /// The message whose content is being read.
    pub(super) fn open(&self) -> Option<&OpenMessage> {
        self.messages.open()
    }

    /// The tokens that have been taken in the present state.
    pub(super) fn tokens_in_state(&self) -> &[Token] {
        self.tokens.get(self.tokens_before_state..).unwrap_or_default()
    }
}

impl Parser for StreamableParser {
    fn process(&mut self, token: Token) -> Result<()> {
        self.tokens.push(token);
        self.text_before_token = self.open().map_or(0, |open| open.text.len());
        let before = self.machine.state();
        let outcome = self.machine.step(symbol(token), &mut self.messages);
        if self.machine.state() != before {
            self.tokens_before_state = self.tokens.len();
        }
        outcome.map_err(|failure| error(failure, token))
    }

    fn process_eos(&mut self) -> Result<()> {
        self.machine.finish(&mut self.messages)
    }

    fn current_content(&self) -> Result<Cow<'_, str>> {
        Ok(self
            .open()
            .map_or(Cow::Borrowed(""), |open| Cow::Borrowed(&open.text)))
    }

    fn current_role(&self) -> Option<Role> {
        let open_role = self.open().map(|open| &open.header.author.role);
        open_role.or(self.machine.next_role()).cloned()
    }

    fn current_content_type(&self) -> Option<Cow<'_, str>> {
        self.open()?.header.content_type.as_deref().map(Cow::Borrowed)
    }

    fn current_recipient(&self) -> Option<Cow<'_, str>> {
        self.open()?.header.recipient.as_deref().map(Cow::Borrowed)
    }

    fn current_channel(&self) -> Option<Cow<'_, str>> {
        self.open()?.header.channel.as_deref().map(Cow::Borrowed)
    }

    fn last_content_delta(&self) -> Result<Option<Cow<'_, str>>> {
        let delta = self
            .open()
            .and_then(|open| open.text.get(self.text_before_token..));
        Ok(delta.filter(|delta| !delta.is_empty()).map(Cow::Borrowed))
    }

    fn messages(&self) -> &[Message] {
        self.messages.complete()
    }

    fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    fn state(&self) -> Result<StreamState> {
        Ok(self.machine.state())
    }

    fn state_json(&self) -> Result<String> {
        snapshot::json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine as _, Fast, HarmonyEncodingName, SpecialTokens, chat::Content};

    fn parser(role: Option<Role>, strict: bool) -> StreamableParser {
        StreamableParser::new(role, ParseOptions { strict })
    }

    fn process(parser: &mut StreamableParser, text: &str) -> Result<()> {
        let engine = Fast::load(HarmonyEncodingName::HarmonyGptOss);
        let tokens = engine.encode(text, &SpecialTokens::All);
        tokens.into_iter().try_for_each(|token| parser.process(token))
    }

    fn texts(parser: &StreamableParser) -> Vec<&str> {
        let texts = parser.messages().iter().flat_map(|message| &message.content);
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
    fn a_permissive_parser_reads_a_header_that_ends_as_a_content() {
        let mut permissive = parser(Some(Role::Assistant), false);
        process(&mut permissive, "assistant<|channel|>final  so  be it<|end|>").unwrap();
        assert_eq!(texts(&permissive), ["so be it"]);
        process(&mut permissive, "<|start|>assistant lost<|end|>").unwrap();
        assert_eq!(permissive.state(), Ok(StreamState::ExpectStart));
        assert_eq!(texts(&permissive).len(), 1);

        let mut strict = parser(Some(Role::Assistant), true);
        process(&mut strict, "so<|end|>").unwrap();
        assert_eq!(strict.state(), Ok(StreamState::Header));
    }

    #[test]
    fn a_permissive_parser_goes_on_with_a_header_that_it_cannot_read() {
        let mut parser = parser(Some(Role::Assistant), false);
        process(&mut parser, "<|channel|><|end|>").unwrap_err();
        assert_eq!(
            parser.state_json().unwrap(),
            r#"{"state":"Header","header_tokens":[200005]}"#
        );
        process(&mut parser, "final<|end|>").unwrap();
        assert_eq!(parser.messages()[0].channel.as_deref(), Some("final"));
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
