//! Signers around signers: references and boxes, another clock, a credential that is replaced while
//! others sign; and a scheme from outside of the crate.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]

mod clocked;
mod drafts;
mod pointers;
mod replaceable;
mod table;
mod third_party;
mod third_party_verifier;
