//! Batches of texts that several threads of libuv's pool encode.
//!
//! JavaScript adds the texts in parts, and lets as many threads work as it finds right. Each takes one part after the
//! other, in order, and may begin while later ones are still on their way.

use crate::{
    background::{Job, Output},
    encoding::BindingEncoding,
    error::{Result, to_js},
    input::{BindingInput, Strings},
    text::SpecialTokenRules,
};
use harmony::{Engine, Error, Token};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;
use std::{
    collections::VecDeque,
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// After this time, a thread takes no further part: JavaScript gets what there is, and decides whether the thread goes on.
const SHIFT: Duration = Duration::from_millis(5);

/// A batch of texts.
#[napi]
pub struct BindingBatch {
    shared: Arc<Batch>,
}

struct Batch {
    engine: Arc<dyn Engine>,
    special: SpecialTokenRules,
    is_cancelled: Arc<AtomicBool>,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    /// What no thread has taken yet.
    parts: VecDeque<Part>,
    /// How many texts have been added.
    texts: usize,
    /// The first text that failed, and its error.
    failed: Option<(usize, Error)>,
}

struct Part {
    /// The index of the first text in the batch.
    first: usize,
    texts: Strings,
}

/// What a thread has encoded.
#[derive(Default)]
struct Encoded {
    /// The tokens of all texts.
    tokens: Vec<Token>,
    /// Two numbers for each text: its index in the batch, and how many tokens it has.
    texts: Vec<u32>,
}

#[napi]
impl BindingBatch {
    /// Makes an empty batch. The sets of special tokens are those of `BindingEncoding.encodeFunction`.
    #[napi(constructor)]
    pub fn new(
        encoding: &BindingEncoding,
        allowed_special: Option<String>,
        disallowed_special: Option<String>,
    ) -> Self {
        let shared = Batch {
            engine: Arc::clone(&encoding.engine),
            special: SpecialTokenRules::new(allowed_special, disallowed_special),
            is_cancelled: Arc::default(),
            progress: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Adds the strings of an input as the next part. Returns whether anybody needs further parts: not after an error, or once it has been
    /// given up.
    #[napi]
    pub fn add(&self, input: &mut BindingInput) -> bool {
        self.shared.add(input.take_strings())
    }

    /// Whether there are parts that no thread has taken.
    #[napi(getter)]
    pub fn has_parts(&self) -> bool {
        !self.shared.progress().parts.is_empty()
    }

    /// Lets a thread of the pool work. Gives the tokens of the texts that it has encoded, all in one array; then two numbers
    /// for each text: its index, and how many tokens it has.
    #[napi(ts_return_type = "Promise<[tokens: Uint32Array, texts: Uint32Array] | Error | undefined>")]
    pub fn work(&self) -> AsyncTask<Job> {
        let shared = Arc::clone(&self.shared);
        let work = move || {
            let Encoded { tokens, texts } = shared.work();
            Ok(Output::TokenLists(vec![tokens, texts]))
        };
        AsyncTask::new(Job::new(work, Arc::clone(&self.shared.is_cancelled)))
    }

    /// Throws the error of the first text that failed. No thread may be at work.
    #[napi]
    pub fn finish(&self) -> Result<()> {
        let failed = self.shared.progress().failed.take();
        failed.map_or(Ok(()), |(_, error)| Err(to_js(error)))
    }

    /// Gives the batch up: it loses its parts, and gets no others.
    #[napi]
    pub fn cancel(&self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
        // Not while the lock is held.
        let parts = mem::take(&mut self.shared.progress().parts);
        drop(parts);
    }
}

impl Batch {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, texts: Strings) -> bool {
        let mut progress = self.progress();
        let first = progress.texts;
        progress.texts += texts.len();
        let is_going_on = progress.failed.is_none() && !self.is_cancelled.load(Ordering::Relaxed);
        if is_going_on {
            progress.parts.push_back(Part { first, texts });
        }
        is_going_on
    }

    fn work(&self) -> Encoded {
        let started = Instant::now();
        let mut encoded = Encoded::default();
        while let Some(part) = self.next_part() {
            if let Err((index, error)) = self.encode(&part, &mut encoded) {
                self.fail(index, error);
            }
            if started.elapsed() >= SHIFT {
                break;
            }
        }
        encoded
    }

    fn next_part(&self) -> Option<Part> {
        self.progress().parts.pop_front()
    }

    /// Encodes the texts of a part, up to the first that fails.
    fn encode(&self, part: &Part, encoded: &mut Encoded) -> std::result::Result<(), (usize, Error)> {
        for (index, text) in (part.first..).zip(part.texts.iter()) {
            let text = text.as_str();
            self.special.check(text).map_err(|error| (index, error))?;
            let before = encoded.tokens.len();
            self.engine
                .encode_to(text, &self.special.allowed, &mut encoded.tokens);
            let count = encoded.tokens.len() - before;
            encoded.texts.extend([index as u32, count as u32]);
        }
        Ok(())
    }

    /// Notes that a text has failed. Parts are taken in order, so no text before it is in one that nobody has taken.
    fn fail(&self, index: usize, error: Error) {
        let mut progress = self.progress();
        // Not while the lock is held.
        let parts = mem::take(&mut progress.parts);
        if progress.failed.as_ref().is_none_or(|(first, _)| index < *first) {
            let path = format!("texts[{index}]");
            progress.failed = Some((index, Error::Runtime(format!("{path}: {error}")).at(path)));
        }
        drop(progress);
        drop(parts);
    }
}
