//! What a verifier accepts.

use alloc::sync::Arc;

use super::{Reason, Rejection, Replay, Seen};
use crate::request::HeaderNames;
use crate::{Error, Request, Scheme};

/// What a verifier accepts, beside a signature that holds.
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
    longest_expiry: Option<u32>,
    required_headers: HeaderNames,
    allows_unsigned_body: bool,
    allows_uncovered_host: bool,
    replay: Option<Arc<dyn Replay>>,
}

impl Policy {
    /// The scheme's own clock window, any expiry, no required headers beside the scheme's, and
    /// host and body covered where the scheme covers them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With another clock window: by how many seconds the time that was signed may be off. Where a
    /// signature has a validity of its own, this is only by how many it may lie ahead.
    #[must_use]
    pub fn with_clock_window(mut self, seconds: u32) -> Self {
        self.clock_window = Some(seconds);
        self
    }

    /// With the longest validity, in seconds, that a signature may give itself.
    #[must_use]
    pub fn with_longest_expiry(mut self, seconds: u32) -> Self {
        self.longest_expiry = Some(seconds);
        self
    }

    /// With headers that have to be covered where they are on the request, names in any case.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for a name that is not a token.
    pub fn with_covered_headers<N: AsRef<str>>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self, Error> {
        self.required_headers = HeaderNames::new("require_headers", names)?;
        Ok(self)
    }

    /// Accepts requests that say that their body is not covered.
    #[must_use]
    pub fn allow_unsigned_body(mut self) -> Self {
        self.allows_unsigned_body = true;
        self
    }

    /// Accepts signatures that leave the host out although the scheme could cover it. They hold for
    /// any other host that knows the key.
    #[must_use]
    pub fn allow_uncovered_host(mut self) -> Self {
        self.allows_uncovered_host = true;
        self
    }

    /// With a memory for nonces and signatures. A request that is signed twice within one second
    /// has one signature where the scheme has no nonce, and is accepted once.
    #[must_use]
    pub fn with_replay_cache(mut self, replay: Arc<dyn Replay>) -> Self {
        self.replay = Some(replay);
        self
    }

    /// Whether the time that was signed is near enough: the first step of a verifier of your own,
    /// when the fields of the signature are read. Gives the end of the window in unix seconds, or
    /// `None` where neither the policy nor the scheme has a window.
    ///
    /// # Errors
    ///
    /// [`Reason::Clock`].
    pub fn check_clock(
        &self,
        scheme: &Scheme,
        signed_at: i64,
        now: i64,
    ) -> Result<Option<i64>, Rejection> {
        let Some(window) = self.window(scheme) else {
            return Ok(None);
        };
        match signed_at.abs_diff(now) <= u64::from(window) {
            true => Ok(Some(signed_at.saturating_add(window.into()))),
            false => Err(off(signed_at, now, window)),
        }
    }

    /// The same for a signature that says itself for how many seconds it is valid, `None` being
    /// for ever. Gives the end of its validity.
    ///
    /// # Errors
    ///
    /// [`Reason::ExpiryTooLong`], [`Reason::Clock`] for a time that lies ahead, and
    /// [`Reason::Expired`].
    pub fn check_validity(
        &self,
        scheme: &Scheme,
        signed_at: i64,
        valid_for: Option<u32>,
        now: i64,
    ) -> Result<Option<i64>, Rejection> {
        if let Some(longest) = self.longest_expiry
            && valid_for.is_none_or(|seconds| seconds > longest)
        {
            return Err(Rejection::new(
                Reason::ExpiryTooLong,
                alloc::format!("is valid for longer than the {longest} seconds that are accepted"),
            ));
        }
        if let Some(window) = self.window(scheme)
            && signed_at > now.saturating_add(window.into())
        {
            return Err(off(signed_at, now, window));
        }
        let Some(seconds) = valid_for else {
            return Ok(None);
        };
        match signed_at.saturating_add(seconds.into()) {
            end if now <= end => Ok(Some(end)),
            end => Err(Rejection::new(
                Reason::Expired,
                alloc::format!("was valid until {end}, and it is {now}"),
            )),
        }
    }

    fn window(&self, scheme: &Scheme) -> Option<u32> {
        self.clock_window.or(scheme.clock_window())
    }

    /// Whether the headers that have to be covered are: `own`, which the scheme itself wants to be,
    /// and those of the policy that are on the request. `is_covered` takes names in lower case.
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
        let host = (scheme.covers().host && !self.allows_uncovered_host).then_some("host");
        let mut demanded = host.into_iter().chain(own.iter().copied());
        if let Some(name) = demanded.find(|name| !is_covered(name)) {
            return Err(not_covered(name));
        }
        let is_there = |name: &str| name == "host" || request.headers().get(name).is_some();
        let mut names = self.required_headers.iter();
        match names.find(|name| !is_covered(name) && is_there(name)) {
            None => Ok(()),
            Some(name) => Err(not_covered(name)),
        }
    }

    /// Asks the memory for replays, if there is one. The last step, behind the signature: only what
    /// holds is remembered. `token`: the nonce, or the raw bytes of the signature; `until`: the
    /// end that the clock's check gave.
    ///
    /// # Errors
    ///
    /// [`Reason::Replayed`] and [`Reason::ReplayStoreFull`].
    pub fn check_replay(
        &self,
        key_id: &str,
        token: &[u8],
        until: Option<i64>,
        now: i64,
    ) -> Result<(), Rejection> {
        let Some(replay) = &self.replay else {
            return Ok(());
        };
        match replay.remember(key_id, token, until, now) {
            Seen::New => Ok(()),
            Seen::Before => Err(Rejection::new(Reason::Replayed, "was accepted before")),
            Seen::Full => Err(Rejection::new(
                Reason::ReplayStoreFull,
                "could be a replay: the memory for nonces and signatures is full",
            )),
        }
    }

    /// Whether requests are accepted that say that their body is not covered.
    #[must_use]
    pub fn allows_unsigned_body(&self) -> bool {
        self.allows_unsigned_body
    }
}

#[cold]
fn off(signed_at: i64, now: i64, window: u32) -> Rejection {
    Rejection::new(
        Reason::Clock,
        alloc::format!("was signed at {signed_at}, and it is {now}; {window} seconds are accepted"),
    )
}

#[cold]
fn not_covered(name: &str) -> Rejection {
    Rejection::new(
        Reason::HeaderNotCovered,
        alloc::format!("{name}: has to be covered and is not"),
    )
}
