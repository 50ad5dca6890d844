//! The reference engine, and what this crate states about `openai-harmony`.

use harmony::{
    AnalysisRetention, Engine, HarmonyEncodingName, ParseOptions, RenderConversationConfig, RenderOptions,
    SpecialTokens, StreamState,
    chat::{Message, Role},
    format,
    json::read_conversation,
};
use reference::Reference;
use std::sync::LazyLock;
use tokenizer::special;

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap());

const CONVERSATION: &str = r#"{"messages":[
    {"role":"system","content":[{"type":"system_content","channel_config":{"valid_channels":["final"],"channel_required":true}}]},
    {"role":"assistant","channel":"analysis","content":"Two and two."},
    {"role":"assistant","channel":"final","content":"4"}
]}"#;

#[test]
fn special_tokens_are_the_crates() {
    for token in 0..=201_200 {
        let name = special::name(token);
        assert_eq!(name.is_some(), REFERENCE.is_special_token(token), "{token}");
        if let Some(name) = name {
            assert_eq!(REFERENCE.encode(&name, &SpecialTokens::All), [token]);
            assert_eq!(
                REFERENCE.encode(&name, &SpecialTokens::Named(vec![name.clone()])),
                [token]
            );
            assert_ne!(REFERENCE.encode(&name, &SpecialTokens::NONE), [token]);
        }
    }
}

#[test]
fn embedded_tokens_are_the_crates() {
    let mut ranks = 0;
    for (rank, bytes) in (0..).zip(tokenizer::tokens()) {
        assert_eq!(REFERENCE.decode_bytes(&[rank]).unwrap(), bytes);
        ranks += 1;
    }
    assert_eq!(ranks, *special::IDS.start());
}

#[test]
fn analysis_is_dropped_when_asked() {
    let messages = read_conversation(CONVERSATION).unwrap().messages;
    let text = |analysis| {
        let tokens = REFERENCE
            .render_conversation(&messages, RenderConversationConfig { analysis })
            .unwrap();
        REFERENCE.decode_utf8(&tokens).unwrap()
    };
    assert!(text(AnalysisRetention::All).contains("Two and two."));
    assert!(!text(AnalysisRetention::Python).contains("Two and two."));
}

#[test]
fn render_options_reach_the_crate() {
    let messages = read_conversation(CONVERSATION).unwrap().messages;
    let text = |conversation_has_function_tools| {
        let tokens = REFERENCE
            .render(
                &messages[0],
                RenderOptions {
                    conversation_has_function_tools,
                },
            )
            .unwrap();
        REFERENCE.decode_utf8(&tokens).unwrap()
    };
    assert!(text(true).contains("commentary channel: 'functions'"));
    assert!(!text(false).contains("commentary channel: 'functions'"));
}

#[test]
fn a_rendered_conversation_parses_back() {
    let messages = read_conversation(CONVERSATION).unwrap().messages;
    let tokens = REFERENCE
        .render_conversation_for_training(
            &messages[1..],
            RenderConversationConfig {
                analysis: AnalysisRetention::All,
            },
        )
        .unwrap();
    assert_eq!(tokens.last(), Some(&format::RETURN));
    let parsed = REFERENCE
        .parse_messages_from_completion_tokens(&tokens, None, ParseOptions::default())
        .unwrap();
    let rendered: Vec<Message> = messages[1..].iter().map(Message::from).collect();
    assert_eq!(parsed, rendered);
}

#[test]
fn the_parser_reports_its_states() {
    let mut parser = REFERENCE.parser(None, ParseOptions::default()).unwrap();
    let mut states = vec![parser.state().unwrap()];
    for token in REFERENCE.encode("<|start|>assistant<|message|>Hi<|end|>", &SpecialTokens::All) {
        parser.process(token).unwrap();
        states.push(parser.state().unwrap());
    }
    use StreamState::{Content, ExpectStart, Header};
    assert_eq!(
        states,
        [ExpectStart, Header, Header, Content, Content, ExpectStart]
    );
    assert_eq!(parser.current_role(), None::<Role>);
    assert_eq!(parser.messages().len(), 1);
}

#[test]
fn stop_tokens_are_sorted() {
    assert_eq!(
        REFERENCE.stop_tokens().unwrap(),
        [format::RETURN, format::END, format::CALL]
    );
    assert_eq!(
        REFERENCE.stop_tokens_for_assistant_actions().unwrap(),
        [format::RETURN, format::CALL]
    );
}
