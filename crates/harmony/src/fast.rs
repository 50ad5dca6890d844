//! The fast engine: our own tokenizer, renderer and parser, which give the reference's answers.

use crate::{
    Engine, Error, HarmonyEncodingName, ParseOptions, Parser, RenderConversationConfig, RenderOptions,
    Result, SpecialTokens, Token,
    chat::{self, Role},
    format,
    parse::{self, StreamableParser},
    prompt::Message,
    render::Renderer,
    text::check_utf8,
};
use tokenizer::TokenCount;

/// Our own encoding. The whole process shares its tables, so loading it costs nothing.
pub struct Fast {
    name: HarmonyEncodingName,
}

impl Fast {
    /// Returns the encoding with that name.
    pub fn load(name: HarmonyEncodingName) -> Self {
        Self { name }
    }
}

impl Engine for Fast {
    fn name(&self) -> &str {
        match self.name {
            HarmonyEncodingName::HarmonyGptOss => "HarmonyGptOss",
        }
    }

    fn render_conversation(
        &self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>> {
        let mut renderer = Renderer::new(Vec::new());
        renderer.conversation(messages, config)?;
        Ok(renderer.finish())
    }

    fn render_conversation_for_completion(
        &self,
        messages: &[Message],
        next_turn_role: Role,
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>> {
        let mut renderer = Renderer::new(Vec::new());
        renderer.conversation_for_completion(messages, &next_turn_role, config)?;
        Ok(renderer.finish())
    }

    fn render_conversation_for_training(
        &self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<Vec<Token>> {
        let mut tokens = self.render_conversation(messages, config)?;
        let ends_final = messages.last().is_some_and(|message| {
            message.author.role == Role::Assistant && message.channel.as_deref() == Some(format::FINAL)
        });
        if let Some(end) = tokens.last_mut().filter(|_| ends_final) {
            *end = format::RETURN;
        }
        Ok(tokens)
    }

    fn count_conversation_tokens(
        &self,
        messages: &[Message],
        next_turn_role: Role,
        config: RenderConversationConfig,
    ) -> Result<usize> {
        let mut renderer = Renderer::new(TokenCount::default());
        renderer.conversation_for_completion(messages, &next_turn_role, config)?;
        Ok(renderer.finish().0)
    }

    fn render(&self, message: &Message, options: RenderOptions) -> Result<Vec<Token>> {
        let mut renderer = Renderer::new(Vec::new());
        renderer.message(message, options)?;
        Ok(renderer.finish())
    }

    fn render_messages(&self, messages: &[Message], options: RenderOptions) -> Result<Vec<Token>> {
        let mut renderer = Renderer::new(Vec::new());
        for message in messages {
            renderer.message(message, options)?;
        }
        Ok(renderer.finish())
    }

    fn parse_messages_from_completion_tokens(
        &self,
        tokens: &[Token],
        role: Option<Role>,
        options: ParseOptions,
    ) -> Result<Vec<chat::Message>> {
        parse::parse_messages(tokens, role, options)
    }

    fn parser(&self, role: Option<Role>, options: ParseOptions) -> Result<Box<dyn Parser>> {
        Ok(Box::new(StreamableParser::new(role, options)))
    }

    fn encode_to(&self, text: &str, allowed: &SpecialTokens, tokens: &mut Vec<Token>) {
        tokenizer::encode(text, allowed, tokens);
    }

    fn count(&self, text: &str, allowed: &SpecialTokens) -> usize {
        let mut count = TokenCount::default();
        tokenizer::encode(text, allowed, &mut count);
        count.0
    }

    fn last_cut(&self, text: &str) -> Option<usize> {
        tokenizer::last_cut(text)
    }

    fn decode_bytes(&self, tokens: &[Token]) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        tokenizer::decode_bytes(tokens, &mut bytes).map_err(Error::invalid_token)?;
        Ok(bytes)
    }

    fn decode_utf8(&self, tokens: &[Token]) -> Result<String> {
        let mut bytes = Vec::new();
        tokenizer::decode_bytes(tokens, &mut bytes).map_err(Error::invalid_token_in_text)?;
        check_utf8(&bytes)
            .map(str::to_owned)
            .map_err(|error| Error::invalid_utf8(error.valid_up_to(), error))
    }

    fn is_special_token(&self, token: Token) -> bool {
        tokenizer::special::IDS.contains(&token)
    }

    fn stop_tokens(&self) -> Result<Vec<Token>> {
        Ok(format::STOP.to_vec())
    }

    fn stop_tokens_for_assistant_actions(&self) -> Result<Vec<Token>> {
        Ok(format::STOP_FOR_ASSISTANT_ACTIONS.to_vec())
    }
}
