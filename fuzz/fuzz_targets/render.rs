//! Conversations, as the JSON in which they come: render as with the reference, in each of the ways.

#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    Engine, RenderConversationConfig, RenderOptions, Token, chat::Role, json::parse_conversation,
};
use harmony_fuzz::{
    FAST, REFERENCE,
    conversation::{conversation, role},
};
use libfuzzer_sys::fuzz_target;

#[derive(Debug)]
struct Case {
    config: RenderConversationConfig,
    options: RenderOptions,
    next_turn_role: Role,
    json: String,
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            config: RenderConversationConfig {
                auto_drop_analysis: u.arbitrary()?,
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

/// Compares texts first: they show what is wrong.
fn assert_alike(fast: &Rendered, reference: &Rendered) {
    let text = |rendered: &Rendered| REFERENCE.decode_utf8(rendered.as_deref().map_err(Clone::clone)?);
    assert_eq!(text(fast), text(reference));
    assert_eq!(fast, reference);
}

fuzz_target!(|case: Case| {
    let Case { config, options, .. } = case;
    let messages = &parse_conversation(&case.json).unwrap().messages;
    let next = || case.next_turn_role.clone();

    let whole = FAST.render_conversation(messages, config);
    let for_completion = FAST.render_conversation_for_completion(messages, next(), config);
    let for_training = FAST.render_conversation_for_training(messages, config);
    assert_alike(
        &for_completion,
        &REFERENCE.render_conversation_for_completion(messages, next(), config),
    );
    assert_alike(
        &for_training,
        &REFERENCE.render_conversation_for_training(messages, config),
    );
    for message in messages {
        assert_alike(
            &FAST.render(message, options),
            &REFERENCE.render(message, options),
        );
    }

    let count = FAST.count_conversation_tokens(messages, next(), config);
    assert_eq!(count, for_completion.as_ref().map(Vec::len).map_err(Clone::clone));
    // The other two hold the conversation as it is, so that the reference, which takes milliseconds, is spared it.
    assert_eq!(whole.as_ref().err(), for_training.as_ref().err());
    if let (Ok(whole), Ok(for_completion), Ok(for_training)) = (whole, for_completion, for_training) {
        assert!(for_completion.starts_with(&whole));
        let unchanged = whole.len().saturating_sub(1);
        assert_eq!(for_training.len(), whole.len());
        assert_eq!(for_training[..unchanged], whole[..unchanged]);
    }
});
