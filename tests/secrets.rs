//! No text shows a secret.
#![cfg_attr(
    not(all(
        feature = "std",
        feature = "http",
        feature = "zego",
        feature = "tencent",
        feature = "baidu",
        feature = "huawei",
        feature = "iflytek"
    )),
    allow(dead_code, unused_imports, reason = "some tests need other features")
)]

mod common;
mod leaks;
mod leaks_stack;
mod redaction;
