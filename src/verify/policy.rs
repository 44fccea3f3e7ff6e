//! What a verifier accepts.

use alloc::sync::Arc;

use super::{Reason, Rejection, Replay, Seen};
use crate::header_names::HeaderNames;
use crate::{Error, Scheme};

/// What a verifier accepts, beside a signature that holds.
///
/// ```
/// use polysign::verify::Policy;
///
/// let policy = Policy::new()
///     .clock_window(300)
///     .require_headers(["content-type"])?;
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    clock_window: Option<u32>,
    longest_expiry: Option<u32>,
    required_headers: HeaderNames,
    allows_unsigned_body: bool,
    replay: Option<Arc<dyn Replay>>,
}

impl Policy {
    /// The scheme's own clock window, any expiry, no required headers beside the scheme's, and
    /// only bodies that are covered where the scheme covers them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With another clock window: by how many seconds the time that was signed may be off.
    #[must_use]
    pub fn clock_window(mut self, seconds: u32) -> Self {
        self.clock_window = Some(seconds);
        self
    }

    /// With the longest validity, in seconds, that a signature may give itself.
    #[must_use]
    pub fn longest_expiry(mut self, seconds: u32) -> Self {
        self.longest_expiry = Some(seconds);
        self
    }

    /// With headers that have to be covered where they are on the request, names in any case.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidHeader`](crate::ErrorKind::InvalidHeader) for a name that is not a token.
    pub fn require_headers<N: AsRef<str>>(
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

    /// With a memory for nonces and signatures.
    #[must_use]
    pub fn replay(mut self, replay: Arc<dyn Replay>) -> Self {
        self.replay = Some(replay);
        self
    }

    /// Whether the time that was signed is near enough. Gives the end of the window.
    pub(crate) fn check_clock(
        &self,
        scheme: &Scheme,
        signed_at: i64,
        now: i64,
    ) -> Result<Option<i64>, Rejection> {
        let Some(window) = self.clock_window.or(scheme.clock_window()) else {
            return Ok(None);
        };
        match signed_at.abs_diff(now) <= u64::from(window) {
            true => Ok(Some(signed_at.saturating_add(window.into()))),
            false => Err(Rejection::new(
                Reason::Clock,
                alloc::format!(
                    "was signed at {signed_at}, and it is {now}; {window} seconds are accepted"
                ),
            )),
        }
    }

    /// Asks the memory, if there is one. The last step: only what holds is remembered.
    pub(crate) fn check_replay(
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

    pub(crate) fn allows_unsigned_body(&self) -> bool {
        self.allows_unsigned_body
    }

    pub(crate) fn longest_expiry_seconds(&self) -> Option<u32> {
        self.longest_expiry
    }

    pub(crate) fn required_headers(&self) -> &HeaderNames {
        &self.required_headers
    }
}
