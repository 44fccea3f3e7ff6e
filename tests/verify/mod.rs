//! Requests that arrive: every vector, every change of a byte, every wrong form, every rule of a
//! policy. What holds is accepted, what was changed is not, and why.
#![cfg(feature = "std")]

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
mod any_request;
mod arrived;
mod attacks;
#[cfg(feature = "baidu")]
mod baidu;
mod changes;
mod changes_strict;
mod changing;
#[cfg(feature = "huawei")]
mod huawei;
#[cfg(feature = "huawei")]
mod huawei_bodies;
#[cfg(feature = "iflytek")]
mod iflytek;
#[cfg(feature = "iflytek")]
mod iflytek_keys;
#[cfg(feature = "huawei")]
mod mss_callback;
mod policies;
#[cfg(all(feature = "baidu", feature = "huawei"))]
mod readings;
mod replay_store;
mod requests;
mod respelling;
mod signed_sets;
#[cfg(feature = "tencent")]
mod tencent;
#[cfg(feature = "tencent")]
mod tencent_speech;
#[cfg(feature = "tencent")]
mod tencent_tc3;
mod vectors;
mod wire;
#[cfg(feature = "zego")]
mod zego;
#[cfg(feature = "zego")]
mod zego_callback;
