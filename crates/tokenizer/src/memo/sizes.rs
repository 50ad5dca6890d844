//! How large a memo is at first, and how large it may become.

/// The sizes of a memo's tables, as binary logarithms.
#[derive(Clone, Copy)]
pub struct Sizes {
    pub short: Sets,
    pub medium: Sets,
    /// The most words of the ring of long pieces.
    pub ring: u32,
    /// The most words of the ring of passages.
    pub passages: u32,
    /// How many passages are known to have come.
    pub seen: u32,
}

/// How many sets a table has at first, and after it has grown.
#[derive(Clone, Copy)]
pub struct Sets {
    pub first: u32,
    pub last: u32,
}

impl Sets {
    const fn new(first: u32, last: u32) -> Self {
        Self { first, last }
    }
}

#[cfg(not(harmony_tiny_memo))]
impl Sizes {
    /// For a thread of its own: 0.8 MB at first, and 9.8 MB at most.
    pub const THREAD: Self = Self {
        short: Sets::new(13, 15),
        medium: Sets::new(11, 13),
        ring: 20,
        passages: 19,
        seen: 13,
    };

    /// For the memos that belong to the process: 0.8 MB at first, and 6.5 MB at most.
    pub const SHARED: Self = Self {
        ring: 19,
        passages: 18,
        ..Self::THREAD
    };

    /// For one call: 0.45 MB at most.
    pub const PASSING: Self = Self {
        short: Sets::new(12, 12),
        medium: Sets::new(10, 10),
        ring: 14,
        passages: 12,
        seen: 4,
    };
}

/// With `--cfg harmony_tiny_memo`, tables are so small that all of them grow, overflow and come round in tests.
#[cfg(harmony_tiny_memo)]
impl Sizes {
    pub const THREAD: Self = Self {
        short: Sets::new(1, 4),
        medium: Sets::new(1, 3),
        ring: 11,
        passages: 14,
        seen: 4,
    };
    pub const SHARED: Self = Self::THREAD;
    pub const PASSING: Self = Self::THREAD;
}

#[cfg(test)]
impl Sizes {
    /// Sizes from the least ones on: the first ones overflow all the time, and the others grow.
    pub fn small() -> impl Iterator<Item = Self> {
        (1..8).flat_map(|first| {
            [first, first + 1, first + 3].map(|last| Self {
                short: Sets::new(first, last),
                medium: Sets::new(first, last),
                ring: first + 7,
                passages: first + 8,
                seen: first,
            })
        })
    }
}
