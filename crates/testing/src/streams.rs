//! Token streams: whole messages, damaged in any way, and any tokens at all, with the end of the stream anywhere.

use crate::{
    choices::{one_in, several},
    engines::REFERENCE,
    tokens::{end, push, spelt_out, token},
};
use arbitrary::{Result, Unstructured};
use harmony::{Engine, SpecialTokens, Token, format};
use std::sync::LazyLock;

/// What happens to a parser: a token comes, or the stream ends.
pub type Event = Option<Token>;

/// Headers without `<|message|>`.
const HEADERS: &[&str] = &[
    "",
    "<|start|>",
    "<|start|>assistant",
    "<|start|>user",
    "<|start|>tool",
    "<|start|>odd",
    "<|start|>to=x",
    "<|start|>tool to=assistant",
    "<|start|>assistant<|channel|>analysis",
    "<|start|>functions.f to=assistant<|channel|>commentary",
    "<|start|>functions.f tool to=assistant",
    "<|channel|>analysis",
    "<|channel|>final",
    "<|channel|>commentary to=functions.f <|constrain|>json",
    "<|channel|>commentary to=functions.f<|constrain|>json",
    " to=functions.f<|channel|>commentary code",
    "assistant assistant",
    " a b c",
    "<|channel|>",
    "<|channel|> final",
    "<|channel|>a<|channel|>b",
    "\u{3000}user\u{3000}\n",
    "<|constrain|><|constrain|>",
];
/// Headers in ordinary tokens, their markers included.
const SPELT_OUT_HEADERS: &[&str] = &["<|channel|>final", "a<|constrain|>b", "<|start|>user"];

const CONTENTS: &[&str] = &[
    "Hello",
    " world",
    "{\"a\": 1}",
    "it's  so\n\n",
    "naïve 世界 😀👨‍👩‍👧",
    "ᚠ𒀀 \u{10ffff}",
    "<|end|>",
    "\u{fffd}",
];

/// What makes a header that states no role fit to follow another message.
static START_OF_MESSAGE: LazyLock<Vec<Token>> =
    LazyLock::new(|| REFERENCE.encode("<|start|>assistant", &SpecialTokens::All));

const MOST_MESSAGES: usize = 4;
const MOST_PARTS: usize = 3;
const MOST_DAMAGES: usize = 3;
/// The reference builds its set of special tokens anew for each token of a header, so streams are short.
const MOST_EVENTS: usize = 64;

static HEADER_TOKENS: LazyLock<Vec<Vec<Token>>> = LazyLock::new(|| {
    let encode = |text: &&str| REFERENCE.encode(text, &SpecialTokens::All);
    let mut headers: Vec<_> = HEADERS.iter().map(encode).collect();
    headers.extend(spelt_out(SPELT_OUT_HEADERS));
    headers
});
static CONTENT_TOKENS: LazyLock<Vec<Vec<Token>>> = LazyLock::new(|| spelt_out(CONTENTS));

/// Generates a stream.
pub fn stream(u: &mut Unstructured) -> Result<Vec<Event>> {
    if one_in(u, 5)? {
        any_events(u)
    } else {
        damaged_messages(u)
    }
}

fn any_events(u: &mut Unstructured) -> Result<Vec<Event>> {
    let count = u.int_in_range(0..=MOST_EVENTS)?;
    let mut events = Vec::new();
    let mut tokens = Vec::new();
    while events.len() < count && !u.is_empty() {
        if one_in(u, 16)? {
            events.push(None);
        } else {
            push(u, &mut tokens)?;
            events.extend(tokens.drain(..).map(Some));
        }
    }
    Ok(events)
}

fn damaged_messages(u: &mut Unstructured) -> Result<Vec<Event>> {
    let mut tokens = Vec::new();
    for _ in 0..u.int_in_range(0..=MOST_MESSAGES)? {
        message(u, &mut tokens)?;
    }
    let mut events: Vec<Event> = tokens.into_iter().map(Some).collect();
    for _ in 1..u.int_in_range(0..=MOST_DAMAGES + 1)? {
        if !events.is_empty() {
            damage(u, &mut events)?;
        }
    }
    Ok(events)
}

fn message(u: &mut Unstructured, tokens: &mut Vec<Token>) -> Result<()> {
    header(u, tokens)?;
    if !one_in(u, 12)? {
        tokens.push(format::MESSAGE);
    }
    if one_in(u, 4)? {
        parts(u, tokens)?;
    } else {
        for content in several(u, MOST_PARTS, |u| u.choose(&CONTENT_TOKENS))? {
            tokens.extend_from_slice(content);
        }
    }
    if !one_in(u, 10)? {
        tokens.push(end(u)?);
    }
    Ok(())
}

fn header(u: &mut Unstructured, tokens: &mut Vec<Token>) -> Result<()> {
    if one_in(u, 8)? {
        return parts(u, tokens);
    }
    let header = u.choose(&HEADER_TOKENS)?;
    let follows = tokens.last().is_some_and(|last| format::STOP.contains(last));
    if follows && header.first() != Some(&format::START) && !one_in(u, 4)? {
        tokens.extend_from_slice(&START_OF_MESSAGE);
    }
    tokens.extend_from_slice(header);
    Ok(())
}

fn parts(u: &mut Unstructured, tokens: &mut Vec<Token>) -> Result<()> {
    for _ in 0..u.int_in_range(0..=MOST_PARTS)? {
        push(u, tokens)?;
    }
    Ok(())
}

/// Damages a stream that is not empty, in one place.
fn damage(u: &mut Unstructured, events: &mut Vec<Event>) -> Result<()> {
    let place = u.choose_index(events.len())?;
    match u.int_in_range(0..=17)? {
        0 => events.truncate(place),
        1..=4 => drop(events.remove(place)),
        5..=8 => {
            let other = u.choose_index(events.len())?;
            events.swap(place, other);
        }
        9..=16 => {
            let event = if one_in(u, 5)? { None } else { Some(token(u)?) };
            events.insert(place, event);
        }
        _ => repeat(u, events, place)?,
    }
    Ok(())
}

/// Repeats a stretch of the stream, rarely very often.
fn repeat(u: &mut Unstructured, events: &mut Vec<Event>, place: usize) -> Result<()> {
    let length = u.int_in_range(1..=7)?;
    let times = if one_in(u, 20)? {
        u.int_in_range(20..=59)?
    } else {
        u.int_in_range(1..=4)?
    };
    let end = events.len().min(place + length);
    let stretch = events[place..end].repeat(times);
    events.splice(place..place, stretch);
    Ok(())
}
