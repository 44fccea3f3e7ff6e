//! Requests that arrive: every vector, every change of a byte, every wrong form, every rule of a
//! policy. What holds is accepted, what was changed is not, and why.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod any_request;
mod arrived;
mod attacks;
mod baidu;
mod changes;
mod changing;
mod huawei;
mod huawei_bodies;
mod iflytek;
mod policies;
mod requests;
mod respelling;
mod schemes;
mod signed_sets;
mod tencent;
mod vectors;
mod wire;
mod zego;
mod zego_callback;
