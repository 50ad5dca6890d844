//! Writes the class of each code point, from the tables of `regex-syntax`, which the reference's regex uses too.

use crate::{
    class::{Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER},
    layout::class_trie::{CODE_POINTS, LEAF},
    output::Output,
    trie::Trie,
};
use regex_syntax::hir::{Class as HirClass, HirKind};

/// Writes the trie of classes.
pub fn write(output: &mut Output) {
    let trie = Trie::new(&classes(), LEAF);
    output.u8("class_index", &trie.index_as());
    output.u8("class_leaves", &trie.leaves);
}

fn classes() -> Vec<Class> {
    let sets = [
        (r"[\p{Lu}\p{Lt}]", UPPER),
        (r"\p{Ll}", LOWER),
        (r"[\p{Lm}\p{Lo}]", LETTER),
        (r"\p{M}", MARK),
        (r"\p{N}", NUMBER),
        (r"[\s--[\r\n]]", SPACE),
        (r"[\r\n]", NEWLINE),
    ];
    let mut classes = vec![OTHER; CODE_POINTS as usize];
    for (pattern, class) in sets {
        for (first, last) in ranges(pattern) {
            for known in &mut classes[first as usize..=last as usize] {
                assert_eq!(*known, OTHER, "the classes are disjoint");
                *known = class;
            }
        }
    }
    classes
}

/// Returns the ranges of code points that a pattern for one character matches.
fn ranges(pattern: &str) -> Vec<(char, char)> {
    let hir = regex_syntax::parse(pattern).expect("the pattern is valid");
    let HirKind::Class(HirClass::Unicode(class)) = hir.kind() else {
        panic!("{pattern} is a class of characters");
    };
    class.iter().map(|range| (range.start(), range.end())).collect()
}
