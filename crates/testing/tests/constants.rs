//! Constants of the format that this package states itself, against the reference.

use harmony::{Engine, HarmonyEncodingName, SpecialTokens, chat::Role, format};
use reference::Reference;

#[test]
fn constant_tokens_are_the_references() {
    let reference = Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap();
    let encode = |text: &str| reference.encode(text, &SpecialTokens::NONE);
    for role in [
        Role::User,
        Role::Assistant,
        Role::System,
        Role::Developer,
        Role::Tool,
    ] {
        assert_eq!(encode(role.as_str()), [format::role_token(&role)], "{role}");
    }
    assert_eq!(encode(" "), [format::SPACE]);
    for (token, marker) in [
        (format::CHANNEL, format::CHANNEL_MARKER),
        (format::CONSTRAIN, format::CONSTRAIN_MARKER),
    ] {
        assert_eq!(reference.encode(marker, &SpecialTokens::All), [token]);
    }
}
