//! Writes the content of a developer message: instructions and tools.

use super::{separator::Separator, tools};
use crate::prompt::DeveloperContent;

/// Writes the content's sections, separated by empty lines.
pub(super) fn write(content: &DeveloperContent, out: &mut String) {
    let mut sections = Separator::new("\n\n");
    if let Some(instructions) = &content.instructions {
        sections.next(out);
        out.push_str("# Instructions\n\n");
        out.push_str(instructions);
    }
    if let Some(namespaces) = content.tools.as_ref().filter(|namespaces| !namespaces.is_empty()) {
        sections.next(out);
        tools::write(namespaces, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::DeveloperContent;

    fn written(content: &DeveloperContent) -> String {
        let mut out = String::new();
        write(&content.clone().into(), &mut out);
        out
    }

    #[test]
    fn sections_are_separated_by_an_empty_line() {
        let content = DeveloperContent::new();
        assert_eq!(written(&content), "");
        let content = content.with_instructions("Be brief.");
        assert_eq!(written(&content), "# Instructions\n\nBe brief.");
        let content = content.with_function_tools(vec![]);
        assert_eq!(
            written(&content),
            "# Instructions\n\nBe brief.\n\n# Tools\n\n## functions\n"
        );
    }
}
