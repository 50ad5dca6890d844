//! Prints how fast the tokenizer is, beside the reference and other crates, in turns.
//!
//! Run as `cargo run --release -- NODE_MODULES [corpora|short|decode|pathological]`, where NODE_MODULES is a folder
//! with the npm packages that the corpora come from (`corpora.rs`); with no name, all tables are printed. A machine's
//! other load moves absolute numbers by a third; the ratios of one run, in parentheses, are what counts.

mod corpora;
mod encoders;
mod process;
mod report;

use encoders::Encoder;
use report::Table;
use rustix::time::{ClockId, clock_gettime};
use std::{
    env,
    hint::black_box,
    path::{Path, PathBuf},
};

/// How often each measurement is taken; the median counts.
const ROUNDS: usize = 9;

fn main() {
    let folder = env::args()
        .nth(1)
        .map_or_else(|| "../../node_modules".into(), PathBuf::from);
    let encoders = encoders::all();
    let corpora = corpora::read(&folder);
    let wanted = env::args().nth(2).unwrap_or_default();
    if wanted == process::COMMAND {
        return process::run(&encoders, &corpora, env::args().skip(3));
    }
    for (name, text) in &corpora {
        encoders::assert_equal(&encoders, name, corpora::head(text, encoders::SLOW_BYTES));
    }
    let is_wanted = |table: &str| wanted.is_empty() || wanted == table;
    if is_wanted("corpora") {
        large_texts(&folder, &encoders, &corpora);
    }
    if is_wanted("short") {
        short_texts(&encoders, &corpora);
    }
    if is_wanted("decode") {
        decoding(&encoders, &corpora);
    }
    if is_wanted("pathological") {
        pathological(&encoders);
    }
}

/// Seconds of processor time that one call takes: other load takes none of it.
fn seconds(run: impl FnOnce()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let start = now();
    run();
    now() - start
}

/// Whole corpora, each time in a process of its own, where no encoder remembers anything of the text.
fn large_texts(folder: &Path, encoders: &[Encoder], corpora: &[(&str, String)]) {
    let mut first = Table::new("first text of a process, MB/s", encoders);
    let mut new = Table::new("new text, after the five others, MB/s", encoders);
    let mut again = Table::new("repeated text, MB/s", encoders);
    for (place, (name, text)) in corpora.iter().enumerate() {
        for _ in 0..ROUNDS {
            for (index, encoder) in encoders.iter().enumerate() {
                let megabytes = encoder.part(text).len() as f64 / 1e6;
                let [seconds, _] = process::start(folder, index, place, process::FIRST);
                first.add(name, index, megabytes / seconds);
                let [seconds, repeated] = process::start(folder, index, place, process::NEW);
                new.add(name, index, megabytes / seconds);
                again.add(name, index, megabytes / repeated);
            }
        }
    }
    first.print();
    new.print();
    again.print();
}

/// The corpora cut in pieces, one call for each.
fn short_texts(encoders: &[Encoder], corpora: &[(&str, String)]) {
    let mut table = Table::new("short texts (prose and code), nanoseconds each", encoders);
    for (name, length) in [
        ("10 bytes", 10),
        ("40 bytes", 40),
        ("200 bytes", 200),
        ("2000 bytes", 2000),
    ] {
        let texts: Vec<&str> = corpora[..2]
            .iter()
            .flat_map(|(_, text)| corpora::cut(text, length, 2000))
            .collect();
        for _ in 0..ROUNDS {
            for (index, encoder) in encoders.iter().enumerate() {
                let texts = if encoder.slow {
                    &texts[..texts.len() / 20]
                } else {
                    &texts
                };
                let all = seconds(|| {
                    for text in texts {
                        black_box((encoder.encode)(black_box(text)));
                    }
                });
                table.add(name, index, all * 1e9 / texts.len() as f64);
            }
        }
    }
    table.print();
}

fn decoding(encoders: &[Encoder], corpora: &[(&str, String)]) {
    let mut table = Table::new("decode, MB/s", encoders);
    for (name, text) in corpora {
        let tokens = (encoders[0].encode)(text);
        for _ in 0..ROUNDS {
            for (index, encoder) in encoders.iter().enumerate() {
                let time = seconds(|| {
                    black_box((encoder.decode)(black_box(&tokens)));
                });
                table.add(name, index, text.len() as f64 / 1e6 / time);
            }
        }
    }
    table.print();
}

/// Texts that a naive merge or pattern takes quadratic time for. The slow encoders would take minutes.
fn pathological(encoders: &[Encoder]) {
    let linear: Vec<Encoder> = encoders
        .iter()
        .filter(|encoder| encoder.linear)
        .cloned()
        .collect();
    let mut table = Table::new("1 MB of one kind, milliseconds", &linear);
    for (name, text) in corpora::pathological() {
        for (index, encoder) in linear.iter().enumerate() {
            for _ in 0..3 {
                let time = seconds(|| {
                    black_box((encoder.encode)(black_box(&text)));
                });
                table.add(name, index, time * 1e3);
            }
        }
    }
    table.print();
}
