//! A request as a server sees it, and what a verifier makes of it.

use std::sync::Arc;

use polysign::verify::{MemoryReplayCache, Policy, Reason, Verified, Verifier};
use polysign::{Request, UnixTime};

/// A request to change piece by piece.
#[derive(Debug, Clone)]
pub(crate) struct Arrived {
    pub(crate) method: &'static str,
    pub(crate) authority: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: &'static str,
}

impl Arrived {
    pub(crate) fn new(target: &str) -> Self {
        Self {
            method: "POST",
            authority: "api.example.com",
            target: target.to_owned(),
            headers: Vec::new(),
            body: "{}",
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With `old`, which has to be in the target, replaced.
    pub(crate) fn with(&self, old: &str, new: &str) -> Self {
        assert!(self.target.contains(old), "{old} is not in {}", self.target);
        Self { target: self.target.replace(old, new), ..self.clone() }
    }

    pub(crate) fn verify(
        &self,
        verifier: &dyn Verifier,
        now: impl Into<UnixTime>,
    ) -> Result<Verified, Reason> {
        let Self { method, authority, target, headers, body } = self;
        let request = Request::from_parts(method, "https", authority, target)
            .unwrap_or_else(|error| panic!("{target}: {error}"))
            .with_headers(headers)
            .with_body(body);
        verifier.verify(&request, now.into()).map_err(|rejection| {
            assert_eq!(rejection.to_string(), "the request was not accepted");
            assert!(!rejection.detail().is_empty());
            rejection.reason()
        })
    }
}

/// A policy with its own replay cache.
pub(crate) fn remembering() -> Policy {
    Policy::new().with_replay_cache(Arc::new(MemoryReplayCache::new(100_000)))
}
