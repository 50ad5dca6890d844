//! The vocabulary o200k_harmony, embedded: 199,998 ranks, and the tables that encode and decode with them.
//!
//! `codegen/` makes the tables at build time, and each module here reads what the module of the same name there writes.
//! They are used in place: loading costs nothing, and only the memory pages that an encoding touches become resident.

mod characters;
pub(crate) mod class;
mod classes;
pub(crate) mod hash;
pub(crate) mod layout;
mod pairs;
mod pieces;
mod ranks;
mod trie;

pub(crate) use characters::{Border, border, character_token, may_be_joined};
pub(crate) use classes::class_of;
pub(crate) use layout::{CLOSED, EDGE, NO_TOKEN};
pub(crate) use pairs::{Pair, byte_token, merge_bytes, merge_tokens};
pub(crate) use pieces::{LongerSearch, PieceSearch, TinySearch, is_tiny, piece_token};
pub use ranks::{RANKS, tokens};
pub(crate) use ranks::{token_bytes, token_chunk, token_length};

#[cfg(target_endian = "big")]
compile_error!("the embedded tables are little-endian");

/// The lengths of the tables, by name.
mod sizes {
    include!(concat!(env!("OUT_DIR"), "/sizes.rs"));
}

/// Embeds a table of integers.
macro_rules! embed {
    ($(#[$doc:meta])* $name:ident: u8 = $file:literal) => {
        $(#[$doc])*
        static $name: [u8; sizes::$name] = *include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".bin"));
    };
    ($(#[$doc:meta])* $name:ident: $integer:ty = $file:literal) => {
        $(#[$doc])*
        static $name: [$integer; sizes::$name] =
            // SAFETY: any bytes are valid integers, and `transmute` checks at compile time that the sizes agree.
            unsafe { std::mem::transmute(*include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".bin"))) };
    };
}
use embed;
