//! The choices that every generator is made of.
//!
//! A generator turns bytes into a case. Where the bytes run out, every choice is the first one and every list ends, so
//! the first alternative must be the shortest. Smaller or fewer bytes then make a smaller case, which is what lets
//! proptest and libFuzzer minimise a failure without knowing what it is.

use arbitrary::{Result, Unstructured};

/// Returns true once in `n` times.
pub fn one_in(u: &mut Unstructured, n: u8) -> Result<bool> {
    Ok(u.int_in_range(1..=n)? == n)
}

/// Generates a value half of the time.
pub fn maybe<T>(
    u: &mut Unstructured,
    value: impl FnOnce(&mut Unstructured) -> Result<T>,
) -> Result<Option<T>> {
    if u.arbitrary()? {
        value(u).map(Some)
    } else {
        Ok(None)
    }
}

/// Generates a value once in `n` times.
pub fn rarely<T>(
    u: &mut Unstructured,
    n: u8,
    value: impl FnOnce(&mut Unstructured) -> Result<T>,
) -> Result<Option<T>> {
    if one_in(u, n)? {
        value(u).map(Some)
    } else {
        Ok(None)
    }
}

/// Generates up to `most` items.
pub fn several<T>(
    u: &mut Unstructured,
    most: usize,
    mut item: impl FnMut(&mut Unstructured) -> Result<T>,
) -> Result<Vec<T>> {
    let count = u.int_in_range(0..=most)?;
    let mut items = Vec::new();
    while items.len() < count && !u.is_empty() {
        items.push(item(u)?);
    }
    Ok(items)
}
