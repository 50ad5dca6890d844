//! UTF-16 as UTF-8, eight units at a time: for each of them, all forms that it could have are made at once, and a shuffle moves
//! the bytes of those that it has together.

use std::arch::x86_64::*;

/// How many units a group has.
const GROUP: usize = 8;

/// How many bytes are written at a time.
const WRITTEN: usize = 16;

/// After so many groups of ASCII, more of them are likely, which are narrowed faster in another way.
const MANY_ASCII_GROUPS: usize = 8;

/// What moves the bytes of some units together that have more room than they need.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Shuffle {
    /// Where each byte comes from.
    from: [u8; WRITTEN],
    /// How many bytes count.
    length: usize,
}

/// For eight units of one or two bytes, in two bytes each: by the units that are ASCII, one bit each.
static SHORT: [Shuffle; 256] = short_shuffles();

/// For four units in four bytes each: by those that are ASCII, in the lower bits, and those that have less than three bytes.
static LONG: [Shuffle; 256] = long_shuffles();

const fn short_shuffles() -> [Shuffle; 256] {
    let mut shuffles = [Shuffle::NOTHING; 256];
    let mut ascii = 0;
    while ascii < 256 {
        let mut unit = 0;
        while unit < GROUP {
            shuffles[ascii].add(2 * unit, 2 - (ascii >> unit & 1));
            unit += 1;
        }
        ascii += 1;
    }
    shuffles
}

const fn long_shuffles() -> [Shuffle; 256] {
    let mut shuffles = [Shuffle::NOTHING; 256];
    let mut masks = 0;
    while masks < 256 {
        let mut unit = 0;
        while unit < GROUP / 2 {
            shuffles[masks].add(4 * unit, 3 - (masks >> unit & 1) - (masks >> 4 >> unit & 1));
            unit += 1;
        }
        masks += 1;
    }
    shuffles
}

impl Shuffle {
    /// Makes nothing but zeros.
    const NOTHING: Self = Self {
        from: [0x80; WRITTEN],
        length: 0,
    };

    /// Adds bytes that follow each other.
    const fn add(&mut self, start: usize, length: usize) {
        let mut index = 0;
        while index < length {
            self.from[self.length] = (start + index) as u8;
            self.length += 1;
            index += 1;
        }
    }
}

/// For how many groups room is made at a time.
const BLOCK: usize = 32;

/// Appends groups of units as UTF-8, up to one with a surrogate, and not if many are ASCII. Returns how many units they are.
#[target_feature(enable = "ssse3")]
pub fn append_groups(units: &[u16], text: &mut String) -> usize {
    let (groups, _) = units.as_chunks::<GROUP>();
    // SAFETY: only whole characters are appended.
    let bytes = unsafe { text.as_mut_vec() };
    let mut done = 0;
    let mut ascii_groups = 0;
    for block in groups.chunks(BLOCK) {
        bytes.reserve(2 * WRITTEN * block.len());
        let mut end = bytes.len();
        let mut count = 0;
        for group in block {
            // SAFETY: a group has 16 bytes. Room was made for 32 bytes for each group, which are more than are written for it.
            let written = unsafe { write_group(group, bytes.as_mut_ptr().add(end)) };
            if written == 0 || ascii_groups == MANY_ASCII_GROUPS {
                break;
            }
            ascii_groups = if written == GROUP { ascii_groups + 1 } else { 0 };
            end += written;
            count += 1;
        }
        // SAFETY: all bytes up to there have been written.
        unsafe { bytes.set_len(end) };
        done += count;
        if count < block.len() {
            break;
        }
    }
    GROUP * done
}

/// Writes a group as UTF-8, and up to 8 bytes more. Returns how many bytes count: 0 if there is a surrogate.
///
/// # Safety
/// There must be room for 32 bytes.
#[target_feature(enable = "ssse3")]
unsafe fn write_group(group: &[u16; GROUP], place: *mut u8) -> usize {
    // SAFETY: the group has 16 bytes, and may have any address. The caller guarantees the room: the first half of a group
    // has 12 bytes at most.
    unsafe {
        let group = _mm_loadu_si128(group.as_ptr().cast());
        if !has_bits(group, 0xF800) {
            return write_short(group, place);
        }
        if has_surrogate(group) {
            return 0;
        }
        let zero = _mm_setzero_si128();
        let half = write_long(_mm_unpacklo_epi16(group, zero), place);
        half + write_long(_mm_unpackhi_epi16(group, zero), place.add(half))
    }
}

/// Returns whether any of eight units has one of these bits.
#[target_feature(enable = "ssse3")]
fn has_bits(units: __m128i, bits: u16) -> bool {
    let has_none = _mm_cmpeq_epi16(_mm_and_si128(units, all16(bits)), _mm_setzero_si128());
    _mm_movemask_epi8(has_none) != 0xFFFF
}

#[target_feature(enable = "ssse3")]
fn has_surrogate(units: __m128i) -> bool {
    let are_surrogates = _mm_cmpeq_epi16(_mm_and_si128(units, all16(0xF800)), all16(0xD800));
    _mm_movemask_epi8(are_surrogates) != 0
}

/// Writes eight units of one or two bytes. Returns how many bytes count.
///
/// # Safety
/// There must be room for 16 bytes.
#[target_feature(enable = "ssse3")]
unsafe fn write_short(units: __m128i, place: *mut u8) -> usize {
    let is_ascii = _mm_cmplt_epi16(units, all16(0x80));
    let first = _mm_srli_epi16(units, 6);
    let second = _mm_slli_epi16(_mm_and_si128(units, all16(0x3F)), 8);
    let two = _mm_or_si128(_mm_or_si128(first, second), all16(0x80C0));
    let forms = select(is_ascii, units, two);
    let ascii = _mm_movemask_epi8(_mm_packs_epi16(is_ascii, _mm_setzero_si128())) as usize;
    // SAFETY: the caller guarantees it.
    unsafe { write_shuffled(forms, &SHORT[ascii & 0xFF], place) }
}

/// Writes four units of up to three bytes, none of them a surrogate, that are in four bytes each. Returns how many bytes
/// count.
///
/// # Safety
/// There must be room for 16 bytes.
#[target_feature(enable = "ssse3")]
unsafe fn write_long(units: __m128i, place: *mut u8) -> usize {
    let is_ascii = _mm_cmplt_epi32(units, all32(0x80));
    let is_short = _mm_cmplt_epi32(units, all32(0x800));
    let last = _mm_and_si128(units, all32(0x3F));
    let middle = _mm_and_si128(_mm_srli_epi32(units, 6), all32(0x3F));
    let two = _mm_or_si128(_mm_srli_epi32(units, 6), _mm_slli_epi32(last, 8));
    let two = _mm_or_si128(two, all32(0x80C0));
    let three = _mm_or_si128(_mm_srli_epi32(units, 12), _mm_slli_epi32(middle, 8));
    let three = _mm_or_si128(_mm_or_si128(three, _mm_slli_epi32(last, 16)), all32(0x8080E0));
    let forms = select(is_ascii, units, select(is_short, two, three));
    let mask = |lanes| _mm_movemask_ps(_mm_castsi128_ps(lanes)) as usize;
    let masks = mask(is_ascii) | mask(is_short) << 4;
    // SAFETY: the caller guarantees it.
    unsafe { write_shuffled(forms, &LONG[masks & 0xFF], place) }
}

/// Writes 16 bytes, moved by the shuffle. Returns how many of them count.
///
/// # Safety
/// There must be room for them.
#[target_feature(enable = "ssse3")]
unsafe fn write_shuffled(forms: __m128i, shuffle: &Shuffle, place: *mut u8) -> usize {
    // SAFETY: the shuffle has 16 bytes. Both may have any address.
    unsafe {
        let from = _mm_loadu_si128(shuffle.from.as_ptr().cast());
        _mm_storeu_si128(place.cast(), _mm_shuffle_epi8(forms, from));
    }
    shuffle.length
}

/// Returns the lanes of one where the mask has ones, and otherwise those of the other.
#[target_feature(enable = "ssse3")]
fn select(mask: __m128i, one: __m128i, other: __m128i) -> __m128i {
    _mm_or_si128(_mm_and_si128(mask, one), _mm_andnot_si128(mask, other))
}

#[target_feature(enable = "ssse3")]
fn all16(value: u16) -> __m128i {
    _mm_set1_epi16(value.cast_signed())
}

#[target_feature(enable = "ssse3")]
fn all32(value: u32) -> __m128i {
    _mm_set1_epi32(value.cast_signed())
}
