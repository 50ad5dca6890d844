//! The fast engine against the reference: the same input, the same answer, the same error, the same state.
//!
//! `HARMONY_CASES` sets the number of cases of each property (a few hundred without it).

use harmony::Engine as _;
use proptest::prelude::*;
use serde_json::{Value, json};
use testing::{
    comparisons::{Case as _, Decoding, Encoding, Parsing, Printing, Reading, Rendering},
    engines::{FAST, REFERENCE},
    properties::{cases, config, generated},
    schemas::{any_value, schema},
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn texts_encode_alike(case in cases::<Encoding>()) {
        case.check();
    }

    #[test]
    fn tokens_decode_alike(case in cases::<Decoding>()) {
        case.check();
    }

    #[test]
    fn json_reads_as_by_the_crate(case in cases::<Reading>()) {
        case.check();
    }

    #[test]
    fn conversations_render_alike(case in cases::<Rendering>()) {
        case.check();
    }

    #[test]
    fn schemas_print_alike(parameters in generated(Printing::MOST_BYTES, schema)) {
        Printing { parameters }.check();
    }

    #[test]
    fn any_value_prints_alike_as_a_schema(parameters in generated(Printing::MOST_BYTES, any_value)) {
        Printing { parameters }.check();
    }

    #[test]
    fn streams_parse_alike_at_each_step(case in cases::<Parsing>()) {
        case.check();
    }
}

/// Parameters that nest as deeply as JSON text can.
#[test]
fn deep_schemas_print_alike() {
    for wrap in [
        (|inner| json!({"type": "array", "items": inner})) as fn(Value) -> Value,
        |inner| json!({"type": "object", "description": "d", "properties": {"p": inner}}),
        |inner| json!({"oneOf": [inner], "nullable": true}),
        |inner| json!({"type": "object", "properties": {"p": {"oneOf": [inner], "nullable": true}}}),
    ] {
        let innermost = json!({"type": ["string"], "nullable": true});
        let parameters = (0..40).fold(innermost, |inner, _| wrap(inner));
        Printing { parameters }.check();
    }
}

#[test]
fn the_engines_describe_themselves_alike() {
    assert_eq!(FAST.name(), REFERENCE.name());
    assert_eq!(FAST.stop_tokens(), REFERENCE.stop_tokens());
    assert_eq!(
        FAST.stop_tokens_for_assistant_actions(),
        REFERENCE.stop_tokens_for_assistant_actions()
    );
    for token in (199_900..201_200).chain([0, u32::MAX]) {
        assert_eq!(
            FAST.is_special_token(token),
            REFERENCE.is_special_token(token),
            "{token}"
        );
    }
}
