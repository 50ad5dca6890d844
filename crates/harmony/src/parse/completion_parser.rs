//! Parses one completion with the policy that repairs, from token ids or from text.

use super::{
    event::EventSink,
    lexer::{Symbol, text::TextLexer, tokens::symbol},
    machine::Machine,
    repair::Repair,
};
use crate::{StreamState, Token, chat::Role};
use std::cell::RefCell;

/// A parser of one completion, which takes any input.
pub struct CompletionParser {
    machine: Machine<Repair>,
    /// Splits text; absent where the input is tokens.
    lexer: Option<TextLexer>,
    /// How many tokens, or UTF-16 units of text, have been read.
    read: u64,
}

thread_local! {
    /// The bytes of a run of tokens, kept for the memory: parsers are many, and most of them wait.
    static RUN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// From how many tokens on it is quicker to decode a run at once.
const SHORTEST_RUN: usize = 4;

/// How many tokens are decoded at once at most, so that little memory is kept.
const LONGEST_RUN: usize = 256;

impl CompletionParser {
    /// Returns a parser for tokens. `role` is the first message's role, if the prompt has stated it.
    pub fn for_tokens(role: Option<Role>) -> Self {
        Self::new(role, None)
    }

    /// Returns a parser for text. `role` is the first message's role, if the prompt has stated it.
    pub fn for_text(role: Option<Role>) -> Self {
        Self::new(role, Some(TextLexer::default()))
    }

    fn new(role: Option<Role>, lexer: Option<TextLexer>) -> Self {
        let usual_role = role.clone().unwrap_or(Role::Assistant);
        Self {
            machine: Machine::new(Repair::new(usual_role, lexer.is_some()), role),
            lexer,
            read: 0,
        }
    }

    /// Takes the next tokens.
    pub fn push_tokens(&mut self, mut tokens: &[Token], sink: &mut impl EventSink) {
        while let Some((&token, after)) = tokens.split_first() {
            tokens = match self.push_run(tokens, sink) {
                0 => {
                    self.take(symbol(token), 1, sink);
                    after
                }
                taken => tokens.get(taken..).unwrap_or_default(),
            };
        }
    }

    /// Takes tokens of text in a content as one symbol, if there are some. Returns how many.
    #[inline]
    fn push_run(&mut self, tokens: &[Token], sink: &mut impl EventSink) -> usize {
        if tokens.len() < SHORTEST_RUN || self.machine.state() != StreamState::Content {
            return 0;
        }
        let candidates = tokens.iter().take(LONGEST_RUN);
        let length = candidates.take_while(|token| **token < tokenizer::RANKS).count();
        RUN.with_borrow_mut(|bytes| {
            bytes.clear();
            let run = tokens.get(..length).unwrap_or_default();
            if run.is_empty() || tokenizer::decode_bytes(run, bytes).is_err() {
                return 0;
            }
            self.take(Symbol::Text(bytes), length as u64, sink);
            length
        })
    }

    /// Takes the next text: any part of the completion, with its special tokens spelt out.
    pub fn push_text(&mut self, text: &str, sink: &mut impl EventSink) {
        let mut lexer = self.lexer.take().unwrap_or_default();
        lexer.push(text, |symbol| self.take(symbol, utf16_length(symbol), sink));
        self.lexer = Some(lexer);
    }

    /// Ends the completion.
    pub fn finish(&mut self, sink: &mut impl EventSink) {
        if let Some(mut lexer) = self.lexer.take() {
            lexer.finish(|symbol| self.take(symbol, utf16_length(symbol), sink));
        }
        self.machine.policy.set_place(self.read);
        // This policy never fails.
        let _ = self.machine.finish(sink);
    }

    #[inline]
    fn take(&mut self, symbol: Symbol<'_>, length: u64, sink: &mut impl EventSink) {
        self.machine.policy.set_place(self.read);
        // This policy never fails.
        let _ = self.machine.step(symbol, sink);
        self.read += length;
    }
}

/// How many UTF-16 units a symbol of text is.
fn utf16_length(symbol: Symbol<'_>) -> u64 {
    let bytes = symbol.as_text().unwrap_or_default();
    // A character has one unit, one in four bytes has two.
    let starts = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let long = bytes.iter().filter(|byte| **byte >= 0xF0).count();
    (starts + long) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diagnostic, SpecialTokens, chat::Message, format::Stop, parse::messages::Messages};

    #[derive(Default)]
    struct Parsed {
        messages: Messages,
        stops: Vec<Option<Stop>>,
        diagnostics: Vec<Diagnostic>,
    }

    impl EventSink for Parsed {
        fn message_start(&mut self, header: crate::Header) {
            self.messages.message_start(header);
        }

        fn content_delta(&mut self, delta: &str) {
            assert!(!delta.is_empty());
            self.messages.content_delta(delta);
        }

        fn message_end(&mut self, stop: Option<Stop>) {
            self.messages.message_end(stop);
            self.stops.push(stop);
        }

        fn diagnostic(&mut self, diagnostic: Diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    fn from_tokens(tokens: &[Token]) -> Parsed {
        let mut parsed = Parsed::default();
        let mut parser = CompletionParser::for_tokens(Some(Role::Assistant));
        parser.push_tokens(tokens, &mut parsed);
        parser.finish(&mut parsed);
        parsed
    }

    fn from_text(parts: &[&str]) -> Parsed {
        let mut parsed = Parsed::default();
        let mut parser = CompletionParser::for_text(Some(Role::Assistant));
        for part in parts {
            parser.push_text(part, &mut parsed);
        }
        parser.finish(&mut parsed);
        parsed
    }

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenizer::encode(text, &SpecialTokens::All, &mut tokens);
        tokens
    }

    /// `channel @recipient (content type) "text" stop`, without what is missing.
    fn shown(message: &Message, stop: Option<Stop>) -> String {
        let mut parts: Vec<String> = Vec::new();
        if message.author != Role::Assistant.into() {
            parts.push(format!(
                "{}:{}",
                message.author.role,
                message.author.name.as_deref().unwrap_or("")
            ));
        }
        parts.extend(message.channel.clone());
        parts.extend(
            message
                .recipient
                .as_ref()
                .map(|recipient| format!("@{recipient}")),
        );
        parts.extend(message.content_type.as_ref().map(|kind| format!("({kind})")));
        let crate::chat::Content::Text(content) = &message.content[0] else {
            panic!("not text")
        };
        parts.push(format!("{:?}", content.text));
        parts.push(stop.map_or("cut".to_owned(), |stop| format!("{stop:?}").to_lowercase()));
        parts.join(" ")
    }

    fn check(completion: &str, messages: &[&str], diagnostics: &[&str]) {
        for (way, parsed) in [
            ("tokens", from_tokens(&tokens(completion))),
            ("text", from_text(&[completion])),
        ] {
            let complete = parsed.messages.complete();
            let shown: Vec<String> = std::iter::zip(complete, &parsed.stops)
                .map(|(message, stop)| shown(message, *stop))
                .collect();
            assert_eq!(shown, messages, "{completion} from {way}");
            let found: Vec<String> = parsed
                .diagnostics
                .iter()
                .map(|diagnostic| {
                    format!("{} {}", diagnostic.code.as_str(), diagnostic.raw)
                        .trim_end()
                        .to_owned()
                })
                .collect();
            assert_eq!(found, diagnostics, "{completion} from {way}");
        }
    }

    #[test]
    fn well_formed_completions_have_no_diagnostics() {
        check(
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
            &["analysis \"Hm.\" end", "final \"Hi\" return"],
            &[],
        );
        check(
            "<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>",
            &["commentary @functions.f (<|constrain|>json) \"{}\" call"],
            &[],
        );
        check(
            " to=functions.f<|channel|>commentary json<|message|>{\"a\":",
            &["commentary @functions.f (json) \"{\\\"a\\\":\" cut"],
            &[],
        );
        check(
            "<|channel|>analysis to=functions.g code<|message|>{\"p\":1}<|call|>",
            &["analysis @functions.g (code) \"{\\\"p\\\":1}\" call"],
            &[],
        );
        check(
            "<|message|>x<|end|><|start|>functions.f to=assistant<|channel|>commentary<|message|>1<|end|>",
            &["\"x\" end", "tool:functions.f commentary @assistant \"1\" end"],
            &[],
        );
        check("", &[], &[]);
    }

    #[test]
    fn malformed_completions_are_repaired() {
        for (completion, messages, diagnostics) in [
            (
                "<|channel|>final<|message|>Answer<|end|><|return|>",
                &["final \"Answer\" end"][..],
                &["unexpected_stop"][..],
            ),
            (
                "<|channel|>final<|message|>hi<|return|><|message|>",
                &["final \"hi\" return"],
                &["unexpected_token"],
            ),
            (
                "<|channel|>analysis<|message|>t<|end|><|start|>assistant<|channel|>final {\"a\":1}<|return|>",
                &["analysis \"t\" end", "final \"{\\\"a\\\":1}\" return"],
                &["missing_message"],
            ),
            (
                "<|channel|>final__HANDOFF__<|return|>",
                &["final \"__HANDOFF__\" return"],
                &["missing_message"],
            ),
            (
                "<|channel|>final <|constrain|>json<|message|>{\"r\":true}<|return|>",
                &["final (<|constrain|>json) \"{\\\"r\\\":true}\" return"],
                &["malformed_header"],
            ),
            (
                "<|channel|>commentary to=functions.f<|channel|>commentary <|constrain|>json<|message|>{}<|call|>",
                &["commentary @functions.f (<|constrain|>json) \"{}\" call"],
                &["malformed_header commentary"],
            ),
            (
                "<|channel|>commentary to=functions.f to=functions.f<|message|>{}<|call|>",
                &["commentary @functions.f \"{}\" call"],
                &["malformed_header functions.f"],
            ),
            (
                "<|channel|>commentary to=functions.f<|constrain|>json<|message|>{\"a\":",
                &["commentary @functions.f (<|constrain|>json) \"{\\\"a\\\":\" cut"],
                &[],
            ),
            (
                "<|start|><|start|>assistant<|channel|>final<|message|>x<|end|>",
                &["final \"x\" end"],
                &["repeated_start"],
            ),
            (
                "<|channel|><|message|>x<|end|>",
                &["\"x\" end"],
                &["missing_channel"],
            ),
            (
                "<|channel|>commentary?commentary?<|message|>x<|end|>",
                &["commentary \"x\" end"],
                &["malformed_header ?commentary?"],
            ),
            (
                "<|channel|>analysis<|message|>a<|end|><|channel|>final<|message|>b<|return|>",
                &["analysis \"a\" end", "final \"b\" return"],
                &["missing_start"],
            ),
            (
                "<|channel|>analysis<|message|>a<|end|>Sorry, no.<|start|>assistant<|channel|>final<|message|>b<|return|>",
                &["analysis \"a\" end", "\"Sorry, no.\" cut", "final \"b\" return"],
                &["missing_start", "missing_message"],
            ),
            (
                "<|channel|>analysis<|message|>x<|channel|>final<|message|>y<|return|>",
                &["analysis \"x\" cut", "final \"y\" return"],
                &["missing_end"],
            ),
            (
                "Plain text with no markup",
                &["\"Plain text with no markup\" cut"],
                &["missing_message"],
            ),
            (
                "I'm sorry, but  I can't help with that.<|return|>",
                &["\"I'm sorry, but  I can't help with that.\" return"],
                &["missing_message"],
            ),
            (
                "<|channel|>analysis<|message|>a<|end|><|start|>assistantassistant<|channel|>final<|message|>b<|return|>",
                &["analysis \"a\" end", "final \"b\" return"],
                &["malformed_header assistant"],
            ),
            (
                "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>fin",
                &["analysis \"a\" end"],
                &["cut_header assistant<|channel|>fin"],
            ),
        ] {
            check(completion, messages, diagnostics);
        }
    }

    #[test]
    fn an_unknown_id_is_one_replacement_in_the_content() {
        let mut completion = tokens("<|channel|>final<|message|>a");
        completion.push(201_089);
        completion.extend(tokens("b<|return|>"));
        let parsed = from_tokens(&completion);
        assert_eq!(
            shown(&parsed.messages.complete()[0], parsed.stops[0]),
            "final \"a\u{FFFD}b\" return"
        );
        assert_eq!(parsed.diagnostics[0].code.as_str(), "unknown_token");
        assert_eq!(parsed.diagnostics[0].at, 4);
    }

    /// In quadratic time, this would take hours.
    #[test]
    fn a_million_tokens_are_parsed_in_linear_time() {
        const COUNT: usize = 1_000_000;
        for (beginning, repeated) in [
            ("<|channel|>", " word"),
            ("", "<|channel|> word"),
            ("", " word <|constrain|>"),
            ("", "<|constrain|>json"),
            ("", "<|channel|>final"),
            ("<|message|>", " word"),
            ("<|message|>", "<|message|>"),
            ("<|message|>", "<|channel|>a"),
            ("", "<|start|>"),
            ("", "<|end|>"),
            ("", "<|end|><|message|>"),
            ("", "<|message|><|end|><|start|>assistant"),
            ("", " to=a"),
        ] {
            let mut completion = tokens(beginning);
            completion.extend(tokens(repeated).into_iter().cycle().take(COUNT));
            from_tokens(&completion);
        }
    }
}
