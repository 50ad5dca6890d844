//! Indexing without bounds checks, and without `unsafe`.

/// Returns the index, which must be below `LENGTH`, a power of two: the remainder changes nothing, but tells the
/// compiler that an array of that length needs no bounds check.
#[inline(always)]
pub fn bounded<const LENGTH: usize>(index: usize) -> usize {
    const { assert!(LENGTH.is_power_of_two()) };
    debug_assert!(index < LENGTH);
    index % LENGTH
}
