//! Every bit layout of the tokenizer, said once: of the embedded tables, and of the words that it packs at run time.
//!
//! The writers in `codegen/` include this file, and the readers beside it use it, so that the two cannot disagree.

/// A field of a packed word: adjacent bits that hold one value.
#[derive(Clone, Copy)]
pub struct Field {
    shift: u32,
    bits: u32,
}

impl Field {
    const fn new(shift: u32, bits: u32) -> Self {
        assert!(bits > 0 && shift + bits <= u64::BITS, "the field is in a word");
        Self { shift, bits }
    }

    /// The lowest bits of a word.
    const fn lowest(bits: u32) -> Self {
        Self::new(0, bits)
    }

    /// The highest bits of a word.
    const fn highest(bits: u32) -> Self {
        Self::new(u64::BITS - bits, bits)
    }

    /// The bits just above this field.
    const fn then(self, bits: u32) -> Self {
        Self::new(self.shift + self.bits, bits)
    }

    /// All bits above this field. Reading such a field takes a shift and no mask.
    const fn rest(self) -> Self {
        self.then(u64::BITS - self.shift - self.bits)
    }

    /// The greatest value that the field can hold.
    #[inline(always)]
    pub const fn max(self) -> u64 {
        u64::MAX >> (u64::BITS - self.bits)
    }

    /// Returns how many values the field can hold.
    pub const fn values(self) -> usize {
        1 << self.bits
    }

    /// Reads the field of a word.
    #[inline(always)]
    pub const fn get(self, word: u64) -> u64 {
        word >> self.shift & self.max()
    }

    /// Returns a word that has the value in this field and zeros elsewhere.
    #[inline(always)]
    pub const fn put(self, value: u64) -> u64 {
        debug_assert!(value <= self.max(), "the value fits in its field");
        value << self.shift
    }
}

/// The bits of a token id. Ranks and special tokens are below [`EDGE`], which stands for "no token" in a pair.
const TOKEN_BITS: u32 = 18;

/// Stands for the token beyond either end of a text: nothing merges with it.
pub const EDGE: u32 = Field::lowest(TOKEN_BITS).max() as u32;

/// Stands for "no token" in tables of whole words: it is greater than any token, so that a search for the lowest rank
/// passes over it.
pub const NO_TOKEN: u32 = u32::MAX;

/// Stands for the tokens of a closed character in the table of characters: it is greater than any token.
pub const CLOSED: u32 = NO_TOKEN - 1;

/// The entries of `token_places`, of 32 bits: where a token's bytes are in `token_bytes`.
pub mod token_place {
    use super::Field;

    pub const LENGTH: Field = Field::lowest(8);
    pub const OFFSET: Field = LENGTH.then(24);

    const _: () = assert!(OFFSET.shift + OFFSET.bits == u32::BITS);
}

/// Zeros follow the last token in `token_bytes`, so that a chunk of this length can be read wherever a token starts.
pub const TOKEN_CHUNK: usize = 16;

/// A piece of up to [`MAX_LENGTH`](tiny_piece::MAX_LENGTH) bytes as one number.
pub mod tiny_piece {
    use super::Field;

    /// The greatest length of a tiny piece.
    pub const MAX_LENGTH: usize = 6;

    /// The bytes, the first one lowest, padded with zeros.
    pub const BYTES: Field = Field::lowest(8 * MAX_LENGTH as u32);
    pub const LENGTH: Field = BYTES.then(3);

    const _: () = assert!(MAX_LENGTH as u64 <= LENGTH.max());
}

/// The hash of a tiny piece: as many bits as the piece has, since the hash is one-to-one.
pub mod tiny_hash {
    use super::{Field, tiny_piece};

    pub const ALL: Field = Field::lowest(tiny_piece::LENGTH.shift + tiny_piece::LENGTH.bits);
    /// What the slot's index does not tell.
    pub const REMAINDER: Field = Field::lowest(34);
    /// The index of the slot where the search starts.
    pub const HOME: Field = REMAINDER.then(17);

    const _: () = assert!(HOME.shift + HOME.bits == ALL.bits);
}

/// The slots of `tiny_slots`: 0 where there is no entry.
pub mod tiny_slot {
    use super::{Field, TOKEN_BITS, tiny_hash};

    /// How many slots there are.
    pub const COUNT: usize = tiny_hash::HOME.values();

    /// The token plus one.
    pub const TOKEN_PLUS_ONE: Field = Field::lowest(TOKEN_BITS);
    /// The hash's [`REMAINDER`](tiny_hash::REMAINDER).
    pub const HASH: Field = TOKEN_PLUS_ONE.then(tiny_hash::REMAINDER.bits);
    /// How many slots the entry is beyond its home.
    pub const DISTANCE: Field = HASH.rest();
    /// `HASH` and `DISTANCE`, which at a given slot identify the piece.
    pub const KEY: Field = TOKEN_PLUS_ONE.rest();
}

/// The slots of `piece_slots`: 0 where there is no entry.
pub mod piece_slot {
    use super::{Field, TOKEN_BITS, token_place};

    /// How many slots there are.
    pub const COUNT: usize = HOME.values();

    /// In a piece's hash: the index of the slot where the search starts.
    pub const HOME: Field = Field::lowest(17);

    pub const TOKEN: Field = Field::lowest(TOKEN_BITS);
    /// Where the token's bytes start in `token_bytes`.
    pub const OFFSET: Field = TOKEN.then(21);
    pub const LENGTH: Field = OFFSET.then(token_place::LENGTH.bits);
    /// The highest bits of the piece's hash, which are in the same place there.
    pub const HASH: Field = LENGTH.rest();

    const _: () = assert!(
        HASH.shift >= HOME.bits,
        "the slot's index tells nothing about these bits"
    );
}

/// Two adjacent tokens as one number.
pub mod pair_key {
    use super::{Field, TOKEN_BITS};

    pub const RIGHT: Field = Field::lowest(TOKEN_BITS);
    pub const LEFT: Field = RIGHT.then(TOKEN_BITS);
}

/// The hash of a pair: its group's pilot tells its slot.
pub mod pair_hash {
    use super::Field;

    /// The pair's group: the index of its pilot in `pair_pilots`.
    pub const GROUP: Field = Field::highest(16);
    /// In the hash's product with the pilot: the index of the pair's slot.
    pub const SLOT: Field = Field::new(28, 18);
}

/// The slots of `pair_slots`: 0 where there is no entry.
pub mod pair_slot {
    use super::{Field, TOKEN_BITS, pair_hash, pair_key};

    /// How many slots there are.
    pub const COUNT: usize = pair_hash::SLOT.values();

    /// The token that the pair merges into.
    pub const MERGED: Field = Field::lowest(TOKEN_BITS);
    /// The [`pair_key`].
    pub const KEY: Field = MERGED.rest();

    const _: () = assert!(KEY.bits >= pair_key::LEFT.shift + pair_key::LEFT.bits);
}

/// The tables of characters: a two-level trie from code points to tokens.
pub mod character_trie {
    /// Only characters of the basic plane have entries.
    pub const CODE_POINTS: u32 = 0x1_0000;
    /// How many code points share an entry of the index.
    pub const LEAF: usize = 64;
}

/// Two adjacent characters as one number.
pub mod character_pair {
    use super::Field;

    pub const RIGHT: Field = Field::lowest(21);
    pub const LEFT: Field = RIGHT.then(21);

    const _: () = assert!(char::MAX as u64 <= RIGHT.max());
}

/// In the hash of two characters: the bits of the pair in a Bloom filter of words.
pub mod filter_hash {
    use super::Field;

    /// The index of the word.
    pub const WORD: Field = Field::highest(12);
    /// The two bits of the pair in that word.
    pub const BIT: Field = Field::new(24, u64::BITS.ilog2());
    pub const OTHER_BIT: Field = BIT.then(u64::BITS.ilog2());
}

/// The tables of classes: a two-level trie from code points to classes.
pub mod class_trie {
    pub const CODE_POINTS: u32 = char::MAX as u32 + 1;
    /// How many code points share an entry of the index.
    pub const LEAF: usize = 128;
}

/// The last word of a memo's key.
pub mod memo_key {
    use super::Field;

    /// The piece's length. Never 0, so that no key is all zeros, as empty entries are.
    pub const LENGTH: Field = Field::highest(8);
}

/// The tokens of a memo's entry, packed in words.
pub mod memo_word {
    use super::{Field, TOKEN_BITS};

    /// How many tokens a word holds.
    pub const CAPACITY: usize = TOKENS.len();

    pub const TOKENS: [Field; 3] = {
        let first = Field::lowest(TOKEN_BITS);
        let second = first.then(TOKEN_BITS);
        [first, second, second.then(TOKEN_BITS)]
    };
    /// How many of the tokens count.
    pub const COUNT: Field = Field::highest(2);

    const _: () = assert!(TOKENS[CAPACITY - 1].shift + TOKEN_BITS <= COUNT.shift);
    const _: () = assert!(CAPACITY as u64 <= COUNT.max());
}

/// The places of the memo's long pieces: the word beside the start.
pub mod ring_place {
    use super::Field;

    /// How many tokens the piece has.
    pub const TOKENS: Field = Field::lowest(16);
    /// The piece's length. Never 0, so that no place is all zeros, as empty ones are.
    pub const LENGTH: Field = TOKENS.then(16);
    /// The highest bits of the piece's hash, which are in the same place there.
    pub const HASH: Field = LENGTH.rest();
    /// `LENGTH` and `HASH`.
    pub const KEY: Field = TOKENS.rest();
}

/// The keys of a lane: the lowest is that of the lowest rank, and of equal ranks that of the leftmost part. They are
/// `i32`, since SSE2 compares no unsigned integers.
pub mod lane_key {
    use super::{Field, TOKEN_BITS};

    /// Where the part is.
    pub const PLACE: Field = Field::lowest(6);
    /// The token that the part and the next one merge into.
    const MERGED: Field = PLACE.then(TOKEN_BITS);

    const _: () = assert!(MERGED.shift + MERGED.bits < i32::BITS, "keys are not negative");

    /// Packs a key. In 32 bits, so that the compiler can do without a branch where a pair may not merge.
    #[inline(always)]
    pub const fn pack(merged: u32, place: usize) -> i32 {
        debug_assert!(merged as u64 <= MERGED.max() && place as u64 <= PLACE.max());
        (merged << MERGED.shift | place as u32) as i32
    }

    /// Returns the token and the place of a key.
    #[inline(always)]
    pub const fn unpack(key: i32) -> (u32, usize) {
        let key = key as u32;
        (key >> MERGED.shift, PLACE.get(key as u64) as usize)
    }
}
