//! The class of each code point, from the tables of `regex-syntax`, which the reference's regex uses.

use crate::{
    class::{BLOCK, Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER},
    output::Output,
};
use regex_syntax::hir::{Class as HirClass, HirKind};

const CODE_POINTS: usize = 0x11_0000;

/// Writes the distinct blocks of classes, and for each block of code points which one it is.
pub fn write(output: &mut Output) {
    let classes = classes();
    let mut blocks: Vec<&[Class]> = Vec::new();
    let mut index = Vec::new();
    for block in classes.chunks(BLOCK) {
        let known = blocks.iter().position(|known| *known == block);
        let at = known.unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        index.push(u8::try_from(at).expect("there are at most 256 distinct blocks"));
    }
    output.u8("class_index", &index);
    output.u8("class_blocks", &blocks.concat());
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
    let mut classes = vec![OTHER; CODE_POINTS];
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

/// The ranges of code points that a pattern for one character matches.
fn ranges(pattern: &str) -> Vec<(char, char)> {
    let hir = regex_syntax::parse(pattern).expect("the pattern is valid");
    let HirKind::Class(HirClass::Unicode(class)) = hir.kind() else {
        panic!("{pattern} is a class of characters");
    };
    class.iter().map(|range| (range.start(), range.end())).collect()
}
