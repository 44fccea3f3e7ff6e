//! `HMAC-SHA256`, after "Signing method" (6369/67269) and "Signing demo" (6369/67270).

use alloc::boxed::Box;
use alloc::string::String;
use core::num::NonZeroU32;

use polysign::custom::{
    Added, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Decimal, DerivedKeys,
    HeaderChoice, Hex, Order, OwnHeaders, Sink, SkippedNames, Timestamp, has_parameter, sha256,
    wiping_stack,
};
use polysign::explain::Requirement;
use polysign::registry::{Config, Entry};
use polysign::sign::{Covers, Draft};
use polysign::{Error, ErrorKind, Explanation, Payload, Request, Scheme, Secret, Signer};

use super::canonical::{Canonical, EMPTY};
use super::refusal::REFUSALS;
use super::{AccessKey, SignedHeaders};
use crate::buffer::Buffer;
use crate::scope::{Names, Place, Scope, VerifyingAccessKey, read_placement, refused_lifetime};

pub(super) static NAMES: Names = Names {
    algorithm: "HMAC-SHA256",
    end: "request",
    date: "x-date",
    token: TOKEN,
    content_hash: CONTENT_HASH,
    parameters: [
        ("X-Algorithm", false),
        ("X-Credential", false),
        ("X-Date", false),
        ("X-Expires", false),
        ("X-SignedHeaders", false),
        ("X-Security-Token", false),
        ("X-Signature", false),
    ],
    default_lifetime: Some(900),
    longest_lifetime: u32::MAX,
};
const TOKEN: &str = "x-security-token";
const CONTENT_HASH: &str = "x-content-sha256";

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
static EXPIRING: Scheme =
    facts(Covers::ALL.without_body()).with_query(QUERY).with_stale_query(QUERY);

const SCHEMES: &[&Scheme] = &[&IN_HEADER, &IN_QUERY, &EXPIRING];
const OPTIONS: &[&str] = &[
    "region",
    "service",
    "placement",
    "expires_in",
    "signed_headers",
    "add_signed_headers",
    "leave_out_signed_headers",
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
pub struct HmacSha256 {
    access_key_id: String,
    keys: DerivedKeys,
    session_token: Option<Secret>,
    place: Place,
    placement: Placement,
    signed_headers: SignedHeaders,
}

/// The texts of the parameters of a presigned URL.
#[derive(Default)]
struct Presigned {
    credential: Buffer,
    lifetime: Buffer,
    headers: Buffer,
    queries: Buffer,
}

impl Presigned {
    /// Returns the parameters in the order in which they are sent. Some are not there in all URLs.
    fn fields<'a>(
        &'a self,
        time: &'a Timestamp<16>,
        token: Option<&'a [u8]>,
    ) -> [(&'static str, Option<&'a [u8]>); 8] {
        let lifetime = Some(self.lifetime.as_bytes()).filter(|text| !text.is_empty());
        [
            ("X-Algorithm", Some(NAMES.algorithm.as_bytes())),
            ("X-Credential", Some(self.credential.as_bytes())),
            ("X-Date", Some(time.as_bytes())),
            ("X-Expires", lifetime),
            ("X-NotSignBody", Some(b"")),
            ("X-Security-Token", token),
            ("X-SignedHeaders", Some(self.headers.as_bytes())),
            ("X-SignedQueries", Some(self.queries.as_bytes())),
        ]
    }
}

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
        Ok(Self {
            place: Place::new(region, service, &NAMES)?,
            keys: derived(&credential),
            access_key_id: credential.access_key_id,
            session_token: credential.session_token,
            placement: Placement::default(),
            signed_headers: SignedHeaders::standard(),
        })
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

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let credential = AccessKey::from_config(config)?;
        let (region, service) = (config.required("region")?, config.required("service")?);
        Ok(Self::new(credential, region, service)?
            .with_placement(Placement::from_config(config)?)
            .with_signed_headers(SignedHeaders::from_config(config)?))
    }

    fn token(&self) -> Option<&[u8]> {
        self.session_token.as_ref().map(|token| token.expose().as_bytes())
    }

    fn is_in_query(&self) -> bool {
        self.placement != Placement::Header
    }

    fn choice(&self) -> &HeaderChoice {
        if self.is_in_query() {
            &self.signed_headers.in_query
        } else {
            &self.signed_headers.in_header
        }
    }

    /// Returns the digest of the body, where it is covered.
    fn body<'a>(&self, request: &Request<'a>) -> Result<Option<BodyHash<'a>>, Error> {
        if self.is_in_query() {
            return Ok(None);
        }
        match request.covered_payload()? {
            Payload::Unsigned => Err(Error::new(
                ErrorKind::MissingPayload,
                "payload",
                "is covered by a signature in the header; give the body or its digest",
            )),
            payload => Ok(Some(BodyHash::of(payload, ""))),
        }
    }

    fn own_headers<'a>(&'a self, time: &'a Timestamp<16>, body: &'a [u8]) -> OwnHeaders<'a> {
        let mut own = OwnHeaders::default();
        if !self.is_in_query() {
            own.set("x-date", Some(time.as_bytes()));
            own.set(TOKEN, self.token());
            own.set(CONTENT_HASH, self.choice().signs(CONTENT_HASH).then_some(body));
        }
        own
    }

    fn collect_headers<'a>(
        &self,
        request: &Request<'a>,
        own: &OwnHeaders<'a>,
        headers: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        let choice = self.choice();
        let is_kept = |name: &str| !IN_HEADER.is_stale_header(name);
        choice.collect(request.headers(), own, is_kept, headers)?;
        let may_be_empty = self.is_in_query() && headers.iter().next().is_none();
        let mut names = own.iter().map(|(name, _)| name).chain(["host"]);
        match names.find(|name| !choice.signs(name)).filter(|_| !may_be_empty) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::MissingHeader,
                name,
                "has to be signed; add it to the signed headers",
            )),
        }
    }

    fn presign(
        &self,
        request: &Request<'_>,
        scope: &Scope<'_>,
        headers: &CanonicalHeaders<'_>,
        texts: &mut Presigned,
    ) {
        let Placement::Query { expires_in } = self.placement else { return };
        scope.write_credential(&self.access_key_id, &mut texts.credential);
        headers.write_names(&mut texts.headers);
        if let Some(seconds) = expires_in {
            texts.lifetime.text(Decimal::new(seconds.get().into()).as_bytes());
        }
        let mut names = Buffer::default();
        let mut query = CanonicalQuery::new();
        let time = Timestamp::basic(polysign::UnixTime::new(0));
        self.collect_query(request, &texts.fields(&time, self.token()), &mut query);
        for (at, pair) in query.iter().enumerate() {
            names.text(if at > 0 { b";" } else { b"" });
            pair.key().bytes().for_each(|byte| names.text(&[byte]));
        }
        drop(query);
        texts.queries = names;
    }

    fn collect_query<'a>(
        &self,
        request: &Request<'a>,
        fields: &[(&'static str, Option<&'a [u8]>)],
        query: &mut CanonicalQuery<'a>,
    ) {
        let has_lifetime = matches!(self.placement, Placement::Query { expires_in: Some(_) });
        let stale = if has_lifetime { QUERY } else { STALE_QUERY };
        query.extend(request.query().unwrap_or_default(), SkippedNames::new(stale, &[]));
        for (name, value) in fields.iter().filter(|_| self.is_in_query()) {
            let added = value.map(|value| match *name {
                "X-Security-Token" => Added::secret(name, value),
                _ => Added::new(name, value),
            });
            query.add(added.as_slice());
        }
        query.sort_by(Order::KeyThenPlace);
    }

    fn explain_stages(
        &self,
        request: &Request<'_>,
        canonical: &Canonical<'_, '_>,
        scope: &Scope<'_>,
        hash: &Hex<64>,
        explanation: &mut Explanation,
    ) {
        explanation.set_key_id(self.access_key_id.as_str());
        explanation.write_stage("canonical_request", |text| canonical.write(text));
        explanation.write_stage("string_to_sign", |text| scope.string_to_sign(hash, text));
        explanation.list_headers(canonical.headers);
        if canonical.headers.iter().next().is_none() {
            explanation.set_covers(self.scheme().covers().without_host().without_headers());
        }
        for name in ["Action", "Version"] {
            let is_there = has_parameter(request, name);
            let why = "the gateway requires it in the query of every request";
            explanation.require(is_there, Requirement::Parameter(name), why);
        }
    }
}

impl From<AccessKey> for VerifyingAccessKey {
    fn from(credential: AccessKey) -> Self {
        Self::of(derived(&credential), credential.session_token)
    }
}

fn derived(credential: &AccessKey) -> DerivedKeys {
    DerivedKeys::new(&[credential.secret_access_key.expose().as_bytes()])
}

impl Signer for HmacSha256 {
    fn scheme(&self) -> &'static Scheme {
        match self.placement {
            Placement::Header => &IN_HEADER,
            Placement::Query { expires_in: None } => &IN_QUERY,
            Placement::Query { expires_in: Some(_) } => &EXPIRING,
        }
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let time = Timestamp::basic(draft.time());
        let scope = self.place.scope(&time);
        let body = self.body(request)?;
        let body = body.as_ref().map_or(EMPTY.as_bytes(), BodyHash::as_bytes);
        let mut presigned = Presigned::default();
        let own = self.own_headers(&time, body);
        let mut headers = CanonicalHeaders::new();
        self.collect_headers(request, &own, &mut headers)?;
        self.presign(request, &scope, &headers, &mut presigned);
        let fields = presigned.fields(&time, self.token());
        let mut query = CanonicalQuery::new();
        self.collect_query(request, &fields, &mut query);
        let canonical = Canonical {
            parts: CanonicalRequest::new(request, draft.host(), &query, &headers)?,
            query: &query,
            headers: &headers,
            payload_hash: body,
            has_token: self.session_token.is_some(),
        };
        canonical.check(request.path())?;
        if self.is_in_query() {
            canonical.check_listed()?;
        }
        let hash = wiping_stack(|| sha256(|sink| canonical.write(sink)));
        if let Some(explanation) = draft.explanation() {
            self.explain_stages(request, &canonical, &scope, &hash, explanation);
        }
        let signature = scope.sign(&self.keys, &hash);
        let token = self.token().map_or(0, <[u8]>::len);
        let lists = headers.names_length() + presigned.queries.as_bytes().len();
        draft.reserve(400 + 2 * self.access_key_id.len() + lists + token);
        if let Placement::Query { expires_in } = self.placement {
            for (name, value) in fields {
                if let Some(value) = value {
                    draft.query(name, |field| field.push(value));
                }
            }
            draft.query("X-Signature", |field| field.push_signature(signature.as_bytes()));
            let seconds = expires_in.map_or(900, NonZeroU32::get);
            draft.set_expires_at(Some(draft.time().saturating_add(seconds.into())));
        } else {
            draft.header("authorization", |value| {
                scope.write_authorization(&self.access_key_id, &headers, &signature, value);
            });
            draft.own_headers(&own);
        }
        Ok(())
    }
}
