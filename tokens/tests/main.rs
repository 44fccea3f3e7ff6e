//! The tokens of both vendors. `cargo test -p polysign-tokens vectors` runs the vectors alone.

#[path = "../../tests/common/pieces.rs"]
mod pieces;

/// Where the shared search for freed secrets expects it.
mod common {
    pub(crate) use crate::pieces;
}

#[path = "../../tests/freed/detector.rs"]
mod detector;
#[path = "../../tests/leaks_stack/scan.rs"]
mod scan;
mod secrets;
mod tencent;
mod vectors;
mod zego;

#[global_allocator]
static ALLOCATOR: detector::Detector = detector::Detector;
