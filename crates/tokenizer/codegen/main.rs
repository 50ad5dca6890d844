//! Writes the tables that the tokenizer embeds.
//!
//! Input: the vocabulary (`ranks.rs`) and the Unicode tables of `regex-syntax` (`classes.rs`).
//!
//! Output, in `OUT_DIR`: one file of little-endian integers for each table, and `sizes.rs` with their lengths. What a
//! module here writes, the module of the same name in `src/tables/` embeds and reads; `src/tables/layout.rs` has the
//! bit layouts for both.

mod characters;
mod classes;
mod output;
mod pairs;
mod pieces;
mod ranks;
mod trie;

#[path = "../src/tables/class.rs"]
mod class;
#[path = "../src/tables/hash.rs"]
mod hash;
#[path = "../src/tables/layout.rs"]
#[expect(dead_code, reason = "some layouts are of words that only the tokenizer packs")]
mod layout;

use output::Output;

fn main() {
    println!("cargo::rerun-if-changed=codegen");
    for shared in ["class", "hash", "layout"] {
        println!("cargo::rerun-if-changed=src/tables/{shared}.rs");
    }
    println!("cargo::rerun-if-changed={}", ranks::SOURCE);

    let tokens = ranks::read();
    let mut output = Output::new();
    ranks::write(&tokens, &mut output);
    pieces::write(&tokens, &mut output);
    let pairs = pairs::write(&tokens, &mut output);
    characters::write(&tokens, &pairs, &mut output);
    classes::write(&mut output);
    output.finish();
}
