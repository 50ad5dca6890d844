//! Builds messages from events.

use super::{event::EventSink, header::Header};
use crate::{chat::Message, format::Stop};

/// The messages so far: those that are complete, and the one that is open.
#[derive(Default)]
pub(super) struct Messages {
    complete: Vec<Message>,
    /// Boxed, so that a parser without one is small.
    open: Option<Box<OpenMessage>>,
}

/// A message whose end has not come.
pub(super) struct OpenMessage {
    pub(super) header: Header,
    pub(super) text: String,
}

impl EventSink for Messages {
    fn message_start(&mut self, header: Header) {
        let text = String::new();
        self.open = Some(Box::new(OpenMessage { header, text }));
    }

    #[inline]
    fn content_delta(&mut self, delta: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(delta);
        }
    }

    fn message_end(&mut self, _stop: Option<Stop>) {
        let message = self.open.take().map(|open| open.header.into_message(open.text));
        self.complete.extend(message);
    }
}

impl Messages {
    /// The message that is open.
    pub(super) fn open(&self) -> Option<&OpenMessage> {
        self.open.as_deref()
    }

    /// The messages that are complete.
    pub(super) fn complete(&self) -> &[Message] {
        &self.complete
    }

    /// Returns the messages that are complete.
    pub(super) fn into_complete(self) -> Vec<Message> {
        self.complete
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::Role;

    fn header(channel: &str) -> Header {
        Header {
            author: Role::Assistant.into(),
            recipient: None,
            channel: Some(channel.to_owned()),
            content_type: None,
        }
    }

    #[test]
    fn a_message_is_its_header_and_the_sum_of_its_deltas() {
        let mut messages = Messages::default();
        messages.message_start(header("final"));
        messages.content_delta("Hel");
        messages.content_delta("lo");
        assert_eq!(messages.open().map(|open| open.text.as_str()), Some("Hello"));
        assert_eq!(messages.complete(), []);
        messages.message_end(Some(Stop::End));
        assert!(messages.open().is_none());
        let expected = Message::from_role_and_content(Role::Assistant, "Hello").with_channel("final");
        assert_eq!(messages.into_complete(), [expected]);
    }
}
