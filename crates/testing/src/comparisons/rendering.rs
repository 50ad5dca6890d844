//! Conversations to tokens.

use super::Case;
use crate::{
    conversations::{conversation, role},
    engines::{FAST, REFERENCE},
};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    AnalysisRetention, Engine, RenderConversationConfig, RenderOptions, Token, chat::Role,
    json::read_conversation, prompt::Message,
};

/// Any conversation renders as in the reference, in each of the ways. It is kept as the JSON text in which it comes.
#[derive(Debug)]
pub struct Rendering {
    config: RenderConversationConfig,
    options: RenderOptions,
    next_turn_role: Role,
    json: String,
}

impl<'a> Arbitrary<'a> for Rendering {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            config: RenderConversationConfig {
                analysis: *u.choose(&[
                    AnalysisRetention::Python,
                    AnalysisRetention::CurrentTurn,
                    AnalysisRetention::All,
                ])?,
            },
            options: RenderOptions {
                conversation_has_function_tools: u.arbitrary()?,
            },
            next_turn_role: role(u)?,
            json: serde_json::to_string(&conversation(u)?).unwrap(),
        })
    }
}

type Rendered = harmony::Result<Vec<Token>>;

/// Compares texts first, because they show what is wrong.
pub(super) fn assert_same(fast: &Rendered, reference: &Rendered) {
    if fast != reference {
        let text = |rendered: &Rendered| REFERENCE.decode_utf8(rendered.as_deref().map_err(Clone::clone)?);
        assert_eq!(text(fast), text(reference));
    }
    assert_eq!(fast, reference);
}

impl Case for Rendering {
    const MOST_BYTES: usize = 1024;

    fn check(&self) {
        let messages = &self.messages();
        let config = self.config;
        let next = || self.next_turn_role.clone();

        let whole = FAST.render_conversation(messages, config);
        let for_completion = FAST.render_conversation_for_completion(messages, next(), config);
        let for_training = FAST.render_conversation_for_training(messages, config);
        assert_same(&whole, &REFERENCE.render_conversation(messages, config));
        assert_same(
            &for_completion,
            &REFERENCE.render_conversation_for_completion(messages, next(), config),
        );
        assert_same(
            &for_training,
            &REFERENCE.render_conversation_for_training(messages, config),
        );
        for message in messages {
            assert_same(
                &FAST.render(message, self.options),
                &REFERENCE.render(message, self.options),
            );
        }

        assert_same(
            &FAST.render_messages(messages, self.options),
            &REFERENCE.render_messages(messages, self.options),
        );

        let count = FAST.count_conversation_tokens(messages, next(), config);
        assert_eq!(count, for_completion.as_ref().map(Vec::len).map_err(Clone::clone));
        if let (Ok(whole), Ok(for_completion), Ok(for_training)) = (whole, for_completion, for_training) {
            assert_differ_only_at_the_end(&whole, &for_completion, &for_training);
        }
    }
}

/// The next turn's role is appended; for training, only the last token may be another one.
fn assert_differ_only_at_the_end(whole: &[Token], for_completion: &[Token], for_training: &[Token]) {
    assert!(for_completion.starts_with(whole));
    let unchanged = whole.len().saturating_sub(1);
    assert_eq!(for_training.len(), whole.len());
    assert_eq!(for_training[..unchanged], whole[..unchanged]);
}

impl Rendering {
    /// Returns the conversation's messages.
    pub fn messages(&self) -> Vec<Message<'_>> {
        read_conversation(&self.json).unwrap().messages
    }
}
