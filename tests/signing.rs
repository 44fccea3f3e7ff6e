//! What a signature is made of, and what it does to a request.
#![cfg(feature = "std")]
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

mod applying;
mod canonical;
mod common;
mod registry;
mod request;
mod resigning;
mod signers;
mod vectors;
mod vendors;
