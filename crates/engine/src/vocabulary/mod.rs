//! The vocabulary o200k_harmony, embedded: 199,998 ranks, 1.4 MB of token bytes and a length for each.
//!
//! `build.rs` packs them; [`file`] gives them back as the file that the crate `openai-harmony` reads.

pub mod file;

/// All tokens' bytes, in the order of their ranks.
static TOKEN_BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/token_bytes.bin"));

/// The length of each token in bytes, by rank.
static TOKEN_LENGTHS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/token_lengths.bin"));

/// The bytes of every token, in the order of the ranks 0 to 199,997.
pub fn tokens() -> impl Iterator<Item = &'static [u8]> {
    TOKEN_LENGTHS.iter().scan(TOKEN_BYTES, |rest, &length| {
        let (token, following) = rest.split_at_checked(usize::from(length))?;
        *rest = following;
        Some(token)
    })
}
