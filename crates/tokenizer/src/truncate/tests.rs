//! Truncation gives what a search through all parts gives.

use super::*;
use crate::{
    TokenCount, encode_ordinary,
    generated::{Random, texts},
    tokens,
};

fn count(text: &str) -> usize {
    let mut count = TokenCount::default();
    encode_ordinary(text, &mut count);
    count.0
}

/// Returns all parts of a text, the longest first.
fn parts(text: &str, keep: Keep) -> Vec<&str> {
    let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    match keep {
        Keep::Start => places.rev().map(|at| &text[..at]).collect(),
        Keep::End => places.map(|at| &text[at..]).collect(),
    }
}

/// Every limit gives the longest of all parts that fit.
fn check(text: &str) {
    for keep in [Keep::Start, Keep::End] {
        let counted = Vec::from_iter(parts(text, keep).into_iter().map(|part| (part, count(part))));
        for most in 0..=counted[0].1 + 1 {
            let expected = counted
                .iter()
                .find(|(_, count)| *count <= most)
                .map(|(part, _)| *part);
            assert_eq!(
                Some(truncate(text, most, keep)),
                expected,
                "{text:?}, {most} tokens, {keep:?}"
            );
        }
    }
}

#[test]
fn no_token_is_longer_than_the_longest() {
    assert_eq!(tokens().map(<[u8]>::len).max(), Some(LONGEST_TOKEN));
}

#[test]
fn short_texts_give_the_longest_of_all_parts() {
    texts(if cfg!(miri) { 20 } else { 4000 }, 60).for_each(|text| check(&text));
}

#[test]
fn longer_texts_give_the_longest_of_all_parts() {
    texts(if cfg!(miri) { 0 } else { 40 }, 400).for_each(|text| check(&text));
}

/// A limit gives a part that fits, and one or two characters more do not.
fn check_neighbors(text: &str, most: usize, keep: Keep) {
    let part = truncate(text, most, keep);
    assert!(count(part) <= most, "{most} tokens, {keep:?}");
    for more in [1, 2] {
        let longer = match keep {
            Keep::Start => text[part.len()..]
                .char_indices()
                .nth(more)
                .map(|(at, _)| &text[..part.len() + at]),
            Keep::End => {
                let before = &text[..text.len() - part.len()];
                before
                    .char_indices()
                    .nth_back(more - 1)
                    .map(|(at, _)| &text[at..])
            }
        };
        assert!(
            longer.is_none_or(|longer| count(longer) > most),
            "{most} tokens, {keep:?}, {more} more"
        );
    }
}

/// What searches through parts of a text one by one would take hours for.
#[test]
#[cfg_attr(miri, ignore = "takes hours")]
fn a_million_bytes_of_one_kind_are_truncated() {
    const LENGTH: usize = 1_000_000;
    let mut random = Random::new(2);
    let mut letters = || char::from(b'a' + random.below(26) as u8);
    let mut texts = vec![
        String::from_iter((0..LENGTH).map(|_| letters())),
        "a".to_owned() + &"漢".repeat(LENGTH / 3) + "Bc",
        "漢".to_owned() + &"A".repeat(LENGTH) + "b",
        "\n".to_owned() + &" ".repeat(LENGTH) + "\nx",
        "!".to_owned() + &"!\u{301}".repeat(LENGTH / 3),
        "!".to_owned() + &"\n/".repeat(LENGTH / 2) + "\n \n",
    ];
    let repeated = [
        "a", "Z", " ", "\n", "'", "-", "1", "漢", "龘", "😀", "\u{301}", "'s", " a", "漢A", "\n ", "a'b",
        "\u{3000}",
    ];
    texts.extend(repeated.map(|part| part.repeat(LENGTH / part.len())));
    for text in texts {
        let all = count(&text);
        for keep in [Keep::Start, Keep::End] {
            for most in [0, 1, all / 2, all - 1] {
                check_neighbors(&text, most, keep);
            }
            assert_eq!(truncate(&text, all, keep), text);
        }
    }
}
