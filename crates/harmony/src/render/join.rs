//! Joins texts while they are being written: a separator between any two, also between empty ones.

/// Counts the texts appended to a string.
pub(super) struct Join {
    separator: &'static str,
    started: bool,
}

impl Join {
    pub(super) fn new(separator: &'static str) -> Self {
        Self {
            separator,
            started: false,
        }
    }

    /// Whether no text has begun yet.
    pub(super) fn is_empty(&self) -> bool {
        !self.started
    }

    /// Begins the next text: write it to `out` before the one after it begins.
    pub(super) fn next(&mut self, out: &mut String) {
        if self.started {
            out.push_str(self.separator);
        }
        self.started = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_texts_are_separated_too() {
        let mut out = String::new();
        let mut join = Join::new(", ");
        for text in ["", "a", "", "b"] {
            join.next(&mut out);
            out.push_str(text);
        }
        assert_eq!(out, ", a, , b");
    }
}
