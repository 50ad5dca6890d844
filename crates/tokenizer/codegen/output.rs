//! Writes tables as files of little-endian integers, and a Rust source with the length of each table.

use crate::layout::Field;
use std::{env, fmt::Write as _, fs, path::PathBuf};

pub struct Output {
    folder: PathBuf,
    sizes: String,
}

impl Output {
    pub fn new() -> Self {
        Self {
            folder: env::var_os("OUT_DIR").expect("cargo sets OUT_DIR").into(),
            sizes: String::new(),
        }
    }

    pub fn u8(&mut self, name: &str, values: &[u8]) {
        self.table(name, values.len(), values);
    }

    pub fn u16(&mut self, name: &str, values: &[u16]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        self.table(name, values.len(), &Vec::from_iter(bytes));
    }

    pub fn u32(&mut self, name: &str, values: &[u32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        self.table(name, values.len(), &Vec::from_iter(bytes));
    }

    pub fn u64(&mut self, name: &str, values: &[u64]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        self.table(name, values.len(), &Vec::from_iter(bytes));
    }

    /// Writes the lengths of all tables.
    pub fn finish(self) {
        fs::write(self.folder.join("sizes.rs"), self.sizes).expect("OUT_DIR is writable");
    }

    fn table(&mut self, name: &str, length: usize, bytes: &[u8]) {
        fs::write(self.folder.join(format!("{name}.bin")), bytes).expect("OUT_DIR is writable");
        writeln!(self.sizes, "pub const {}: usize = {length};", name.to_uppercase())
            .expect("writing to a String does not fail");
    }
}

/// Packs values in their fields.
///
/// # Panics
/// If a value does not fit in its field.
pub fn pack<const N: usize>(fields: [(Field, u64); N]) -> u64 {
    fields.into_iter().fold(0, |word, (field, value)| {
        assert!(value <= field.max(), "{value} is at most {}", field.max());
        word | field.put(value)
    })
}
