//! Reads the two-level tries that `codegen/trie.rs` makes.

/// Returns the value of a code point, or `None` beyond the last one.
#[inline(always)]
pub fn get<const LEAF: usize, I: Copy + Into<usize>, T: Copy>(
    index: &[I],
    leaves: &[T],
    code_point: u32,
) -> Option<T> {
    let code_point = code_point as usize;
    let leaf: usize = (*index.get(code_point / LEAF)?).into();
    leaves.get(leaf * LEAF + code_point % LEAF).copied()
}
