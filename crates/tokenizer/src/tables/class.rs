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
/// `\s` without the newlines.
pub const SPACE: Class = 1 << 5;
/// `[\r\n]`.
pub const NEWLINE: Class = 1 << 6;
/// Everything else.
pub const OTHER: Class = 1 << 7;
