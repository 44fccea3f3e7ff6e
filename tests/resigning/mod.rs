//! Signing a request that is already signed: the authentication fields of the scheme are replaced
//! in every placement, also when credential, placement, payload or options changed in between.
#![cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod baidu;
mod huawei;
mod query;
mod signa;
