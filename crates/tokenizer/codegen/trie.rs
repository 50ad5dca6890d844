//! Two-level tries: the values of consecutive code points form leaves, equal leaves are stored once, and an index
//! tells the leaf of each range of code points. `src/tables/trie.rs` reads them.

/// A table of values by code point.
pub struct Trie<T> {
    pub index: Vec<usize>,
    pub leaves: Vec<T>,
}

impl<T: Copy + PartialEq> Trie<T> {
    /// Makes a trie whose leaves have `leaf` values each.
    pub fn new(values: &[T], leaf: usize) -> Self {
        let mut leaves: Vec<&[T]> = Vec::new();
        let mut index = Vec::new();
        for values in values.chunks(leaf) {
            let known = leaves.iter().position(|known| *known == values);
            index.push(known.unwrap_or(leaves.len()));
            if known.is_none() {
                leaves.push(values);
            }
        }
        Self {
            index,
            leaves: leaves.concat(),
        }
    }

    /// Returns the index in a narrower type.
    ///
    /// # Panics
    /// If there are more leaves than the type can tell apart.
    pub fn index_as<I: TryFrom<usize>>(&self) -> Vec<I> {
        let narrow = |&leaf| {
            I::try_from(leaf)
                .ok()
                .expect("the index can tell all leaves apart")
        };
        self.index.iter().map(narrow).collect()
    }
}
