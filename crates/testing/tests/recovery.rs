//! The parser that never fails, on completions of all kinds.

use harmony::{Token, chat::Role};
use proptest::prelude::*;
use serde_json::Value;
use testing::{
    comparisons::{Case as _, Keeping, Recovering, RecoveringText},
    properties::{cases, config},
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn recovery_does_not_depend_on_cuts_and_agrees_with_the_strict_parser(case in cases::<Recovering>()) {
        case.check();
    }

    #[test]
    fn text_is_recovered_as_its_tokens_are(case in cases::<RecoveringText>()) {
        case.check();
    }

    #[test]
    fn every_word_comes_to_stand_in_one_place(case in cases::<Keeping>()) {
        case.check();
    }
}

/// Completions that llama.cpp sampled from tiny models with random weights, some with the tokens of the format favoured,
/// some with a grammar.
#[test]
fn completions_of_random_weights_are_recovered() {
    for line in include_str!("sampled.jsonl").lines() {
        let sampled: Value = serde_json::from_str(line).unwrap();
        let tokens: Vec<Token> = serde_json::from_value(sampled["tokens"].clone()).unwrap();
        for cuts in [vec![], vec![10_000, 30_000, 50_000]] {
            let (role, tokens) = (Some(Role::Assistant), tokens.clone());
            Recovering { role, tokens, cuts }.check();
        }
    }
}
