//! The choices of a verifier.

use alloc::sync::Arc;

use super::{Ambiguities, Reason, Rejection, ReplayCache, Seen};
use crate::canonical::HeaderNames;
use crate::{Error, Request, Scheme, UnixTime};

/// Says what a verifier accepts besides a signature that holds.
///
/// ```
/// use polysign::verify::Policy;
///
/// let policy = Policy::new()
///     .with_clock_window(300)
///     .with_covered_headers(["content-type"])?;
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    clock_window: Option<u32>,
    longest_expiry: LongestExpiry,
    covered_headers: HeaderNames,
    allows_unsigned_body: bool,
    allows_uncovered_host: bool,
    pub(super) ambiguities: Ambiguities,
    replay_cache: Option<Arc<dyn ReplayCache>>,
}

/// The longest lifetime that a signature may give itself.
#[derive(Debug, Clone, Copy, Default)]
enum LongestExpiry {
    #[default]
    Week,
    Seconds(u32),
    Any,
}

impl LongestExpiry {
    fn seconds(self) -> Option<u32> {
        match self {
            Self::Week => Some(604_800),
            Self::Seconds(seconds) => Some(seconds),
            Self::Any => None,
        }
    }
}

impl Policy {
    /// Creates the standard policy: the clock window of the scheme, lifetimes of up to a week, no
    /// covered headers besides those of the scheme, host and body covered where the scheme covers
    /// them, no replay cache, and nothing that [a signature does not
    /// distinguish](super#what-a-signature-does-not-distinguish) and no vendor's SDK sends by
    /// default.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the clock window: by how many seconds the time that was signed may be off, where that is
    /// not the scheme's window. Where a signature has its own lifetime, the window limits only how
    /// far the time may lie ahead.
    #[must_use]
    pub fn with_clock_window(mut self, seconds: u32) -> Self {
        self.clock_window = Some(seconds);
        self
    }

    /// Sets the longest lifetime, in seconds, that a signature may give itself, where that is not a
    /// week.
    #[must_use]
    pub fn with_longest_expiry(mut self, seconds: u32) -> Self {
        self.longest_expiry = LongestExpiry::Seconds(seconds);
        self
    }

    /// Accepts signatures of any lifetime, and those that never expire where the scheme has them.
    #[must_use]
    pub fn allow_any_expiry(mut self) -> Self {
        self.longest_expiry = LongestExpiry::Any;
        self
    }

    /// Sets the headers that have to be covered where they are on the request, names in any case.
    /// A second call replaces the first.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for a name that is not a token.
    pub fn with_covered_headers<N: AsRef<str>>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self, Error> {
        self.covered_headers = HeaderNames::new("covered_headers", names)?;
        Ok(self)
    }

    /// Accepts requests that say that their body is not covered.
    #[must_use]
    pub fn allow_unsigned_body(mut self) -> Self {
        self.allows_unsigned_body = true;
        self
    }

    /// Accepts signatures that leave the host out although the scheme can cover it. They hold for
    /// any other host that knows the key.
    #[must_use]
    pub fn allow_uncovered_host(mut self) -> Self {
        self.allows_uncovered_host = true;
        self
    }

    /// Accepts `%2F` in a path, which a signature does not tell from `/`. Routers may.
    #[must_use]
    pub fn allow_escaped_slashes(mut self) -> Self {
        self.ambiguities.allows_escaped_slashes = true;
        self
    }

    /// Accepts a path that ends in `/` where the scheme signs every path as if it did, as Huawei's:
    /// a signature for `/a` holds for `/a/`. The path `/` itself is always accepted.
    #[must_use]
    pub fn allow_trailing_slash(mut self) -> Self {
        self.ambiguities.allows_trailing_slash = true;
        self
    }

    /// Accepts a path with empty, `.` and `..` segments where the scheme signs it without them, as that
    /// of AWS does but for S3: a signature for `/b` holds for `/a/../b` and `//b`.
    #[must_use]
    pub fn allow_removed_segments(mut self) -> Self {
        self.ambiguities.allows_removed_segments = true;
        self
    }

    /// Accepts parameters and covered headers of one name in any order of their values. Without
    /// this they have to arrive in the order in which they are signed, which is that of the bytes.
    #[must_use]
    pub fn allow_any_order(mut self) -> Self {
        self.ambiguities.allows_any_order = true;
        self
    }

    /// Accepts parameters with `&` in them, and with `=` in their names, where the scheme signs decoded
    /// parameters, as Tencent's aPaaS and speech. Then a signature holds for other parameters as well:
    /// for each way in which they can be joined and divided.
    #[must_use]
    pub fn allow_ambiguous_parameters(mut self) -> Self {
        self.ambiguities.allows_joined_parameters = true;
        self
    }

    /// Accepts headers that are not covered and that some frameworks take for another method or
    /// path: `X-HTTP-Method-Override`, `X-HTTP-Method`, `X-Method-Override`, `X-Original-URL` and
    /// `X-Rewrite-URL`.
    #[must_use]
    pub fn allow_uncovered_overrides(mut self) -> Self {
        self.ambiguities.allows_uncovered_overrides = true;
        self
    }

    /// Demands path and query in the one spelling that is signed: escapes in upper case for all but
    /// letters, digits, `-._~` and the slashes of the path, a `=` in each parameter, and no empty
    /// pieces. Not every vendor's SDK sends them so.
    #[must_use]
    pub fn require_exact_target(mut self) -> Self {
        self.ambiguities.requires_exact_target = true;
        self
    }

    /// Sets the replay cache, which remembers nonces and signatures. Where the scheme has no nonce, a
    /// request that is signed twice within one second has one signature, and is accepted once.
    #[must_use]
    pub fn with_replay_cache(mut self, cache: Arc<dyn ReplayCache>) -> Self {
        self.replay_cache = Some(cache);
        self
    }

    /// Checks that the time that was signed is near enough: the first step of a custom verifier, once
    /// the fields of the signature are read. Returns the last second of the window, or `None` where
    /// neither the policy nor the scheme has a window.
    ///
    /// # Errors
    ///
    /// [`Reason::Clock`].
    pub fn check_clock(
        &self,
        scheme: &Scheme,
        signed_at: UnixTime,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        self.check_window(scheme.clock_window(), signed_at, now)
    }

    /// Checks a time as [`Policy::check_clock`] does. `window` is that of the scheme.
    pub(crate) fn check_window(
        &self,
        window: Option<u32>,
        signed_at: UnixTime,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        let Some(window) = self.clock_window.or(window) else {
            return Ok(None);
        };
        if signed_at.abs_diff(now) > u64::from(window) {
            return Err(off(signed_at, now, window));
        }
        Ok(Some(signed_at.saturating_add(window.into())))
    }

    /// Checks the times of a signature that states its own lifetime in seconds, `None` for one that
    /// never expires. Returns the last second of its lifetime.
    ///
    /// # Errors
    ///
    /// [`Reason::ExpiryTooLong`], [`Reason::Clock`] for a time that lies ahead, and
    /// [`Reason::Expired`].
    pub fn check_validity(
        &self,
        scheme: &Scheme,
        signed_at: UnixTime,
        valid_for: Option<u32>,
        now: UnixTime,
    ) -> Result<Option<UnixTime>, Rejection> {
        if let Some(longest) = self.longest_expiry.seconds()
            && valid_for.is_none_or(|seconds| seconds > longest)
        {
            return Err(Rejection::new(
                Reason::ExpiryTooLong,
                alloc::format!("is valid for longer than the {longest} seconds that are accepted"),
            ));
        }
        if let Some(window) = self.clock_window.or(scheme.clock_window())
            && signed_at > now.saturating_add(window.into())
        {
            return Err(off(signed_at, now, window));
        }
        let Some(seconds) = valid_for else {
            return Ok(None);
        };
        let end = signed_at.saturating_add(seconds.into());
        if now > end {
            return Err(Rejection::new(
                Reason::Expired,
                alloc::format!("was valid until {end}, and it is {now}"),
            ));
        }
        Ok(Some(end))
    }

    /// Checks that the signature covers what it has to: `own`, the headers that the scheme itself
    /// requires, and those of the policy that are on the request. `is_covered` is asked for names in
    /// lower case. Where the scheme covers the method, headers that override it have to be covered,
    /// too, unless [`Policy::allow_uncovered_overrides`].
    ///
    /// # Errors
    ///
    /// [`Reason::HeaderNotCovered`].
    pub fn check_covered(
        &self,
        request: &Request<'_>,
        scheme: &Scheme,
        own: &[&str],
        is_covered: impl Fn(&str) -> bool,
    ) -> Result<(), Rejection> {
        let host = (scheme.covers().host() && !self.allows_uncovered_host).then_some("host");
        let mut demanded = host.into_iter().chain(own.iter().copied());
        if let Some(name) = demanded.find(|name| !is_covered(name)) {
            return Err(not_covered(name));
        }
        let is_there = |name: &str| name == "host" || request.headers().get(name).is_some();
        let mut names = self.covered_headers.iter();
        if let Some(name) = names.find(|name| !is_covered(name) && is_there(name)) {
            return Err(not_covered(name));
        }
        self.ambiguities.check_overrides(request, scheme, is_covered)
    }

    /// Asks the replay cache, if there is one. This is the last step, after the signature: only what
    /// holds is remembered. `replay_key` is the nonce, or the raw bytes of the signature; `until` is
    /// what [`Policy::check_clock`] or [`Policy::check_validity`] returned.
    ///
    /// # Errors
    ///
    /// [`Reason::Replayed`] and [`Reason::ReplayCacheFull`].
    pub fn check_replay(
        &self,
        key_id: &str,
        replay_key: &[u8],
        until: Option<UnixTime>,
        now: UnixTime,
    ) -> Result<(), Rejection> {
        let Some(cache) = &self.replay_cache else {
            return Ok(());
        };
        match cache.remember(key_id, replay_key, until, now) {
            Seen::New => Ok(()),
            Seen::Before => Err(Rejection::new(Reason::Replayed, "was accepted before")),
            Seen::Full => Err(Rejection::new(
                Reason::ReplayCacheFull,
                "could be a replay: the replay cache is full; give it more memory",
            )),
        }
    }

    /// Checks that a request may say that its body is not covered.
    pub(crate) fn check_unsigned_body(&self) -> Result<(), Rejection> {
        if self.allows_unsigned_body {
            return Ok(());
        }
        Err(Rejection::new(
            Reason::UnsignedBody,
            "says that its body is not covered, which the policy does not allow",
        ))
    }

    /// Returns whether requests are accepted that say that their body is not covered.
    #[must_use]
    pub fn allows_unsigned_body(&self) -> bool {
        self.allows_unsigned_body
    }
}

#[cold]
fn off(signed_at: UnixTime, now: UnixTime, window: u32) -> Rejection {
    Rejection::new(
        Reason::Clock,
        alloc::format!("was signed at {signed_at}, and it is {now}; {window} seconds are accepted"),
    )
}

#[cold]
pub(super) fn not_covered(name: &str) -> Rejection {
    Rejection::new(Reason::HeaderNotCovered, alloc::format!("{name}: has to be covered and is not"))
}
