//! Joins texts while they are written: a separator stands between any two, even if they are empty.

/// Puts a separator between texts that are appended to a string.
pub(super) struct Separator {
    separator: &'static str,
    started: bool,
}

impl Separator {
    pub(super) fn new(separator: &'static str) -> Self {
        Self {
            separator,
            started: false,
        }
    }

    /// Returns whether no text has begun.
    pub(super) fn is_empty(&self) -> bool {
        !self.started
    }

    /// Begins the next text. The caller appends it to `out` before it begins another one.
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
        let mut separator = Separator::new(", ");
        for text in ["", "a", "", "b"] {
            separator.next(&mut out);
            out.push_str(text);
        }
        assert_eq!(out, ", a, , b");
    }
}
