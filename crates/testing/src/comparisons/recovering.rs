//! Any completion to messages, by the parser that never fails.

use super::Case;
use crate::{
    choices::{one_in, several},
    engines::FAST,
    streams::stream,
    texts::text as text_of_words,
};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    CompletionParser, Diagnostic, DiagnosticCode, Engine as _, EventSink, Header, ParseOptions, Token,
    chat::{Content, Message, Role, TextContent},
    format::{FormatToken, Stop},
};

/// What a parser that recovers makes of a completion does not depend on how it was cut, is what the strict parser says
/// where there is no diagnostic, and has no token of the format in it.
#[derive(Debug)]
pub struct Recovering {
    /// The role that is known in advance.
    pub role: Option<Role>,
    /// The completion.
    pub tokens: Vec<Token>,
    /// Where it is cut: 65,536 stands for its length.
    pub cuts: Vec<u16>,
}

impl<'a> Arbitrary<'a> for Recovering {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let role = if one_in(u, 4)? {
            None
        } else {
            Some(Role::Assistant)
        };
        let cuts = several(u, 4, |u| u.arbitrary())?;
        let tokens = stream(u)?.into_iter().flatten().collect();
        Ok(Self { role, tokens, cuts })
    }
}

impl Case for Recovering {
    const MOST_BYTES: usize = 256;

    fn check(&self) {
        let whole = self.parse_tokens(&[]);
        assert_eq!(self.parse_tokens(&self.cuts), whole);
        whole.check_messages();
        self.check_against_strict(&whole);
        if let Some(text) = self.unambiguous_text() {
            let parsed = self.parse_text(&text, &[]);
            assert_eq!(self.parse_text(&text, &self.cuts), parsed);
            assert_eq!(parsed.without_places(), whole.without_places());
            if !spells_token(&without_tokens(&text)) {
                parsed.check_markers();
            }
        }
    }
}

impl Recovering {
    fn parse_tokens(&self, cuts: &[u16]) -> Recovered {
        let mut recovered = Recovered::default();
        let mut parser = CompletionParser::for_tokens(self.role.clone());
        let mut rest = &self.tokens[..];
        for place in places(cuts, self.tokens.len()) {
            let (part, others) = rest.split_at(place - (self.tokens.len() - rest.len()));
            parser.push_tokens(part, &mut recovered);
            rest = others;
        }
        parser.push_tokens(rest, &mut recovered);
        parser.finish(&mut recovered);
        recovered
    }

    fn parse_text(&self, text: &str, cuts: &[u16]) -> Recovered {
        let mut recovered = Recovered::default();
        let mut parser = CompletionParser::for_text(self.role.clone());
        let mut start = 0;
        for place in places(cuts, text.len()) {
            let end = (place..=text.len())
                .find(|end| text.is_char_boundary(*end))
                .unwrap();
            parser.push_text(&text[start..end.max(start)], &mut recovered);
            start = end.max(start);
        }
        parser.push_text(&text[start..], &mut recovered);
        parser.finish(&mut recovered);
        recovered
    }

    /// The completion's text, if it is text and has no token of the format in ordinary tokens.
    fn unambiguous_text(&self) -> Option<String> {
        let text = FAST.decode_utf8(&self.tokens).ok()?;
        let markers = |token: FormatToken| text.matches(token.text()).count();
        let in_text: usize = FormatToken::ALL.into_iter().map(markers).sum();
        let tokens = self
            .tokens
            .iter()
            .filter(|token| FormatToken::from_token(**token).is_some());
        (in_text == tokens.count()).then_some(text)
    }

    fn check_against_strict(&self, recovered: &Recovered) {
        let options = ParseOptions { strict: true };
        let strict = FAST.parse_messages_from_completion_tokens(&self.tokens, self.role.clone(), options);
        if recovered.diagnostics.is_empty() && !self.tokens.is_empty() {
            assert_eq!(strict.as_ref(), Ok(&recovered.messages));
        }
    }
}

/// A text without the tokens of the format. What is left may spell one.
fn without_tokens(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    let first = |rest: &str| {
        let places = FormatToken::ALL
            .into_iter()
            .map(|token| (rest.find(token.text()), token.text().len()));
        places.filter_map(|(at, length)| Some((at?, length))).min()
    };
    while let Some((at, length)) = first(rest) {
        kept.push_str(&rest[..at]);
        rest = &rest[at + length..];
    }
    kept + rest
}

fn spells_token(text: &str) -> bool {
    FormatToken::ALL.iter().any(|token| text.contains(token.text()))
}

/// Places in order, no farther than a length.
fn places(cuts: &[u16], length: usize) -> Vec<usize> {
    let mut places: Vec<usize> = cuts
        .iter()
        .map(|cut| length * usize::from(*cut) / 65_536)
        .collect();
    places.sort_unstable();
    places
}

/// What became of a completion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovered {
    /// The messages.
    pub messages: Vec<Message>,
    /// How each message ended.
    pub stops: Vec<Option<Stop>>,
    /// What was malformed.
    pub diagnostics: Vec<Diagnostic>,
    open: Option<Message>,
}

impl EventSink for Recovered {
    fn message_start(&mut self, header: Header) {
        assert!(self.open.is_none(), "messages do not overlap");
        self.open = Some(Message {
            author: header.author,
            recipient: header.recipient,
            channel: header.channel,
            content_type: header.content_type,
            content: vec![Content::Text(TextContent { text: String::new() })],
        });
    }

    fn content_delta(&mut self, delta: &str) {
        assert!(!delta.is_empty());
        match self.open.as_mut().map(|message| &mut message.content[..]) {
            Some([Content::Text(content)]) => content.text.push_str(delta),
            _ => panic!("there is no message for {delta:?}"),
        }
    }

    fn message_end(&mut self, stop: Option<Stop>) {
        self.messages
            .push(self.open.take().expect("a message ends after it has started"));
        self.stops.push(stop);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

impl Recovered {
    /// Without the places of diagnostics, which are counted in another way in text.
    fn without_places(&self) -> Self {
        let mut other = self.clone();
        other
            .diagnostics
            .iter_mut()
            .for_each(|diagnostic| diagnostic.at = 0);
        other
    }

    fn check_messages(&self) {
        assert!(self.open.is_none(), "every message ends");
        for message in &self.messages {
            for name in [&message.channel, &message.recipient].into_iter().flatten() {
                assert!(!name.is_empty());
                assert!(!name.contains(char::is_whitespace));
            }
        }
    }

    /// No token of the format is part of a text, a channel or a recipient.
    fn check_markers(&self) {
        for message in &self.messages {
            let fields = [&message.channel, &message.recipient, &message.author.name];
            let fields = fields.into_iter().flatten().map(String::as_str);
            for text in fields.chain([text(message)]) {
                assert!(
                    FormatToken::ALL.iter().all(|token| !text.contains(token.text())),
                    "{text:?}"
                );
            }
        }
    }

    /// Everything that came of the completion, each part on a line of its own.
    pub fn parts(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for message in &self.messages {
            let Message {
                channel,
                recipient,
                content_type,
                author,
                ..
            } = message;
            parts.extend(
                [channel, recipient, content_type, &author.name]
                    .into_iter()
                    .flatten()
                    .map(String::as_str),
            );
            parts.push(text(message));
        }
        parts.extend(self.diagnostics.iter().map(|diagnostic| diagnostic.raw.as_str()));
        parts.join("\n")
    }

    /// Whether the completion was malformed in that way.
    pub fn has(&self, code: DiagnosticCode) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.code == code)
    }
}

fn text(message: &Message) -> &str {
    match &message.content[..] {
        [Content::Text(content)] => &content.text,
        _ => panic!("a message that was parsed has one text"),
    }
}

/// A completion that comes as text, whatever it is.
#[derive(Debug)]
pub struct RecoveringText {
    role: Option<Role>,
    text: String,
    cuts: Vec<u16>,
}

impl<'a> Arbitrary<'a> for RecoveringText {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let role = if one_in(u, 4)? {
            None
        } else {
            Some(Role::Assistant)
        };
        let cuts = several(u, 8, |u| u.arbitrary())?;
        let parts = several(u, 40, |u| {
            Ok(match one_in(u, 3)? {
                true => text_of_words(u)?,
                false => (*u.choose(PARTS)?).to_owned(),
            })
        })?;
        let text = parts.concat();
        Ok(Self { role, text, cuts })
    }
}

impl Case for RecoveringText {
    const MOST_BYTES: usize = 512;

    fn check(&self) {
        let tokens = FAST.encode(&self.text, &harmony::SpecialTokens::All);
        let Self { role, cuts, .. } = self;
        let as_tokens = Recovering {
            role: role.clone(),
            tokens,
            cuts: cuts.clone(),
        };
        as_tokens.check();
        let whole = as_tokens.parse_text(&self.text, &[]);
        whole.check_messages();
        assert_eq!(as_tokens.parse_text(&self.text, cuts), whole);
        assert_eq!(
            whole.without_places(),
            as_tokens.parse_tokens(&[]).without_places()
        );
    }
}

/// Of a completion in which no two words are the same, each word comes to stand in one place.
#[derive(Debug)]
pub struct Keeping {
    /// The completion's text.
    pub text: String,
    /// The words that are to be found again.
    pub words: Vec<String>,
}

/// What a completion is made of, but for words.
const PARTS: &[&str] = &[
    "<|message|>",
    "<|end|>",
    "<|start|>",
    "<|channel|>",
    "assistant",
    "final",
    " ",
    " to=",
    "to=functions.",
    "<|constrain|>",
    "json",
    " code",
    "<|call|>",
    "<|return|>",
    "analysis",
    "commentary",
    "\n",
    "{\"a\":",
    "?",
    "tool",
    "user",
    "functions.",
];

impl<'a> Arbitrary<'a> for Keeping {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut text = String::new();
        let mut words = Vec::new();
        for part in several(u, 40, |u| u.int_in_range(0..=2 * PARTS.len() - 1))? {
            match PARTS.get(part) {
                Some(part) => text.push_str(part),
                None => {
                    let word = format!("zq{:02}", words.len());
                    if part % 2 == 0 {
                        text.push(' ');
                    }
                    text.push_str(&word);
                    words.push(word);
                }
            }
        }
        Ok(Self { text, words })
    }
}

impl Case for Keeping {
    const MOST_BYTES: usize = 96;

    fn check(&self) {
        let parsed = Recovering {
            role: Some(Role::Assistant),
            tokens: FAST.encode(&self.text, &harmony::SpecialTokens::All),
            cuts: Vec::new(),
        };
        parsed.check();
        let parts = parsed.parse_tokens(&[]).parts();
        for word in &self.words {
            assert_eq!(parts.matches(word).count(), 1, "{word} in {parts:?}");
        }
    }
}
