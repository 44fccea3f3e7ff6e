//! Signing a request that is already signed: the authentication fields of the scheme are replaced
//! in every placement, also when credential, placement, payload or options changed in between.

#[cfg(feature = "baidu")]
mod baidu;
#[cfg(feature = "huawei")]
mod huawei;
#[cfg(all(feature = "tencent", feature = "zego"))]
mod query;
#[cfg(feature = "iflytek")]
mod signa;
