//! What the crate does for clients: types of `http`, and the clock of the server.
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
mod http_adapter;
mod server_clock;
