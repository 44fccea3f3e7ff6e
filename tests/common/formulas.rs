//! Signatures by the vendors' formulas, from explanations alone.

use std::cell::RefCell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use polysign::Explanation;
use sha1::Sha1;
use sha2::Sha256;

use super::schemes::{Explained, Row, Signature};

/// An explanation and the settings that signed. What stands in its gaps is what they have.
pub(crate) struct Filled<'e> {
    explanation: &'e Explanation,
    row: &'static Row,
    /// These replace the row's.
    more: &'e [(&'static str, &'e str)],
    /// The key and the result of each MAC, in turn.
    macs: RefCell<Vec<[Vec<u8>; 2]>>,
}

impl<'e> Filled<'e> {
    pub(crate) fn new(
        explanation: &'e Explanation,
        row: &'static Row,
        more: &'e [(&'static str, &'e str)],
    ) -> Self {
        Self { explanation, row, more, macs: RefCell::default() }
    }

    /// The signature by the formula of the row's scheme. `None` for a scheme that signs nothing.
    pub(crate) fn signature(&self) -> Option<String> {
        match (self.row.facts.formula)(self) {
            Signature::Hex(bytes) => Some(hex::encode(bytes)),
            Signature::Base64(bytes) => Some(STANDARD.encode(bytes)),
            Signature::None => None,
        }
    }

    /// The keys that are derived on the way to the signature, in each form in which they are there.
    pub(crate) fn derived_keys(self) -> Vec<Vec<u8>> {
        self.signature();
        let mut macs = self.macs.into_inner();
        let last = macs.pop().map(|[key, _]| key);
        let is_given = |key: &[u8]| {
            let value = |(name, _): &(&'static str, &'static str)| self.row.setting(name);
            let own = self.row.settings().filter_map(value);
            own.chain(self.more.iter().map(|(_, value)| *value)).any(|own| own.as_bytes() == key)
        };
        let keys = macs.into_iter().flatten().chain(last);
        keys.filter(|key| !is_given(key)).collect()
    }

    fn mac<M: Mac + KeyInit>(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        let mut mac = <M as KeyInit>::new_from_slice(key).expect("any length is a key");
        mac.update(text);
        let result = mac.finalize().into_bytes().to_vec();
        self.macs.borrow_mut().push([key.to_vec(), result.clone()]);
        result
    }
}

impl Explained for Filled<'_> {
    fn stage(&self, name: &str) -> Vec<u8> {
        let stage = self.explanation.stage(name);
        stage.unwrap_or_else(|| panic!("no {name}")).fill(|gap| Some(self.setting(gap)))
    }

    fn setting(&self, key: &str) -> &str {
        let more = self.more.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let value = more.or_else(|| self.row.setting(key));
        value.unwrap_or_else(|| panic!("{}: nothing is known of {key}", self.row.name))
    }

    fn md5(&self, text: &[u8]) -> Vec<u8> {
        Md5::digest(text).to_vec()
    }

    fn sha256(&self, text: &[u8]) -> Vec<u8> {
        Sha256::digest(text).to_vec()
    }

    fn hmac_sha1(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        self.mac::<Hmac<Sha1>>(key, text)
    }

    fn hmac_sha256(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        self.mac::<Hmac<Sha256>>(key, text)
    }

    fn hex(&self, bytes: &[u8]) -> String {
        hex::encode(bytes)
    }
}
