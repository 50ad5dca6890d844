//! The classes of characters that the pretokenizer tells apart: each character is in exactly one.

/// A character's class: one bit, so that sets of classes are sums.
pub type Class = u8;

/// `\p{Lu}` and `\p{Lt}`: only in the first half of a word.
pub const UPPER: Class = 1;
/// `\p{Ll}`: only in the second half of a word.
pub const LOWER: Class = 1 << 1;
/// `\p{Lm}` and `\p{Lo}`: in both halves.
pub const LETTER: Class = 1 << 2;
/// `\p{M}`: in both halves, but not a letter.
pub const MARK: Class = 1 << 3;
/// `\p{N}`.
pub const NUMBER: Class = 1 << 4;
/// `\s`, but for the newlines.
pub const SPACE: Class = 1 << 5;
/// `[\r\n]`.
pub const NEWLINE: Class = 1 << 6;
/// Everything else.
pub const OTHER: Class = 1 << 7;

/// How many code points share an entry of the table's index.
pub const BLOCK: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::class_of;
    use regex_syntax::hir::{Class as HirClass, HirKind};

    #[test]
    fn every_code_point_has_the_class_of_the_references_regex() {
        let mut expected = vec![OTHER; 0x11_0000];
        for (pattern, class) in [
            (r"\p{Lu}|\p{Lt}", UPPER),
            (r"\p{Ll}", LOWER),
            (r"\p{Lm}|\p{Lo}", LETTER),
            (r"\p{M}", MARK),
            (r"\p{N}", NUMBER),
            (r"\s", SPACE),
            (r"[\r\n]", NEWLINE),
        ] {
            let hir = regex_syntax::parse(pattern).unwrap();
            let HirKind::Class(HirClass::Unicode(members)) = hir.kind() else {
                panic!("{pattern} is a class");
            };
            for range in members.iter() {
                expected[range.start() as usize..=range.end() as usize].fill(class);
            }
        }
        for (code_point, class) in (0..).zip(expected) {
            assert_eq!(class_of(code_point), class, "{code_point:x}");
        }
        for beyond in [0x11_0000, u32::MAX] {
            assert_eq!(class_of(beyond), OTHER);
        }
    }
}
