//! Checking callbacks, after "Authenticating server-to-server callbacks" and "Receiving callback".

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use sha1::Sha1;

use crate::canonical::{Hashing, Hex, from_hex};
use crate::secret::{Secret, wiping_stack};
use crate::text::{Form, Sink, decode, hex_digit, members};
use crate::verify::fields::{is_decimal, malformed, not_signed, required};
use crate::verify::{Policy, Reason, Rejection, TimeUnit, Verified, bad_signature};
use crate::{Error, Scheme, UnixTime};

// The vendor names no window; this is that of its server API. See `CallbackVerifier`.
static SCHEME: Scheme = Scheme::new("zego/callback").with_clock_window(600);

const NAMES: [&str; 3] = ["signature", "timestamp", "nonce"];

/// The three values of a callback that its signature is about, as text exactly as received.
///
/// [`Callback::from_json`] finds them in the body of any product's callback.
#[derive(Clone)]
pub struct Callback {
    signature: String,
    timestamp: String,
    nonce: String,
}

impl Callback {
    /// Creates it from the values: 40 hexadecimal digits in either case, the digits of the time, and
    /// the nonce as text.
    #[must_use]
    pub fn new(
        signature: impl Into<String>,
        timestamp: impl Into<String>,
        nonce: impl Into<String>,
    ) -> Self {
        Self { signature: signature.into(), timestamp: timestamp.into(), nonce: nonce.into() }
    }

    /// Reads the body of a callback, as it arrived.
    ///
    /// Products differ in the names (`signature`, `Signature`), in the type of the time (text or
    /// number), and in the body (JSON, or JSON that is percent-encoded). All of them are read: the
    /// names in any case and at the top level alone, a number by its digits.
    ///
    /// ```
    /// use polysign::zego::Callback;
    ///
    /// let body = br#"{"Event":"x","Timestamp":1470820198123,"Nonce":"0012","Signature":"5bd5"}"#;
    /// let callback = Callback::from_json(body)?;
    /// assert_eq!(callback.timestamp(), "1470820198123");
    /// assert_eq!(callback.nonce(), "0012");
    /// # Ok::<(), polysign::verify::Rejection>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`] for a body that is not one JSON object, and for a value that is there
    /// twice, not there, or neither text nor number; [`Reason::NotSigned`] without a signature.
    pub fn from_json(body: &[u8]) -> Result<Self, Rejection> {
        let body = without_percent_encoding(body)?;
        let text = core::str::from_utf8(&body).ok();
        let members = text.and_then(members).ok_or_else(|| malformed("body", "is not JSON"))?;
        let mut found = [const { None }; 3];
        let mut repeated = None;
        for member in members {
            let is_it = |name: &str| member.name.eq_ignore_ascii_case(name);
            let Some((slot, name)) = found.iter_mut().zip(NAMES).find(|(_, name)| is_it(name))
            else {
                continue;
            };
            let value = member.value.scalar();
            let value = value.ok_or_else(|| malformed(name, "is neither text nor a number"))?;
            if slot.replace(value.into_owned()).is_some() {
                repeated = Some(name);
            }
        }
        if let Some(name) = repeated {
            return Err(malformed(name, "is there twice"));
        }
        let [signature, timestamp, nonce] = found;
        Ok(Self {
            signature: signature.ok_or_else(|| not_signed("has no `signature`"))?,
            timestamp: required(timestamp, "timestamp")?,
            nonce: required(nonce, "nonce")?,
        })
    }

    /// Returns the time as it was written.
    #[must_use]
    pub fn timestamp(&self) -> &str {
        &self.timestamp
    }

    /// Returns the nonce as it was written.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }
}

impl core::fmt::Debug for Callback {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Callback")
            .field("timestamp", &self.timestamp)
            .field("nonce", &self.nonce)
            .finish_non_exhaustive()
    }
}

/// Decodes a body that begins with a percent sign, once, as some products ask their users to do.
fn without_percent_encoding(body: &[u8]) -> Result<Cow<'_, [u8]>, Rejection> {
    if !body.trim_ascii_start().starts_with(b"%") {
        return Ok(Cow::Borrowed(body));
    }
    let is_escape = |digits: &[u8]| match digits {
        [high, low, ..] => hex_digit(*high).is_some() && hex_digit(*low).is_some(),
        _ => false,
    };
    if !body.split(|byte| *byte == b'%').skip(1).all(is_escape) {
        return Err(malformed("body", "has a `%` without two hexadecimal digits, and is not JSON"));
    }
    let mut decoded = Vec::with_capacity(body.len());
    decode(body, Form::Query, &mut decoded);
    Ok(Cow::Owned(decoded))
}

/// Verifies callbacks that ZEGO's servers send to a URL of yours.
///
/// ```text
/// signature = lower_hex(SHA-1(secret, timestamp and nonce, in the order of their bytes))
/// ```
///
/// **Nothing of the event is covered:** no other value of the body. A signature that holds proves
/// that somebody with the secret sent *some* callback at that time. Let ZEGO call an `https` URL
/// only, and ask its API before you act on an event that matters. The signature does not cover
/// either where the timestamp ends and the nonce begins: if a nonce happens to begin with the digits
/// of a later time, a reader of the callback can make one of that time.
///
/// **Clock:** the vendor names no window. Ten minutes are accepted, its window in the other
/// direction. [`Policy::with_clock_window`] sets another, and `u32::MAX` accepts any time. A time
/// above 253402300799 is in milliseconds, any other in seconds. With [`Policy::with_replay_cache`] a
/// callback is accepted once, also if ZEGO itself sends it again. The rest of a policy has no effect
/// here.
///
/// ```
/// use polysign::zego;
///
/// let verifier = zego::CallbackVerifier::new("secret")?;
/// let body = br#"{
///     "event": "x", "timestamp": "1470820198", "nonce": "123412",
///     "signature": "5bd59fd62953a8059fb7eaba95720f66d19e4517"
/// }"#;
/// let callback = zego::Callback::from_json(body)?;
/// assert!(verifier.verify(&callback, 1_470_820_200).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CallbackVerifier {
    secret: Secret,
    unit: Option<TimeUnit>,
    policy: Policy,
}

impl CallbackVerifier {
    /// Creates a verifier with the callback secret of a project, as text. One page of the vendor's
    /// calls it ServerSecret; the console shows which it is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`](crate::ErrorKind::InvalidCredential) for a secret that is
    /// empty, has white space at an end or holds a control character.
    pub fn new(secret: impl Into<String>) -> Result<Self, Error> {
        let secret = Secret::new("callback_secret", secret)?;
        Ok(Self { secret, unit: None, policy: Policy::new() })
    }

    /// Takes every time as a number of this unit, whatever its size.
    #[must_use]
    pub const fn with_time_unit(mut self, unit: TimeUnit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Sets the policy, of which the clock window and the replay cache apply.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Returns the signature of a callback, for tests and mocks of the vendor's servers.
    #[must_use]
    pub fn signature(&self, timestamp: &str, nonce: &str) -> String {
        wiping_stack(|| Hex::<40>::new(&self.digest(timestamp, nonce).finish().0)).as_str().into()
    }

    /// Checks a callback at the time `now`. The id of the key in the result is empty.
    ///
    /// # Errors
    ///
    /// A [`Rejection`]: one text for the sender, the [`Reason`] for the operator.
    pub fn verify(
        &self,
        callback: &Callback,
        now: impl Into<UnixTime>,
    ) -> Result<Verified, Rejection> {
        let now = now.into();
        let Callback { signature, timestamp, nonce } = callback;
        let signature: [u8; 20] = from_hex(&signature.as_bytes().to_ascii_lowercase())
            .ok_or_else(|| malformed("signature", "is not 40 hexadecimal digits"))?;
        let signed_at = self.time(timestamp)?;
        let until = self.policy.check_clock(&SCHEME, signed_at, now)?;
        if !matches!(timestamp.len(), 10 | 13) {
            return Err(Rejection::new(
                Reason::Clock,
                "the timestamp has neither 10 nor 13 digits, as those of this century have",
            ));
        }
        if !wiping_stack(|| self.digest(timestamp, nonce).is(&signature)) {
            return Err(bad_signature());
        }
        // Not the nonce: some digits could be moved between it and the timestamp, and the text
        // that is hashed would be the same.
        self.policy.check_replay("", &signature, until, now)?;
        Ok(Verified::new("", Some(signed_at), until, false))
    }

    /// Hashes secret, time and nonce in the order of their bytes.
    fn digest(&self, timestamp: &str, nonce: &str) -> Hashing<Sha1> {
        let mut parts = [self.secret.expose(), timestamp, nonce];
        parts.sort_unstable();
        let mut sha1 = Hashing::new();
        for part in parts {
            sha1.text(part.as_bytes());
        }
        sha1
    }

    fn time(&self, timestamp: &str) -> Result<UnixTime, Rejection> {
        if !is_decimal(timestamp) {
            return Err(malformed("timestamp", "is not a time in decimal digits without padding"));
        }
        // So many digits that they do not fit are too far from any clock.
        let number = timestamp.parse().unwrap_or(u64::MAX);
        Ok(self.unit.unwrap_or(TimeUnit::of_size(number)).time_of(number))
    }
}
