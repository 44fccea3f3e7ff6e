//! The fields of a signature, wherever they stand in a request that arrived.

use alloc::borrow::Cow;

use polysign::Request;
use polysign::custom::{
    authorization, headers, hex_signature, malformed, not_signed, queries_by_case, required,
};
use polysign::verify::Rejection;

use super::{Names, Part, Placed};

/// The parts that a verifier reads.
const PARTS: [Part; 7] = [
    Part::Algorithm,
    Part::Credential,
    Part::Date,
    Part::Lifetime,
    Part::SignedHeaders,
    Part::Token,
    Part::Signature,
];

/// The fields of a signature, read and in their form, and not yet believed.
pub(crate) struct Found<'a> {
    pub(crate) is_in_query: bool,
    pub(crate) credential: Cow<'a, str>,
    pub(crate) signed_headers: Cow<'a, str>,
    pub(crate) signature: [u8; 32],
    pub(crate) date: Cow<'a, [u8]>,
    /// The lifetime of a presigned URL, in seconds.
    pub(crate) lifetime: Option<u32>,
    pub(crate) token: Option<Cow<'a, [u8]>>,
    pub(crate) content_hash: Option<&'a [u8]>,
}

impl<'a> Found<'a> {
    pub(crate) const fn placed(&self) -> Placed {
        if self.is_in_query { Placed::InQuery(self.lifetime) } else { Placed::InHeader }
    }

    pub(crate) fn find(request: &Request<'a>, names: &Names) -> Result<Self, Rejection> {
        let own = ["authorization", names.date, names.token, names.content_hash];
        let [field, date, token, content_hash] = headers(request, own)?;
        let [algorithm, credential, query_date, expires, signed_headers, query_token, signature] =
            queries_by_case(request, PARTS.map(|part| (names.parameter(part), names.any_case)))?;
        if signature.is_none() && algorithm.is_none() {
            let parts = ["Credential", "SignedHeaders", "Signature"];
            let [credential, signed_headers, signature] =
                authorization(field, names.algorithm, parts)?;
            return Ok(Self {
                is_in_query: false,
                credential: credential.into(),
                signed_headers: signed_headers.into(),
                signature: hex_signature(signature, "authorization")?,
                date: required(date, names.date)?.into(),
                lifetime: None,
                token: token.map(Cow::Borrowed),
                content_hash,
            });
        }
        if field.is_some() || token.is_some() {
            return Err(malformed("authorization", "stands in the headers and in the query"));
        }
        if algorithm.as_deref() != Some(names.algorithm) {
            return Err(not_signed("has another algorithm in its query"));
        }
        let lifetime = match expires {
            None => names.default_lifetime,
            Some(text) => read_lifetime(&text, names.longest_lifetime),
        };
        let signature = required(signature, names.parameter(Part::Signature))?;
        Ok(Self {
            is_in_query: true,
            credential: required(credential, names.parameter(Part::Credential))?,
            signed_headers: required(signed_headers, names.parameter(Part::SignedHeaders))?,
            signature: hex_signature(&signature, names.parameter(Part::Signature))?,
            date: bytes(required(query_date, names.parameter(Part::Date))?),
            lifetime: Some(required(lifetime, names.parameter(Part::Lifetime))?),
            token: query_token.map(bytes),
            content_hash,
        })
    }
}

fn read_lifetime(text: &str, longest: u32) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|seconds| is_plain && (1..=longest).contains(seconds))
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
