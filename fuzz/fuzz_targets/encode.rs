//! Any text and any set of allowed special tokens: encodes as the reference does, and back to the text.

#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{Engine, SpecialTokens};
use tokenizer::special;
use harmony_fuzz::{FAST, REFERENCE};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = [
    "<|end|>",
    "<|start|>",
    "<|reserved_200017|>",
    "<|reserved_1|>",
    "null",
    "",
];

/// Mostly once: long texts are for what comes only with length.
const REPETITIONS: [usize; 6] = [1, 1, 1, 2, 16, 64];

/// Longer texts are not compared: in one long piece, the reference's merge takes time quadratic in its length.
const LONGEST_COMPARED: usize = 4096;

#[derive(Debug)]
struct Case {
    allowed: SpecialTokens,
    part: String,
    repetitions: usize,
}

impl<'a> Arbitrary<'a> for Case {
    /// Two bytes, then the text: any file of text is an input.
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let chosen: u8 = u.arbitrary()?;
        let names = NAMES.iter().enumerate();
        let named = names.filter(|(index, _)| chosen >> index & 1 == 1);
        let allowed = if chosen < 128 {
            SpecialTokens::All
        } else {
            SpecialTokens::Named(named.map(|(_, name)| (*name).to_owned()).collect())
        };
        let repetitions = REPETITIONS[usize::from(u.arbitrary::<u8>()?) % REPETITIONS.len()];
        let part = String::from_utf8_lossy(u.bytes(u.len())?).into_owned();
        Ok(Self {
            allowed,
            part,
            repetitions,
        })
    }
}

fuzz_target!(|case: Case| {
    let text = case.part.repeat(case.repetitions);
    let tokens = FAST.encode(&text, &case.allowed);
    assert_eq!(FAST.count(&text, &case.allowed), tokens.len());
    assert!(FAST.encode(&text, &case.allowed) == tokens, "once more");
    assert_eq!(FAST.decode_utf8(&tokens).as_deref(), Ok(&*text));

    let mut ordinary = Vec::new();
    tokenizer::encode_ordinary(&text, &mut ordinary);
    assert_eq!(tokenizer::count_ordinary(&text), ordinary.len());
    assert!(!ordinary.iter().any(|token| special::IDS.contains(token)));
    assert_eq!(FAST.decode_utf8(&ordinary).as_deref(), Ok(&*text));

    if text.len() <= LONGEST_COMPARED {
        assert_eq!(tokens, REFERENCE.encode(&text, &case.allowed));
        assert_eq!(ordinary, REFERENCE.encode(&text, &SpecialTokens::NONE));
    }
});
