//! Measures one encoder on one text in a process of its own. In a process that has encoded the text before, it would
//! be new to no encoder for sure, not even on a new thread: toktok-rs hands the caches of threads that end to new ones.

use crate::{encoders::Encoder, seconds};
use std::{env, hint::black_box, path::Path, process::Command};

/// The argument that makes the process measure and print two numbers: [`start`] gives it, and [`run`] takes the rest.
pub const COMMAND: &str = "measure";

/// Measures the text as the first of the process, though the encoder is loaded.
pub const FIRST: &str = "first";

/// Measures the text after all others.
pub const NEW: &str = "new";

/// Measures in a new process: the seconds of the first call with the text, and the median of some more.
pub fn start(folder: &Path, encoder: usize, text: usize, kind: &str) -> [f64; 2] {
    let program = env::current_exe().expect("the program has a path");
    let output = Command::new(program)
        .arg(folder)
        .args([COMMAND, &encoder.to_string(), &text.to_string(), kind])
        .output()
        .expect("the program starts");
    let output = String::from_utf8(output.stdout).expect("it prints text");
    let mut numbers = output.split_whitespace().map(str::parse);
    std::array::from_fn(|_| numbers.next().expect("it prints two").expect("they are numbers"))
}

/// Measures in this process.
pub fn run(encoders: &[Encoder], corpora: &[(&str, String)], mut arguments: impl Iterator<Item = String>) {
    let mut number = || arguments.next().and_then(|number| number.parse::<usize>().ok());
    let encoder = &encoders[number().expect("an encoder's index")];
    let place = number().expect("a text's index");
    let encode = |text| {
        black_box((encoder.encode)(black_box(text)));
    };
    encode("");
    if arguments.next().as_deref() == Some(NEW) {
        for (_, text) in corpora.iter().enumerate().filter(|(other, _)| *other != place) {
            encode(encoder.part(&text.1));
        }
    }
    let text = encoder.part(&corpora[place].1);
    let measure = || seconds(|| encode(text));
    let first = measure();
    let mut more: [f64; 5] = std::array::from_fn(|_| measure());
    more.sort_by(f64::total_cmp);
    println!("{first} {}", more[2]);
}
