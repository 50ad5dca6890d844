//! Places in a text.

/// A run of a text's bytes: a piece, or a part of one.
#[derive(Clone, Copy)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    #[inline(always)]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns the span's bytes, or none if it is not in the text.
    #[inline(always)]
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }
}
