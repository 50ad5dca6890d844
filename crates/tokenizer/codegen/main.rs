//! Makes the tables of the tokenizer, for embedding.
//!
//! Input: the vocabulary (`ranks.rs`) and the Unicode tables of `regex-syntax` (`classes.rs`).
//!
//! Output, in `OUT_DIR`: arrays of integers in the byte order of the target, one file each, and `sizes.rs`, their
//! lengths. `src/tables/` embeds them and says what each one holds.

mod characters;
mod classes;
mod output;
mod pairs;
mod pieces;
mod ranks;

#[path = "../src/tables/class.rs"]
mod class;
#[path = "../src/tables/hash.rs"]
mod hash;

use output::Output;

fn main() {
    println!("cargo::rerun-if-changed=codegen");
    println!("cargo::rerun-if-changed=src/tables/class.rs");
    println!("cargo::rerun-if-changed=src/tables/hash.rs");
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
