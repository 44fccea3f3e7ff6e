//! How refusals are read.
#![cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

// A module, so that `cargo test refusals` selects its tests by name.
#[path = "mod.rs"]
mod refusals;
