//! Requests that arrive: what holds is accepted, what was changed is not, and why.
#![cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod arrived;
mod iflytek;
mod tencent;
mod zego;
mod zego_callback;
