//! The class of each code point.

use super::{
    class::{Class, OTHER},
    embed,
    layout::class_trie::{CODE_POINTS, LEAF},
    sizes, trie,
};

embed! {
    /// The leaf of each range of code points.
    CLASS_INDEX: u8 = "class_index"
}
embed! {
    /// The distinct leaves of classes.
    CLASS_LEAVES: u8 = "class_leaves"
}

const _: () = assert!(CLASS_INDEX.len() * LEAF == CODE_POINTS as usize);

/// Returns the class of a code point.
#[inline(always)]
pub(crate) fn class_of(code_point: u32) -> Class {
    trie::get::<LEAF, _, _>(&CLASS_INDEX, &CLASS_LEAVES, code_point).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::{super::class::*, *};
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
        let step = if cfg!(miri) { 1009 } else { 1 };
        for (code_point, class) in (0..).zip(expected).step_by(step) {
            assert_eq!(class_of(code_point), class, "{code_point:x}");
        }
        for beyond in [0x11_0000, u32::MAX] {
            assert_eq!(class_of(beyond), OTHER);
        }
    }
}
