//! The section of a system or developer content that lists tools, as TypeScript declarations.

use super::{schema, separator::Separator};
use crate::{
    Error, Result,
    chat::{ToolDescription, ToolNamespaceConfig},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// How deep a tool's parameters may be nested. JSON text is refused from 128 levels on by serde_json, so this
/// bounds only values that were built in Rust; it keeps every recursion over them well within a thread's stack.
const MAX_DEPTH: usize = 256;

/// Writes the section.
///
/// # Errors
/// [`Error::Value`] if a tool's parameters are nested deeper than [`MAX_DEPTH`].
pub(super) fn write(namespaces: &BTreeMap<String, ToolNamespaceConfig>, out: &mut String) -> Result<()> {
    out.push_str("# Tools");
    for namespace in namespaces.values() {
        out.push_str("\n\n");
        write_namespace(namespace, out)?;
    }
    Ok(())
}

fn write_namespace(namespace: &ToolNamespaceConfig, out: &mut String) -> Result<()> {
    let mut lines = Separator::new("\n");
    lines.next(out);
    push_all(out, &["## ", &namespace.name, "\n"]);
    let description = namespace.description.as_deref().unwrap_or_default();
    // Without tools there is no declaration that the description could be a comment of.
    let comment = if namespace.tools.is_empty() { "" } else { "// " };
    write_lines(description, comment, &mut lines, out);
    if namespace.tools.is_empty() {
        return Ok(());
    }
    lines.next(out);
    push_all(out, &["namespace ", &namespace.name, " {\n"]);
    for tool in &namespace.tools {
        write_lines(&tool.description, "// ", &mut lines, out);
        lines.next(out);
        write_declaration(tool, out)?;
    }
    lines.next(out);
    push_all(out, &["} // namespace ", &namespace.name]);
    Ok(())
}

fn write_lines(text: &str, prefix: &str, lines: &mut Separator, out: &mut String) {
    for line in text.lines() {
        lines.next(out);
        push_all(out, &[prefix, line]);
    }
}

fn write_declaration(tool: &ToolDescription, out: &mut String) -> Result<()> {
    push_all(out, &["type ", &tool.name, " = ("]);
    if let Some(parameters) = &tool.parameters {
        if !fits(parameters, MAX_DEPTH) {
            return Err(Error::Value(format!(
                "the parameters of the tool {:?} are nested more than {MAX_DEPTH} levels deep",
                tool.name
            )));
        }
        out.push_str("_: ");
        schema::write_type(parameters, out);
    }
    out.push_str(") => any;\n");
    Ok(())
}

/// Whether a value is nested no deeper than that many levels.
fn fits(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(|item| fits(item, levels - 1)),
        Value::Object(members) => levels > 0 && members.values().all(|member| fits(member, levels - 1)),
        _ => true,
    }
}

fn push_all(out: &mut String, texts: &[&str]) {
    for text in texts {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::thread;

    fn written(namespace: ToolNamespaceConfig) -> Result<String> {
        let mut out = String::new();
        write(&BTreeMap::from([("key".to_owned(), namespace)]), &mut out)?;
        Ok(out)
    }

    /// An array of arrays of … anything, as a schema of that many levels.
    fn nested_arrays(levels: usize) -> Value {
        (1..levels).fold(json!({}), |items, _| json!({"type": "array", "items": items}))
    }

    fn written_parameters(parameters: Value) -> Result<String> {
        let tool = ToolDescription::new("f", "", Some(parameters));
        written(ToolNamespaceConfig::new("n", None, vec![tool]))
    }

    #[test]
    fn descriptions_are_comments_of_what_follows() {
        let tools = vec![
            ToolDescription::new("a", "One\r\nTwo\n", None),
            ToolDescription::new("b", "", Some(json!({"type": "string"}))),
        ];
        let namespace = ToolNamespaceConfig::new("n", Some("Some\n\ntools".to_owned()), tools);
        assert_eq!(
            written(namespace).unwrap(),
            "# Tools\n\n## n\n\n// Some\n// \n// tools\nnamespace n {\n\n// One\n// Two\ntype a = () => any;\n\n\
             type b = (_: string) => any;\n\n} // namespace n"
        );
    }

    #[test]
    fn a_namespace_without_tools_is_described_in_plain_text() {
        let namespace = ToolNamespaceConfig::new("n", Some("Some\ntext".to_owned()), vec![]);
        assert_eq!(written(namespace).unwrap(), "# Tools\n\n## n\n\nSome\ntext");
    }

    #[test]
    fn parameters_have_a_greatest_depth() {
        let text = written_parameters(nested_arrays(MAX_DEPTH)).unwrap();
        assert_eq!(text.matches("[]").count(), MAX_DEPTH - 1);
        assert_eq!(
            written_parameters(nested_arrays(MAX_DEPTH + 1)),
            Err(Error::Value(
                "the parameters of the tool \"f\" are nested more than 256 levels deep".to_owned()
            ))
        );
    }

    #[test]
    fn the_greatest_depth_needs_little_stack() {
        let wraps: [fn(Value) -> Value; 4] = [
            |inner| json!({"type": "array", "items": inner}),
            |inner| json!({"oneOf": [inner]}),
            |inner| json!({"type": "object", "properties": {"p": inner}}),
            |inner| json!({"default": [inner]}),
        ];
        for wrap in wraps {
            let print = move || {
                let mut schema = json!({});
                while fits(&schema, MAX_DEPTH - 2) {
                    schema = wrap(schema);
                }
                written_parameters(schema).unwrap();
            };
            let thread = thread::Builder::new()
                .stack_size(512 * 1024)
                .spawn(print)
                .unwrap();
            thread.join().unwrap();
        }
    }

    #[test]
    fn checking_the_depth_does_not_recurse_without_bound() {
        let mut value = Value::Null;
        for _ in 0..1_000_000 {
            value = Value::Array(vec![value]);
        }
        assert!(!fits(&value, MAX_DEPTH));
        // Dropping it whole would recurse as deep.
        while let Value::Array(mut items) = value {
            value = items.pop().unwrap_or_default();
        }
    }
}
