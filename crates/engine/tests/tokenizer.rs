//! The tokenizer gives what the reference gives.

use harmony_engine::{Engine, HarmonyEncodingName, Reference, SpecialTokens, Token, tokenizer};
use proptest::prelude::*;
use std::sync::LazyLock;

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap());

fn ordinary(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenizer::encode_ordinary(text, &mut tokens);
    tokens
}

/// Every way to encode the text gives the reference's tokens.
fn check(text: &str) {
    let expected = REFERENCE.encode(text, &SpecialTokens::NONE);
    let tokens = ordinary(text);
    assert_eq!(
        tokens,
        expected,
        "{text:?}: {} instead of {}",
        shown(&tokens),
        shown(&expected)
    );
    assert_eq!(ordinary(text), expected, "{text:?}, once more");
    assert_eq!(tokenizer::count_ordinary(text), expected.len(), "{text:?}");
    let mut bytes = Vec::new();
    assert_eq!(tokenizer::decode_bytes(&tokens, &mut bytes), Ok(()));
    assert_eq!(bytes, text.as_bytes());
}

fn shown(tokens: &[Token]) -> String {
    let bytes = |token: &Token| {
        tokenizer::token_bytes(*token)
            .unwrap_or(b"?")
            .escape_ascii()
            .to_string()
    };
    tokens.iter().map(bytes).collect::<Vec<_>>().join("|")
}

/// The number of random cases of each property, from the variable `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(300),
        ..ProptestConfig::default()
    }
}

/// Characters of every class, and those that the pattern names.
fn risky() -> impl Strategy<Value = String> {
    let characters = proptest::sample::select(
        "aabcdeEFGsStTrRvVmMlLdD'''  \t\n\r//.!-0123९²½ⅣAÄßſſKéüжЖяЯǅǲʰˮーªºあア漢字有没没한글กขไॐनमस्ते\u{301}\u{300}\u{93E}\u{FE0F}\u{20DD}\u{85}\u{A0}\u{3000}\u{2028}\u{FEFF}\u{180E}\u{200B}\u{200D}\0😀❤👩—“”…·\u{1680}𝐀𝒶𐐀𐐨"
            .chars()
            .collect::<Vec<_>>(),
    );
    proptest::collection::vec(
        (characters, prop_oneof![8 => 1..3_usize, 1 => 1..80_usize]),
        0..60,
    )
    .prop_map(|runs| {
        runs.into_iter()
            .flat_map(|(character, count)| std::iter::repeat_n(character, count))
            .collect()
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn risky_characters(text in risky()) {
        check(&text);
    }

    #[test]
    fn long_words(text in "[a-f]{1,300}") {
        check(&text);
    }

    #[test]
    fn ascii(text in "[ -~\n\r\t]{0,200}") {
        check(&text);
    }
}
