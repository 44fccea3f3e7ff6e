//! A request as it goes over the wire.

use polysign::verify::{Reason, Rejection, Verified, Verifier};
use polysign::{Context, Error, Payload, Request, Signed, Signer, UnixTime};

/// What a server gets, and can be changed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) method: Vec<u8>,
    /// Of the operator's configuration, unless a `Host` header says otherwise.
    pub(crate) authority: Vec<u8>,
    pub(crate) target: Vec<u8>,
    pub(crate) headers: Vec<(Vec<u8>, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    pub(crate) fn new(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let (_, rest) = url.split_once("://").expect("an absolute URL");
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        Self {
            method: method.into(),
            authority: authority.into(),
            target: match target.starts_with('/') {
                true => target.into(),
                false => format!("/{target}").into(),
            },
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
            body: body.into(),
        }
    }

    /// The same with all that `signer` sets, and without what it removes.
    pub(crate) fn signed(&self, signer: &dyn Signer, context: &Context<'_>) -> Self {
        let signed = self
            .with_outgoing(|request| signer.sign_with(&request, context))
            .and_then(|signed| signed);
        self.carrying(&signed.unwrap_or_else(|error| panic!("{error}")))
    }

    /// With what `signed`, which was signed for this request.
    pub(crate) fn carrying(&self, signed: &Signed) -> Self {
        let url = self.with_outgoing(|request| signed.url(&request).map(|url| url.into_exposed()));
        let url = url.and_then(|url| url).expect("a URL");
        let method = String::from_utf8_lossy(&self.method);
        let mut carrying = Self::new(&method, &url, &[], &self.body);
        let set = signed.headers().map(|(set, _)| set);
        let gone: Vec<_> = set.chain(signed.removed_headers()).collect();
        let is_gone = |name: &[u8]| {
            let mut gone = gone.iter();
            gone.any(|gone| gone.as_bytes().eq_ignore_ascii_case(name))
        };
        let kept = self.headers.iter().filter(|(name, _)| !is_gone(name));
        let set = signed.headers().map(|(name, value)| (name.into(), value.into()));
        carrying.headers = kept.cloned().chain(set).collect();
        carrying
    }

    /// Calls `then` with the request that a server makes of it, if it can be read at all.
    pub(crate) fn with_request<R>(&self, then: impl FnOnce(Request<'_>) -> R) -> Result<R, Error> {
        self.with_payload(Some(Payload::Bytes(&self.body)), then)
    }

    /// Calls `then` with the request that a client signs. A body that the request declares to be
    /// unsigned is stated as such, unless a former signature did so.
    pub(crate) fn with_outgoing<R>(&self, then: impl FnOnce(Request<'_>) -> R) -> Result<R, Error> {
        let has = |name: &[u8], front: &[u8]| {
            let mut headers = self.headers.iter();
            headers.any(|(other, value)| {
                other.eq_ignore_ascii_case(name) && value.trim_ascii().starts_with(front)
            })
        };
        let says_unsigned = has(b"x-sdk-content-sha256", b"UNSIGNED-PAYLOAD");
        let payload = if says_unsigned && !has(b"authorization", b"SDK-HMAC-SHA256") {
            Payload::Unsigned
        } else {
            Payload::Bytes(&self.body)
        };
        self.with_payload(Some(payload), then)
    }

    pub(crate) fn with_payload<R>(
        &self,
        payload: Option<Payload<'_>>,
        then: impl FnOnce(Request<'_>) -> R,
    ) -> Result<R, Error> {
        // Servers refuse other bytes in these places before anyone verifies.
        let text = |bytes| std::str::from_utf8(bytes).unwrap_or("\0");
        let headers: Vec<(&str, &[u8])> =
            self.headers.iter().map(|(name, value)| (text(name), value.as_slice())).collect();
        let [method, authority, target] =
            [&self.method, &self.authority, &self.target].map(|bytes| text(bytes));
        let request = Request::from_parts(method, "https", authority, target)?;
        let request = request.with_headers(&headers);
        Ok(then(match payload {
            Some(payload) => request.with_payload(payload),
            None => request,
        }))
    }

    /// What the verifier says. A request that cannot be read is rejected, too.
    pub(crate) fn verify(
        &self,
        verifier: &dyn Verifier,
        now: impl Into<UnixTime>,
    ) -> Result<Verified, Rejection> {
        self.with_request(|request| verifier.verify(&request, now.into()))?
    }

    /// Replaces the value of a header; with `None` the header goes.
    pub(crate) fn set(mut self, name: &str, value: Option<&str>) -> Self {
        let is_it = |other: &[u8]| other.eq_ignore_ascii_case(name.as_bytes());
        self.headers.retain(|(other, _)| !is_it(other));
        self.headers.extend(value.map(|value| (name.into(), value.into())));
        self
    }

    /// Adds a header beside one that may be there.
    pub(crate) fn add(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first value of a header.
    pub(crate) fn header(&self, name: &str) -> String {
        let found =
            self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name.as_bytes()));
        let (_, value) = found.unwrap_or_else(|| panic!("no {name}"));
        String::from_utf8_lossy(value).into_owned()
    }

    /// Replaces a text in a header that has it.
    pub(crate) fn replace(self, name: &str, from: &str, to: &str) -> Self {
        let value = self.header(name);
        assert!(value.contains(from), "{name}: {value} has no {from}");
        let value = value.replace(from, to);
        self.set(name, Some(&value))
    }

    /// Replaces a text in the target that has it.
    pub(crate) fn retarget(mut self, from: &str, to: &str) -> Self {
        let target = String::from_utf8_lossy(&self.target).into_owned();
        assert!(target.contains(from), "{target} has no {from}");
        self.target = target.replace(from, to).into();
        self
    }
}

/// Rejected for `reason`, with a detail that has `says` in it, and a text for the client that says
/// nothing.
#[track_caller]
pub(crate) fn is_rejected(result: Result<Verified, Rejection>, reason: Reason, says: &str) {
    let rejection = result.expect_err(says);
    let said = (rejection.reason(), rejection.detail());
    assert!(said.0 == reason && said.1.contains(says), "{said:?}");
    assert_eq!(rejection.to_string(), "the request was not accepted");
    assert_eq!(format!("{rejection:?}"), "Rejection");
}
