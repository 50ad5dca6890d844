//! The reference engine: the crate `openai-harmony` 0.0.8, unchanged.
//!
//! Every other engine is compared with it. Its limits remain: its byte-pair merge takes quadratic time on long runs
//! without a break, and its regex panics on about a million identical characters.

#![forbid(unsafe_code)]

mod vocabulary_file;

use harmony::{
    AnalysisRetention, Engine, Error, HarmonyEncodingName, ParseOptions, Parser, RenderConversationConfig,
    RenderOptions, Result, SpecialTokens, StreamState, Token,
    chat::{self, Role},
    prompt::Message,
    shown_messages,
};
use openai_harmony::{HarmonyEncoding, StreamableParser, load_harmony_encoding};
use std::{borrow::Cow, collections::HashSet};

/// The crate's own encoding.
pub struct Reference {
    encoding: HarmonyEncoding,
}

impl Reference {
    /// Loads the encoding from the embedded vocabulary. This takes 170 to 325 ms, and 56 MB of memory.
    ///
    /// # Errors
    /// [`Error::Runtime`] if the vocabulary file cannot be placed (`vocabulary_file::ensure`) or read.
    pub fn load(name: HarmonyEncodingName) -> Result<Self> {
        vocabulary_file::ensure()?;
        let encoding = load_harmony_encoding(name).map_err(|error| Error::Runtime(format!("{error:#}")))?;
        Ok(Self { encoding })
    }
}

impl Reference {
    /// The error of rendering a conversation, with the place of the message that it is due to. The crate does not say
    /// which one that is: it is the first that does not render by itself.
    fn locate(&self, error: Error, messages: &[Message], config: RenderConversationConfig) -> Error {
        let failing = shown_messages(messages, config).find(|(_, message)| {
            self.encoding
                .render(&chat::Message::from(*message), None)
                .is_err()
        });
        match failing {
            Some((index, _)) => error.in_message(index),
            None => error,
        }
    }
}

impl Engine for Reference {
    fn name(&self) -> &str {
        self.encoding.name()
    }

    fn render_conversation(
        &self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>> {
        self.encoding
            .render_conversation(&chat_messages(messages, config), crate_config(config).as_ref())
            .map_err(|error| self.locate(Error::runtime(error), messages, config))
    }

    fn render_conversation_for_completion(
        &self,
        messages: &[Message],
        next_turn_role: Role,
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>> {
        self.encoding
            .render_conversation_for_completion(
                &chat_messages(messages, config),
                next_turn_role,
                crate_config(config).as_ref(),
            )
            .map_err(|error| self.locate(Error::runtime(error), messages, config))
    }

    fn render_conversation_for_training(
        &self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>> {
        self.encoding
            .render_conversation_for_training(&chat_messages(messages, config), crate_config(config).as_ref())
            .map_err(|error| self.locate(Error::runtime(error), messages, config))
    }

    fn count_conversation_tokens(
        &self,
        messages: &[Message],
        next_turn_role: Role,
        config: RenderConversationConfig,
    ) -> Result<usize> {
        self.render_conversation_for_completion(messages, next_turn_role, config)
            .map(|tokens| tokens.len())
    }

    fn render(&self, message: &Message, options: RenderOptions) -> Result<Vec<Token>> {
        let mut crate_options = Default::default();
        // The crate does not export this type either. This closure is never called: it tells the compiler which type it is.
        let message = message.into();
        let _ = || self.encoding.render(&message, Some(&crate_options));
        crate_options.conversation_has_function_tools = options.conversation_has_function_tools;
        self.encoding
            .render(&message, Some(&crate_options))
            .map_err(Error::runtime)
    }

    fn parse_messages_from_completion_tokens(
        &self,
        tokens: &[Token],
        role: Option<Role>,
        options: ParseOptions,
    ) -> Result<Vec<chat::Message>> {
        self.encoding
            .parse_messages_from_completion_tokens_with_options(tokens.iter().copied(), role, options)
            .map_err(Error::runtime)
    }

    fn parser(&self, role: Option<Role>, options: ParseOptions) -> Result<Box<dyn Parser>> {
        let parser = StreamableParser::new_with_options(self.encoding.clone(), role, options);
        Ok(Box::new(ReferenceParser(parser.map_err(Error::runtime)?)))
    }

    fn encode(&self, text: &str, allowed: &SpecialTokens) -> Vec<Token> {
        let tokenizer = self.encoding.tokenizer();
        let names: HashSet<&str> = match allowed {
            SpecialTokens::All => return tokenizer.encode_with_special_tokens(text),
            SpecialTokens::Named(names) => names.iter().map(String::as_str).collect(),
        };
        tokenizer.encode(text, &names).0
    }

    fn encode_to(&self, text: &str, allowed: &SpecialTokens, tokens: &mut Vec<Token>) {
        tokens.extend(self.encode(text, allowed));
    }

    fn last_cut(&self, _text: &str) -> Option<usize> {
        None
    }

    fn count(&self, text: &str, allowed: &SpecialTokens) -> usize {
        self.encode(text, allowed).len()
    }

    fn decode_bytes(&self, tokens: &[Token]) -> Result<Vec<u8>> {
        self.encoding
            .tokenizer()
            .decode_bytes(tokens)
            .map_err(Error::runtime)
    }

    fn decode_utf8(&self, tokens: &[Token]) -> Result<String> {
        self.encoding
            .tokenizer()
            .decode_utf8(tokens)
            .map_err(Error::runtime)
    }

    fn is_special_token(&self, token: Token) -> bool {
        self.encoding.tokenizer().is_special_token(token)
    }

    fn stop_tokens(&self) -> Result<Vec<Token>> {
        self.encoding.stop_tokens().map(sorted).map_err(Error::runtime)
    }

    fn stop_tokens_for_assistant_actions(&self) -> Result<Vec<Token>> {
        self.encoding
            .stop_tokens_for_assistant_actions()
            .map(sorted)
            .map_err(Error::runtime)
    }
}

/// Returns the crate's own config. The crate does not export the type, so it is inferred from the method that takes it.
/// The crate's default drops analysis, and no config at all drops nothing: these two express all that a config can.
fn crate_config<C: Default>(config: RenderConversationConfig) -> Option<C> {
    (config.analysis == AnalysisRetention::Python).then(C::default)
}

/// Returns the crate's own messages, without those that it cannot be told to drop.
fn chat_messages(messages: &[Message], config: RenderConversationConfig) -> Vec<chat::Message> {
    match config.analysis {
        AnalysisRetention::CurrentTurn => shown_messages(messages, config)
            .map(|(_, message)| message.into())
            .collect(),
        AnalysisRetention::Python | AnalysisRetention::All => messages.iter().map(Into::into).collect(),
    }
}

fn sorted(tokens: HashSet<Token>) -> Vec<Token> {
    let mut tokens = Vec::from_iter(tokens);
    tokens.sort_unstable();
    tokens
}

/// The crate's own parser.
struct ReferenceParser(StreamableParser);

impl Parser for ReferenceParser {
    fn process(&mut self, token: Token) -> Result<()> {
        self.0.process(token).map(|_| ()).map_err(Error::runtime)
    }

    fn process_eos(&mut self) -> Result<()> {
        self.0.process_eos().map(|_| ()).map_err(Error::runtime)
    }

    fn current_content(&self) -> Result<Cow<'_, str>> {
        self.0.current_content().map(Cow::Owned).map_err(Error::runtime)
    }

    fn current_role(&self) -> Option<Role> {
        self.0.current_role()
    }

    fn current_content_type(&self) -> Option<Cow<'_, str>> {
        self.0.current_content_type().map(Cow::Owned)
    }

    fn current_recipient(&self) -> Option<Cow<'_, str>> {
        self.0.current_recipient().map(Cow::Owned)
    }

    fn current_channel(&self) -> Option<Cow<'_, str>> {
        self.0.current_channel().map(Cow::Owned)
    }

    fn last_content_delta(&self) -> Result<Option<Cow<'_, str>>> {
        let delta = self.0.last_content_delta().map_err(Error::runtime)?;
        Ok(delta.map(Cow::Owned))
    }

    fn messages(&self) -> &[chat::Message] {
        self.0.messages()
    }

    fn tokens(&self) -> &[Token] {
        self.0.tokens()
    }

    fn state(&self) -> Result<StreamState> {
        let json = self.state_json()?;
        // serde writes the tag before everything else.
        [
            StreamState::ExpectStart,
            StreamState::Header,
            StreamState::Content,
        ]
        .into_iter()
        .find(|state| json.starts_with(&format!("{{\"state\":\"{}\"", state.as_str())))
        .ok_or_else(|| Error::Runtime(format!("unknown parser state: {json}")))
    }

    fn state_json(&self) -> Result<String> {
        self.0.state_json().map_err(Error::runtime)
    }
}
