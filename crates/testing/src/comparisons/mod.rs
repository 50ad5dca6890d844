//! Cases, one type for each thing that an engine does, with what must hold of them.

mod decoding;
mod encoding;
mod parsing;
mod printing;
mod reading;
mod recovering;
mod rendering;

pub use decoding::Decoding;
pub use encoding::Encoding;
pub use parsing::{Parsing, process};
pub use printing::Printing;
pub use reading::Reading;
pub use recovering::{Keeping, Recovered, Recovering, RecoveringText};
pub use rendering::Rendering;

use arbitrary::Arbitrary;
use std::fmt::Debug;

/// Input for both engines.
pub trait Case: for<'a> Arbitrary<'a> + Debug {
    /// How many bytes make a case that a property test should try: enough for most cases of the usual size.
    const MOST_BYTES: usize;

    /// Compares the engines' answers, and checks what holds of the fast engine's without a reference.
    ///
    /// # Panics
    /// If the engines differ, or something does not hold.
    fn check(&self);
}
