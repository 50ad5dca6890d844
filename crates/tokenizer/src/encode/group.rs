//! The pieces of several batches: their tokens, and which of them are new and have to be learned.

use super::batch::PieceTokens;
use crate::{
    Token,
    boxed::filled,
    memo::{Memo, SHORT, Slot},
    pretokenize::BATCH,
    span::Span,
    tables::{LongerSearch, PieceSearch, TinySearch},
};

/// How many pieces a group has room for.
const PIECES: usize = 16 * BATCH;

/// A group gets no further batch when it has so many new pieces: enough to overlap the waits for memory.
const ENOUGH: usize = 160;

/// For how many tokens of a group the memory is kept.
const KEPT_TOKENS: usize = 1 << 14;

/// For how many slots of the memo it is kept which new piece came there last.
const LATEST: usize = 2048;

const _: () = assert!(
    ENOUGH + BATCH <= 1 << u16::BITS,
    "a place among the new pieces has 16 bits"
);

/// The pieces of some batches, and their tokens.
pub struct Group {
    /// The tokens of all pieces, in order; those of new ones are not yet known.
    pub known: Vec<PieceTokens>,
    /// The tokens that are not packed.
    pub tokens: Vec<Token>,
    /// The pieces that are to be learned. They are kept apart as the vocabulary keeps them, so that nothing branches on it.
    pub tiny: NewPieces<TinySearch>,
    pub longer: NewPieces<LongerSearch>,
    /// Those that are no tokens, and therefore have to be merged.
    pub unmerged: Vec<NewPiece>,
    /// Pieces that come again: the index of each, and that of the first one.
    pub repeats: Vec<[usize; 2]>,
}

impl Group {
    pub fn new() -> Self {
        Self {
            known: Vec::with_capacity(PIECES),
            tokens: Vec::new(),
            tiny: NewPieces::new(),
            longer: NewPieces::new(),
            unmerged: Vec::new(),
            repeats: Vec::new(),
        }
    }

    /// Forgets all pieces.
    pub fn clear(&mut self) {
        self.known.clear();
        self.tokens.clear();
        self.tokens.shrink_to(KEPT_TOKENS);
        self.tiny.pieces.clear();
        self.longer.pieces.clear();
    }

    /// Returns whether there is room for a batch, and a use.
    pub fn has_room(&self) -> bool {
        let new = self.tiny.pieces.len() + self.longer.pieces.len();
        self.known.len() <= PIECES - BATCH && new < ENOUGH
    }
}

/// A piece that the memo does not have.
#[derive(Clone, Copy)]
pub struct NewPiece {
    pub index: usize,
    pub span: Span,
    pub slot: Slot<2>,
}

/// New pieces, each with the search for its token.
pub struct NewPieces<Search> {
    pieces: Vec<(NewPiece, Search)>,
    /// For slots of the memo, the place of the latest piece there.
    latest: Box<[u16; LATEST]>,
}

impl<Search: PieceSearch> NewPieces<Search> {
    fn new() -> Self {
        Self {
            pieces: Vec::new(),
            latest: filled(0),
        }
    }

    /// Adds a piece and starts the search for it, or adds it to `repeats`.
    #[inline(always)]
    pub fn add(&mut self, text: &[u8], piece: NewPiece, repeats: &mut Vec<[usize; 2]>) {
        // The key of a longer piece does not tell it from others.
        if piece.span.len() <= SHORT
            && let Some(first) = self.first_with_key(&piece.slot)
        {
            return repeats.push([piece.index, first]);
        }
        let search = Search::new(piece.span.of(text), piece.slot.key.0[0]);
        search.prefetch_slot();
        self.pieces.push((piece, search));
    }

    /// Returns the index of a piece with the same key, if it is the latest of those with the same slot. If there is none,
    /// the piece is the next one.
    #[inline(always)]
    fn first_with_key(&mut self, slot: &Slot<2>) -> Option<usize> {
        let latest = &mut self.latest[slot.set_number() % LATEST];
        if let Some((first, _)) = self.pieces.get(usize::from(*latest))
            && first.slot.key == slot.key
        {
            return Some(first.index);
        }
        *latest = self.pieces.len() as u16;
        None
    }

    /// Learns the pieces that are tokens, and appends the others to `unmerged`.
    #[inline(always)]
    pub fn learn_tokens(
        &self,
        text: &[u8],
        known: &mut [PieceTokens],
        memo: &mut Memo,
        unmerged: &mut Vec<NewPiece>,
    ) {
        for (piece, search) in &self.pieces {
            match search.token(piece.span.of(text)) {
                Some(token) => {
                    known[piece.index] = PieceTokens::one(token);
                    memo.insert(text, piece.span, &piece.slot, &[token]);
                }
                None => unmerged.push(*piece),
            }
        }
    }
}

impl NewPieces<LongerSearch> {
    /// Asks for the bytes that the pieces are compared with first.
    #[inline(always)]
    pub fn prefetch_bytes(&self) {
        for (_, search) in &self.pieces {
            search.prefetch_bytes();
        }
    }
}
