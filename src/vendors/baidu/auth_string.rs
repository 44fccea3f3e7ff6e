//! The fields of a request that arrived, and the auth string among them.

use alloc::borrow::Cow;

use super::{Expiration, Placement};
use crate::canonical::from_hex;
use crate::text::read_extended;
use crate::verify::Rejection;
use crate::verify::fields::{ascii, headers, malformed, not_signed, queries_by_case};
use crate::{Request, UnixTime};

/// The fields of a signature, wherever they stand.
pub(super) struct Fields<'a> {
    pub(super) placement: Placement,
    pub(super) auth_string: Cow<'a, str>,
    pub(super) x_bce_date: Option<&'a [u8]>,
    pub(super) token: Option<Cow<'a, [u8]>>,
}

impl<'a> Fields<'a> {
    pub(super) fn find(request: &Request<'a>) -> Result<Self, Rejection> {
        let [authorization, x_bce_signature, x_bce_date, token] =
            headers(request, ["authorization", "x-bce-signature", "x-bce-date", TOKEN])?;
        let [authorization_in_query, token_in_query] =
            queries_by_case(request, [("authorization", true), (TOKEN, false)])?;
        let (placement, auth_string) =
            match (authorization, x_bce_signature, authorization_in_query) {
                (Some(text), None, None) => (Placement::Authorization, in_header(text)?),
                (None, Some(text), None) => (Placement::XBceSignature, in_header(text)?),
                (None, None, Some(text)) => (Placement::Query, text),
                (None, None, None) => return Err(absent()),
                _ => {
                    return Err(malformed(
                        "authorization",
                        "stands in more than one of the places that it can have",
                    ));
                }
            };
        if !auth_string.starts_with("bce-auth-v1/") {
            return Err(absent());
        }
        Ok(Self { placement, auth_string, x_bce_date, token: only_token(token, token_in_query)? })
    }
}

const TOKEN: &str = "x-bce-security-token";

fn in_header(text: &[u8]) -> Result<Cow<'_, str>, Rejection> {
    let text = ascii(Some(text), "auth string")?;
    text.map(Cow::Borrowed).ok_or_else(absent)
}

/// The session token, of the header or of the query.
fn only_token<'a>(
    in_header: Option<&'a [u8]>,
    in_query: Option<Cow<'a, str>>,
) -> Result<Option<Cow<'a, [u8]>>, Rejection> {
    match (in_header, in_query) {
        (Some(_), Some(_)) => Err(malformed(TOKEN, "stands in the headers and in the query")),
        (Some(token), None) => Ok(Some(Cow::Borrowed(token))),
        (None, Some(Cow::Borrowed(token))) => Ok(Some(Cow::Borrowed(token.as_bytes()))),
        (None, Some(Cow::Owned(token))) => Ok(Some(Cow::Owned(token.into_bytes()))),
        (None, None) => Ok(None),
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
    pub(super) timestamp: &'t str,
    pub(super) signed_at: UnixTime,
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
        if read.expiration == Expiration::Never && placement != Placement::Query {
            Err(malformed("authorization", "never expires, which only a presigned URL may"))
        } else {
            Ok(read)
        }
    }

    /// Reads from the end: an access key id may have a slash in it, and no part after it has one.
    fn of_parts(text: &'t str) -> Option<Self> {
        let (rest, signature) = split_end(text, 64)?;
        let (prefix, signed_headers) = split_end(rest, length_of_last(rest)?)?;
        let (rest, seconds) = split_end(prefix, length_of_last(prefix)?)?;
        let (rest, timestamp) = split_end(rest, 20)?;
        let access_key_id = rest.strip_prefix("bce-auth-v1/")?;
        Some(Self {
            prefix,
            access_key_id: Some(access_key_id).filter(|id| !id.is_empty())?,
            timestamp,
            signed_at: read_extended(timestamp.as_bytes())?,
            expiration: Expiration::read(seconds).ok()?,
            signed_headers,
            signature: from_hex(signature.as_bytes())?,
        })
    }
}

/// Splits off the last `length` bytes, and the slash in front of them.
fn split_end(text: &str, length: usize) -> Option<(&str, &str)> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(length)?)?;
    Some((rest.strip_suffix('/')?, end))
}

/// Returns the number of bytes after the last slash.
fn length_of_last(text: &str) -> Option<usize> {
    text.bytes().rev().position(|byte| byte == b'/')
}
