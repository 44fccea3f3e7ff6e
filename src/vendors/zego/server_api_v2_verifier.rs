//! Checking the signature of server API 2.0 on requests that arrive.

use alloc::sync::Arc;
use core::hint::black_box;
use core::sync::atomic::{AtomicUsize, Ordering};

use md5::Md5;
use zeroize::Zeroizing;

use super::ServerSecret;
use super::server_api_v2::{FIELDS, SCHEME, is_nonce, plaintext};
use crate::canonical::Hashing;
use crate::secret::{Secret, wiping_stack};
use crate::text::{Decimal, Sink};
use crate::verify::checks::{Arrived, Checks, Depth, Prepared, check_signature, verifier};
use crate::verify::fields::{
    hex_signature, malformed, queries, read_decimal, required, signed, unix_seconds,
};
use crate::verify::{Claim, Rejection};

/// A ServerSecret to verify with.
#[derive(Debug)]
pub struct VerifyingServerSecret {
    server_secret: Secret,
}

impl VerifyingServerSecret {
    /// Prepares the credential that its owner signs with.
    #[must_use]
    pub fn new(credential: ServerSecret) -> Self {
        Self { server_secret: credential.server_secret }
    }
}

impl Prepared for VerifyingServerSecret {
    fn dummy() -> Self {
        // As long as the vendor's secrets are.
        Self { server_secret: Secret::of_wiped(Zeroizing::new("-".repeat(32))) }
    }
}

/// Verifies requests that [`ServerApiV2`](super::ServerApiV2), or a sample of the vendor's, signed.
///
/// **Nothing of the request is covered:** not `Action` and its parameters, nor method, host, path,
/// headers or body. What holds is that someone with the secret signed *some* request at that time.
/// Whoever reads one request can send any other in its place, so the listener has to take TLS
/// alone, and a replay cache ([`Policy::with_replay_cache`]) has to keep the first from being sent
/// once more.
///
/// **AppIds with one ServerSecret** can be taken for each other: `AppId=12` with the nonce `3` and
/// `AppId=1` with the nonce `23` have one signature. Give each AppId a secret of its own. The replay
/// cache is told the signature, which is the digest of all that was signed, without an id: what was
/// accepted for one AppId is not accepted for another.
///
/// **Demanded:** `AppId`, `SignatureNonce`, `Timestamp`, `Signature` and `SignatureVersion=2.0` in
/// the query, each once and spelled so; `AppId` as a number without padding; a time that is at most
/// 10 minutes off; the signature in lower case. The nonce may be any text.
///
/// **An unknown AppId** takes as long as a wrong signature. Every check hashes as many blocks as the
/// longest secret takes that the lookup has returned, and at least those of 64 bytes.
///
/// ```
/// use std::sync::Arc;
/// use polysign::verify::Verifier;
/// use polysign::{Request, zego};
///
/// let credential = zego::ServerSecret::new(12345, "9193cc662a4c0ec135ec71fb57194b38")?;
/// let key = Arc::new(zego::VerifyingServerSecret::new(credential));
/// let lookup = move |app_id: &str| (app_id == "12345").then(|| Arc::clone(&key));
/// let verifier = zego::ServerApiV2Verifier::new(lookup);
///
/// let target = "/?Action=CreateMetaHumanVideo&AppId=12345&SignatureNonce=4fd24687296dd9f3\
///     &Timestamp=1615186943&Signature=43e5cfcca828314675f91b001390566a&SignatureVersion=2.0";
/// let request = Request::from_parts("GET", "https", "aigc-digitalhuman-api.zegotech.cn", target)?;
/// match verifier.verify(&request, 1_615_186_944.into()) {
///     Ok(verified) => assert_eq!(verified.key_id(), "12345"),
///     Err(rejection) => panic!("{}: {}", rejection.reason().as_str(), rejection.detail()),
/// }
/// # Ok::<(), polysign::Error>(())
/// ```
///
/// [`Policy::with_replay_cache`]: crate::verify::Policy::with_replay_cache
#[derive(Debug)]
pub struct ServerApiV2Verifier {
    checks: Checks<VerifyingServerSecret>,
    longest_secret: AtomicUsize,
}

/// Secrets of up to this length take the same time to hash from the first request on: twice as long as
/// the vendor's.
const EVEN_LENGTH: usize = 64;

impl ServerApiV2Verifier {
    /// Creates a verifier with the keys that `lookup` knows by their AppId, in decimal digits, and
    /// the standard policy.
    #[must_use]
    pub fn new(
        lookup: impl Fn(&str) -> Option<Arc<VerifyingServerSecret>> + Send + Sync + 'static,
    ) -> Self {
        Self { checks: Checks::new(lookup), longest_secret: AtomicUsize::new(EVEN_LENGTH) }
    }

    /// Hashes what brings a text with a secret of `length` bytes, and `rest` bytes besides, to the
    /// number of blocks of one with the longest secret.
    fn even_out(&self, length: usize, rest: usize) {
        let longest = self.longest_secret.fetch_max(length, Ordering::Relaxed).max(length);
        // The padding of MD5 has 9 bytes at least.
        let blocks = |length: usize| (rest + length + 9).div_ceil(64);
        let mut md5 = Hashing::<Md5>::new();
        for _ in blocks(length)..blocks(longest) {
            md5.text(black_box(&[0; 64]));
        }
        black_box(md5);
    }

    fn check<D: Depth>(&self, arrived: Arrived<'_, D>) -> Result<D::Found, Rejection> {
        let Arrived { request, now, .. } = arrived;
        let [app_id, nonce, timestamp, signature, version] = queries(request, FIELDS)?;
        let signature = signed(signature, "Signature")?;
        let signature: [u8; 16] = hex_signature(&signature, "Signature")?;
        if required(version, "SignatureVersion")? != "2.0" {
            return Err(malformed("SignatureVersion", "is not 2.0"));
        }
        let app_id = required(app_id, "AppId")?;
        check_app_id(&app_id)?;
        let nonce = required(nonce, "SignatureNonce")?;
        if !is_nonce(&nonce) {
            let fault = "is empty or holds a control character";
            return Err(malformed("SignatureNonce", fault));
        }
        let signed_at = unix_seconds(timestamp, "Timestamp")?;
        let policy = &self.checks.policy;
        let until = policy.check_clock(&SCHEME, signed_at, now)?;
        policy.check_covered(request, &SCHEME, &[], |_| false)?;
        // What was accepted for another id with the same secret would not be found under this one.
        let claim =
            Claim::new(&app_id, &signature).with_times(signed_at, until).for_all_keys_alike();
        arrived.finish(&self.checks, &claim, |key| {
            let (timestamp, secret) = (Decimal::of_time(signed_at), &key.server_secret);
            let (app_id, nonce) = (app_id.as_bytes(), nonce.as_bytes());
            let rest = app_id.len() + nonce.len() + timestamp.as_bytes().len();
            self.even_out(secret.expose().len(), rest);
            check_signature(wiping_stack(|| {
                let mut md5 = Hashing::<Md5>::new();
                plaintext(app_id, nonce, secret, timestamp.as_bytes(), &mut md5);
                md5.is(&signature)
            }))
        })
    }
}

verifier!(ServerApiV2Verifier, |_this| &SCHEME);

/// Only as it is signed: padded, it would be another text with the same secret after it.
fn check_app_id(text: &str) -> Result<(), Rejection> {
    if read_decimal::<u32>(text).is_some() {
        Ok(())
    } else {
        Err(malformed("AppId", "is not a decimal number of 32 bits without padding"))
    }
}
