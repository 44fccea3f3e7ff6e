//! `HMAC-SHA256`, after "Signing method" (6369/67269) and "Signing demo" (6369/67270).

use alloc::boxed::Box;
use alloc::string::String;
use core::num::NonZeroU32;

use polysign::custom::{Credential, SkippedNames};
use polysign::registry::{Config, Entry};
use polysign::sign::{Covers, Draft};
use polysign::{Error, Request, Scheme, Signer};
#[cfg(doc)]
use polysign::{ErrorKind, Payload};

use super::dialect::Gateway;
use super::refusal::REFUSALS;
use super::{AccessKey, SignedHeaders};
use crate::scope::{
    Names, Part, Place, Placed, Signing, VerifyingAccessKey, read_placement, refused_lifetime,
};
use crate::signed_headers::LEFT_OUT;

pub(super) static NAMES: Names = Names {
    algorithm: "HMAC-SHA256",
    key_prefix: b"",
    end: "request",
    date: "x-date",
    token: TOKEN,
    content_hash: CONTENT_HASH,
    any_case: false,
    presigned: &[
        ("X-Algorithm", Part::Algorithm),
        ("X-Credential", Part::Credential),
        ("X-Date", Part::Date),
        ("X-Expires", Part::Lifetime),
        ("X-NotSignBody", Part::Flag),
        ("X-Security-Token", Part::Token),
        ("X-SignedHeaders", Part::SignedHeaders),
        ("X-SignedQueries", Part::SignedQueries),
    ],
    signature: "X-Signature",
    skipped: SkippedNames::new(&["X-Signature"], &[]),
    default_lifetime: Some(900),
    longest_lifetime: u32::MAX,
};
pub(super) const TOKEN: &str = "x-security-token";
pub(super) const CONTENT_HASH: &str = "x-content-sha256";

const HEADERS: &[&str] = &["authorization", "x-date", TOKEN, CONTENT_HASH];
const QUERY: &[&str] = &[
    "X-Algorithm", "X-Credential", "X-Date", "X-Expires", "X-NotSignBody", "X-Security-Token",
    "X-SignedHeaders", "X-SignedQueries", "X-Signature",
];
const STALE_QUERY: &[&str] = &[
    "X-Date", "X-NotSignBody", "X-Credential", "X-Algorithm", "X-SignedHeaders", "X-SignedQueries",
    "X-Security-Token", "X-Signature",
];

const fn facts(covers: Covers) -> Scheme {
    Scheme::new("volcengine/hmac-sha256")
        .with_covers(covers)
        .with_clock_window(900)
        .with_stale_headers(HEADERS)
        .with_secret_headers(&["authorization", TOKEN])
        .with_secret_query(&["X-Security-Token", "X-Signature"])
        .with_refusals(&REFUSALS)
}

pub(super) static IN_HEADER: Scheme =
    facts(Covers::ALL).with_headers(HEADERS).with_stale_query(STALE_QUERY);
pub(super) static IN_QUERY: Scheme =
    facts(Covers::ALL.without_body()).with_query(QUERY).with_stale_query(STALE_QUERY);
/// With a lifetime, which replaces that of a former signature.
pub(super) static EXPIRING: Scheme =
    facts(Covers::ALL.without_body()).with_query(QUERY).with_stale_query(QUERY);

const SCHEMES: &[&Scheme] = &[&IN_HEADER, &IN_QUERY, &EXPIRING];
const OPTIONS: &[&str] = &[
    "region", "service", "placement", "expires_in", "signed_headers", "add_signed_headers",
    LEFT_OUT,
];

pub(crate) const ENTRY: Entry = Entry::new(SCHEMES, AccessKey::FIELDS, OPTIONS, |config| {
    Ok(Box::new(HmacSha256::from_config(config)?))
})
.with_hosts(&["*.volcengineapi.com", "*.byteplusapi.com"]);

/// The place of the signature in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Placement {
    /// Into the header `Authorization`.
    #[default]
    Header,
    /// Into the query: a presigned URL, which others can use until it expires. It leaves the body out.
    Query {
        /// The lifetime in seconds, sent as `X-Expires`. Without one the server's 900 seconds hold.
        expires_in: Option<NonZeroU32>,
    },
}

impl Placement {
    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let read = |seconds| {
            NonZeroU32::new(seconds).ok_or_else(|| refused_lifetime("is 0; give seconds above 0"))
        };
        match read_placement(config)? {
            None => Ok(Self::Header),
            Some(seconds) => Ok(Self::Query { expires_in: seconds.map(read).transpose()? }),
        }
    }

    fn placed(self) -> Placed {
        match self {
            Self::Header => Placed::InHeader,
            Self::Query { expires_in } => Placed::InQuery(expires_in.map(NonZeroU32::get)),
        }
    }
}

/// Signs requests to Volcengine's OpenAPI gateway.
///
/// ```text
/// canonical request = METHOD \n CanonicalURI \n CanonicalQuery \n
///                     name:value\n ... \n names \n lower_hex(SHA-256(body))
/// scope             = YYYYMMDD/region/service/request
/// string to sign    = HMAC-SHA256 \n X-Date \n scope \n lower_hex(SHA-256(canonical request))
/// signature         = lower_hex(HMAC(derived key, string to sign))
/// ```
///
/// **Not covered:** headers outside of the signed set; in the query, the body.
///
/// **Clock:** may be off by 15 minutes.
///
/// **Errors when signing:** those of [`Signer::sign_into`];
/// [`ErrorKind::InvalidMethod`] for a lower-case letter; [`ErrorKind::MissingPayload`], also for
/// [`Payload::Unsigned`] in the header; [`ErrorKind::DotSegments`]; [`ErrorKind::AmbiguousEncoding`] for
/// a path, a port or an order of parameters that the vendor's SDKs sign in different ways;
/// [`ErrorKind::ConflictingHeader`] for a signed header that is there twice;
/// [`ErrorKind::ConflictingParameter`] in the query; [`ErrorKind::MissingHeader`].
///
/// Configuration: the credential's fields; `region`, `service`; `placement` (`header`, `query`),
/// `expires_in` (seconds, with `query`); `signed_headers`, `add_signed_headers`,
/// `leave_out_signed_headers`.
#[derive(Debug)]
pub struct HmacSha256(Signing<Gateway>);

impl HmacSha256 {
    /// Creates a signer for a region and a service. Neither is guessed from a host.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] for a region or service that is empty or holds `/`, `,` or a
    /// character that is not visible ASCII.
    pub fn new(
        credential: AccessKey,
        region: impl Into<String>,
        service: impl Into<String>,
    ) -> Result<Self, Error> {
        let place = Place::new(region, service, &NAMES)?;
        Ok(Self(Signing::new(credential, place, Gateway)))
    }

    /// Sets the placement.
    #[must_use]
    pub fn with_placement(mut self, placement: Placement) -> Self {
        self.0.placed = placement.placed();
        self
    }

    /// Sets which headers are signed.
    #[must_use]
    pub fn with_signed_headers(mut self, signed_headers: SignedHeaders) -> Self {
        SignedHeaders { in_header: self.0.in_header, in_query: self.0.in_query } = signed_headers;
        self
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let credential = config.credential()?;
        let (region, service) = (config.required("region")?, config.required("service")?);
        Ok(Self::new(credential, region, service)?
            .with_placement(Placement::from_config(config)?)
            .with_signed_headers(SignedHeaders::from_config(config)?))
    }
}

impl From<AccessKey> for VerifyingAccessKey {
    fn from(credential: AccessKey) -> Self {
        Self::of(&NAMES, credential)
    }
}

impl Signer for HmacSha256 {
    fn scheme(&self) -> &'static Scheme {
        self.0.scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.0.write(request, draft)
    }
}
