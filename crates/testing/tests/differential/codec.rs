//! Encoding and decoding, through the engines.

use crate::{FAST, REFERENCE, config, streams::token, texts::text};
use harmony::{Engine, SpecialTokens};
use proptest::{collection::vec, prelude::*, sample::select};

const NAMES: &[&str] = &[
    "<|end|>",
    "<|channel|>",
    "<|reserved_200017|>",
    "<|reserved_1|>",
    "null",
    "",
];

fn special_tokens() -> impl Strategy<Value = SpecialTokens> {
    prop_oneof![
        Just(SpecialTokens::All),
        Just(SpecialTokens::NONE),
        vec(select(NAMES).prop_map(str::to_owned), 0..3).prop_map(SpecialTokens::Named),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn texts_encode_alike(text in vec(text(), 0..4), allowed in special_tokens()) {
        let text = text.concat();
        let tokens = REFERENCE.encode(&text, &allowed);
        prop_assert_eq!(FAST.count(&text, &allowed), tokens.len());
        prop_assert_eq!(FAST.encode(&text, &allowed), tokens);
    }

    #[test]
    fn tokens_decode_alike(tokens in vec(token(), 0..8)) {
        prop_assert_eq!(FAST.decode_bytes(&tokens), REFERENCE.decode_bytes(&tokens));
        prop_assert_eq!(FAST.decode_utf8(&tokens), REFERENCE.decode_utf8(&tokens));
    }
}

#[test]
fn the_engines_describe_themselves_alike() {
    assert_eq!(FAST.name(), REFERENCE.name());
    assert_eq!(FAST.stop_tokens(), REFERENCE.stop_tokens());
    assert_eq!(
        FAST.stop_tokens_for_assistant_actions(),
        REFERENCE.stop_tokens_for_assistant_actions()
    );
    for token in (199_900..201_200).chain([0, u32::MAX]) {
        assert_eq!(
            FAST.is_special_token(token),
            REFERENCE.is_special_token(token),
            "{token}"
        );
    }
}
