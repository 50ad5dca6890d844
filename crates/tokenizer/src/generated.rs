//! Texts for tests, always the same ones.

/// A source of numbers.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// What texts are made of: each row is for texts of one kind.
const PARTS: [&[&str]; 9] = [
    // Every class of characters, contractions, and what counts in the pattern on its own.
    &[
        "a", "B", "é", "漢", "\u{301}", "1", " ", "\t", "\n", "\r\n", "!", "/", "'", "'s", "'ll", "—",
        "\u{3000}", "²", "ſ", "ǅ",
    ],
    // Words.
    &[
        " the", " quick", "Brown", " fox", " jumps", ",", " über", "don't", " I'll", ".", " 2024", "\n\n",
        "    ",
    ],
    // White space.
    &[
        " ", "  ", "\t", "\n", "\r\n", "\u{3000}", "\u{a0}", "     ", "x", "1", "!", "/",
    ],
    // Contractions.
    &[
        "'", "'s", "'S", "'ll", "'lL", "'re", "'ſ", "a", "B", "漢", "!", "l", "\u{301}", " ",
    ],
    // Words that back off.
    &["漢", "A", "B", "c", "\u{301}", "ʰ", "'s", "AB", " ", "漢漢"],
    // Punctuation with marks, newlines and slashes.
    &["!", "=", "\u{301}", "\n", "/", "//", " ", "a", "'", "\u{20dd}"],
    // Digits.
    &["1", "23", "456", "٣", "²", " ", "."],
    // Characters of several tokens.
    &[
        "😀",
        "👩",
        "\u{200d}",
        "\u{fe0f}",
        "𝐀",
        "𐐀",
        "龘",
        "鑫",
        "e\u{301}",
        "ꙮ",
        "\u{10ffff}",
        "नि",
        "한글",
        "的",
    ],
    // Letters in which hardly any merge is like another one.
    &[
        "a", "b", "c", "e", "i", "n", "o", "r", "s", "t", "th", "ing", "qu", "zz", "xj",
    ],
];

/// Generates texts of up to about `longest` bytes.
pub fn texts(count: usize, longest: usize) -> impl Iterator<Item = String> {
    let mut random = Random::new(1);
    (0..count).map(move |index| {
        let parts = PARTS[index % PARTS.len()];
        let length = random.below(longest + 1);
        let mut text = String::new();
        while text.len() < length {
            let repeated = if random.below(8) == 0 {
                1 + random.below(longest / 8)
            } else {
                1
            };
            text.push_str(&parts[random.below(parts.len())].repeat(repeated));
        }
        text
    })
}
