//! The texts, from npm packages: `typescript` (its sources, and its messages in other languages) and `mime-db`.

use std::{collections::HashSet, fs, path::Path};

/// Corpora are cut to this length.
const MOST: usize = 1_000_000;

/// Six kinds of text, with their names.
pub fn read(folder: &Path) -> Vec<(&'static str, String)> {
    let lib = folder.join("typescript/lib");
    let messages = |language: &str| messages(&lib.join(language).join("diagnosticMessages.generated.json"));
    let chinese = messages("zh-cn");
    let all = [
        ("prose", comments(&lib)),
        ("code", file(&lib.join("_tsc.js"))),
        ("JSON", file(&folder.join("mime-db/db.json"))),
        ("German", messages("de")),
        ("Russian", messages("ru")),
        ("Chinese and Japanese", chinese + &messages("ja")),
    ];
    all.map(|(name, text)| (name, head(&text, MOST).to_owned()))
        .into()
}

fn file(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

/// The documentation in the declaration files: each line once.
fn comments(lib: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(lib)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", lib.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".d.ts"))
        .collect();
    files.sort();
    let mut seen = HashSet::new();
    let mut prose = String::new();
    for text in files.iter().map(|path| file(path)) {
        let comments = text
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("* "));
        for line in comments.filter(|line| !line.contains("MDN Reference")) {
            if seen.insert(line.to_owned()) {
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }
    prose
}

/// The texts of a file of messages, without their keys.
fn messages(path: &Path) -> String {
    let messages: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&file(path)).expect("the messages are a JSON object");
    messages
        .values()
        .filter_map(|message| message.as_str())
        .flat_map(|message| [message, "\n"])
        .collect()
}

/// The beginning of a text, of at most so many bytes.
pub fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A text in parts of about so many bytes, at most `count`.
pub fn cut(mut text: &str, bytes: usize, count: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() && parts.len() < count {
        let part = head(text, bytes);
        parts.push(part);
        text = &text[part.len()..];
    }
    parts
}

/// 1 MB each of what gives a naive merge or pattern trouble.
pub fn pathological() -> Vec<(&'static str, String)> {
    let repeated = |part: &str| part.repeat(1_000_000 / part.len());
    let random = |alphabet: &str| {
        let alphabet: Vec<char> = alphabet.chars().collect();
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            alphabet[(state >> 33) as usize % alphabet.len()]
        };
        let mut text = String::new();
        while text.len() < 1_000_000 {
            text.push(next());
        }
        text
    };
    vec![
        ("x", repeated("x")),
        ("a", repeated("a")),
        ("spaces", repeated(" ")),
        ("spaces, then a newline", repeated(" ") + "\n"),
        ("newlines", repeated("\n")),
        ("dashes", repeated("-")),
        ("digits", repeated("7")),
        ("emoji", repeated("😀")),
        ("combining marks", repeated("\u{301}")),
        ("one Han character", repeated("漢")),
        ("ab", repeated("ab")),
        ("contractions", repeated("a's")),
        ("random letters", random("abcdefghijklmnopqrstuvwxyz")),
        ("random punctuation", random("!\"#$%&()*+,-.:;<=>?@[]^_{|}~")),
        (
            "random Han",
            random("的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年"),
        ),
        (
            "random Devanagari",
            random("कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौ्"),
        ),
    ]
}
