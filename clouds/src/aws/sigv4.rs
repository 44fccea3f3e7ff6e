//! `AWS4-HMAC-SHA256`, after the General Reference, "Signature Version 4", and the API reference of S3.

use alloc::boxed::Box;
use alloc::string::String;

use polysign::custom::{
    Added, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Decimal, DerivedKeys,
    HeaderChoice, Hex, Order, OwnHeaders, Sink, SkippedNames, Timestamp, sha256, wiping_stack,
};
use polysign::registry::{Config, Entry};
use polysign::sign::{Covers, Draft};
use polysign::{Error, ErrorKind, Explanation, Payload, Request, Scheme, Secret, Signer};

use super::canonical::{self, Canonical, Rules, UNSIGNED};
use super::refusal::REFUSALS;
use super::{AccessKey, SignedHeaders};
use crate::buffer::Buffer;
use crate::scope::{Names, Place, Scope, VerifyingAccessKey, read_placement, refused_lifetime};

pub(super) static NAMES: Names = Names {
    algorithm: "AWS4-HMAC-SHA256",
    end: "aws4_request",
    date: "x-amz-date",
    token: TOKEN,
    content_hash: CONTENT_HASH,
    parameters: [
        ("X-Amz-Algorithm", true),
        ("X-Amz-Credential", true),
        ("X-Amz-Date", true),
        ("X-Amz-Expires", true),
        ("X-Amz-SignedHeaders", true),
        ("X-Amz-Security-Token", true),
        ("X-Amz-Signature", true),
    ],
    default_lifetime: None,
    longest_lifetime: 604_800,
};
const TOKEN: &str = "x-amz-security-token";
const CONTENT_HASH: &str = "x-amz-content-sha256";

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
    "region",
    "service",
    "s3",
    "placement",
    "expires_in",
    "signed_headers",
    "add_signed_headers",
    "leave_out_signed_headers",
    "content_sha256",
    "normalize_path",
    "double_encode",
    "sign_token",
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
pub struct SigV4 {
    access_key_id: String,
    keys: DerivedKeys,
    session_token: Option<Secret>,
    place: Place,
    rules: Rules,
    placement: Placement,
    signed_headers: SignedHeaders,
    sends_content_hash: bool,
    signs_token: bool,
    keeps_dot_segments: bool,
}

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
        Ok(Self {
            keys: derived(&credential),
            access_key_id: credential.access_key_id,
            session_token: credential.session_token,
            rules: Rules::of_service(&place.service),
            place,
            placement: Placement::default(),
            signed_headers: SignedHeaders::standard(),
            sends_content_hash: false,
            signs_token: true,
            keeps_dot_segments: false,
        })
    }

    /// Sets whether paths and payloads follow the rules of S3, where the service does not say it.
    #[must_use]
    pub fn with_s3(mut self, is_s3: bool) -> Self {
        self.rules = if is_s3 { Rules::S3 } else { Rules::SERVICE };
        self
    }

    /// Sets whether empty, `.` and `..` segments are removed from the path that is signed, for services
    /// other than S3.
    #[must_use]
    pub fn with_normalized_path(mut self, normalizes: bool) -> Self {
        self.rules.normalizes = normalizes && !self.rules.is_s3;
        self
    }

    /// Sets whether the path is encoded once more than it is in the URL, for services other than S3.
    #[must_use]
    pub fn with_double_encoding(mut self, encodes_twice: bool) -> Self {
        self.rules.encodes_twice = encodes_twice && !self.rules.is_s3;
        self
    }

    /// Sets the placement.
    #[must_use]
    pub fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// Sets which headers are signed.
    #[must_use]
    pub fn with_signed_headers(mut self, signed_headers: SignedHeaders) -> Self {
        self.signed_headers = signed_headers;
        self
    }

    /// Sends and signs `x-amz-content-sha256` also to services other than S3.
    #[must_use]
    pub fn with_content_hash(mut self) -> Self {
        self.sends_content_hash = true;
        self
    }

    /// Sends the session token without signing it, as some endpoints want it.
    #[must_use]
    pub fn with_unsigned_token(mut self) -> Self {
        self.signs_token = false;
        self
    }

    /// Lets signatures for paths with `.` and `..` segments be applied. Most clients collapse such
    /// segments after signing; use it with one that does not.
    #[must_use]
    pub fn keep_dot_segments(mut self) -> Self {
        self.keeps_dot_segments = true;
        self
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let credential = AccessKey::from_config(config)?;
        let option = |key| config.required(key);
        let mut signer = Self::new(credential, option("region")?, option("service")?)?;
        let flag = |key| config.parsed(key, "has to be true or false", |text| text.parse().ok());
        if let Some(is_s3) = flag("s3")? {
            signer = signer.with_s3(is_s3);
        }
        if let Some(normalizes) = flag("normalize_path")? {
            signer = signer.with_normalized_path(normalizes);
        }
        if let Some(encodes_twice) = flag("double_encode")? {
            signer = signer.with_double_encoding(encodes_twice);
        }
        signer.placement = Placement::from_config(config)?;
        signer.signed_headers = SignedHeaders::from_config(config)?;
        signer.sends_content_hash = config.flag("content_sha256")?;
        signer.signs_token = flag("sign_token")?.unwrap_or(true);
        signer.keeps_dot_segments = config.flag("keep_dot_segments")?;
        Ok(signer)
    }

    fn is_in_query(&self) -> bool {
        self.placement != Placement::Header
    }

    fn token(&self) -> Option<&[u8]> {
        self.session_token.as_ref().map(|token| token.expose().as_bytes())
    }

    fn signed_token(&self) -> Option<&[u8]> {
        self.token().filter(|_| self.signs_token)
    }

    /// Returns the payload as it is signed. A presigned URL of S3 never covers it.
    fn payload<'a>(&self, request: &Request<'a>) -> Result<Payload<'a>, Error> {
        canonical::refuse_streaming(request)?;
        if self.rules.is_s3 && self.is_in_query() {
            return Ok(Payload::Unsigned);
        }
        request.covered_payload()
    }

    /// Returns the headers that this signer sets and signs besides `Authorization`.
    fn own_headers<'a>(
        &'a self,
        time: &'a Timestamp<16>,
        payload: Payload<'_>,
        body: &'a BodyHash<'_>,
    ) -> OwnHeaders<'a> {
        let mut own = OwnHeaders::default();
        if !self.is_in_query() {
            let sends_hash =
                self.rules.is_s3 || self.sends_content_hash || payload == Payload::Unsigned;
            own.set("x-amz-date", Some(time.as_bytes()));
            own.set(TOKEN, self.signed_token());
            own.set(CONTENT_HASH, sends_hash.then_some(body.as_bytes()));
        }
        own
    }

    /// Collects the headers that are signed.
    fn collect_headers<'a>(
        &self,
        request: &Request<'a>,
        own: &OwnHeaders<'a>,
        headers: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        let choice = self.choice();
        choice.check_listed(own.iter().map(|(name, _)| name))?;
        let is_kept = |name: &str| !IN_HEADER.is_stale_header(name);
        choice.collect(request.headers(), own, is_kept, headers)?;
        headers.sort_by(canonical::order);
        if !self.rules.is_s3 {
            return Ok(());
        }
        let mut names = request.headers().into_iter().map(|(name, _)| name);
        match names.find(|name| canonical::is_amz(name) && is_kept(name) && !choice.signs(name)) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::MissingHeader,
                name.to_ascii_lowercase(),
                "has to be signed for S3; add it to the signed headers",
            )),
        }
    }

    fn choice(&self) -> &HeaderChoice {
        if self.is_in_query() {
            &self.signed_headers.in_query
        } else {
            &self.signed_headers.in_header
        }
    }

    fn presign(&self, scope: &Scope<'_>, headers: &CanonicalHeaders<'_>, texts: &mut Presigned) {
        if let Placement::Query { expires_in } = self.placement {
            headers.write_names(&mut texts.names);
            scope.write_credential(&self.access_key_id, &mut texts.credential);
            texts.lifetime.text(Decimal::new(expires_in.into()).as_bytes());
        }
    }

    fn collect_query<'a>(
        &'a self,
        request: &Request<'a>,
        added: &[Added<'a>],
        query: &mut CanonicalQuery<'a>,
    ) -> Result<(), Error> {
        query.extend(request.query().unwrap_or_default(), SkippedNames::new(&[], STALE_QUERY));
        if self.is_in_query() {
            query.add(added);
            let token = self.signed_token();
            query.add(token.map(|token| Added::secret("X-Amz-Security-Token", token)).as_slice());
        }
        query.sort_by(Order::EncodedKeyThenValue);
        if self.rules.is_s3 { canonical::check_s3_query(query) } else { Ok(()) }
    }

    fn write_query(
        &self,
        draft: &mut Draft<'_, '_>,
        fields: &[(&'static str, &[u8]); 5],
        signature: &Hex<64>,
    ) {
        for (name, value) in fields {
            draft.query(name, |field| field.push(value));
        }
        if let Some(token) = self.token() {
            draft.query("X-Amz-Security-Token", |field| field.push(token));
        }
        draft.query("X-Amz-Signature", |field| field.push_signature(signature.as_bytes()));
        if let Placement::Query { expires_in } = self.placement {
            draft.set_expires_at(Some(draft.time().saturating_add(expires_in.into())));
        }
    }

    fn write_headers(&self, draft: &mut Draft<'_, '_>, own: &OwnHeaders<'_>) {
        draft.own_headers(own);
        if let Some(token) = self.token().filter(|_| !self.signs_token) {
            draft.header(TOKEN, |value| value.push(token));
        }
    }

    fn explain_stages(
        &self,
        canonical: &Canonical<'_, '_>,
        scope: &Scope<'_>,
        hash: &Hex<64>,
        explanation: &mut Explanation,
    ) {
        explanation.set_key_id(self.access_key_id.as_str());
        explanation.write_stage("canonical_request", |text| canonical.write(text));
        explanation.write_stage("string_to_sign", |text| scope.string_to_sign(hash, text));
        explanation.list_headers(canonical.headers);
        if canonical.body == UNSIGNED.as_bytes() {
            explanation.set_covers(self.scheme().covers().without_body());
        }
    }
}

/// The texts of the parameters of a presigned URL.
#[derive(Default)]
struct Presigned {
    credential: Buffer,
    lifetime: Buffer,
    names: Buffer,
}

impl Presigned {
    fn fields<'a>(&'a self, time: &'a Timestamp<16>) -> [(&'static str, &'a [u8]); 5] {
        [
            ("X-Amz-Algorithm", NAMES.algorithm.as_bytes()),
            ("X-Amz-Credential", self.credential.as_bytes()),
            ("X-Amz-Date", time.as_bytes()),
            ("X-Amz-Expires", self.lifetime.as_bytes()),
            ("X-Amz-SignedHeaders", self.names.as_bytes()),
        ]
    }
}

impl From<AccessKey> for VerifyingAccessKey {
    fn from(credential: AccessKey) -> Self {
        Self::of(derived(&credential), credential.session_token)
    }
}

fn derived(credential: &AccessKey) -> DerivedKeys {
    DerivedKeys::new(&[b"AWS4", credential.secret_access_key.expose().as_bytes()])
}

impl Signer for SigV4 {
    fn scheme(&self) -> &'static Scheme {
        match (self.rules.is_s3, self.is_in_query()) {
            (false, false) => &IN_HEADER,
            (false, true) => &IN_QUERY,
            (true, false) => &S3_IN_HEADER,
            (true, true) => &S3_IN_QUERY,
        }
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        self.rules.check_path(request.path())?;
        let time = Timestamp::basic(draft.time());
        let scope = self.place.scope(&time);
        let payload = self.payload(request)?;
        let body = BodyHash::of(payload, UNSIGNED);
        let mut presigned = Presigned::default();
        let own = self.own_headers(&time, payload, &body);
        let mut headers = CanonicalHeaders::new();
        self.collect_headers(request, &own, &mut headers)?;
        self.presign(&scope, &headers, &mut presigned);
        let fields = presigned.fields(&time);
        let added = fields.map(|(name, value)| Added::new(name, value));
        let mut query = CanonicalQuery::new();
        self.collect_query(request, &added, &mut query)?;
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, draft.host(), &query, &headers)?,
            path: request.path(),
            query: &query,
            headers: &headers,
            body: body.as_bytes(),
            has_token: self.session_token.is_some(),
            rules: self.rules,
        };
        let hash = wiping_stack(|| sha256(|sink| canonical.write(sink)));
        if let Some(explanation) = draft.explanation() {
            self.explain_stages(&canonical, &scope, &hash, explanation);
        }
        let signature = scope.sign(&self.keys, &hash);
        let token = self.token().map_or(0, <[u8]>::len);
        draft.reserve(320 + 2 * self.access_key_id.len() + headers.names_length() + token);
        if self.is_in_query() {
            self.write_query(draft, &fields, &signature);
        } else {
            draft.header("authorization", |value| {
                scope.write_authorization(&self.access_key_id, &headers, &signature, value);
            });
            self.write_headers(draft, &own);
        }
        let has_dots = canonical.parts.has_dot_segment(false);
        if has_dots && (self.keeps_dot_segments || self.rules.outlives_collapse(request.path())) {
            draft.keep_dot_segments();
        }
        Ok(())
    }
}
