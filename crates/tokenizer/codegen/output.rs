//! Writes the tables: integers in the byte order of the target, and a Rust source with each table's length.

use std::{env, fmt::Write as _, fs, path::PathBuf};

pub struct Output {
    folder: PathBuf,
    big_endian: bool,
    sizes: String,
}

impl Output {
    pub fn new() -> Self {
        let variable = |name| env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"));
        Self {
            folder: variable("OUT_DIR").into(),
            big_endian: variable("CARGO_CFG_TARGET_ENDIAN") == "big",
            sizes: String::new(),
        }
    }

    pub fn u8(&mut self, name: &str, values: &[u8]) {
        self.table(name, values.len(), values);
    }

    pub fn u16(&mut self, name: &str, values: &[u16]) {
        let bytes = |value: &u16| {
            if self.big_endian {
                value.to_be_bytes()
            } else {
                value.to_le_bytes()
            }
        };
        self.table(name, values.len(), &Vec::from_iter(values.iter().flat_map(bytes)));
    }

    pub fn u32(&mut self, name: &str, values: &[u32]) {
        let bytes = |value: &u32| {
            if self.big_endian {
                value.to_be_bytes()
            } else {
                value.to_le_bytes()
            }
        };
        self.table(name, values.len(), &Vec::from_iter(values.iter().flat_map(bytes)));
    }

    pub fn u64(&mut self, name: &str, values: &[u64]) {
        let bytes = |value: &u64| {
            if self.big_endian {
                value.to_be_bytes()
            } else {
                value.to_le_bytes()
            }
        };
        self.table(name, values.len(), &Vec::from_iter(values.iter().flat_map(bytes)));
    }

    /// Writes the lengths of all tables.
    pub fn finish(self) {
        fs::write(self.folder.join("sizes.rs"), self.sizes).expect("OUT_DIR is writable");
    }

    fn table(&mut self, name: &str, length: usize, bytes: &[u8]) {
        fs::write(self.folder.join(format!("{name}.bin")), bytes).expect("OUT_DIR is writable");
        writeln!(self.sizes, "pub const {}: usize = {length};", name.to_uppercase())
            .expect("a String takes all that is written");
    }
}
