//! Escapes of lone surrogates in JSON text (`\ud800` without its partner): JavaScript and Python strings can hold them,
//! Rust strings cannot.

use std::borrow::Cow;

/// Replaces each escape of a lone surrogate by `\ufffd`. Columns stay as they are.
pub(super) fn replace_lone_surrogates(text: &str) -> Cow<'_, str> {
    let escapes = SurrogateEscapes { text, from: 0 };
    let mut replaced = String::new();
    let mut copied = 0;
    for (at, lone) in escapes {
        if lone {
            replaced.push_str(&text[copied..at]);
            replaced.push_str("\\ufffd");
            copied = at + ESCAPE_LENGTH;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    replaced.push_str(&text[copied..]);
    Cow::Owned(replaced)
}

/// `\uXXXX`
const ESCAPE_LENGTH: usize = 6;

/// Finds the escapes of surrogates: where each stands, and whether it is alone. Pairs come once.
struct SurrogateEscapes<'a> {
    text: &'a str,
    from: usize,
}

impl SurrogateEscapes<'_> {
    fn surrogate_at(&self, at: usize) -> Option<u16> {
        let escape = self.text.get(at..at + ESCAPE_LENGTH)?;
        let unit = u16::from_str_radix(escape.strip_prefix("\\u")?, 16).ok()?;
        (0xd800..=0xdfff).contains(&unit).then_some(unit)
    }
}

impl Iterator for SurrogateEscapes<'_> {
    type Item = (usize, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        loop {
            let at = self.from + memchr::memchr(b'\\', bytes.get(self.from..)?)?;
            let Some(unit) = self.surrogate_at(at) else {
                // An escaped backslash is two bytes long; of any other escape only the backslash matters.
                self.from = at + 2;
                continue;
            };
            let low = self.surrogate_at(at + ESCAPE_LENGTH);
            let paired = unit < 0xdc00 && low.is_some_and(|low| low >= 0xdc00);
            self.from = at + ESCAPE_LENGTH * if paired { 2 } else { 1 };
            return Some((at, !paired));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_become_the_replacement_character() {
        for (given, expected) in [
            (r#""plain""#, r#""plain""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\uD83D""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\ud83dé""#, r#""\ufffdé""#),
            (r#""\ud8"#, r#""\ud8"#),
            (r#""\"#, r#""\"#),
            (r#""\é\ud800""#, r#""\é\ufffd""#),
        ] {
            assert_eq!(replace_lone_surrogates(given), expected, "{given}");
        }
    }
}
