//! How a signature follows from an explanation.

/// What a formula is computed from: an explanation, the row that signed, and hashes that are not the
/// crate's.
pub(crate) trait Explained {
    /// A stage, with the credential's own values in its gaps.
    fn stage(&self, name: &str) -> Vec<u8>;

    /// The value of a field or an option.
    fn setting(&self, key: &str) -> &str;

    fn md5(&self, text: &[u8]) -> Vec<u8>;

    fn sha256(&self, text: &[u8]) -> Vec<u8>;

    fn hmac_sha1(&self, key: &[u8], text: &[u8]) -> Vec<u8>;

    fn hmac_sha256(&self, key: &[u8], text: &[u8]) -> Vec<u8>;

    fn hex(&self, bytes: &[u8]) -> String;
}

/// What is written as the signature.
#[derive(Debug)]
pub(crate) enum Signature {
    Hex(Vec<u8>),
    Base64(Vec<u8>),
    /// Nothing is signed.
    None,
}

/// HMAC-SHA1 of the string to sign, with a field as the key.
pub(super) fn hmac_sha1(explained: &dyn Explained, field: &str) -> Vec<u8> {
    explained.hmac_sha1(explained.setting(field).as_bytes(), &explained.stage("string_to_sign"))
}

/// HMAC-SHA256 of the string to sign, with a field as the key.
pub(super) fn hmac_sha256(explained: &dyn Explained, field: &str) -> Vec<u8> {
    explained.hmac_sha256(explained.setting(field).as_bytes(), &explained.stage("string_to_sign"))
}

/// The string to sign, which ends with the digest of the canonical request.
pub(super) fn string_to_sign_of_digest(explained: &dyn Explained) -> Vec<u8> {
    let string_to_sign = explained.stage("string_to_sign");
    let digest = explained.hex(&explained.sha256(&explained.stage("canonical_request")));
    assert!(string_to_sign.ends_with(digest.as_bytes()), "the digest is another");
    string_to_sign
}
