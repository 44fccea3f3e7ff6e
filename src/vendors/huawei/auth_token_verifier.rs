//! Checking `X-Auth-Token` on requests that arrive.

use alloc::string::String;
use alloc::sync::Arc;

use super::Token;
use super::auth_token::SCHEME;
use super::token::Lifetime;

use crate::canonical::{Hex, is_same, sha256};
use crate::secret::{Secret, wiping_stack};
use crate::text::Sink;
use crate::verify::fields::{headers, not_signed};
use crate::verify::{Claim, Keys, Policy, Reason, Rejection, Verified, Verifier, bad_signature};
use crate::{Request, Scheme, UnixTime};

/// Verifies requests that [`AuthToken`](super::AuthToken) authenticates, for mocks of the vendor's
/// services: one `X-Auth-Token`, of those that were given out, and not expired.
///
/// Tokens are looked up by their digest, so that the time of the look-up tells nothing of a token
/// that is nearly right.
///
/// **Not covered:** anything. Who has read one request can send any other.
///
/// ```
/// use std::{collections::HashMap, sync::Arc};
/// use polysign::huawei::{AuthTokenVerifier, Token};
/// use polysign::{Request, verify::Verifier};
///
/// let token = Token::new("MIIDkgYJ")?.with_expires_at(1_573_875_415);
/// let tokens = HashMap::from([(AuthTokenVerifier::key_id(&token), Arc::new(token))]);
/// let verifier = AuthTokenVerifier::new(move |id| tokens.get(id).cloned());
///
/// let headers = [("x-auth-token", "MIIDkgYJ")];
/// let request = Request::from_parts("GET", "https", "example.com", "/")?.with_headers(&headers);
/// assert!(verifier.verify(&request, 1_573_789_015.into()).is_ok());
/// assert!(verifier.verify(&request, 1_573_875_415.into()).is_err());
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct AuthTokenVerifier {
    tokens: Keys<Token>,
}

impl AuthTokenVerifier {
    /// Creates a verifier with the tokens that `lookup` knows by their
    /// [`AuthTokenVerifier::key_id`].
    #[must_use]
    pub fn new(lookup: impl Fn(&str) -> Option<Arc<Token>> + Send + Sync + 'static) -> Self {
        let stand_in = Secret::of_wiped(String::new().into());
        let stand_in = Token { token: stand_in, lifetime: Lifetime::default() };
        Self { tokens: Keys::new(lookup, stand_in) }
    }

    /// Returns the id that `lookup` is asked for: the SHA-256 digest of the token, in lower-case
    /// hexadecimal.
    #[must_use]
    pub fn key_id(token: &Token) -> String {
        String::from(digest(token.token.expose().as_bytes()).as_str())
    }
}

fn digest(token: &[u8]) -> Hex<64> {
    wiping_stack(|| sha256(|sink| sink.text(token)))
}

impl Verifier for AuthTokenVerifier {
    fn scheme(&self) -> &'static Scheme {
        &SCHEME
    }

    fn verify(&self, request: &Request<'_>, now: UnixTime) -> Result<Verified, Rejection> {
        request.check_headers()?;
        let [received] = headers(request, ["x-auth-token"])?;
        let received = received.ok_or_else(|| not_signed("has no `X-Auth-Token`"))?;
        let id = digest(received);
        let claim = Claim::new(id.as_str(), &[]);
        let mut expires_at = None;
        // A token is sent again and again; there is nothing to remember.
        let policy = Policy::new();
        let mut verified = self.tokens.check(&policy, &claim, now, |token| {
            let expected = token.token.expose().as_bytes();
            if !wiping_stack(|| is_same(expected, received)) {
                return Err(bad_signature());
            }
            expires_at = token.expires_at();
            match expires_at {
                Some(end) if now >= end => Err(Rejection::new(
                    Reason::Expired,
                    alloc::format!("the token expired at {end}, and it is {now}"),
                )),
                _ => Ok(()),
            }
        })?;
        verified.expires_at = expires_at;
        Ok(verified)
    }
}
