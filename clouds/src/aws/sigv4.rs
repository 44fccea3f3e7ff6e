//! `AWS4-HMAC-SHA256`, after the General Reference, "Signature Version 4", and the API reference of S3.

use alloc::boxed::Box;
use alloc::string::String;

#[cfg(doc)]
use polysign::ErrorKind;
use polysign::custom::{Credential, SkippedNames};
use polysign::registry::{Config, Entry};
use polysign::sign::{Covers, Draft};
use polysign::{Error, Request, Scheme, Signer};

use super::dialect::Rules;
use super::refusal::REFUSALS;
use super::{AccessKey, SignedHeaders};
use crate::scope::{
    Names, Part, Place, Placed, Signing, VerifyingAccessKey, read_placement, refused_lifetime,
};
use crate::signed_headers::LEFT_OUT;

pub(super) static NAMES: Names = Names {
    algorithm: "AWS4-HMAC-SHA256",
    key_prefix: b"AWS4",
    end: "aws4_request",
    date: "x-amz-date",
    token: TOKEN,
    content_hash: CONTENT_HASH,
    any_case: true,
    presigned: &[
        ("X-Amz-Algorithm", Part::Algorithm),
        ("X-Amz-Credential", Part::Credential),
        ("X-Amz-Date", Part::Date),
        ("X-Amz-Expires", Part::Lifetime),
        ("X-Amz-SignedHeaders", Part::SignedHeaders),
        ("X-Amz-Security-Token", Part::Token),
    ],
    signature: "X-Amz-Signature",
    skipped: SkippedNames::new(&[], &["X-Amz-Signature"]),
    default_lifetime: None,
    longest_lifetime: 604_800,
};
pub(super) const TOKEN: &str = "x-amz-security-token";
pub(super) const CONTENT_HASH: &str = "x-amz-content-sha256";

const HEADERS: &[&str] = &["authorization", "x-amz-date", TOKEN, CONTENT_HASH];
const QUERY: &[&str] = &[
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
    "X-Amz-Security-Token", "X-Amz-Signature",
];

const STALE_QUERY: &[&str] = &[
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
    "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-Content-Sha256",
];

const fn facts(clock_window: u32) -> Scheme {
    Scheme::new("aws/sigv4")
        .with_covers(Covers::ALL)
        .with_clock_window(clock_window)
        .with_stale_headers(HEADERS)
        .with_stale_query_any_case(STALE_QUERY)
        .with_secret_headers(&["authorization", TOKEN])
        .with_secret_query(&["X-Amz-Security-Token", "X-Amz-Signature"])
        .with_refusals(&REFUSALS)
}

pub(super) static IN_HEADER: Scheme = facts(300).with_headers(HEADERS);
pub(super) static IN_QUERY: Scheme = facts(300).with_query(QUERY);
pub(super) static S3_IN_HEADER: Scheme = facts(900).with_headers(HEADERS);
pub(super) static S3_IN_QUERY: Scheme =
    facts(900).with_covers(Covers::ALL.without_body()).with_query(QUERY);

const SCHEMES: &[&Scheme] = &[&IN_HEADER, &IN_QUERY, &S3_IN_HEADER, &S3_IN_QUERY];
const OPTIONS: &[&str] = &[
    "region", "service", "s3", "placement", "expires_in", "signed_headers", "add_signed_headers",
    LEFT_OUT, "content_sha256", "normalize_path", "double_encode", "sign_token",
    "keep_dot_segments",
];

pub(crate) const ENTRY: Entry = Entry::new(SCHEMES, AccessKey::FIELDS, OPTIONS, |config| {
    Ok(Box::new(SigV4::from_config(config)?))
})
.with_hosts(&["*.amazonaws.com", "*.r2.cloudflarestorage.com"]);

/// The place of the signature in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Placement {
    /// Into the header `Authorization`.
    #[default]
    Header,
    /// Into the query: a presigned URL, which others can use for so many seconds, at most a week.
    Query {
        /// The lifetime, from the time that is signed.
        expires_in: u32,
    },
}

impl Placement {
    /// Creates the placement in the query with a lifetime in seconds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`] for 0, and for more than a week.
    pub fn query(expires_in: u32) -> Result<Self, Error> {
        match expires_in {
            1..=604_800 => Ok(Self::Query { expires_in }),
            _ => Err(refused_lifetime("has to be from 1 to 604800 seconds, which is a week")),
        }
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        match read_placement(config)? {
            None => Ok(Self::Header),
            Some(Some(seconds)) => Self::query(seconds),
            Some(None) => Err(refused_lifetime("is missing; give seconds")),
        }
    }

    const fn placed(self) -> Placed {
        match self {
            Self::Header => Placed::InHeader,
            Self::Query { expires_in } => Placed::InQuery(Some(expires_in)),
        }
    }
}

/// Signs requests with Signature Version 4.
///
/// ```text
/// canonical request = METHOD \n CanonicalURI \n CanonicalQuery \n
///                     name:value\n ... \n names \n lower_hex(SHA-256(body))
/// scope             = YYYYMMDD/region/service/aws4_request
/// string to sign    = AWS4-HMAC-SHA256 \n time \n scope \n lower_hex(SHA-256(canonical request))
/// signature         = lower_hex(HMAC(derived key, string to sign))
/// ```
///
/// The key is derived once for each day. **S3 mode** is chosen by the service `s3`, or
/// [`SigV4::with_s3`]: the path is signed as it is, `x-amz-content-sha256` is always sent, every
/// `x-amz-*` header has to be signed, and presigned URLs leave the body out. It also serves the stores
/// that copy S3.
///
/// **Clock:** may be off by 5 minutes, with S3 by 15.
///
/// **Errors when signing:** those of [`Signer::sign_into`];
/// [`ErrorKind::InvalidMethod`] for a lower-case letter; [`ErrorKind::MissingPayload`];
/// [`ErrorKind::DotSegments`] for escaped dots; [`ErrorKind::MissingHeader`] for a header that has to be
/// signed; [`ErrorKind::ConflictingHeader`] for a body in signed chunks; with S3
/// [`ErrorKind::AmbiguousEncoding`] for `+` in a path and [`ErrorKind::ConflictingParameter`] for a
/// parameter that is there twice.
///
/// Configuration: the credential's fields; `region`, `service`; `placement` (`header`, `query`),
/// `expires_in` (seconds, with `query`); `signed_headers`, `add_signed_headers`,
/// `leave_out_signed_headers`; `s3`, `content_sha256`, `normalize_path`, `double_encode`, `sign_token`,
/// `keep_dot_segments` (`true` or `false`).
#[derive(Debug)]
pub struct SigV4(Signing<Rules>);

impl SigV4 {
    /// Creates a signer for a region and a service, as the vendor writes them in scopes. Neither is
    /// guessed from a host.
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
        let rules = Rules::of_service(&place.service);
        Ok(Self(Signing::new(credential, place, rules)))
    }

    /// Sets whether paths and payloads follow the rules of S3, where the service does not say it.
    #[must_use]
    pub fn with_s3(mut self, is_s3: bool) -> Self {
        self.0.dialect = self.0.dialect.with_s3(is_s3);
        self
    }

    /// Sets whether empty, `.` and `..` segments are removed from the path that is signed, for services
    /// other than S3.
    #[must_use]
    pub fn with_normalized_path(mut self, normalizes: bool) -> Self {
        self.0.dialect.normalizes = normalizes && !self.0.dialect.is_s3;
        self
    }

    /// Sets whether the path is encoded once more than it is in the URL, for services other than S3.
    #[must_use]
    pub fn with_double_encoding(mut self, encodes_twice: bool) -> Self {
        self.0.dialect.encodes_twice = encodes_twice && !self.0.dialect.is_s3;
        self
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

    /// Sends and signs `x-amz-content-sha256` also to services other than S3.
    #[must_use]
    pub fn with_content_hash(mut self) -> Self {
        self.0.dialect.sends_hash = true;
        self
    }

    /// Sends the session token without signing it, as some endpoints want it.
    #[must_use]
    pub fn with_unsigned_token(mut self) -> Self {
        self.0.signs_token = false;
        self
    }

    /// Lets signatures for paths with `.` and `..` segments be applied. Most clients collapse such
    /// segments after signing; use it with one that does not.
    #[must_use]
    pub fn keep_dot_segments(mut self) -> Self {
        self.0.dialect.keeps_dots = true;
        self
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let credential = config.credential()?;
        let (region, service) = (config.required("region")?, config.required("service")?);
        let signer = Self::new(credential, region, service)?;
        let flag = |key, default| {
            let flag = config.parsed(key, "has to be true or false", |text| text.parse().ok());
            flag.map(|flag| flag.unwrap_or(default))
        };
        let is_s3 = flag("s3", signer.0.dialect.is_s3)?;
        let mut signer = signer
            .with_s3(is_s3)
            .with_normalized_path(flag("normalize_path", !is_s3)?)
            .with_double_encoding(flag("double_encode", !is_s3)?)
            .with_placement(Placement::from_config(config)?)
            .with_signed_headers(SignedHeaders::from_config(config)?);
        signer.0.dialect.sends_hash = config.flag("content_sha256")?;
        signer.0.dialect.keeps_dots = config.flag("keep_dot_segments")?;
        signer.0.signs_token = flag("sign_token", true)?;
        Ok(signer)
    }
}

impl From<AccessKey> for VerifyingAccessKey {
    fn from(credential: AccessKey) -> Self {
        Self::of(&NAMES, credential)
    }
}

impl Signer for SigV4 {
    fn scheme(&self) -> &'static Scheme {
        self.0.scheme()
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.0.write(request, draft)
    }
}
