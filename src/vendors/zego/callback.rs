//! Checking callbacks, after "Authenticating server-to-server callbacks" and "Receiving callback".

use alloc::string::String;

use sha1::Sha1;

use crate::canonical::{Hashing, from_hex};
use crate::secret::{Secret, wiping_stack};
use crate::text::{Decimal, Sink};
use crate::verify::fields::malformed;
use crate::verify::{Policy, Rejection, bad_signature};
use crate::{Error, Scheme, UnixTime};

// The vendor names no window; this is that of its server API. See `CallbackVerifier`.
static SCHEME: Scheme = Scheme::new("zego/callback").with_clock_window(600);

/// The signature of a callback: three values of the JSON that came in as the body, as
/// text exactly as received. The products differ in the names: `signature`, or `Signature`.
#[derive(Clone, Copy)]
pub struct Callback<'a> {
    /// `signature`: 40 hexadecimal digits, in either case.
    pub signature: &'a str,
    /// `timestamp`: the digits, whether they came as a text or as a number.
    pub timestamp: &'a str,
    /// `nonce`, as a text.
    pub nonce: &'a str,
}

impl core::fmt::Debug for Callback<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Callback")
            .field("timestamp", &self.timestamp)
            .field("nonce", &self.nonce)
            .finish_non_exhaustive()
    }
}

/// Verifies callbacks that ZEGO's servers send to a URL of yours.
///
/// ```text
/// signature = lower_hex(SHA-1(secret, timestamp and nonce, in the order of their bytes))
/// ```
///
/// **Nothing of the event is covered:** no other value of the body. What holds is that someone
/// with the secret sent *some* callback at that time. So let it be sent to an `https` URL alone.
/// Nor is it covered where the timestamp ends and the nonce begins: of a nonce that happens to
/// start
/// with the digits of a later time, who has read the callback can make a callback of that time.
///
/// **Clock:** the vendor names no window. Ten minutes are accepted, which is its window for the
/// other direction; [`Policy::with_clock_window`] says otherwise, and `u32::MAX` takes a callback
/// of any
/// time. With [`Policy::with_replay_cache`] a callback is accepted once, and one that ZEGO sends
/// again as it
/// was is not. The rest of a policy does not apply here.
///
/// Some products send the body percent-encoded, and it has to be decoded before its JSON is read.
///
/// ```
/// use polysign::zego;
///
/// let verifier = zego::CallbackVerifier::new("secret")?;
/// let callback = zego::Callback {
///     signature: "5bd59fd62953a8059fb7eaba95720f66d19e4517",
///     timestamp: "1470820198",
///     nonce: "123412",
/// };
/// assert!(verifier.verify(&callback, 1_470_820_200).is_ok());
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct CallbackVerifier {
    secret: Secret,
    ticks_per_second: u64,
    policy: Policy,
}

impl CallbackVerifier {
    /// A verifier with the callback secret of a project, as text, for callbacks whose timestamp is
    /// in seconds. (One page of the vendor's calls it ServerSecret; the console shows which it is.)
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a secret that is
    /// empty, has white space at an end or holds a control character.
    pub fn new(secret: impl Into<String>) -> Result<Self, Error> {
        Ok(Self {
            secret: Secret::new("callback_secret", secret)?,
            ticks_per_second: 1,
            policy: Policy::new(),
        })
    }

    /// For products whose timestamp is in milliseconds, as that of real-time speech recognition.
    #[must_use]
    pub const fn in_milliseconds(mut self) -> Self {
        self.ticks_per_second = 1000;
        self
    }

    /// Sets the policy, of which the clock window and the replay cache apply.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Checks a callback at the time `now`.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]: one text for the sender, the [`Reason`](crate::verify::Reason) for the
    /// operator.
    pub fn verify(
        &self,
        callback: &Callback<'_>,
        now: impl Into<UnixTime>,
    ) -> Result<(), Rejection> {
        let now = now.into();
        let signature: [u8; 20] = from_hex(&callback.signature.as_bytes().to_ascii_lowercase())
            .ok_or_else(|| malformed("signature", "is not 40 hexadecimal digits"))?;
        let signed_at = self.seconds(callback.timestamp)?;
        let until = self.policy.check_clock(&SCHEME, signed_at, now)?;
        let mut parts = [self.secret.expose(), callback.timestamp, callback.nonce];
        parts.sort_unstable();
        let is_signed = wiping_stack(|| {
            let mut sha1 = Hashing::<Sha1>::new();
            for part in parts {
                sha1.text(part.as_bytes());
            }
            sha1.is(&signature)
        });
        if !is_signed {
            return Err(bad_signature());
        }
        // Not the nonce: some digits could be moved between it and the timestamp, and the text
        // that is hashed would be the same.
        self.policy.check_replay("", &signature, until, now)
    }

    fn seconds(&self, timestamp: &str) -> Result<UnixTime, Rejection> {
        let ticks = timestamp.parse().ok();
        let has_no_padding = |ticks: &u64| Decimal::new(*ticks).as_str() == timestamp;
        let ticks = ticks.filter(has_no_padding).ok_or_else(|| {
            malformed("timestamp", "is not a time in decimal digits without padding")
        })?;
        Ok(UnixTime::new((ticks / self.ticks_per_second).cast_signed()))
    }
}
