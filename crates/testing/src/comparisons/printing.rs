//! Tool parameters to type declarations.

use super::{Case, rendering::assert_same};
use crate::{
    engines::{FAST, REFERENCE},
    schemas::{any_value, schema},
};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    Engine, RenderOptions,
    chat::{self, DeveloperContent, Role, ToolDescription},
    prompt::Message,
};
use serde_json::Value;

/// The parameters of a tool, a schema or not, print as in the reference.
#[derive(Debug)]
pub struct Printing {
    /// The parameters.
    pub parameters: Value,
}

impl<'a> Arbitrary<'a> for Printing {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let parameters = if u.arbitrary()? { any_value(u)? } else { schema(u)? };
        Ok(Self { parameters })
    }
}

impl Case for Printing {
    const MOST_BYTES: usize = 768;

    fn check(&self) {
        let message = self.message();
        let options = RenderOptions::default();
        assert_same(
            &FAST.render(&message, options),
            &REFERENCE.render(&message, options),
        );
    }
}

impl Printing {
    /// Returns the message that declares a tool with those parameters.
    pub fn message(&self) -> Message<'static> {
        let tool = ToolDescription::new("f", "", Some(self.parameters.clone()));
        let content = DeveloperContent::new().with_function_tools(vec![tool]);
        chat::Message::from_role_and_content(Role::Developer, content).into()
    }
}
