//! The steps that the signers of these schemes share.

use alloc::string::String;
use core::fmt::Debug;

use polysign::custom::{
    Added, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Decimal, DefaultHeaders,
    DerivedKeys, HeaderChoice, Hex, OwnHeaders, Sink, Timestamp, wiping_stack,
};
use polysign::sign::Draft;
use polysign::verify::{Policy, Rejection};
use polysign::{Error, ErrorKind, Explanation, Request, Scheme, Secret};

use super::{Found, Names, Place, Scope};
use crate::access_key::Parts;
use crate::buffer::Buffer;
use crate::canonical::{Canonical, Form};

/// The place of a signature, with the lifetime that is sent in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placed {
    InHeader,
    InQuery(Option<u32>),
}

/// A parameter of a presigned URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Algorithm,
    Credential,
    Date,
    /// Left out where no lifetime was chosen.
    Lifetime,
    /// A parameter without a value.
    Flag,
    SignedHeaders,
    /// The names of all parameters that are signed.
    SignedQueries,
    Token,
    Signature,
}

/// What sets one of these schemes apart.
pub(crate) trait Dialect: Form + Debug + Send + Sync + 'static {
    const NAMES: &'static Names;
    /// The headers that are signed by default, with a signature in the header and in the query.
    const HEADERS: [&'static DefaultHeaders; 2];

    /// Returns the facts of the scheme in a placement.
    fn facts(self, placed: Placed) -> &'static Scheme;

    /// Returns the digest of the body, or the text in its place.
    fn body<'a>(self, request: &Request<'a>, is_in_query: bool) -> Result<BodyHash<'a>, Error>;

    /// Returns whether the digest of the body is sent in a header.
    fn sends_hash(self, body: &[u8], choice: &HeaderChoice) -> bool;

    /// Returns whether a header of that name has to be signed, besides those of the signer and the host.
    fn demands(self, _: &str) -> bool {
        false
    }

    /// Returns whether a signature survives what clients do to the dot segments of a path.
    fn keeps_dots(self, _: &CanonicalRequest<'_, '_>) -> bool {
        false
    }

    /// Adds to an explanation.
    fn explain(self, _: &Request<'_>, _: &Canonical<'_, '_, Self>, _: &mut Explanation);

    /// Returns the text in place of the digest of a body that the signature found leaves out. `None`
    /// where it covers the body.
    fn left_out(
        self,
        found: &Found<'_>,
        policy: &Policy,
    ) -> Result<Option<&'static str>, Rejection>;
}

/// What every signer of these schemes has.
#[derive(Debug)]
pub(crate) struct Signing<D> {
    pub(crate) access_key_id: String,
    pub(crate) keys: DerivedKeys,
    pub(crate) session_token: Option<Secret>,
    pub(crate) signs_token: bool,
    pub(crate) place: Place,
    pub(crate) placed: Placed,
    pub(crate) in_header: HeaderChoice,
    pub(crate) in_query: HeaderChoice,
    pub(crate) dialect: D,
}

/// The texts of the parameters of a presigned URL.
struct Presigned<'a> {
    time: &'a Timestamp<16>,
    token: Option<&'a [u8]>,
    credential: Buffer,
    lifetime: Buffer,
    headers: Buffer,
    queries: Buffer,
}

impl<'a> Presigned<'a> {
    fn new(time: &'a Timestamp<16>, token: Option<&'a [u8]>) -> Self {
        let empty = Buffer::default;
        let (credential, lifetime) = (empty(), empty());
        Self { time, token, credential, lifetime, headers: empty(), queries: empty() }
    }

    /// Iterates over the parameters in the order in which they are sent.
    fn fields(&self, names: &'static Names) -> impl Iterator<Item = (Part, &'static str, &[u8])> {
        names.presigned.iter().filter_map(|(name, part)| {
            let value = match part {
                Part::Algorithm => Some(names.algorithm.as_bytes()),
                Part::Credential => Some(self.credential.as_bytes()),
                Part::Date => Some(self.time.as_bytes()),
                Part::Lifetime => {
                    Some(self.lifetime.as_bytes()).filter(|seconds| !seconds.is_empty())
                }
                Part::Flag => Some(&b""[..]),
                Part::SignedHeaders => Some(self.headers.as_bytes()),
                Part::SignedQueries => Some(self.queries.as_bytes()),
                Part::Token => self.token,
                Part::Signature => None,
            };
            value.map(|value| (*part, *name, value))
        })
    }
}

impl<D: Dialect> Signing<D> {
    /// Makes a signer in the header, with the default headers.
    pub(crate) fn new(credential: impl Parts, place: Place, dialect: D) -> Self {
        let (access_key_id, secret, session_token) = credential.into_parts();
        let keys = D::NAMES.keys(&secret);
        let [in_header, in_query] = D::HEADERS.map(HeaderChoice::standard);
        let (signs_token, placed) = (true, Placed::InHeader);
        Self {
            access_key_id,
            keys,
            session_token,
            signs_token,
            place,
            placed,
            in_header,
            in_query,
            dialect,
        }
    }

    pub(crate) fn scheme(&self) -> &'static Scheme {
        self.dialect.facts(self.placed)
    }

    fn is_in_query(&self) -> bool {
        self.placed != Placed::InHeader
    }

    fn choice(&self) -> &HeaderChoice {
        if self.is_in_query() { &self.in_query } else { &self.in_header }
    }

    fn token(&self) -> Option<&[u8]> {
        self.session_token.as_ref().map(|token| token.expose().as_bytes())
    }

    /// Returns the headers that this signer sets and signs besides `Authorization`.
    fn own_headers<'a>(&'a self, time: &'a Timestamp<16>, body: &'a [u8]) -> OwnHeaders<'a> {
        let mut own = OwnHeaders::default();
        if !self.is_in_query() {
            let sends_hash = self.dialect.sends_hash(body, self.choice());
            own.set(D::NAMES.date, Some(time.as_bytes()));
            own.set(D::NAMES.token, self.token().filter(|_| self.signs_token));
            own.set(D::NAMES.content_hash, sends_hash.then_some(body));
        }
        own
    }

    fn collect_headers<'a>(
        &self,
        request: &Request<'a>,
        own: &OwnHeaders<'a>,
        headers: &mut CanonicalHeaders<'a>,
    ) -> Result<(), Error> {
        let (choice, scheme) = (self.choice(), self.scheme());
        let is_kept = |name: &str| !scheme.is_stale_header(name);
        choice.collect(request.headers(), own, is_kept, headers)?;
        if D::KEEPS_PLACES {
            headers.sort_by(|a, b| a.compare_in_order(b));
        }
        if !(self.is_in_query() && headers.is_empty()) {
            choice.check_listed(own.iter().map(|(name, _)| name).chain(["host"]))?;
        }
        let mut names = request.headers().into_iter().map(|(name, _)| name);
        let is_missed =
            |name: &&str| self.dialect.demands(name) && is_kept(name) && !choice.signs(name);
        match names.find(is_missed) {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::MissingHeader,
                name.to_ascii_lowercase(),
                "has to be signed; add it to the signed headers",
            )),
        }
    }

    fn collect_query<'a>(
        &self,
        request: &Request<'a>,
        texts: &'a Presigned<'a>,
        query: &mut CanonicalQuery<'a>,
    ) {
        query.extend(request.query().unwrap_or_default(), self.scheme().skipped_query());
        if self.is_in_query() {
            for (part, name, value) in texts.fields(D::NAMES) {
                let added = match part {
                    Part::Token if !self.signs_token => continue,
                    Part::Token => Added::secret(name, value),
                    _ => Added::new(name, value),
                };
                query.add(&[added]);
            }
        }
        query.sort_by(D::ORDER);
    }

    /// Returns the texts of a presigned URL. For a signature in the header they are empty.
    fn presign(
        &self,
        request: &Request<'_>,
        scope: &Scope<'_>,
        headers: &CanonicalHeaders<'_>,
        texts: &mut Presigned<'_>,
    ) {
        let Placed::InQuery(lifetime) = self.placed else { return };
        scope.write_credential(&self.access_key_id, &mut texts.credential);
        headers.write_names(&mut texts.headers);
        if let Some(seconds) = lifetime {
            texts.lifetime.text(Decimal::new(seconds.into()).as_bytes());
        }
        if D::NAMES.presigned.iter().any(|(_, part)| *part == Part::SignedQueries) {
            texts.queries = self.list_queries(request, texts);
        }
    }

    fn list_queries(&self, request: &Request<'_>, texts: &Presigned<'_>) -> Buffer {
        let mut names = Buffer::default();
        let mut query = CanonicalQuery::new();
        self.collect_query(request, texts, &mut query);
        for (at, pair) in query.iter().enumerate() {
            names.text(if at > 0 { b";" } else { b"" });
            pair.key().write_decoded(&mut names);
        }
        names
    }

    fn explain(
        &self,
        request: &Request<'_>,
        canonical: &Canonical<'_, '_, D>,
        scope: &Scope<'_>,
        explanation: &mut Explanation,
    ) {
        explanation.set_key_id(self.access_key_id.as_str());
        explanation.write_stage("canonical_request", |text| canonical.write(text));
        let hash = wiping_stack(|| canonical.hash());
        explanation.write_stage("string_to_sign", |text| scope.string_to_sign(&hash, text));
        explanation.list_headers(canonical.parts.headers());
        self.dialect.explain(request, canonical, explanation);
    }

    /// Writes a signature.
    pub(crate) fn write(
        &self,
        request: &Request<'_>,
        draft: &mut Draft<'_, '_>,
    ) -> Result<(), Error> {
        let time = Timestamp::basic(draft.time());
        let scope = self.place.scope(&time);
        let body = self.dialect.body(request, self.is_in_query())?;
        let mut texts = Presigned::new(&time, self.token());
        let own = self.own_headers(&time, body.as_bytes());
        let mut headers = CanonicalHeaders::new();
        self.collect_headers(request, &own, &mut headers)?;
        self.presign(request, &scope, &headers, &mut texts);
        let mut query = CanonicalQuery::new();
        self.collect_query(request, &texts, &mut query);
        let canonical = Canonical {
            form: self.dialect,
            parts: CanonicalRequest::new(request, draft.host(), &query, &headers)?,
            body: body.as_bytes(),
            has_token: self.session_token.is_some(),
        };
        self.dialect.check(request, &canonical.parts, self.is_in_query())?;
        if let Some(explanation) = draft.explanation() {
            self.explain(request, &canonical, &scope, explanation);
        }
        // The token is in what is hashed.
        let signature = wiping_stack(|| scope.sign(&self.keys, &canonical.hash()));
        draft.reserve(self.length(&headers, &texts));
        match self.placed {
            Placed::InHeader => {
                draft.header("authorization", |value| {
                    scope.write_authorization(&self.access_key_id, &headers, &signature, value);
                });
                self.write_headers(draft, &own);
            }
            Placed::InQuery(lifetime) => self.write_query(draft, &texts, &signature, lifetime),
        }
        if self.dialect.keeps_dots(&canonical.parts) {
            draft.keep_dot_segments();
        }
        Ok(())
    }

    /// Returns the most bytes that are written.
    fn length(&self, headers: &CanonicalHeaders<'_>, texts: &Presigned<'_>) -> usize {
        let lists = headers.names_length() + texts.queries.as_bytes().len();
        let token = self.token().map_or(0, <[u8]>::len);
        400 + 2 * self.access_key_id.len() + lists + token
    }

    fn write_headers(&self, draft: &mut Draft<'_, '_>, own: &OwnHeaders<'_>) {
        draft.own_headers(own);
        if let Some(token) = self.token().filter(|_| !self.signs_token) {
            draft.header(D::NAMES.token, |value| value.push(token));
        }
    }

    fn write_query(
        &self,
        draft: &mut Draft<'_, '_>,
        texts: &Presigned<'_>,
        signature: &Hex<64>,
        lifetime: Option<u32>,
    ) {
        for (_, name, value) in texts.fields(D::NAMES) {
            draft.query(name, |field| field.push(value));
        }
        draft.query(D::NAMES.signature, |field| field.push_signature(signature.as_bytes()));
        let seconds = lifetime.or(D::NAMES.default_lifetime);
        let expires_at = seconds.map(|seconds| draft.time().saturating_add(seconds.into()));
        draft.set_expires_at(expires_at);
    }
}
