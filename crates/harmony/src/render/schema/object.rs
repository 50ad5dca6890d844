//! Writes object types: their properties, with the comments above and beside them.

use super::{TypeWriter, array, comments::EnumDefault, string};
use crate::prompt::{Json, Text};

impl TypeWriter<'_> {
    /// Writes an object type. Braces stand where the crate puts them: the opening brace where the type begins, or below
    /// the object's description; the closing brace is indented like the properties.
    pub(super) fn object(&mut self, schema: &Json, indent: usize) {
        self.comment_line(indent, string(schema, "description"));
        self.out.push_str("{\n");
        if let Some(properties) = schema.get("properties").and_then(Json::as_object) {
            self.properties(properties, &required(schema), indent);
        }
        self.indent(indent);
        self.out.push('}');
    }

    fn properties(&mut self, properties: &[(Text, Json)], required: &[&str], indent: usize) {
        for (name, schema) in properties {
            let mark = if required.binary_search(&name.as_ref()).is_ok() {
                ""
            } else {
                "?"
            };
            self.title_comment(schema, indent);
            // A member `oneOf` of any type suppresses the description here, and the default below.
            if schema.get("oneOf").is_none() {
                self.comment_line(indent, string(schema, "description"));
            }
            self.examples_comment(schema, indent);
            if let Some(variants) = array(schema, "oneOf") {
                self.union_property(name, mark, schema, variants, indent);
            } else {
                self.plain_property(name, mark, schema, indent);
            }
        }
    }

    fn plain_property(&mut self, name: &str, mark: &str, schema: &Json, indent: usize) {
        self.indent(indent);
        self.push(&[name, mark, ": "]);
        self.nullable_type(schema, indent + 4);
        self.out.push(',');
        if schema.get("oneOf").is_none() {
            self.trailing_comment(None, schema, EnumDefault::Bare);
        }
        self.out.push('\n');
    }

    /// Writes a property with variants: one line for each, then a comma. A variant's description is left out if it
    /// repeats the property's; the first variant's is left out whenever the property's is written.
    fn union_property(&mut self, name: &str, mark: &str, schema: &Json, variants: &[Json], indent: usize) {
        let description = string(schema, "description");
        let first = variants
            .first()
            .and_then(|variant| string(variant, "description"));
        let described_above = description.filter(|_| description != first);
        self.comment_line(indent, described_above);
        self.default_comment_line(schema, indent);
        self.indent(indent);
        self.push(&[name, mark, ":\n"]);
        for (index, variant) in variants.iter().enumerate() {
            self.variant(variant, indent);
            let gives_way = index == 0 && described_above.is_some();
            let own = string(variant, "description").filter(|own| !gives_way && Some(*own) != description);
            self.trailing_comment(own, variant, EnumDefault::Bare);
            self.out.push('\n');
        }
        self.indent(indent);
        self.out.push_str(",\n");
    }
}

/// Returns the names of the required properties, sorted.
fn required<'a>(schema: &'a Json<'_>) -> Vec<&'a str> {
    let names = array(schema, "required").into_iter().flatten();
    let mut names: Vec<&str> = names.filter_map(Json::as_str).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use crate::render::schema::tests::typescript;
    use serde_json::json;

    #[test]
    fn properties_bear_their_comments() {
        let schema = json!({
            "type": "object",
            "description": "Where",
            "properties": {
                "city": {"type": "string", "title": "City", "description": "Its name", "examples": ["Oslo", 1]},
                "unit": {"type": "string", "enum": ["c", "f"], "default": "c"},
                "days": {"type": "integer", "default": 3, "nullable": true},
            },
            "required": ["unit", "city", 7],
        });
        assert_eq!(
            typescript(&schema),
            "// Where\n{\n// City\n//\n// Its name\n// Examples:\n// - \"Oslo\"\ncity: string,\n\
             unit: \"c\" | \"f\", // default: c\ndays?: number | null, // default: 3\n}"
        );
    }

    #[test]
    fn a_property_of_variants_takes_a_line_for_each() {
        let variants = json!([
            {"type": "string", "description": "One", "default": "x"},
            {"type": "number", "description": "All"},
            {"type": "object", "description": "Three", "properties": {"a": {}}},
        ]);
        let schema = json!({
            "type": "object",
            "properties": {"v": {"description": "All", "default": "x", "oneOf": variants}},
        });
        assert_eq!(
            typescript(&schema),
            "{\n// All\n// default: \"x\"\nv?:\n | string // default: \"x\"\n | number\n \
             |    // Three\n{\n   a?: any,\n   } // Three\n,\n}"
        );
    }
}
