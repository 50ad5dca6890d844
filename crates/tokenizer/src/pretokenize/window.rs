//! Many pieces at a time: 64 bytes of text as bit masks, one bit a byte.
//!
//! A window begins where a piece starts, so what is before it doesn't matter. For each class of characters there is a
//! mask of the bytes of such characters. Where pieces start follows from the classes of neighbours ([`Window::starts`]),
//! but for some places that need more context, which are *stops* ([`Window::stops`]): starts before the first stop are
//! known, and the piece with the stop is left to `scalar.rs`.

use super::{ascii, scalar};
use crate::tables::{
    class::{Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER},
    class_of,
};

/// The bytes in a window.
pub const WINDOW: usize = u64::BITS as usize;

/// What is known of a window.
pub struct Starts {
    /// The window's first byte, and the starts of pieces after it, as far as they are known.
    pub mask: u64,
    /// Whether the end of the piece that starts last has to be found by `scalar.rs`; if not, the next window begins
    /// with that piece.
    pub stopped: bool,
}

/// Finds the pieces that start in the window that begins at `at`, where a piece must start.
pub fn starts(text: &[u8], at: usize) -> Starts {
    let rest = text.get(at..).unwrap_or_default();
    let window = match rest.first_chunk() {
        Some(bytes) => Window::new(bytes, WINDOW),
        None => Window::new(&padded(rest), rest.len()),
    };
    let stops = window.stops();
    let known = below(stops | !window.read);
    let mask = window.starts() & known | 1;
    let stopped = stops & !known != 0 && stops & known.wrapping_add(1) != 0;
    let is_last = rest.len() <= WINDOW;
    Starts {
        mask,
        stopped: stopped || is_last || mask == 1,
    }
}

fn padded(rest: &[u8]) -> [u8; WINDOW] {
    let mut bytes = [0; WINDOW];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

/// All bits below the lowest of these.
#[inline(always)]
fn below(bits: u64) -> u64 {
    !bits & bits.wrapping_sub(1)
}

/// For each bit, the next higher one: where the mask's bytes are the ones before.
#[inline(always)]
fn after(mask: u64) -> u64 {
    mask << 1
}

/// For each bit, the next lower one: where the mask's bytes are the ones behind.
#[inline(always)]
fn before(mask: u64) -> u64 {
    mask >> 1
}

/// A window's masks. Bytes that are not read are in none.
struct Window {
    upper: u64,
    lower: u64,
    /// Letters that are both.
    letter: u64,
    mark: u64,
    number: u64,
    space: u64,
    newline: u64,
    other: u64,
    /// Bytes of whole characters. All bytes that are not read are at the end.
    read: u64,
    high: u64,
    /// Bytes within characters.
    continuation: u64,
    /// The space itself, `/` and `'`.
    blank: u64,
    slash: u64,
    apostrophe: u64,
}

impl Window {
    #[inline(always)]
    fn new(bytes: &[u8; WINDOW], length: usize) -> Self {
        let ascii = ascii::masks(bytes);
        let read = if length == WINDOW {
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

    /// Adds the characters of more than one byte.
    fn add_characters(&mut self, bytes: &[u8; WINDOW], length: usize) {
        let mut masks = [0_u64; Class::BITS as usize];
        let mut rest = self.high & self.read;
        while rest != 0 {
            let at = rest.trailing_zeros() as usize % WINDOW;
            let (code_point, size) = scalar::decode(bytes[at], &bytes[at + 1..]);
            if at + size > length {
                self.read &= (1 << at) - 1;
                break;
            }
            let bits = ((1 << size) - 1) << at;
            masks[class_of(code_point).trailing_zeros() as usize % masks.len()] |= bits;
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

    /// Newlines that belong to the punctuation before them.
    fn tail(&self) -> u64 {
        let first = self.newline & after(self.other);
        self.newline & !self.newline.wrapping_add(first)
    }

    /// Places where starts, here or later, depend on more than the rules of [`starts`](Self::starts).
    #[inline(always)]
    fn stops(&self) -> u64 {
        let word = self.word();
        let last = self.read & !before(self.read);
        // Perhaps a contraction.
        let contraction = self.apostrophe & after(word) & (before(word) | last);
        // Perhaps the end of a word that backs off.
        let backing_off = self.upper & after(self.letter | self.mark);
        // Perhaps part of a run of punctuation, though in a word otherwise.
        let mark = self.mark & after(self.other);
        // Part of the punctuation before the newlines.
        let slash = self.slash & after(self.tail());
        // Rare, and of more than one byte.
        let wide = (self.space | self.number) & self.high;
        contraction | backing_off | mark | slash | wide | self.open_spaces()
    }

    /// The first spaces after newlines, if whether a piece starts there is not known.
    ///
    /// It does if no newline follows the spaces, or if the newlines before them belong to punctuation.
    #[inline(always)]
    fn open_spaces(&self) -> u64 {
        let first = self.space & !after(self.space) & after(self.newline & !self.tail());
        let (sum, beyond) = self.space.overflowing_add(first);
        let behind = sum & !self.space;
        let open = behind & !(self.word() | self.number | self.other);
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

    /// The starts of pieces, as far as no stop comes before; the first byte's aside.
    #[inline(always)]
    fn starts(&self) -> u64 {
        let word = self.word();
        let lead = !self.continuation;
        // Punctuation takes a space before it.
        let other = self.other & lead & !after(self.other | self.blank);
        // A character of punctuation that starts a piece goes with the word behind it; a later one of a run doesn't.
        let behind_other = (after(other).wrapping_add(self.continuation)) & lead;
        let word = word & after(self.number | self.newline)
            | self.upper & after(self.lower)
            | word & after(self.other) & !behind_other;
        let newline = self.newline & after(self.word() | self.number);
        // A run of spaces leaves its last one to what follows, if that is no newline.
        let space = self.space & (!after(self.space) | before(self.word() | self.number | self.other));
        word | other | newline | space | self.numbers()
    }

    /// The starts of groups of three digits.
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
