//! The section of a system or developer content that lists tools, as TypeScript declarations.

use super::{schema, separator::Separator};
use crate::prompt::{ToolDescription, ToolNamespaceConfig, Tools};

/// Writes the section.
pub(super) fn write(namespaces: &Tools, out: &mut String) {
    out.push_str("# Tools");
    for namespace in namespaces.values() {
        out.push_str("\n\n");
        write_namespace(namespace, out);
    }
}

fn write_namespace(namespace: &ToolNamespaceConfig, out: &mut String) {
    let mut lines = Separator::new("\n");
    lines.next(out);
    push_all(out, &["## ", &namespace.name, "\n"]);
    let description = namespace.description.as_deref().unwrap_or_default();
    // Without tools there is no declaration that the description could be a comment of.
    let comment = if namespace.tools.is_empty() { "" } else { "// " };
    write_lines(description, comment, &mut lines, out);
    if namespace.tools.is_empty() {
        return;
    }
    lines.next(out);
    push_all(out, &["namespace ", &namespace.name, " {\n"]);
    for tool in &namespace.tools {
        write_lines(&tool.description, "// ", &mut lines, out);
        lines.next(out);
        write_declaration(tool, out);
    }
    lines.next(out);
    push_all(out, &["} // namespace ", &namespace.name]);
}

fn write_lines(text: &str, prefix: &str, lines: &mut Separator, out: &mut String) {
    for line in text.lines() {
        lines.next(out);
        push_all(out, &[prefix, line]);
    }
}

fn write_declaration(tool: &ToolDescription, out: &mut String) {
    push_all(out, &["type ", &tool.name, " = ("]);
    if let Some(parameters) = &tool.parameters {
        out.push_str("_: ");
        schema::write_type(parameters, out);
    }
    out.push_str(") => any;\n");
}

fn push_all(out: &mut String, texts: &[&str]) {
    for text in texts {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::{ToolDescription, ToolNamespaceConfig};
    use serde_json::{Value, json};
    use std::thread;

    fn written(namespace: ToolNamespaceConfig) -> String {
        let mut out = String::new();
        write(&Tools::from([("key".into(), namespace.into())]), &mut out);
        out
    }

    fn written_parameters(parameters: Value) -> String {
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
            written(namespace),
            "# Tools\n\n## n\n\n// Some\n// \n// tools\nnamespace n {\n\n// One\n// Two\ntype a = () => any;\n\n\
             type b = (_: string) => any;\n\n} // namespace n"
        );
    }

    #[test]
    fn a_namespace_without_tools_is_described_in_plain_text() {
        let namespace = ToolNamespaceConfig::new("n", Some("Some\ntext".to_owned()), vec![]);
        assert_eq!(written(namespace), "# Tools\n\n## n\n\nSome\ntext");
    }

    #[test]
    fn parameters_as_deep_as_json_may_be_need_little_stack() {
        let wraps: [fn(Value) -> Value; 4] = [
            |inner| json!({"type": "array", "items": inner}),
            |inner| json!({"oneOf": [inner]}),
            |inner| json!({"type": "object", "properties": {"p": inner}}),
            |inner| json!({"default": [inner]}),
        ];
        for wrap in wraps {
            let print = move || {
                let mut schema = json!({});
                while serde_json::from_str::<Value>(&schema.to_string()).is_ok() {
                    schema = wrap(schema);
                }
                written_parameters(schema);
            };
            let thread = thread::Builder::new()
                .stack_size(512 * 1024)
                .spawn(print)
                .unwrap();
            thread.join().unwrap();
        }
    }
}
