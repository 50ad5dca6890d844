//! Events: what the machine says about the messages that it reads.

use super::header::Header;

/// Takes events, one call for each. A message is one start, its text in parts, and one end.
pub(super) trait EventSink {
    /// A message's header is complete.
    fn message_start(&mut self, header: Header);

    /// The message's text goes on: with whole characters, at least one.
    fn content_delta(&mut self, delta: &str);

    /// The message is complete.
    fn message_end(&mut self);
}
