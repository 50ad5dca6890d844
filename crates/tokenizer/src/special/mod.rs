//! The special tokens: their names and ids, how they are found in text, and sets of them.

mod find;
pub(crate) mod names;
mod set;

pub(crate) use find::{find_iter, may_be_within};
pub use names::{CALL, CHANNEL, CONSTRAIN, END, IDS, MESSAGE, RETURN, START, id, name};
pub(crate) use set::SpecialIds;
pub use set::SpecialTokens;
