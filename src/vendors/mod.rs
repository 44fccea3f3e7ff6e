//! The vendors, each with a feature of its name.

#[cfg(feature = "baidu")]
pub mod baidu;
#[cfg(feature = "huawei")]
pub mod huawei;
#[cfg(feature = "iflytek")]
pub mod iflytek;
#[cfg(feature = "tencent")]
pub mod tencent;
#[cfg(feature = "zego")]
pub mod zego;
