//! Renders one message: its header, its contents and the token that ends it.

use super::{Renderer, developer, system};
use crate::{
    Error, RenderOptions, Result, Token, format,
    prompt::{Author, Content, Message, Role},
};
use tokenizer::TokenSink;

impl<S: TokenSink> Renderer<S> {
    /// Renders one message.
    pub(crate) fn message(&mut self, message: &Message, options: RenderOptions) -> Result<()> {
        self.sink.push_token(format::START);
        self.author(&message.author)?;
        if let Some(recipient) = message
            .recipient
            .as_deref()
            .filter(|recipient| *recipient != format::ALL)
        {
            self.encode_prefixed(" to=", recipient);
        }
        if let Some(channel) = &message.channel {
            self.sink.push_token(format::CHANNEL);
            self.encode(channel);
        }
        if let Some(content_type) = &message.content_type {
            self.content_type(content_type);
        }
        self.sink.push_token(format::MESSAGE);
        for content in &message.content {
            self.content(content, &message.author.role, options)?;
        }
        self.sink.push_token(end(message));
        Ok(())
    }

    /// Encodes a role's name.
    pub(super) fn role(&mut self, role: &Role) {
        self.sink.push_token(format::role_token(role));
    }

    fn author(&mut self, author: &Author) -> Result<()> {
        match (&author.role, &author.name) {
            (Role::Tool, Some(name)) => self.encode(name),
            (Role::Tool, None) => return Err(Error::Runtime("Tools should have a name!".to_owned())),
            (role, name) => {
                self.role(role);
                if let Some(name) = name {
                    self.encode_prefixed(":", name);
                }
            }
        }
        Ok(())
    }

    fn content_type(&mut self, content_type: &str) {
        match content_type.strip_prefix(format::CONSTRAIN_MARKER) {
            Some(constrained) => {
                self.sink.push_token(format::SPACE);
                self.sink.push_token(format::CONSTRAIN);
                self.encode(constrained);
            }
            None => self.encode_prefixed(" ", content_type),
        }
    }

    fn content(&mut self, content: &Content, role: &Role, options: RenderOptions) -> Result<()> {
        match content {
            Content::Text(text) => self.encode(text),
            Content::SystemContent(content) if *role == Role::System => {
                self.encode_written(|text| system::write(content, options, text));
            }
            Content::DeveloperContent(content) if *role == Role::Developer => {
                self.encode_written(|text| developer::write(content, text));
            }
            Content::SystemContent(_) => return Err(misplaced("SystemContent", "system", role)),
            Content::DeveloperContent(_) => return Err(misplaced("DeveloperContent", "developer", role)),
        }
        Ok(())
    }

    fn encode_prefixed(&mut self, prefix: &str, text: &str) {
        self.text.clear();
        self.text.push_str(prefix);
        self.text.push_str(text);
        tokenizer::encode_ordinary(&self.text, &mut self.sink);
    }
}

/// Returns the token that ends the message. Any recipient makes an assistant's message a call, even the recipient that
/// is not written.
fn end(message: &Message) -> Token {
    if message.author.role == Role::Assistant && message.recipient.is_some() {
        format::CALL
    } else {
        format::END
    }
}

fn misplaced(content: &str, right_role: &str, role: &Role) -> Error {
    Error::Runtime(format!(
        "{content} may only appear in {right_role} messages, found in {role:?}"
    ))
}
