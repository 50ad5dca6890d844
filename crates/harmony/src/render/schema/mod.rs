//! Prints a JSON schema as a TypeScript type.
//!
//! The output is what the model was trained on: that of `json_schema_to_typescript` in `encoding.rs` of the crate
//! `openai-harmony`, including everything that looks like an oversight. A schema may contain any JSON value: a member of
//! an unexpected type is treated as missing unless noted otherwise.
//!
//! The text is written once, from left to right. The recursion is as deep as the value, and the caller bounds it.

mod comments;
mod object;

use super::separator::Separator;
use crate::prompt::Json;
use comments::EnumDefault;
use memchr::memmem;

/// Appends the type that the schema describes.
pub(super) fn write_type(schema: &Json, out: &mut String) {
    TypeWriter::new(out).any_type(schema, 0);
}

/// Writes a type, and remembers where it has written `null`.
struct TypeWriter<'a> {
    out: &'a mut String,
    /// How far the text has been searched for `null`.
    searched: usize,
    /// Where the last `null` starts that was found.
    last_null: Option<usize>,
}

const NULL: &str = "null";

impl<'a> TypeWriter<'a> {
    fn new(out: &'a mut String) -> Self {
        Self {
            searched: out.len(),
            last_null: None,
            out,
        }
    }

    fn any_type(&mut self, schema: &Json, indent: usize) {
        if let Some(variants) = array(schema, "oneOf") {
            return self.union(variants, indent);
        }
        match schema.get("type") {
            Some(Json::Array(names)) => self.named_types(names),
            Some(Json::String(name)) => match name.as_ref() {
                "object" => self.object(schema, indent),
                "string" => self.string_type(schema),
                "number" | "integer" => self.out.push_str("number"),
                "boolean" => self.out.push_str("boolean"),
                "array" => self.array_type(schema, indent),
                _ => self.out.push_str("any"),
            },
            _ => self.out.push_str("any"),
        }
    }

    /// Writes each variant on a line of its own, including the first.
    fn union(&mut self, variants: &[Json], indent: usize) {
        for variant in variants {
            self.out.push('\n');
            self.variant(variant, indent);
            let description = string(variant, "description");
            self.trailing_comment(description, variant, EnumDefault::Json);
        }
    }

    fn variant(&mut self, variant: &Json, indent: usize) {
        self.indent(indent);
        self.out.push_str(" | ");
        self.nullable_type(variant, indent + 3);
    }

    /// Writes the types of `"type": [...]`. Any name is written, even one that JSON Schema does not know; repeated names
    /// are not merged.
    fn named_types(&mut self, names: &[Json]) {
        let mut types = Separator::new(" | ");
        for name in names.iter().filter_map(Json::as_str) {
            types.next(self.out);
            self.out.push_str(if name == "integer" { "number" } else { name });
        }
        if types.is_empty() {
            self.out.push_str("any");
        }
    }

    fn string_type(&mut self, schema: &Json) {
        let mut values = Separator::new(" | ");
        for value in array(schema, "enum")
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
        {
            values.next(self.out);
            self.push(&["\"", value, "\""]);
        }
        if values.is_empty() {
            self.out.push_str("string");
        }
    }

    fn array_type(&mut self, schema: &Json, indent: usize) {
        match schema.get("items") {
            Some(items) => {
                self.any_type(items, indent);
                self.out.push_str("[]");
            }
            None => self.out.push_str("Array<any>"),
        }
    }

    /// Writes the type of a property or a variant. For a nullable schema, ` | null` is added unless the type's text
    /// contains `null` already, even within a comment.
    fn nullable_type(&mut self, schema: &Json, indent: usize) {
        let start = self.out.len();
        self.any_type(schema, indent);
        if schema.get("nullable") == Some(&Json::Bool(true)) && !self.has_null_since(start) {
            self.out.push_str(" | null");
        }
    }

    /// Returns whether the text contains `null` from `start` on. Each part of the text is searched once, however deeply
    /// types are nested.
    fn has_null_since(&mut self, start: usize) -> bool {
        let unsearched = self.searched.saturating_sub(NULL.len() - 1);
        let rest = self.out.as_bytes().get(unsearched..).unwrap_or_default();
        if let Some(at) = memmem::rfind(rest, NULL.as_bytes()) {
            self.last_null = Some(unsearched + at);
        }
        self.searched = self.out.len();
        self.last_null.is_some_and(|at| at >= start)
    }

    fn indent(&mut self, width: usize) {
        self.out.extend(std::iter::repeat_n(' ', width));
    }

    fn push(&mut self, texts: &[&str]) {
        for text in texts {
            self.out.push_str(text);
        }
    }
}

/// Returns the member of that name if it is a string.
fn string<'a>(schema: &'a Json<'_>, name: &str) -> Option<&'a str> {
    schema.get(name)?.as_str()
}

/// Returns the member of that name if it is an array.
fn array<'a, 'text>(schema: &'a Json<'text>, name: &str) -> Option<&'a [Json<'text>]> {
    schema.get(name)?.as_array()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::{Value, json};

    pub(in crate::render::schema) fn typescript(schema: &Value) -> String {
        let mut out = String::new();
        write_type(&schema.clone().into(), &mut out);
        out
    }

    #[test]
    fn types_are_named_as_in_typescript() {
        for (schema, expected) in [
            (json!({"type": "integer"}), "number"),
            (json!({"type": "null"}), "any"),
            (
                json!({"type": ["integer", "null", "odd", 1]}),
                "number | null | odd",
            ),
            (json!({"type": [1]}), "any"),
            (json!({"type": "array"}), "Array<any>"),
            (
                json!({"type": "array", "items": {"type": ["string", "null"]}}),
                "string | null[]",
            ),
            (json!({"type": "string", "enum": ["a", 1, "b"]}), "\"a\" | \"b\""),
            (json!({"type": "string", "enum": [1]}), "string"),
            (json!({"oneOf": []}), ""),
            (json!({"oneOf": {}, "type": "boolean"}), "boolean"),
            (json!({}), "any"),
            (json!([{"type": "string"}]), "any"),
        ] {
            assert_eq!(typescript(&schema), expected, "{schema}");
        }
    }

    #[test]
    fn variants_stand_on_lines_of_their_own() {
        let schema = json!({"oneOf": [
            {"type": "string", "enum": ["a"], "default": "a", "description": "First"},
            {"type": "number", "default": 1e21, "nullable": true},
            {"type": "string", "default": "\""},
        ]});
        assert_eq!(
            typescript(&schema),
            "\n | \"a\" // First default: \"a\"\n | number | null // default: 1e21\n | string // default: \"\"\""
        );
    }

    #[test]
    fn null_is_not_added_where_the_text_has_it_already() {
        for (inner, expected) in [
            (json!({"type": "string", "nullable": true}), "a?: string | null,"),
            (
                json!({"type": ["string", "null"], "nullable": true}),
                "a?: string | null,",
            ),
            (
                json!({"type": "string", "enum": ["annulled"], "nullable": true}),
                "a?: \"annulled\",",
            ),
        ] {
            let schema = json!({"type": "object", "properties": {"b": {"type": "null"}, "a": inner}});
            assert_eq!(typescript(&schema), format!("{{\nb?: any,\n{expected}\n}}"));
        }
    }

    #[test]
    fn null_counts_where_it_was_written_in_the_type_itself() {
        let mut out = "null".to_owned();
        let mut writer = TypeWriter::new(&mut out);
        assert!(!writer.has_null_since(4));
        writer.out.push_str("nul");
        assert!(!writer.has_null_since(4));
        writer.out.push('l');
        assert!(writer.has_null_since(4));
        assert!(!writer.has_null_since(5));
        writer.out.push_str("annulled");
        assert!(writer.has_null_since(10));
        assert!(!writer.has_null_since(11));
    }
}
