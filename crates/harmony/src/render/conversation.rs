//! Renders a whole conversation: decides which messages are shown, and what the conversation tells each of them.

use super::Renderer;
use crate::{
    AnalysisRetention, RenderConversationConfig, RenderOptions, Result,
    format::{self, ANALYSIS, FINAL, FUNCTIONS},
    prompt::{Content, Message, Role},
};
use tokenizer::TokenSink;

impl<S: TokenSink> Renderer<S> {
    /// Renders the messages that the config does not drop.
    pub(crate) fn conversation(
        &mut self,
        messages: &[Message],
        config: RenderConversationConfig,
    ) -> Result<()> {
        let options = RenderOptions {
            conversation_has_function_tools: has_tools(messages, config),
        };
        for (index, message) in shown_messages(messages, config) {
            self.message(message, options)
                .map_err(|error| error.in_message(index))?;
        }
        Ok(())
    }

    /// Renders the messages, then the beginning of the next turn.
    pub(crate) fn conversation_for_completion(
        &mut self,
        messages: &[Message],
        next_turn_role: &Role,
        config: RenderConversationConfig,
    ) -> Result<()> {
        self.conversation(messages, config)?;
        self.sink.push_token(format::START);
        self.role(next_turn_role);
        Ok(())
    }
}

/// Returns the messages that the config does not drop, with their indices.
pub fn shown_messages<'a>(
    messages: &'a [Message<'a>],
    config: RenderConversationConfig,
) -> impl Iterator<Item = (usize, &'a Message<'a>)> {
    let dropped_before = match config.analysis {
        AnalysisRetention::Python => end_of_dropped_analysis(messages),
        AnalysisRetention::CurrentTurn => last_final(messages),
        AnalysisRetention::All => 0,
    };
    messages
        .iter()
        .enumerate()
        .filter(move |(index, message)| *index >= dropped_before || !is_in(message, ANALYSIS))
}

fn is_in(message: &Message, channel: &str) -> bool {
    message.channel.as_deref() == Some(channel)
}

/// Returns whether the conversation has function tools. Python's rule asks messages that it drops, too.
fn has_tools(messages: &[Message], config: RenderConversationConfig) -> bool {
    match config.analysis {
        AnalysisRetention::CurrentTurn => {
            shown_messages(messages, config).any(|(_, message)| has_function_tools(message))
        }
        AnalysisRetention::Python | AnalysisRetention::All => messages.iter().any(has_function_tools),
    }
}

fn has_function_tools(message: &Message) -> bool {
    message.content.iter().any(|content| match content {
        Content::DeveloperContent(developer) => developer
            .tools
            .as_ref()
            .and_then(|tools| tools.get(FUNCTIONS))
            .is_some_and(|namespace| !namespace.tools.is_empty()),
        _ => false,
    })
}

/// Returns the index before which analysis is dropped: that of the first `final` message, whoever wrote it, if the
/// assistant's last message is a `final` message; 0 otherwise.
fn end_of_dropped_analysis(messages: &[Message]) -> usize {
    let last_of_assistant = messages
        .iter()
        .rfind(|message| message.author.role == Role::Assistant);
    if !last_of_assistant.is_some_and(|message| is_in(message, FINAL)) {
        return 0;
    }
    messages
        .iter()
        .position(|message| is_in(message, FINAL))
        .unwrap_or(0)
}

/// Returns the index of the assistant's last `final` message; 0 if there is none.
fn last_final(messages: &[Message]) -> usize {
    let is_final = |message: &Message| message.author.role == Role::Assistant && is_in(message, FINAL);
    messages.iter().rposition(is_final).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat;

    fn messages(channels: &[(Role, &str)]) -> Vec<Message<'static>> {
        channels
            .iter()
            .map(|(role, channel)| {
                chat::Message::from_role_and_content(role.clone(), "").with_channel(*channel)
            })
            .map(Message::from)
            .collect()
    }

    #[test]
    fn analysis_of_the_current_turn_follows_the_assistants_last_final_message() {
        let (user, assistant) = (Role::User, Role::Assistant);
        for (expected, channels) in [
            (0, vec![]),
            (0, vec![(user.clone(), FINAL), (assistant.clone(), ANALYSIS)]),
            (
                3,
                vec![
                    (assistant.clone(), ANALYSIS),
                    (assistant.clone(), FINAL),
                    (assistant.clone(), ANALYSIS),
                    (assistant.clone(), FINAL),
                    (user.clone(), FINAL),
                    (assistant, ANALYSIS),
                ],
            ),
        ] {
            assert_eq!(last_final(&messages(&channels)), expected, "{channels:?}");
        }
    }

    #[test]
    fn analysis_is_dropped_up_to_the_first_final_message() {
        let user = Role::User;
        let assistant = Role::Assistant;
        for (expected, channels) in [
            (0, vec![]),
            (0, vec![(user.clone(), FINAL)]),
            (1, vec![(assistant.clone(), ANALYSIS), (assistant.clone(), FINAL)]),
            (0, vec![(assistant.clone(), FINAL), (assistant.clone(), ANALYSIS)]),
            (0, vec![(user.clone(), FINAL), (assistant.clone(), FINAL)]),
            (
                1,
                vec![
                    (assistant.clone(), ANALYSIS),
                    (assistant.clone(), FINAL),
                    (assistant.clone(), ANALYSIS),
                    (assistant.clone(), FINAL),
                    (user, ""),
                ],
            ),
        ] {
            assert_eq!(
                end_of_dropped_analysis(&messages(&channels)),
                expected,
                "{channels:?}"
            );
        }
    }
}
