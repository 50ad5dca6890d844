//! The traits that both engines implement, and the options that their methods take.

use crate::{
    ParseOptions, Result, SpecialTokens, Token,
    chat::{self, Role},
    prompt::Message,
};
use std::borrow::Cow;

/// How a conversation is rendered.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderConversationConfig {
    /// Which `analysis` messages are rendered.
    pub analysis: AnalysisRetention,
}

/// Which `analysis` messages of a conversation are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnalysisRetention {
    /// Those from the first `final` message on if the assistant's last message is a `final` one, otherwise all: Python's
    /// `auto_drop_analysis=True`, which is its default. (The crate drops nothing if it is given no config.)
    #[default]
    Python,
    /// Those after the assistant's last `final` message.
    CurrentTurn,
    /// All: Python's `auto_drop_analysis=False`.
    All,
}

/// How a single message is rendered.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderOptions {
    /// Says in the system message that function calls go to the commentary channel.
    pub conversation_has_function_tools: bool,
}

/// An encoding: renders, parses, encodes and decodes. Immutable, and shared by all threads.
///
/// Every method that returns a [`Result`] fails with [`Error::Runtime`](crate::Error::Runtime), with the message of
/// `openai-harmony`. An error in one message of a conversation is an [`Error::At`](crate::Error::At) with the place of the message.
///
/// Parameters of tools may be nested as deep as [`json`](crate::json) reads them; an engine recurses into them.
pub trait Engine: Send + Sync {
    /// The encoding's name, as [`HarmonyEncodingName`](crate::HarmonyEncodingName) prints it.
    fn name(&self) -> &str;

    /// Renders all messages.
    fn render_conversation(
        &self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>>;

    /// Renders all messages, then `<|start|>` and the next turn's role.
    fn render_conversation_for_completion(
        &self,
        messages: &[Message],
        next_turn_role: Role,
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>>;

    /// Renders all messages; if the last one is an assistant's `final` message, `<|return|>` ends it.
    fn render_conversation_for_training(
        &self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>>;

    /// Counts the tokens of
    /// [`render_conversation_for_completion`](Engine::render_conversation_for_completion).
    fn count_conversation_tokens(
        &self,
        messages: &[Message],
        next_turn_role: Role,
        config: RenderConversationConfig,
    ) -> Result<usize>;

    /// Renders one message.
    fn render(&self, message: &Message, options: RenderOptions) -> Result<Vec<Token>>;

    /// Renders messages one by one, all of them, and joins what they give.
    fn render_messages(&self, messages: &[Message], options: RenderOptions) -> Result<Vec<Token>> {
        let rendered = messages.iter().map(|message| self.render(message, options));
        rendered
            .collect::<Result<Vec<_>>>()
            .map(|messages| messages.concat())
    }

    /// Parses a whole completion. `role` is the first message's role, if the prompt has stated it.
    fn parse_messages_from_completion_tokens(
        &self,
        tokens: &[Token],
        role: Option<Role>,
        options: ParseOptions,
    ) -> Result<Vec<chat::Message>>;

    /// Makes a streaming parser. `role` is the same as in
    /// [`parse_messages_from_completion_tokens`](Engine::parse_messages_from_completion_tokens).
    fn parser(&self, role: Option<Role>, options: ParseOptions) -> Result<Box<dyn Parser>>;

    /// Encodes text. Only the special tokens in `allowed` come out as special tokens; the text of all others is
    /// encoded like any text.
    fn encode(&self, text: &str, allowed: &SpecialTokens) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.encode_to(text, allowed, &mut tokens);
        tokens
    }

    /// Appends the tokens of [`encode`](Engine::encode).
    fn encode_to(&self, text: &str, allowed: &SpecialTokens, tokens: &mut Vec<Token>);

    /// Counts the tokens of [`encode`](Engine::encode).
    fn count(&self, text: &str, allowed: &SpecialTokens) -> usize;

    /// Returns the last place where a text that may go on can be cut, if one is known: the parts have the tokens of the
    /// whole, whichever special tokens are allowed.
    fn last_cut(&self, text: &str) -> Option<usize>;

    /// Returns the bytes of the tokens.
    fn decode_bytes(&self, tokens: &[Token]) -> Result<Vec<u8>>;

    /// Returns the text of the tokens, or an error if their bytes are not UTF-8.
    fn decode_utf8(&self, tokens: &[Token]) -> Result<String>;

    /// Returns whether the id is a special token's.
    fn is_special_token(&self, token: Token) -> bool;

    /// The tokens that end a message, in ascending order.
    fn stop_tokens(&self) -> Result<Vec<Token>>;

    /// The tokens that end the assistant's turn, in ascending order.
    fn stop_tokens_for_assistant_actions(&self) -> Result<Vec<Token>>;
}

/// A parser that takes one token at a time. After an error it stays usable.
pub trait Parser: Send {
    /// Takes the next token.
    fn process(&mut self, token: Token) -> Result<()>;

    /// Ends the stream: the content read so far becomes a message.
    fn process_eos(&mut self) -> Result<()>;

    /// The content of the current message so far.
    fn current_content(&self) -> Result<Cow<'_, str>>;

    /// The role of the current message, if known.
    fn current_role(&self) -> Option<Role>;

    /// The content type of the current message, if known.
    fn current_content_type(&self) -> Option<Cow<'_, str>>;

    /// The recipient of the current message, if known.
    fn current_recipient(&self) -> Option<Cow<'_, str>>;

    /// The channel of the current message, if known.
    fn current_channel(&self) -> Option<Cow<'_, str>>;

    /// The text that the last token added to the content, if it completed any.
    fn last_content_delta(&self) -> Result<Option<Cow<'_, str>>>;

    /// All complete messages.
    fn messages(&self) -> &[chat::Message];

    /// All tokens taken so far.
    fn tokens(&self) -> &[Token];

    /// Which of the three states the parser is in.
    fn state(&self) -> Result<StreamState>;

    /// The state with its data, as JSON with the keys of `openai-harmony`.
    fn state_json(&self) -> Result<String>;
}

/// What a streaming parser is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamState {
    /// A `<|start|>` token.
    ExpectStart,
    /// The rest of a header.
    Header,
    /// The rest of a message's content.
    Content,
}

impl StreamState {
    /// The name that `state_json` has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            StreamState::ExpectStart => "ExpectStart",
            StreamState::Header => "Header",
            StreamState::Content => "Content",
        }
    }
}
