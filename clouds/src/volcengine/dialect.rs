//! The canonical request of `HMAC-SHA256`, after "Signing method" (6369/67269).

use alloc::vec::Vec;

use polysign::custom::{
    BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, DefaultHeaders, HeaderChoice,
    Order, Pair, Sink, has_parameter,
};
use polysign::explain::Requirement;
use polysign::verify::{Policy, Rejection};
use polysign::{Error, ErrorKind, Explanation, Payload, Request, Scheme};

use super::hmac_sha256::{CONTENT_HASH, EXPIRING, IN_HEADER, IN_QUERY, NAMES, TOKEN};
use super::signed_headers;
use crate::buffer::Comparison;
use crate::canonical::{Canonical, Form, ambiguous, conflicting, has_repeated_key, refuse_dots};
use crate::scope::{Dialect, Found, Names, Placed};

/// The digest of an empty body, which stands for that of every presigned URL.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What Volcengine's gateway expects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gateway;

impl Form for Gateway {
    const TOKEN: (&'static str, &'static str) = (TOKEN, "session_token");
    const ORDER: Order = Order::KeyThenPlace;

    fn write_path<S: Sink>(self, parts: &CanonicalRequest<'_, '_>, sink: &mut S) {
        parts.write_path(sink);
    }

    fn check(
        self,
        _: &Request<'_>,
        parts: &CanonicalRequest<'_, '_>,
        is_in_query: bool,
    ) -> Result<(), Error> {
        refuse_dots(parts)?;
        let path = parts.path();
        let mut canonical = Comparison::new(if path.is_empty() { "/" } else { path });
        parts.write_path(&mut canonical);
        if let Some(same) = canonical.first_difference() {
            let advice = "has a path that is signed in different ways; write all but letters, digits \
                          and `-_.~/` as %XX in upper case, and `/` for %2F";
            return Err(ambiguous(advice).with_offset(same));
        }
        if matches!(parts.host().port(), Some(80 | 443)) {
            return Err(ambiguous(
                "has the default port of another scheme, which the SDKs send and do not sign; leave \
                 it out",
            ));
        }
        check_order(parts.query())?;
        check_repeated_header(parts.headers())?;
        if is_in_query { check_listed(parts.query()) } else { Ok(()) }
    }
}

impl Dialect for Gateway {
    const NAMES: &'static Names = &NAMES;
    const HEADERS: [&'static DefaultHeaders; 2] =
        [&signed_headers::IN_HEADER, &signed_headers::IN_QUERY];

    fn facts(self, placed: Placed) -> &'static Scheme {
        match placed {
            Placed::InHeader => &IN_HEADER,
            Placed::InQuery(None) => &IN_QUERY,
            Placed::InQuery(Some(_)) => &EXPIRING,
        }
    }

    fn body<'a>(self, request: &Request<'a>, is_in_query: bool) -> Result<BodyHash<'a>, Error> {
        if is_in_query {
            return Ok(BodyHash::Text(EMPTY.as_bytes()));
        }
        match request.covered_payload()? {
            Payload::Unsigned => Err(Error::new(
                ErrorKind::MissingPayload,
                "payload",
                "is covered by a signature in the header; give the body or its digest",
            )),
            payload => Ok(BodyHash::of(payload, "")),
        }
    }

    fn sends_hash(self, _: &[u8], choice: &HeaderChoice) -> bool {
        choice.signs(CONTENT_HASH)
    }

    fn explain(
        self,
        request: &Request<'_>,
        canonical: &Canonical<'_, '_, Self>,
        explanation: &mut Explanation,
    ) {
        if canonical.parts.headers().is_empty() {
            explanation.set_covers(IN_QUERY.covers().without_host().without_headers());
        }
        for name in ["Action", "Version"] {
            let is_there = has_parameter(request, name);
            let why = "the gateway requires it in the query of every request";
            explanation.require(is_there, Requirement::Parameter(name), why);
        }
    }

    fn left_out(self, found: &Found<'_>, _: &Policy) -> Result<Option<&'static str>, Rejection> {
        Ok(found.is_in_query.then_some(EMPTY))
    }
}

/// Checks that names are in one order, encoded or not.
fn check_order(query: &CanonicalQuery<'_>) -> Result<(), Error> {
    let encoded = |pair: &Pair<'_>| {
        let mut key = Vec::new();
        pair.key().write_encoded(&mut key);
        key
    };
    let is_sorted = query.is_sorted_by(Order::EncodedKeyThenValue)
        || query.iter().is_sorted_by(|a, b| encoded(a) <= encoded(b));
    if is_sorted {
        return Ok(());
    }
    Err(ambiguous("has parameters whose order changes when their names are encoded; rename one"))
}

fn check_repeated_header(headers: &CanonicalHeaders<'_>) -> Result<(), Error> {
    let mut pairs = headers.iter().zip(headers.iter().skip(1));
    match pairs.find(|(a, b)| a.compare_name(b).is_eq()) {
        None => Ok(()),
        Some((header, _)) => Err(Error::new(
            ErrorKind::ConflictingHeader,
            header.name().to_ascii_lowercase(),
            "is there twice, of which some SDKs sign the first alone; keep one",
        )),
    }
}

/// Checks the parameters of a presigned URL, whose names are listed in it.
fn check_listed(query: &CanonicalQuery<'_>) -> Result<(), Error> {
    if !has_repeated_key(query) && !query.iter().any(|pair| pair.key().has_reserved(b";")) {
        return Ok(());
    }
    Err(conflicting(
        "has a parameter twice, or one with `;` in its name, which a presigned URL cannot list",
    ))
}
