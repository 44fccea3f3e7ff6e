//! The auth string of a request that arrived.

use alloc::borrow::Cow;

use super::{Expiration, Placement};
use crate::Request;
use crate::canonical::read_extended;
use crate::mac::from_hex;
use crate::verify::Rejection;
use crate::verify::fields::{header_text, malformed, not_signed, query};

/// Where the auth string stands, and its text.
pub(super) fn find<'a>(request: &Request<'a>) -> Result<(Placement, Cow<'a, str>), Rejection> {
    let authorization = header_text(request, "authorization")?;
    let x_bce_signature = header_text(request, "x-bce-signature")?;
    let in_query = query(request, "authorization", true)?;
    let (placement, text) = match (authorization, x_bce_signature, in_query) {
        (Some(text), None, None) => (Placement::Authorization, Cow::Borrowed(text)),
        (None, Some(text), None) => (Placement::XBceSignature, Cow::Borrowed(text)),
        (None, None, Some(text)) => (Placement::Query, text),
        (None, None, None) => return Err(absent()),
        _ => {
            return Err(malformed(
                "authorization",
                "stands in more than one of the places that it can have",
            ));
        }
    };
    match text.starts_with("bce-auth-v1/") {
        true => Ok((placement, text)),
        false => Err(absent()),
    }
}

fn absent() -> Rejection {
    not_signed("has no auth string `bce-auth-v1/` in a header or in the query")
}

/// `bce-auth-v1/{ak}/{timestamp}/{expiration}/{signed headers}/{signature}`
pub(super) struct AuthString<'t> {
    /// Up to and with the expiration, as it was signed.
    pub(super) prefix: &'t str,
    pub(super) access_key_id: &'t str,
    pub(super) signed_at: i64,
    pub(super) expiration: Expiration,
    pub(super) signed_headers: &'t str,
    pub(super) signature: [u8; 32],
}

impl<'t> AuthString<'t> {
    pub(super) fn read(text: &'t str, placement: Placement) -> Result<Self, Rejection> {
        let read = Self::of_parts(text).ok_or_else(|| {
            malformed(
                "authorization",
                "is not of the form `bce-auth-v1/{access key id}/{time}/{seconds}/{signed \
                 headers}/{64 hexadecimal digits in lower case}`",
            )
        })?;
        match read.expiration == Expiration::Never && placement != Placement::Query {
            false => Ok(read),
            true => Err(malformed(
                "authorization",
                "never expires, which only a presigned URL may",
            )),
        }
    }

    /// From the end: an access key id may have a slash in it, and nothing behind it has one.
    fn of_parts(text: &'t str) -> Option<Self> {
        let (rest, signature) = text.rsplit_once('/')?;
        let (prefix, signed_headers) = rest.rsplit_once('/')?;
        let (rest, seconds) = prefix.rsplit_once('/')?;
        let (rest, timestamp) = rest.rsplit_once('/')?;
        let access_key_id = rest.strip_prefix("bce-auth-v1/")?;
        Some(Self {
            prefix,
            access_key_id: Some(access_key_id).filter(|id| !id.is_empty())?,
            signed_at: read_extended(timestamp.as_bytes())?,
            expiration: Expiration::read(seconds).ok()?,
            signed_headers,
            signature: from_hex(signature.as_bytes())?,
        })
    }
}
