//! What is said of a signature that a server refused.
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
mod compare;
mod examples;
mod explained;
mod refusals;
