//! Many pieces at a time: a block of 64 bytes as bit masks, with one bit for each byte.
//!
//! A block begins where a piece starts, so what is before it does not matter. For each class of characters there is a
//! mask of the bytes of such characters. Where pieces start follows from the classes of neighbors ([`Block::starts`],
//! docs/tokenizer.md, S3), except at some places that need more context, the *stops* ([`Block::stops`], S4): the starts
//! before the first stop are known, and the piece with the stop is left to `scalar.rs`.

use super::ascii::Masks;
#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
use super::letters;
use crate::{
    bounded::bounded,
    tables::{
        class::{Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER},
        class_of,
    },
    utf8,
};

/// The bytes in a block.
pub const BLOCK: usize = u64::BITS as usize;

/// What is known of a block.
pub struct Starts {
    /// The block's first byte, and the starts of pieces after it as far as they are known.
    pub mask: u64,
    /// Whether the end of the piece that starts last has to be found by `scalar.rs`; if not, the next block begins with
    /// that piece.
    pub stopped: bool,
}

/// Finds the pieces that start in the block that begins at `at`, where a piece must start. `masks` makes the masks of the
/// ASCII characters.
#[inline(always)]
pub fn starts(text: &[u8], at: usize, masks: impl Fn(&[u8; BLOCK]) -> Masks) -> Starts {
    let rest = text.get(at..).unwrap_or_default();
    let block = match rest.first_chunk() {
        Some(bytes) => Block::new(bytes, BLOCK, masks(bytes)),
        None => {
            let bytes = padded(rest);
            Block::new(&bytes, rest.len(), masks(&bytes))
        }
    };
    let stops = block.stops();
    let known = below(stops | !block.read);
    let mask = block.starts() & known | 1;
    let stopped = stops & !known != 0 && stops & known.wrapping_add(1) != 0;
    let is_last = rest.len() <= BLOCK;
    Starts {
        mask,
        stopped: stopped || is_last || mask == 1,
    }
}

fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// Returns all bits below the lowest of these.
#[inline(always)]
fn below(bits: u64) -> u64 {
    !bits & bits.wrapping_sub(1)
}

/// Returns the places just after the mask's bytes.
#[inline(always)]
fn after(mask: u64) -> u64 {
    mask << 1
}

/// Returns the places just before the mask's bytes.
#[inline(always)]
fn before(mask: u64) -> u64 {
    mask >> 1
}

/// If so many bytes of a block are of characters of several bytes, common letters are found by their masks.
#[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
const MANY_BYTES: u32 = 8;

const CLASSES: usize = Class::BITS as usize;

/// A block's masks. Bytes that are not read are in none of them.
struct Block {
    upper: u64,
    lower: u64,
    /// Letters that are neither upper nor lower case, and can be in both halves of a word.
    letter: u64,
    mark: u64,
    number: u64,
    space: u64,
    newline: u64,
    other: u64,
    /// The bytes up to the end of the last whole character.
    read: u64,
    /// The bytes of characters of several bytes.
    high: u64,
    /// The bytes within characters, after their first.
    continuation: u64,
    /// The characters ` `, `/` and `'`.
    blank: u64,
    slash: u64,
    apostrophe: u64,
}

impl Block {
    #[inline(always)]
    fn new(bytes: &[u8; BLOCK], length: usize, ascii: Masks) -> Self {
        let read = if length == BLOCK {
            u64::MAX
        } else {
            (1 << length) - 1
        };
        let letters_and_such = ascii.upper | ascii.lower | ascii.number | ascii.space | ascii.newline;
        let mut window = Self {
            upper: ascii.upper & read,
            lower: ascii.lower & read,
            letter: 0,
            mark: 0,
            number: ascii.number & read,
            space: ascii.space & read,
            newline: ascii.newline & read,
            other: !(letters_and_such | ascii.high) & read,
            read,
            high: ascii.high,
            continuation: 0,
            blank: ascii.blank & read,
            slash: ascii.slash & read,
            apostrophe: ascii.apostrophe & read,
        };
        if ascii.high & read != 0 {
            window.add_characters(bytes, length);
        }
        window
    }

    /// Adds the characters of several bytes.
    #[inline(always)]
    fn add_characters(&mut self, bytes: &[u8; BLOCK], length: usize) {
        let mut masks = [0_u64; CLASSES];
        let mut rest = self.high & self.read;
        #[cfg(all(target_arch = "x86_64", not(harmony_portable)))]
        if rest.count_ones() >= MANY_BYTES {
            let letters = letters::find(bytes);
            self.upper |= letters.upper;
            self.lower |= letters.lower;
            self.letter |= letters.letter;
            self.continuation |= letters.continuation;
            rest &= !(letters.upper | letters.lower | letters.letter);
        }
        while rest != 0 {
            let at = bounded::<BLOCK>(rest.trailing_zeros() as usize);
            let (code_point, size) = utf8::decode(bytes[at], &bytes[at + 1..]);
            if at + size > length {
                self.read &= (1 << at) - 1;
                break;
            }
            let bits = ((1 << size) - 1) << at;
            masks[bounded::<CLASSES>(class_of(code_point).trailing_zeros() as usize)] |= bits;
            self.continuation |= bits & !(1 << at);
            rest &= !bits;
        }
        let of = |class: Class| masks[class.trailing_zeros() as usize];
        self.upper |= of(UPPER);
        self.lower |= of(LOWER);
        self.letter |= of(LETTER);
        self.mark |= of(MARK);
        self.number |= of(NUMBER);
        self.space |= of(SPACE);
        self.newline |= of(NEWLINE);
        self.other |= of(OTHER);
    }

    fn word(&self) -> u64 {
        self.upper | self.lower | self.letter | self.mark
    }

    /// Returns the newlines that belong to the punctuation before them.
    fn tail(&self) -> u64 {
        let first = self.newline & after(self.other);
        self.newline & !self.newline.wrapping_add(first)
    }

    /// Returns the places at which starts, there or later, depend on more than the rules of [`starts`](Self::starts).
    #[inline(always)]
    fn stops(&self) -> u64 {
        let word = self.word();
        let last = self.read & !before(self.read);
        // This may be a contraction.
        let contraction = self.apostrophe & after(word) & (before(word) | last);
        // This may be the end of a word that backs off.
        let backing_off = self.upper & after(self.letter | self.mark);
        // This may be part of a run of punctuation instead of a word.
        let mark = self.mark & after(self.other);
        // This is part of the punctuation before the newlines.
        let slash = self.slash & after(self.tail());
        // These are rare, and have several bytes.
        let wide = (self.space | self.number) & self.high;
        contraction | backing_off | mark | slash | wide | self.open_spaces()
    }

    /// Returns the last place before the first stop of this kind at which spaces follow newlines, if it is not known
    /// whether a piece starts there.
    ///
    /// A piece starts there if no newline follows the spaces, or if the newlines before them belong to punctuation.
    #[inline(always)]
    fn open_spaces(&self) -> u64 {
        let first = self.space & !after(self.space) & after(self.newline & !self.tail());
        let (sum, beyond) = self.space.overflowing_add(first);
        let ends = sum & !self.space;
        let open = ends & !(self.word() | self.number | self.other);
        if open == 0 && !beyond {
            return 0;
        }
        // The highest of the first spaces below the lowest open end.
        let candidates = first & below(open);
        if candidates == 0 {
            0
        } else {
            1 << candidates.ilog2()
        }
    }

    /// Returns the starts of pieces, as far as no stop comes before, and without the first byte.
    #[inline(always)]
    fn starts(&self) -> u64 {
        let word = self.word();
        let lead = !self.continuation;
        // Punctuation takes a space before it.
        let other = self.other & lead & !after(self.other | self.blank);
        // A character of punctuation that starts a piece goes with the word after it; a later one of a run does not.
        let after_first_other = (after(other).wrapping_add(self.continuation)) & lead;
        let word = word & after(self.number | self.newline)
            | self.upper & after(self.lower)
            | word & after(self.other) & !after_first_other;
        let newline = self.newline & after(self.word() | self.number);
        // A run of spaces leaves its last one to what follows, unless that is a newline.
        let space = self.space & (!after(self.space) | before(self.word() | self.number | self.other));
        word | other | newline | space | self.numbers()
    }

    /// Returns the starts of groups of three digits.
    #[inline(always)]
    fn numbers(&self) -> u64 {
        let second = self.number & after(self.number);
        let fourth = second & after(second) & after(after(second));
        let mut group = self.number & !after(self.number);
        let mut starts = group;
        while group != 0 {
            group = group << 3 & fourth;
            starts |= group;
        }
        starts
    }
}
