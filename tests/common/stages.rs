//! Signing a request and looking at every stage of it.
#![allow(dead_code, reason = "no test file needs all of it")]

use polysign::{Context, Error, ErrorKind, Request, Signer};

/// The stages of one signature as text. A stage that a scheme does not have is empty.
pub(crate) struct Stages {
    /// With the credential's own values in the gaps.
    pub(crate) canonical_request: String,
    /// The same.
    pub(crate) string_to_sign: String,
    /// As it is shown, with the gaps by name.
    pub(crate) shown: String,
    /// Joined with `;`.
    pub(crate) signed_headers: String,
    pub(crate) signature: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) expires_at: Option<i64>,
    /// The URL, or why it cannot be applied.
    applied: Result<String, Error>,
}

impl Stages {
    /// The value of a header that is set.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map_or_else(|| panic!("{name} is not set"), |(_, value)| value)
    }

    /// The names of the headers that are set, sorted.
    pub(crate) fn header_names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// The URL to send the request to.
    #[track_caller]
    pub(crate) fn url(&self) -> &str {
        self.applied.as_ref().expect("the signature can be applied")
    }
}

/// Signs at `time`, without a nonce.
#[track_caller]
pub(crate) fn sign(
    signer: &dyn Signer,
    request: &Request<'_>,
    time: i64,
    gaps: &[(&str, &str)],
) -> Stages {
    sign_in(signer, request, &Context::at(time), gaps)
}

/// Signs and explains; both have to say the same.
#[track_caller]
pub(crate) fn sign_in(
    signer: &dyn Signer,
    request: &Request<'_>,
    context: &Context<'_>,
    gaps: &[(&str, &str)],
) -> Stages {
    let explanation = signer.explain(request, context).expect("it is explained");
    let signed = signer.sign_with(request, context).expect("it is signed");
    assert_eq!(signed.signed_at(), Some(context.time()));
    let fill = |text: Option<&polysign::explain::Text>| {
        let lookup = |name: &str| {
            let gap = gaps.iter().find(|(gap, _)| *gap == name);
            Some(gap.unwrap_or_else(|| panic!("nothing is known for the gap {name}")).1)
        };
        let bytes = text.map(|text| text.fill(lookup)).unwrap_or_default();
        String::from_utf8(bytes).expect("the stage is UTF-8")
    };
    Stages {
        canonical_request: fill(explanation.canonical_request()),
        string_to_sign: fill(explanation.string_to_sign()),
        shown: explanation.to_string(),
        signed_headers: explanation.signed_headers().join(";"),
        signature: signed.signature().unwrap_or_default().to_owned(),
        headers: owned(signed.headers()),
        query: owned(signed.query()),
        expires_at: signed.expires_at().map(i64::from),
        applied: signed.url(request).map(polysign::sign::SignedUrl::into_exposed),
    }
}

fn owned<'a>(pairs: impl Iterator<Item = (&'static str, &'a str)>) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Pairs of text as the signer gives them.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The error of signing, which explaining has to give, too.
#[track_caller]
pub(crate) fn refused(signer: &dyn Signer, request: &Request<'_>, context: &Context<'_>) -> Error {
    let error = signer.sign_with(request, context).expect_err("it is refused");
    assert_eq!(signer.explain(request, context), Err(error.clone()));
    error
}

/// Kind and field of an error.
pub(crate) fn fault(error: &Error) -> (ErrorKind, &str) {
    (error.kind(), error.field())
}

/// A lookup in a list of variables.
pub(crate) fn variables<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    move |name| {
        let found = set.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| (*value).to_owned())
    }
}
