//! Text to symbols: the text of a completion with its special tokens spelt out, cut anywhere.

use super::Symbol;
use crate::format::FormatToken;
use memchr::memchr_iter;
use std::mem;

/// What every token of the format begins with.
const OPEN: u8 = b'<';

/// What follows that.
const SECOND: u8 = b'|';

/// Splits text into symbols. The beginning of a token of the format at the end of the text waits for the rest.
#[derive(Default)]
pub(in crate::parse) struct TextLexer {
    waiting: String,
}

impl TextLexer {
    /// Takes the next text, and emits its symbols.
    pub(in crate::parse) fn push(&mut self, text: &str, mut emit: impl FnMut(Symbol<'_>)) {
        if self.waiting.is_empty() {
            let rest = split(text, &mut emit);
            self.waiting.push_str(rest);
        } else {
            self.waiting.push_str(text);
            let whole = mem::take(&mut self.waiting);
            self.waiting.push_str(split(&whole, &mut emit));
        }
    }

    /// Ends the text: what waits is text.
    pub(in crate::parse) fn finish(&mut self, mut emit: impl FnMut(Symbol<'_>)) {
        if !self.waiting.is_empty() {
            emit(Symbol::Text(self.waiting.as_bytes()));
            self.waiting.clear();
        }
    }
}

/// Emits the symbols of a text. Returns the rest, which may be the beginning of a token of the format.
fn split<'a>(text: &'a str, emit: &mut impl FnMut(Symbol<'_>)) -> &'a str {
    let mut start = 0;
    for at in memchr_iter(OPEN, text.as_bytes()) {
        let (before, rest) = (
            text.get(start..at).unwrap_or_default(),
            text.get(at..).unwrap_or_default(),
        );
        match starting_token(rest) {
            Start::Token(token) => {
                emit_text(before, emit);
                emit(Symbol::Format(token));
                start = at + token.text().len();
            }
            Start::Partial => {
                emit_text(before, emit);
                return rest;
            }
            Start::Text => {}
        }
    }
    emit_text(text.get(start..).unwrap_or_default(), emit);
    ""
}

fn emit_text(text: &str, emit: &mut impl FnMut(Symbol<'_>)) {
    if !text.is_empty() {
        emit(Symbol::Text(text.as_bytes()));
    }
}

/// What a text begins with.
enum Start {
    Token(FormatToken),
    /// Perhaps a token, if more comes.
    Partial,
    Text,
}

fn starting_token(text: &str) -> Start {
    if text.as_bytes().get(1).is_some_and(|second| *second != SECOND) {
        return Start::Text;
    }
    if let Some(token) = FormatToken::ALL
        .into_iter()
        .find(|token| text.starts_with(token.text()))
    {
        return Start::Token(token);
    }
    if FormatToken::ALL
        .iter()
        .any(|token| token.text().starts_with(text))
    {
        Start::Partial
    } else {
        Start::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(parts: &[&str]) -> Vec<String> {
        let mut lexer = TextLexer::default();
        let mut symbols: Vec<String> = Vec::new();
        let mut emit = |symbol: Symbol<'_>| match symbol {
            Symbol::Format(token) => symbols.push(format!("[{}]", token.text())),
            symbol => {
                let text = String::from_utf8(symbol.as_text().unwrap().to_vec()).unwrap();
                match symbols.last_mut() {
                    Some(last) if !last.starts_with('[') => last.push_str(&text),
                    _ => symbols.push(text),
                }
            }
        };
        for part in parts {
            lexer.push(part, &mut emit);
        }
        lexer.finish(&mut emit);
        symbols
    }

    #[test]
    fn symbols_do_not_depend_on_how_the_text_is_cut() {
        let text = "a<|channel|>é<|<|message|><b<|endoftext|>|><<|end|><|start|><|sta";
        let expected = [
            "a",
            "[<|channel|>]",
            "é<|",
            "[<|message|>]",
            "<b<|endoftext|>|><",
            "[<|end|>]",
            "[<|start|>]",
            "<|sta",
        ];
        assert_eq!(symbols(&[text]), expected);
        for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let (one, other) = text.split_at(cut);
            assert_eq!(symbols(&[one, other]), expected, "{one} {other}");
        }
        let characters: Vec<String> = text.chars().map(String::from).collect();
        let characters: Vec<&str> = characters.iter().map(String::as_str).collect();
        assert_eq!(symbols(&characters), expected);
    }
}
