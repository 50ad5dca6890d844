//! Token streams: whole messages, damaged in any way, and any tokens at all, with the end of the stream anywhere.

use crate::{FAST, REFERENCE, config, conversations::role};
use harmony::{Engine, ParseOptions, Parser, SpecialTokens, Token};
use proptest::{collection::vec, option, prelude::*, sample::Index, sample::select};
use std::sync::LazyLock;

/// Headers without `<|message|>`. In those of the second kind a marker is spelt out in ordinary tokens.
const HEADERS: &[&str] = &[
    "<|channel|>analysis",
    "<|channel|>final",
    "<|channel|>commentary to=functions.f <|constrain|>json",
    "<|channel|>commentary to=functions.f<|constrain|>json",
    " to=functions.f<|channel|>commentary code",
    "<|start|>assistant<|channel|>analysis",
    "<|start|>assistant",
    "<|start|>user",
    "<|start|>tool",
    "<|start|>tool to=assistant",
    "<|start|>functions.f to=assistant<|channel|>commentary",
    "<|start|>functions.f tool to=assistant",
    "<|start|>to=x",
    "<|start|>odd",
    "<|start|>",
    "",
    "assistant assistant",
    " a b c",
    "<|channel|>",
    "<|channel|> final",
    "<|channel|>a<|channel|>b",
    "\u{3000}user\u{3000}\n",
    "<|constrain|><|constrain|>",
];
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

const ENDS: &[Token] = &[200_007, 200_002, 200_012];
const MESSAGE: Token = 200_008;

struct Pieces {
    headers: Vec<Vec<Token>>,
    contents: Vec<Vec<Token>>,
}

/// Encoded once: encoding would cost more than the parsing that is tested.
static PIECES: LazyLock<Pieces> = LazyLock::new(|| {
    let encode = |text: &&str| REFERENCE.encode(text, &SpecialTokens::All);
    let spell_out = |text: &&str| REFERENCE.encode(text, &SpecialTokens::NONE);
    Pieces {
        headers: HEADERS
            .iter()
            .map(encode)
            .chain(SPELT_OUT_HEADERS.iter().map(spell_out))
            .collect(),
        contents: CONTENTS.iter().map(spell_out).collect(),
    }
});

/// The tokens of more than one byte that are not text by themselves.
static PARTS_OF_CHARACTERS: LazyLock<Vec<Token>> = LazyLock::new(|| {
    let is_part = |token: &Token| {
        let bytes = REFERENCE.decode_bytes(&[*token]).unwrap();
        bytes.len() > 1 && str::from_utf8(&bytes).is_err()
    };
    (0..199_998).filter(is_part).collect()
});

/// A token of any kind; those that matter most come most often.
pub fn token() -> impl Strategy<Value = Token> + Clone {
    prop_oneof![
        4 => select(vec![200_006, MESSAGE, 200_005, 200_003]),
        2 => select(ENDS),
        // The single bytes.
        4 => 0..256u32,
        2 => select(&PARTS_OF_CHARACTERS[..]),
        1 => select(vec![201_089, 300_000, u32::MAX]),
        2 => 0..201_089u32,
        1 => 199_998..201_089u32,
        // user, assistant, tool, space, final, to, =
        2 => select(vec![1428, 173_781, 17_952, 220, 17_196, 316, 28]),
    ]
}

/// What happens to a parser: a token comes, or the stream ends.
type Event = Option<Token>;

fn message() -> impl Strategy<Value = Vec<Event>> {
    let content = prop_oneof![
        4 => select(&PIECES.contents[..]),
        1 => vec(token(), 0..4),
    ];
    (
        select(&PIECES.headers[..]),
        vec(content, 0..3),
        option::weighted(0.9, select(ENDS)),
    )
        .prop_map(|(header, content, end)| {
            let tokens = header.into_iter().chain([MESSAGE]).chain(content.concat());
            tokens.chain(end).map(Some).collect()
        })
}

#[derive(Clone, Debug)]
enum Damage {
    Delete(Index),
    Insert(Index, Event),
    Swap(Index, Index),
    Truncate(Index),
    /// Rarely: that stretch of the stream, many times.
    Repeat(Index, usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => any::<Index>().prop_map(Damage::Delete),
        8 => (any::<Index>(), option::weighted(0.8, token())).prop_map(|(at, event)| Damage::Insert(at, event)),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Damage::Swap(a, b)),
        1 => any::<Index>().prop_map(Damage::Truncate),
        1 => (any::<Index>(), 1..8usize, prop_oneof![20 => 2..5usize, 1 => 20..60usize])
            .prop_map(|(at, length, times)| Damage::Repeat(at, length, times)),
    ]
}

fn apply(damage: Damage, events: &mut Vec<Event>) {
    if events.is_empty() {
        return;
    }
    let count = events.len();
    match damage {
        Damage::Delete(at) => drop(events.remove(at.index(count))),
        Damage::Insert(at, event) => events.insert(at.index(count), event),
        Damage::Swap(a, b) => events.swap(a.index(count), b.index(count)),
        Damage::Truncate(at) => events.truncate(at.index(count)),
        Damage::Repeat(at, length, times) => {
            let at = at.index(count);
            let stretch = events[at..count.min(at + length)].repeat(times);
            events.splice(at..at, stretch);
        }
    }
}

fn stream() -> impl Strategy<Value = Vec<Event>> {
    let damaged = (vec(message(), 0..4), vec(damage(), 0..4)).prop_map(|(messages, damages)| {
        let mut events = messages.concat();
        for damage in damages {
            apply(damage, &mut events);
        }
        events
    });
    prop_oneof![
        4 => damaged,
        1 => vec(option::weighted(0.95, token()), 0..24),
    ]
}

/// All that a parser shows, but for its state as JSON.
#[derive(Debug, PartialEq)]
struct View {
    content: String,
    delta: Option<String>,
    role: Option<String>,
    content_type: Option<String>,
    recipient: Option<String>,
    channel: Option<String>,
    messages: usize,
    state: &'static str,
}

fn view(parser: &dyn Parser) -> View {
    View {
        content: parser.current_content().unwrap().into_owned(),
        delta: parser
            .last_content_delta()
            .unwrap()
            .map(|delta| delta.into_owned()),
        role: parser.current_role().map(|role| role.to_string()),
        content_type: parser.current_content_type().map(|text| text.into_owned()),
        recipient: parser.current_recipient().map(|text| text.into_owned()),
        channel: parser.current_channel().map(|text| text.into_owned()),
        messages: parser.messages().len(),
        state: parser.state().unwrap().as_str(),
    }
}

/// After so many steps, the state as JSON is compared only now and then: it is as long as the message.
const EVERY_STEP_UP_TO: usize = 40;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn parsers_agree_at_each_step(stream in stream(), role in option::weighted(0.7, role()), strict: bool) {
        let mut fast = FAST.parser(role.clone(), ParseOptions { strict }).unwrap();
        let mut reference = REFERENCE.parser(role, ParseOptions { strict }).unwrap();
        prop_assert_eq!(view(&*fast), view(&*reference));
        for (step, event) in stream.iter().enumerate() {
            let (fast_result, reference_result) = match *event {
                Some(token) => (fast.process(token), reference.process(token)),
                None => (fast.process_eos(), reference.process_eos()),
            };
            prop_assert_eq!(fast_result, reference_result, "step {}", step);
            prop_assert_eq!(view(&*fast), view(&*reference), "step {}", step);
            if step < EVERY_STEP_UP_TO || step % 16 == 0 || step + 1 == stream.len() {
                prop_assert_eq!(fast.state_json(), reference.state_json(), "step {}", step);
            }
        }
        prop_assert_eq!(fast.process_eos(), reference.process_eos());
        prop_assert_eq!(fast.messages(), reference.messages());
        prop_assert_eq!(fast.tokens(), reference.tokens());
    }

    #[test]
    fn completions_parse_alike(stream in stream(), role in option::weighted(0.8, role()), strict: bool) {
        let tokens: Vec<Token> = stream.into_iter().flatten().collect();
        let options = ParseOptions { strict };
        prop_assert_eq!(
            FAST.parse_messages_from_completion_tokens(&tokens, role.clone(), options),
            REFERENCE.parse_messages_from_completion_tokens(&tokens, role, options)
        );
    }
}
