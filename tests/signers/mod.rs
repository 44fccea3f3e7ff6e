//! Signers around signers: references and boxes, another clock, a credential that is replaced while
//! others sign; and a scheme from outside of the crate.

#[cfg(all(feature = "std", feature = "huawei", feature = "zego"))]
mod clocked;
#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
mod credentials;
#[cfg(feature = "custom")]
mod custom;
mod drafts;
mod pointers;
#[cfg(all(feature = "std", feature = "baidu", feature = "huawei", feature = "zego"))]
mod replaceable;
mod table;
mod third_party;
mod third_party_verifier;
