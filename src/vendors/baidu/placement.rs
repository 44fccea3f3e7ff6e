//! The placements of `bce-auth-v1`, and the facts of the scheme in each.

use super::refusal::REFUSALS;
use crate::Scheme;
use crate::config::named;
use crate::sign::Covers;

named! {
    /// The place of the signature in the request.
    #[derive(Default)]
    pub enum Placement: "placement" {
        /// Into the header `Authorization`.
        #[default]
        Authorization = "header",
        /// Into the header `X-Bce-Signature`, for the API gateway's "APP authentication".
        XBceSignature = "x-bce-signature",
        /// Into the query: a presigned URL, which others can use until it expires. No `x-bce-date` is
        /// sent; `x-bce-*` headers that are on the request are signed, and whoever uses the URL has to
        /// send them, too.
        Query = "query",
    }
}

impl Placement {
    pub(super) const fn scheme(self) -> &'static Scheme {
        match self {
            Self::Authorization => &IN_AUTHORIZATION,
            Self::XBceSignature => &IN_X_BCE_SIGNATURE,
            Self::Query => &IN_QUERY,
        }
    }
}

const STALE_HEADERS: &[&str] =
    &["authorization", "x-bce-date", "x-bce-security-token", "x-bce-signature"];

const fn facts() -> Scheme {
    Scheme::new("baidu/bce-auth-v1")
        .with_covers(Covers::ALL.without_body())
        .with_clock_window(1800)
        .with_stale_headers(STALE_HEADERS)
        .with_stale_query(&["x-bce-security-token"])
        .with_stale_query_any_case(&["authorization"])
        .with_secret_query(&["authorization", "x-bce-security-token"])
        .with_secret_headers(&["authorization", "x-bce-signature", "x-bce-security-token"])
        .with_refusals(&REFUSALS)
}

static IN_AUTHORIZATION: Scheme =
    facts().with_headers(&["authorization", "x-bce-date", "x-bce-security-token"]);

static IN_X_BCE_SIGNATURE: Scheme =
    facts().with_headers(&["x-bce-signature", "x-bce-date", "x-bce-security-token"]);

static IN_QUERY: Scheme = facts().with_query(&["x-bce-security-token", "authorization"]);

pub(super) const SCHEMES: &[&Scheme] = &[&IN_AUTHORIZATION, &IN_X_BCE_SIGNATURE, &IN_QUERY];
