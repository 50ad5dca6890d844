//! Writes comments: descriptions, titles, examples and defaults.

use super::{TypeWriter, array, string};
use crate::prompt::Json;
use crate::render::separator::Separator;
use std::fmt::Write as _;

/// How a default that is a string is written in a schema with an `enum`. In other schemas, strings are quoted but not
/// escaped; values of other types are always JSON.
#[derive(Clone, Copy)]
pub(super) enum EnumDefault {
    /// Without quotes: `default: red`.
    Bare,
    /// As JSON: `default: "red"`.
    Json,
}

impl TypeWriter<'_> {
    pub(super) fn comment_line(&mut self, indent: usize, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.indent(indent);
            self.push(&["// ", comment, "\n"]);
        }
    }

    pub(super) fn title_comment(&mut self, schema: &Json, indent: usize) {
        if let Some(title) = string(schema, "title") {
            self.comment_line(indent, Some(title));
            self.indent(indent);
            self.out.push_str("//\n");
        }
    }

    pub(super) fn examples_comment(&mut self, schema: &Json, indent: usize) {
        let examples = array(schema, "examples").unwrap_or_default();
        if examples.is_empty() {
            return;
        }
        self.comment_line(indent, Some("Examples:"));
        for example in examples.iter().filter_map(Json::as_str) {
            self.indent(indent);
            self.push(&["// - \"", example, "\"\n"]);
        }
    }

    /// Writes the schema's default on a line of its own.
    pub(super) fn default_comment_line(&mut self, schema: &Json, indent: usize) {
        if let Some(default) = schema.get("default") {
            self.indent(indent);
            self.out.push_str("// ");
            self.default(default, schema, EnumDefault::Bare);
            self.out.push('\n');
        }
    }

    /// Writes the description and the schema's default at the end of a line.
    pub(super) fn trailing_comment(&mut self, description: Option<&str>, schema: &Json, style: EnumDefault) {
        let default = schema.get("default");
        if description.is_none() && default.is_none() {
            return;
        }
        self.out.push_str(" // ");
        let mut texts = Separator::new(" ");
        if let Some(description) = description {
            texts.next(self.out);
            self.out.push_str(description);
        }
        if let Some(default) = default {
            texts.next(self.out);
            self.default(default, schema, style);
        }
    }

    fn default(&mut self, default: &Json, schema: &Json, style: EnumDefault) {
        self.out.push_str("default: ");
        match (default, style) {
            (Json::String(text), _) if !is_enum(schema) => self.push(&["\"", text, "\""]),
            (Json::String(text), EnumDefault::Bare) => self.out.push_str(text),
            (value, _) => {
                // Writing to a string does not fail.
                let _ = write!(self.out, "{value}");
            }
        }
    }
}

fn is_enum(schema: &Json) -> bool {
    array(schema, "enum").is_some_and(|values| !values.is_empty())
}
