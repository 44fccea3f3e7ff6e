//! What is taken out of texts that may be logged.

mod logs;
#[cfg(all(
    feature = "http",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
mod peers;
mod texts;
