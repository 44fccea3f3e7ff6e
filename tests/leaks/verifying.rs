//! What verifies, and what it says of requests that it rejects.

use std::sync::Arc;

use polysign::verify::{MemoryReplayCache, Policy, Reason, Rejection, ReplayCache, Verified};

use super::shown::Shown;
use crate::common::drawn::Secrets;

/// The replay cache, which holds what was accepted, and the types around it.
pub(crate) fn show_memory(secrets: &Secrets, shown: &mut Shown) {
    let store = Arc::new(MemoryReplayCache::new(100_000));
    for secret in secrets.all() {
        shown.debug(&store.remember(secret, secret.as_bytes(), Some(1.into()), 0.into()));
        shown.debug(&store.remember("key", secret.as_bytes(), Some(1.into()), 1.into()));
    }
    assert!(store.used_bytes() > 2_000, "the store holds nothing");
    shown.debug(&store);
    shown.debug(&*store);
    shown.debug(&Policy::new().with_replay_cache(store));
    shown.debug(&Reason::Replayed);
    shown.text("Reason", Reason::Replayed.as_str());
    show_rejection(&Rejection::new(Reason::Clock, "was long ago"), shown);
    shown.debug(&Verified::new("key", Some(1.into()), None, true));
}

/// What the client sees of a rejection, and what the operator does.
fn show_rejection(rejection: &Rejection, shown: &mut Shown) {
    shown.error(rejection);
    shown.text("Rejection::detail", rejection.detail());
}
