//! The time and the nonce of a request that was sent.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::verify::fields::{headers, queries};
use crate::{Context, Error, ErrorKind, Request, Signed, Signer, UnixTime};

/// The time and the nonce that the probe is signed with: a time before any credential expires, and a
/// nonce that nothing else in a request equals.
const PROBE: Context<'static> =
    Context::new(UnixTime::new(1_000_000_007)).with_random_nonce(*b"which part is it");

/// The time and the nonce that a request was signed with, read from the request.
///
/// ```
/// # #[cfg(feature = "zego")] {
/// use polysign::explain::SentContext;
/// use polysign::{Context, Request, Signer, zego};
///
/// let signer = zego::ServerApiV2::new(zego::ServerSecret::new(12345, "server-secret")?);
/// let url = "https://aigc-digitalhuman-api.zegotech.cn/?Action=X&AppId=12345\
///            &Timestamp=1573789015&SignatureNonce=4fd24687296dd9f3&SignatureVersion=2.0\
///            &Signature=9a3d";
/// let request = Request::new("GET", url)?;
/// let sent = SentContext::read(&signer, &request)?;
/// assert_eq!(sent.time(), Some(1_573_789_015.into()));
/// assert_eq!(sent.nonce(), Some("4fd24687296dd9f3"));
/// let explanation = signer.explain(&request, &sent.or(Context::now()?))?;
/// # }
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentContext {
    time: Option<UnixTime>,
    nonce: Option<String>,
}

impl SentContext {
    /// Reads time and nonce from where `signer` writes them, headers or query. The signature does
    /// not have to be right.
    ///
    /// Works with every signer, also of a custom scheme: it signs the request once with a time and a
    /// nonce that are known, and looks where they are.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotSigned`] for a request that has none of the fields that hold the time, or
    /// lacks the nonce; [`ErrorKind::TimeOutOfRange`] for a text that is not a time; and those of the
    /// signer.
    pub fn read<S: Signer + ?Sized>(signer: &S, request: &Request<'_>) -> Result<Self, Error> {
        let probe = signer.sign_with(request, &PROBE)?;
        let is_time = |text: &str| read_time(text).is_some_and(|it| Some(it) == probe.signed_at());
        let is_nonce = |text: &str| Some(text) == probe.nonce();
        Ok(Self {
            time: read_all(&probe, request, is_time, read_time)?,
            nonce: read_all(&probe, request, is_nonce, |text| Some(text.into()))?,
        })
    }

    /// Returns the time. A token has none.
    #[must_use]
    pub fn time(&self) -> Option<UnixTime> {
        self.time
    }

    /// Returns the nonce, where the scheme has one.
    #[must_use]
    pub fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }

    /// Returns a context with this time and nonce, and with those of `other` where there is none.
    #[must_use]
    pub fn or<'a>(&'a self, other: Context<'a>) -> Context<'a> {
        let context = other.with_time(self.time.unwrap_or(other.time()));
        self.nonce().map_or(context, |nonce| context.with_nonce(nonce))
    }
}

/// Reads what is in `request` where `probe` has something `known`; `None` if it has it nowhere. Of
/// several places the first that can be read counts.
fn read_all<T>(
    probe: &Signed,
    request: &Request<'_>,
    known: impl Fn(&str) -> bool,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let mut fault = None;
    let in_headers = probe.headers().map(|(name, value)| (name, value, true));
    let in_query = probe.query().map(|(name, value)| (name, value, false));
    for (name, value, is_header) in in_headers.chain(in_query) {
        let Some(part) = parts(value).position(&known) else {
            continue;
        };
        let sent = if is_header { header(request, name) } else { parameter(request, name) };
        let Some(sent) = sent else {
            let advice = "is not in the request; pass the request as it was sent, or the time and \
                          the nonce";
            fault.get_or_insert_with(|| Error::new(ErrorKind::NotSigned, name, advice));
            continue;
        };
        if let Some(found) = parts(&sent).nth(part).and_then(&read) {
            return Ok(Some(found));
        }
        // Says more than that another place has nothing.
        let advice = "has no time where the scheme puts it; pass the request as it was sent, or \
                      the time";
        fault = Some(Error::new(ErrorKind::TimeOutOfRange, name, advice));
    }
    fault.map_or(Ok(None), Err)
}

/// Returns a value, and then its parts between slashes.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    core::iter::once(value).chain(value.split('/'))
}

fn header<'a>(request: &Request<'a>, name: &'static str) -> Option<Cow<'a, str>> {
    let [value] = headers(request, [name]).ok()?;
    core::str::from_utf8(value?).ok().map(Cow::Borrowed)
}

fn parameter<'a>(request: &Request<'a>, name: &'static str) -> Option<Cow<'a, str>> {
    let [value] = queries(request, [name]).ok()?;
    value
}

/// Reads a time in whole seconds, or in milliseconds.
fn read_time(text: &str) -> Option<UnixTime> {
    match text.len() {
        13 => text.get(..10)?.parse().ok(),
        _ => text.parse().ok(),
    }
}
