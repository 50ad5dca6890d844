//! A header as it comes, read part by part.
//!
//! Its text is split at the tokens of the format into segments, and each segment is read once, when it ends. The words
//! of a segment are parts of the header (a role, a channel, `to=` and a recipient, a content type) up to the first word
//! that is none. What follows from there is pending: a token of the format or `<|message|>` after one or two names makes
//! them a recipient and a content type, as in the strict policy; otherwise they are content.

use super::words::{is_channel, is_name, leading_channel, leading_content_type, leading_role, name_length};
use crate::{
    chat::{Author, Role},
    completion::{Diagnostic, DiagnosticCode},
    format::{
        CONSTRAIN_MARKER,
        FormatToken::{Channel, Constrain},
        RECIPIENT_PREFIX,
    },
    parse::{
        compat::{ContentDecoder, HeaderText},
        event::EventSink,
        header::Header,
        lexer::Symbol,
        policy::{Action, HeaderEnd, Opening},
    },
};
use std::{mem, ops::Range};

/// A header that is being read.
pub(in crate::parse) struct HeaderDraft {
    opening: Opening,
    /// The place of the header's first symbol.
    at: u64,
    places: Places,
    strict: HeaderText,
    decoder: ContentDecoder,
    /// All text so far, with the names of the tokens of the format.
    text: String,
    segment: Segment,
    /// Where the segment's text begins. What is before has been read.
    segment_start: usize,
    parts: Parts,
    /// The words from the first one on that is not part of a header, while it is not decided what they are.
    pending: Vec<Range<usize>>,
    /// Where content begins.
    content: Option<usize>,
    /// Where the text has tokens of the format.
    markers: Vec<Range<usize>>,
}

/// What begins a segment.
#[derive(Clone, Copy, PartialEq)]
enum Segment {
    Opening,
    Channel,
    Constrain,
    /// Nothing: the segment has been read.
    Done,
}

/// What has been read of a header.
#[derive(Default)]
struct Parts {
    role: Option<Role>,
    name: Option<String>,
    channel: Option<Range<usize>>,
    recipient: Option<Range<usize>>,
    content_type: Option<ContentType>,
    /// Words that mean nothing where they stand.
    misplaced: Vec<Range<usize>>,
    /// Where a channel has no name.
    unnamed_channel: Option<usize>,
}

struct ContentType {
    constrained: bool,
    word: Range<usize>,
}

impl HeaderDraft {
    pub(super) fn new(opening: Opening, at: u64, counts_text: bool) -> Self {
        Self {
            opening,
            at,
            places: Places {
                starts: Vec::new(),
                counts_text,
            },
            strict: HeaderText::default(),
            decoder: ContentDecoder::default(),
            text: String::new(),
            segment: Segment::Opening,
            segment_start: 0,
            parts: Parts::default(),
            pending: Vec::new(),
            content: None,
            markers: Vec::new(),
        }
    }

    pub(super) fn opening(&self) -> Opening {
        self.opening
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Whether nothing has come.
    pub(super) fn is_empty(&self) -> bool {
        self.strict.is_empty()
    }

    /// The text as the strict policy reads it.
    pub(super) fn text_for_strict(&mut self) -> &mut HeaderText {
        &mut self.strict
    }

    pub(super) fn push(&mut self, symbol: Symbol<'_>, at: u64) {
        self.strict.push(symbol);
        match symbol {
            Symbol::Format(Channel) => self.begin_segment(Segment::Channel, Channel.text(), at),
            Symbol::Format(Constrain) => self.begin_segment(Segment::Constrain, Constrain.text(), at),
            Symbol::Unknown(_) => {
                self.places.push(self.text.len(), at);
                self.decoder.replace(|text| self.text.push_str(text));
            }
            _ => {
                self.places.push(self.text.len(), at);
                self.decoder.push(symbol, |text| self.text.push_str(text));
            }
        }
    }

    /// Reads what has come so far, and returns whether it has content, which a header cannot have.
    pub(super) fn has_content(&mut self) -> bool {
        self.read_segment();
        self.content.is_some()
    }

    /// Returns what `<|channel|>` does: after content, it begins another message.
    pub(super) fn before_channel(&mut self) -> Action {
        if self.has_content() {
            Action::ImplyEnd
        } else {
            Action::Continue
        }
    }

    /// Returns the header that the text has, if `<|message|>` ends it.
    pub(super) fn repair(&mut self, role: &Role, sink: &mut impl EventSink) -> Header {
        self.end_segment();
        if let Some(start) = self.content {
            self.parts.misplaced.push(start..self.text.len());
        }
        if self.parts.misplaced.is_empty() && self.has_all_names() {
            // The strict policy reads the words in another way.
            sink.diagnostic(Diagnostic {
                code: DiagnosticCode::MalformedHeader,
                at: self.at,
                raw: String::new(),
            });
        }
        self.header(role, sink)
    }

    /// Whether neither the author nor a channel's name is missing.
    fn has_all_names(&self) -> bool {
        self.parts.unnamed_channel.is_none() && !self.lacks_author()
    }

    fn lacks_author(&self) -> bool {
        self.opening == Opening::Start && self.parts.role.is_none() && self.parts.name.is_none()
    }

    /// Returns the header and the content that the text has, if something else ends it; nothing if it is not worth a
    /// message.
    pub(super) fn repair_unfinished(
        &mut self,
        role: &Role,
        end: HeaderEnd,
        sink: &mut impl EventSink,
    ) -> Option<(Header, String)> {
        self.read_segment();
        let is_stopped = matches!(end, HeaderEnd::Stop(_));
        let start = self.content_start(end == HeaderEnd::Input);
        let content = start.map_or_else(String::new, |start| self.without_markers(start..self.text.len()));
        let is_message = !content.trim().is_empty() || is_stopped && self.parts.have_address();
        if !is_message {
            sink.diagnostic(Diagnostic {
                code: DiagnosticCode::CutHeader,
                at: self.at,
                raw: mem::take(&mut self.text),
            });
            return None;
        }
        sink.diagnostic(Diagnostic {
            code: DiagnosticCode::MissingMessage,
            at: self.places.at(&self.text, start.unwrap_or(self.text.len())),
            raw: String::new(),
        });
        Some((self.header(role, sink), content))
    }

    /// Ends the segment, as a token of the format follows, and begins the next one.
    fn begin_segment(&mut self, segment: Segment, marker: &str, at: u64) {
        self.end_segment();
        self.places.push(self.text.len(), at);
        let start = self.text.len();
        self.text.push_str(marker);
        self.markers.push(start..self.text.len());
        if self.content.is_none() {
            self.segment = segment;
            self.segment_start = self.text.len();
        }
    }

    /// Reads the segment. The words that are pending are then a recipient and a content type.
    fn end_segment(&mut self) {
        self.read_segment();
        for word in mem::take(&mut self.pending) {
            self.parts.add_name(&self.text, word);
        }
    }

    /// Reads the segment, once.
    fn read_segment(&mut self) {
        mem::take(&mut self.decoder).finish(|text| self.text.push_str(text));
        let segment = mem::replace(&mut self.segment, Segment::Done);
        let mut words = Words::new(&self.text, mem::replace(&mut self.segment_start, self.text.len()));
        let rest = match segment {
            Segment::Opening if self.opening == Opening::Start => self.parts.read_author(&mut words),
            Segment::Opening => self.parts.read_role(&mut words),
            Segment::Channel => self.parts.read_channel(&mut words),
            Segment::Constrain => self.parts.read_constrained(&mut words),
            Segment::Done => return,
        };
        let rest = rest.or_else(|| self.parts.read_address(&mut words));
        match rest {
            Some(Rest::Content(start)) => self.content = Some(start),
            Some(Rest::Word(first)) => {
                let pending: Vec<_> = [first.clone()]
                    .into_iter()
                    .chain(words.take(MOST_PENDING))
                    .collect();
                if pending.len() <= MOST_PENDING
                    && are_address(pending.iter().map(|word| &self.text[word.clone()]))
                {
                    self.pending = pending;
                } else {
                    self.content = Some(first.start);
                }
            }
            None => {}
        }
    }

    /// Where content begins in a header without `<|message|>`. At the end of the input, a single name may be the
    /// beginning of a part that was cut off.
    fn content_start(&mut self, is_cut: bool) -> Option<usize> {
        let start = match (self.content, self.pending.as_slice()) {
            (Some(start), _) => start,
            (None, [_]) if is_cut && self.parts.awaits_word(self.opening) => return None,
            (None, [first, ..]) => first.start,
            (None, []) => self.parts.split_channel(&self.text)?,
        };
        let is_all = self
            .text
            .get(..start)
            .is_some_and(|before| before.trim().is_empty());
        Some(if is_all { 0 } else { start })
    }

    /// The text there, without the tokens of the format.
    fn without_markers(&self, range: Range<usize>) -> String {
        let mut kept = String::new();
        let mut start = range.start;
        let first = self.markers.partition_point(|marker| marker.start < range.start);
        let within = self
            .markers
            .iter()
            .skip(first)
            .take_while(|marker| marker.end <= range.end);
        for marker in within {
            kept.push_str(self.text.get(start..marker.start).unwrap_or_default());
            start = marker.end;
        }
        kept.push_str(self.text.get(start..range.end).unwrap_or_default());
        kept
    }

    /// Builds the header of the parts, and notes what was wrong with it.
    fn header(&mut self, role: &Role, sink: &mut impl EventSink) -> Header {
        let lacks_author = self.lacks_author();
        let mut note = |code, start: usize, raw| {
            let at = self.places.at(&self.text, start);
            sink.diagnostic(Diagnostic { code, at, raw });
        };
        if lacks_author {
            note(DiagnosticCode::MissingRole, 0, String::new());
        }
        if let Some(start) = self.parts.unnamed_channel {
            note(DiagnosticCode::MissingChannel, start, String::new());
        }
        for word in &self.parts.misplaced {
            let raw = self.without_markers(word.clone());
            note(DiagnosticCode::MalformedHeader, word.start, raw);
        }
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default().to_owned();
        let parts = &self.parts;
        let author = match (&parts.name, &parts.role) {
            (Some(name), _) => Author::new(Role::Tool, name.as_str()),
            (None, stated) => stated.as_ref().unwrap_or(role).clone().into(),
        };
        Header {
            author,
            recipient: parts.recipient.as_ref().map(text),
            channel: parts.channel.as_ref().map(text),
            content_type: parts
                .content_type
                .as_ref()
                .map(|ContentType { constrained, word }| {
                    let marker = if *constrained { CONSTRAIN_MARKER } else { "" };
                    [marker, &text(word)].concat()
                }),
        }
    }
}

/// How many words can be a recipient and a content type, with a recipient that is marked as such among them.
const MOST_PENDING: usize = 3;

/// Returns whether words can be a recipient and a content type: at most two names, and what is marked as a recipient.
fn are_address<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut names = 0;
    for word in words {
        match word.strip_prefix(RECIPIENT_PREFIX) {
            Some(recipient) if is_name(recipient) => {}
            None if is_name(word) && names < 2 => names += 1,
            _ => return false,
        }
    }
    true
}

/// What a segment has after the parts of the header.
enum Rest {
    /// A word that is not a part of the header by itself.
    Word(Range<usize>),
    /// Content, from there on.
    Content(usize),
}

impl Parts {
    /// Whether they say more than who speaks.
    fn have_address(&self) -> bool {
        self.channel.is_some() || self.recipient.is_some() || self.content_type.is_some()
    }

    /// Whether the next word of a header would be a part of it, whatever the word.
    fn awaits_word(&self, opening: Opening) -> bool {
        let awaits_role = opening == Opening::Start && self.role.is_none() && self.name.is_none();
        awaits_role || self.recipient.is_some() && self.content_type.is_none()
    }

    /// Reads a role that may be stated though it is known.
    fn read_role(&mut self, words: &mut Words<'_>) -> Option<Rest> {
        let word = words.peek()?;
        if leading_role(words.text(&word)).is_some_and(|role| role == Role::Assistant) {
            return self.read_author(words);
        }
        None
    }

    /// Reads the author: a role, or the name of a tool.
    fn read_author(&mut self, words: &mut Words<'_>) -> Option<Rest> {
        let word = words.peek()?;
        let text = words.text(&word);
        let Some(role) = leading_role(text) else {
            if text.contains('.') && is_name(text) {
                self.name = Some(text.to_owned());
                words.next();
            }
            return None;
        };
        let length = role.as_str().len();
        let mut rest = word.start + length..word.end;
        // The model has written the role twice, or has left out the token between it and what follows.
        while words.text(&rest).starts_with(role.as_str()) {
            self.misplaced.push(rest.start..rest.start + length);
            rest.start += length;
        }
        let after = words.text(&rest);
        if after.is_empty() {
            words.next();
        } else if is_channel(after) {
            self.channel = Some(rest);
            words.next();
        } else if after.starts_with(RECIPIENT_PREFIX) || !after.starts_with(char::is_alphanumeric) {
            words.restart(rest.start);
        } else {
            return None;
        }
        self.role = Some(role);
        None
    }

    fn read_channel(&mut self, words: &mut Words<'_>) -> Option<Rest> {
        let marker_end = words.at;
        let Some(word) = words.peek() else {
            self.unnamed_channel.get_or_insert(marker_end);
            return None;
        };
        let text = words.text(&word);
        let length = match name_length(text) {
            length if length == text.len() => length,
            length => leading_channel(text).map_or(length, str::len),
        };
        let is_apart = word.start > marker_end;
        if length == 0 || text.starts_with(RECIPIENT_PREFIX) || is_apart && !is_channel(&text[..length]) {
            self.unnamed_channel.get_or_insert(marker_end);
            return None;
        }
        let name = word.start..word.start + length;
        if let Some(earlier) = self.channel.replace(name.clone()) {
            self.misplaced.push(earlier);
        }
        words.next();
        (name.end < word.end).then_some(Rest::Content(name.end))
    }

    fn read_constrained(&mut self, words: &mut Words<'_>) -> Option<Rest> {
        let word = words.peek()?;
        let length = name_length(words.text(&word));
        if length == 0 {
            return Some(Rest::Content(word.start));
        }
        words.next();
        self.set_content_type(word.start..word.start + length, true);
        (word.start + length < word.end).then_some(Rest::Content(word.start + length))
    }

    /// Reads recipients and content types, up to the first word that is neither by itself.
    fn read_address(&mut self, words: &mut Words<'_>) -> Option<Rest> {
        while let Some(word) = words.next() {
            let text = words.text(&word);
            let end = if let Some(recipient) = text.strip_prefix(RECIPIENT_PREFIX) {
                let start = word.start + RECIPIENT_PREFIX.len();
                let end = start + name_length(recipient);
                self.set_recipient(start..end);
                end
            } else if let Some(content_type) = leading_content_type(text).filter(|_| self.recipient.is_some())
            {
                let end = word.start + content_type.len();
                self.set_content_type(word.start..end, false);
                end
            } else {
                return Some(Rest::Word(word));
            };
            if end < word.end {
                return Some(Rest::Content(end));
            }
        }
        None
    }

    /// Adds a word that is a name: a recipient or a content type, as the strict policy has it.
    fn add_name(&mut self, text: &str, word: Range<usize>) {
        if text[word.clone()].starts_with(RECIPIENT_PREFIX) {
            self.set_recipient(word.start + RECIPIENT_PREFIX.len()..word.end);
        } else if self.channel.is_none() && self.recipient.is_none() && is_channel(&text[word.clone()]) {
            self.channel = Some(word);
        } else if self.recipient.is_none() {
            self.recipient = Some(word);
        } else {
            self.set_content_type(word, false);
        }
    }

    fn set_recipient(&mut self, word: Range<usize>) {
        if self.recipient.is_some() || word.is_empty() {
            self.misplaced.push(word);
        } else {
            self.recipient = Some(word);
        }
    }

    fn set_content_type(&mut self, word: Range<usize>, constrained: bool) {
        if self.content_type.is_some() {
            self.misplaced.push(word);
        } else {
            self.content_type = Some(ContentType { constrained, word });
        }
    }

    /// Splits the channel's word where it goes on after a channel that models write to, as in `final__x`. Returns where
    /// the rest begins.
    fn split_channel(&mut self, text: &str) -> Option<usize> {
        let channel = self.channel.as_mut()?;
        let known = leading_channel(text.get(channel.clone())?)?;
        let end = channel.start + known.len();
        let is_split = end < channel.end;
        channel.end = end;
        is_split.then_some(end)
    }
}

/// The words of a text from a place on, and where they are.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn text(&self, word: &Range<usize>) -> &'a str {
        self.text.get(word.clone()).unwrap_or_default()
    }

    fn restart(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns the next word, without going on.
    fn peek(&self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(|c: char| !c.is_whitespace())?;
        let word = self.text.get(start..)?;
        let length = word.find(char::is_whitespace).unwrap_or(word.len());
        Some(start..start + length)
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let word = self.peek()?;
        self.at = word.end;
        Some(word)
    }
}

/// Where the symbols of a header begin in its text, and their places in the input.
struct Places {
    starts: Vec<(usize, u64)>,
    counts_text: bool,
}

impl Places {
    fn push(&mut self, start: usize, at: u64) {
        self.starts.push((start, at));
    }

    /// The place of what stands there in the text.
    fn at(&self, text: &str, offset: usize) -> u64 {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        let Some(&(start, at)) = self.starts.get(after.saturating_sub(1)) else {
            return 0;
        };
        if !self.counts_text {
            return at;
        }
        let units = text.get(start..offset).unwrap_or_default().encode_utf16().count();
        at + units as u64
    }
}
