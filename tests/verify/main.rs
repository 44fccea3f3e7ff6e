//! Verifying: every vector, every change of a byte, every wrong form, every rule of a policy.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod changes;
mod changing;
mod forms_baidu;
mod forms_huawei;
mod requests;
mod respelling;
mod schemes;
mod vectors;
mod wire;
