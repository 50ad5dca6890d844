//! Texts that are likely to be treated differently: scripts, white space, markers, and parts of them.

use proptest::{collection::vec, option, prelude::*, sample::select};

const PARTS: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "a",
    "The city",
    " and state",
    "null",
    "annulled",
    "nul",
    "l",
    "it's",
    "12345",
    "3.14",
    "\"",
    "\\",
    "//",
    "|",
    "é",
    "e\u{301}",
    "世界",
    "😀",
    "👨‍👩‍👧",
    "\u{3000}",
    "\u{a0}",
    "\u{85}",
    "\u{feff}",
    "\u{fffd}",
    "\0",
    "<|end|>",
    "<|channel|>",
    "<|constrain|>",
    "<|reserved_200017|>",
    "<|",
    "|>",
    "<",
];

pub fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        9 => vec(select(PARTS), 0..4).prop_map(|parts| parts.concat()),
        1 => "\\PC{0,12}",
    ]
}

/// One of those that matter, or any text.
pub fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        4 => select(choices).prop_map(str::to_owned),
        1 => text(),
    ]
}

pub fn maybe(text: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Option<String>> + Clone {
    option::of(text)
}
