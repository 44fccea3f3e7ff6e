//! Calls that MetaStudio makes to a URL of yours, after the descriptions of its callbacks, of custom
//! live platforms and of third-party language models.

mod form;
mod signer;
mod verifier;

use alloc::string::String;
use alloc::vec::Vec;

use hmac::Hmac;
use sha2::Sha256;
use smallvec::SmallVec;

pub use form::{CallbackForm, UrlReading};
pub use signer::MssCallback;
pub use verifier::{AcceptedCallback, MssCallbackVerifier};

use crate::canonical::{Hashing, Key};
use crate::request::{Host, pieces};
use crate::secret::Secret;
use crate::text::{Decimal, Sink, cut};
use crate::{Error, ErrorKind, Request};

/// The key of MetaStudio's calls, with their form and the URL that was configured for them.
pub struct CallbackKey {
    form: CallbackForm,
    key: Key<Hmac<Sha256>>,
    /// Both are empty for a custom platform, where the URL is that of the request.
    with_scheme: Vec<u8>,
    without_scheme: Vec<u8>,
}

impl CallbackKey {
    /// Creates the key of a callback.
    ///
    /// `key` is the text that was configured with the callback, for a language model the `APPKEY` of
    /// the console. `url` is the callback URL exactly as it was configured, not as it arrives:
    /// proxies change it, and MetaStudio adds parameters to it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`] for a key that is empty, with which everybody could sign,
    /// has white space at an end or holds a control character; [`ErrorKind::InvalidUrl`] and
    /// [`ErrorKind::MalformedEscape`] for a URL that cannot be called; [`ErrorKind::InvalidOption`]
    /// for [`CallbackForm::CustomPlatform`], which has no such URL.
    pub fn new(form: CallbackForm, key: impl Into<String>, url: &str) -> Result<Self, Error> {
        let mut this = Self::of(form, key.into())?;
        if form == CallbackForm::CustomPlatform {
            let advice = "signs the URL of each request; call `CallbackKey::custom_platform`";
            return Err(Error::new(ErrorKind::InvalidOption, "form", advice));
        }
        // With POST, a fragment would be ignored.
        let request = Request::new("CALL", url)?;
        let host = request.check_headers()?;
        write_without_scheme(host, request.path(), request.query(), &mut this.without_scheme);
        this.with_scheme = url.into();
        Ok(this)
    }

    /// Creates the key of a custom live platform, which MetaStudio asks for its products.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCredential`], as [`CallbackKey::new`].
    pub fn custom_platform(key: impl Into<String>) -> Result<Self, Error> {
        Self::of(CallbackForm::CustomPlatform, key.into())
    }

    fn of(form: CallbackForm, key: String) -> Result<Self, Error> {
        let key = Key::of(Secret::new("key", key)?.expose().as_bytes());
        Ok(Self { form, key, with_scheme: Vec::new(), without_scheme: Vec::new() })
    }
}

impl core::fmt::Debug for CallbackKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("CallbackKey").field("form", &self.form).finish_non_exhaustive()
    }
}

/// A call and its time: the digits that are sent, and their number.
struct Call<'c, 'r> {
    key: &'c CallbackKey,
    request: &'c Request<'r>,
    host: Host<'r>,
    time: &'c str,
    number: u64,
}

impl Call<'_, '_> {
    /// Computes the HMAC of the text. Call it in `wiping_stack`.
    fn mac(&self, reading: UrlReading) -> Hashing<Hmac<Sha256>> {
        let mut mac = self.key.key.start();
        self.write(reading, &mut mac);
        mac
    }

    /// Writes the text that is signed: the URL, then the time.
    fn write(&self, reading: UrlReading, sink: &mut impl Sink) {
        let CallbackKey { form, with_scheme, without_scheme, .. } = self.key;
        match (form, reading) {
            (CallbackForm::CustomPlatform, _) => {
                // What is sent where the URL ends with the host.
                let path = Some(self.request.path()).filter(|path| !path.is_empty());
                write_without_scheme(self.host, path.unwrap_or("/"), self.request.query(), sink);
            }
            (_, UrlReading::WithScheme) => sink.text(with_scheme),
            (_, UrlReading::WithoutScheme) => sink.text(without_scheme),
        }
        match form {
            CallbackForm::Llm => sink.text(Decimal::new(self.number).as_bytes()),
            _ => sink.text(self.time.as_bytes()),
        }
    }
}

/// Writes host and path, and the parameters sorted by name, all as they stand in the URL.
fn write_without_scheme(host: Host<'_>, path: &str, query: Option<&str>, sink: &mut impl Sink) {
    host.write_bytes(|piece| sink.text(piece));
    sink.text(path.as_bytes());
    let mut parameters: SmallVec<[&str; 16]> = pieces(query.unwrap_or_default()).collect();
    parameters.sort_by_key(|piece| cut(piece, b'=').map_or(*piece, |(name, _)| name));
    for (at, piece) in parameters.iter().enumerate() {
        sink.text(if at == 0 { b"?" } else { b"&" });
        sink.text(piece.as_bytes());
    }
}
