//! Tests of one engine against the other.
