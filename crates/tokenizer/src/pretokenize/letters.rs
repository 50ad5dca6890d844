//! The classes of common letters of two and three bytes, from the masks of bytes: for Cyrillic, kana, Han and Hangul,
//! whose texts consist of such letters, this is much faster than one character at a time.

use super::ascii::bytes_in;

/// The bytes of the letters of each class that were found; there may be more, of other scripts, or at the block's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub upper: u64,
    pub lower: u64,
    pub letter: u64,
    /// The bytes of these letters after their first.
    pub continuation: u64,
}

/// Finds common letters in a block of text. It may end within a character.
#[inline(never)]
pub fn find(block: &[u8; 64]) -> Letters {
    let mut letters = Letters::default();
    if bytes_in(block, 0xD0, 0xD1) != 0 {
        letters.add_cyrillic(block);
    }
    if bytes_in(block, 0xE3, 0xEC) != 0 {
        letters.add_cjk(block);
    }
    letters
}

impl Letters {
    /// Adds the letters from U+0400 to U+045F.
    fn add_cyrillic(&mut self, block: &[u8; 64]) {
        let after_d0 = bytes_in(block, 0xD0, 0xD0) << 1;
        let after_d1 = bytes_in(block, 0xD1, 0xD1) << 1;
        let upper = after_d0 & bytes_in(block, 0x80, 0xAF);
        let lower = after_d0 & bytes_in(block, 0xB0, 0xBF) | after_d1 & bytes_in(block, 0x80, 0x9F);
        self.upper |= upper | upper >> 1;
        self.lower |= lower | lower >> 1;
        self.continuation |= upper | lower;
    }

    /// Adds the letters from U+3041 to U+3096, U+30A1 to U+30FF except U+30FB, U+4E00 to U+9FFF and U+B000 to U+CFFF.
    fn add_cjk(&mut self, block: &[u8; 64]) {
        let after_e3 = bytes_in(block, 0xE3, 0xE3) << 1;
        let after_e4 = bytes_in(block, 0xE4, 0xE4) << 1;
        let after_others = (bytes_in(block, 0xE5, 0xEC) & !bytes_in(block, 0xEA, 0xEA)) << 1;
        let mut third = (after_e4 & bytes_in(block, 0xB8, 0xBF) | after_others) << 1;
        if after_e3 != 0 {
            let after = |second| (after_e3 & bytes_in(block, second, second)) << 1;
            third |= after(0x81) & bytes_in(block, 0x81, 0xBF);
            third |= after(0x82) & (bytes_in(block, 0x80, 0x96) | bytes_in(block, 0xA1, 0xBF));
            third |= after(0x83) & !bytes_in(block, 0xBB, 0xBB);
        }
        self.letter |= third | third >> 1 | third >> 2;
        self.continuation |= third | third >> 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{
        class::{LETTER, LOWER, UPPER},
        class_of,
    };

    /// All that is found of a character of that class, if it is found at all, at that place.
    fn expected(character: char, at: usize) -> Letters {
        let bits = ((1_u64 << character.len_utf8()) - 1) << at;
        let of = |class| {
            if class_of(character.into()) == class {
                bits
            } else {
                0
            }
        };
        Letters {
            upper: of(UPPER),
            lower: of(LOWER),
            letter: of(LETTER),
            continuation: bits & !(1 << at),
        }
    }

    #[test]
    fn characters_are_found_with_their_classes_or_not_at_all() {
        let step = if cfg!(miri) { 97 } else { 1 };
        let mut found = 0;
        for character in (0x80..=0x1_FFFF).filter_map(char::from_u32).step_by(step) {
            for at in [0, 1, 37, 64 - character.len_utf8()] {
                for neighbor in ["x", "я", "漢"] {
                    let mut text = "x".repeat(at);
                    text.push(character);
                    let rest = 64 - text.len();
                    text += &neighbor.repeat(rest / neighbor.len());
                    let mut block = [0; 64];
                    block[..text.len()].copy_from_slice(text.as_bytes());
                    let mask = u64::MAX >> rest;
                    let letters = find(&block);
                    let own = Letters {
                        upper: letters.upper & mask,
                        lower: letters.lower & mask,
                        letter: letters.letter & mask,
                        continuation: letters.continuation & mask,
                    };
                    assert!(
                        own == expected(character, at) || own == Letters::default(),
                        "{character:?} at {at}"
                    );
                    found += usize::from(own != Letters::default());
                }
            }
        }
        assert!(found > 0);
    }

    #[test]
    fn a_character_that_is_cut_is_not_found() {
        for character in ["я", "漢", "の", "한"] {
            for kept in 1..character.len() {
                let mut block = [b'x'; 64];
                block[64 - kept..].copy_from_slice(&character.as_bytes()[..kept]);
                assert_eq!(find(&block), Letters::default());
            }
        }
    }
}
