//! The token of Xiling, Baidu's digital human, after the document of its open platform (AI_DH,
//! Ulywupd35).

use alloc::boxed::Box;
use alloc::string::String;

use hmac::Hmac;
use sha2::Sha256;
use smallvec::SmallVec;

use super::Expiration;
use super::refusal::OF_XILING;
use super::xiling_app::XilingApp;
use crate::canonical::{Hex, Key, QueryText};
use crate::config::{Config, Credential, Entry, named};
use crate::sign::Draft;
use crate::text::{Sink, zoned};
use crate::{Context, Error, Request, Scheme, Signer, UnixTime};

/// The lifetime of a token in the vendor's samples, in seconds.
const DEFAULT_EXPIRY: u32 = 3600;

const fn facts() -> Scheme {
    Scheme::new("baidu/xiling")
        .with_stale_headers(&["authorization"])
        .with_secret_headers(&["authorization"])
        .with_secret_query(&["token"])
        .with_refusals(&OF_XILING)
}

static IN_HEADER: Scheme = facts().with_headers(&["authorization"]);

static IN_QUERY: Scheme = facts().with_own_query(&["token"]);

pub(crate) const ENTRY: Entry = Entry {
    schemes: &[&IN_HEADER, &IN_QUERY],
    fields: XilingApp::FIELDS,
    options: &["placement", "spelling", "expires_in", "allow_clear_text"],
    hosts: &["open.xiling.baidu.com"],
    build: |config| Ok(Box::new(Xiling::from_config(config)?)),
};

named! {
    /// The place of a Xiling token in the request.
    #[derive(Default)]
    pub enum XilingPlacement: "placement" {
        /// Into the header `Authorization`, for the APIs.
        #[default]
        Header = "header",
        /// Into the parameter `token`, for the page that shows a figure in real time. Whoever reads the
        /// page's URL can use the account until the token expires: make one for each view, a short one.
        Query = "query",
    }
}

named! {
    /// The form in which the expiry of a Xiling token is written.
    ///
    /// The vendor's pages show all of them. The text that is signed is the text that is sent.
    #[derive(Default)]
    pub enum XilingSpelling: "spelling" {
        /// `2023-07-07T08:03:10.000Z`, as the document's header and the public clients have it.
        #[default]
        Millis = "millis",
        /// `2023-07-07T08:03:10Z`.
        Seconds = "seconds",
        /// `2023-07-07T08:03:10+00:00`, as the vendor's MCP server has it.
        Offset = "offset",
    }
}

impl XilingPlacement {
    /// Returns the facts of the scheme, and the name of the header or parameter that has the token.
    pub(super) const fn facts(self) -> (&'static Scheme, &'static str) {
        match self {
            Self::Header => (&IN_HEADER, "authorization"),
            Self::Query => (&IN_QUERY, "token"),
        }
    }
}

/// Signs requests to Xiling, Baidu's digital human (`open.xiling.baidu.com`), with a token.
///
/// ```text
/// expire    = time + lifetime in UTC, as 2023-07-07T08:03:10.000Z
/// signature = lower_hex(HMAC-SHA256(AppKey, AppId expire))
/// token     = AppId/signature/expire
/// ```
///
/// without a separator in the text that is signed. The token is the whole value of `Authorization`,
/// or the parameter `token`.
///
/// **Not covered:** everything: method, host, path, query, headers, body. Whoever reads one request
/// can send any other until the token expires, so `http` and `ws` to another machine are refused. A
/// page of the vendor's advises a lifetime of 900,000 hours, a hundred years: do not follow it.
/// Signing again costs less than a microsecond.
///
/// **Valid** for an hour, or as [`Xiling::with_expires_in`] says.
///
/// **Errors when signing:** those of [`Signer::sign_into`];
/// [`ErrorKind::ClearText`](crate::ErrorKind::ClearText);
/// [`ErrorKind::TimeOutOfRange`](crate::ErrorKind::TimeOutOfRange) for an expiry after the year 9999.
///
/// Configuration: the credential's fields, `placement` (`header`, `query`), `spelling` (`millis`,
/// `seconds`, `offset`), `expires_in`, and `allow_clear_text`.
///
/// ```
/// use polysign::{Context, Request, Signer, baidu};
///
/// let app = baidu::XilingApp::new("s-pgewi73tzrtwt", "made-up-app-key")?;
/// let signer = baidu::Xiling::new(app);
/// let url = "https://open.xiling.baidu.com/api/digitalhuman/open/v1/figure/query";
/// let request = Request::new("GET", url)?;
/// let signed = signer.sign_with(&request, &Context::at(1_688_713_390))?;
/// assert_eq!(
///     signed.signature(),
///     Some("8425d8590fcbe12050c8e4ce30784532a9394660fdfcac72b7e1dea9f0c3f78a"),
/// );
/// # Ok::<(), polysign::Error>(())
/// ```
#[derive(Debug)]
pub struct Xiling {
    app_id: String,
    key: Key<Hmac<Sha256>>,
    placement: XilingPlacement,
    spelling: XilingSpelling,
    expires_in: u32,
    allows_clear_text: bool,
}

impl Xiling {
    /// Creates a signer that writes the header, with tokens that are valid for an hour.
    #[must_use]
    pub fn new(app: XilingApp) -> Self {
        Self {
            key: Key::of(app.app_key.expose().as_bytes()),
            app_id: app.app_id,
            placement: XilingPlacement::default(),
            spelling: XilingSpelling::default(),
            expires_in: DEFAULT_EXPIRY,
            allows_clear_text: false,
        }
    }

    /// Sets the placement of the token.
    #[must_use]
    pub const fn with_placement(mut self, placement: XilingPlacement) -> Self {
        self.placement = placement;
        self
    }

    /// Sets the form in which the expiry is written.
    #[must_use]
    pub const fn with_spelling(mut self, spelling: XilingSpelling) -> Self {
        self.spelling = spelling;
        self
    }

    /// Sets the lifetime of tokens, in seconds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidExpiration`](crate::ErrorKind::InvalidExpiration) for 0.
    pub fn with_expires_in(self, seconds: u32) -> Result<Self, Error> {
        Expiration::seconds(seconds)?;
        Ok(Self { expires_in: seconds, ..self })
    }

    /// Signs also for `http` and `ws` URLs of other machines.
    #[must_use]
    pub const fn allow_clear_text(mut self) -> Self {
        self.allows_clear_text = true;
        self
    }

    /// Returns the text of the time at which a token ends.
    fn expire(&self, expires_at: UnixTime) -> Result<SmallVec<[u8; 25]>, Error> {
        let expires_at = Context::new(expires_at).checked_time().map_err(|error| {
            let advice = "ends after the year 9999; give a shorter lifetime";
            Error::new(error.kind(), "expires_in", advice)
        })?;
        let zone = match self.spelling {
            XilingSpelling::Millis => ".000Z",
            XilingSpelling::Seconds => "Z",
            XilingSpelling::Offset => "+00:00",
        };
        Ok(zoned(expires_at, zone))
    }

    fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let signer = Self {
            placement: config.choice("placement")?,
            spelling: config.choice("spelling")?,
            allows_clear_text: config.flag("allow_clear_text")?,
            ..Self::new(config.credential()?)
        };
        config.set_lifetime(signer, Self::with_expires_in)
    }
}

/// Writes the text that is signed.
pub(super) fn string_to_sign(app_id: &str, expire: &[u8], sink: &mut impl Sink) {
    sink.text(app_id.as_bytes());
    sink.text(expire);
}

/// Splits a token at its first and its last slash.
pub(super) fn parts_of_token(token: &str) -> Option<[&str; 3]> {
    let (app_id, rest) = token.split_once('/')?;
    let (signature, expire) = rest.rsplit_once('/')?;
    Some([app_id, signature, expire])
}

/// Returns whether the URL has a parameter `token` with a token of this scheme.
fn has_former_token(request: &Request<'_>) -> bool {
    let is_digest = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let mut tokens = request.query_pairs().filter(|(name, _)| QueryText::of_url(name).is("token"));
    tokens.any(|(_, value)| {
        let value: SmallVec<[u8; 256]> = QueryText::of_url(value).decoded_bytes().collect();
        let token = core::str::from_utf8(&value).ok().and_then(parts_of_token);
        token.is_some_and(|[_, signature, _]| is_digest(signature))
    })
}

impl Signer for Xiling {
    fn scheme(&self) -> &'static Scheme {
        self.placement.facts().0
    }

    fn write(&self, request: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        request.check_clear_text(self.allows_clear_text)?;
        let expires_at = draft.time().saturating_add(self.expires_in.into());
        let expire = self.expire(expires_at)?;
        if let Some(explanation) = draft.explanation() {
            explanation.set_key_id(self.app_id.as_str());
            explanation.write_stage("string_to_sign", |text| {
                string_to_sign(&self.app_id, &expire, text);
            });
            explanation.require_tls(request, "Xiling is documented for https only");
        }
        let signature = self.key.sign(|mac| string_to_sign(&self.app_id, &expire, mac));
        let signature = Hex::<64>::new(&signature.0);

        draft.reserve(self.app_id.len() + 64 + 25 + 2);
        draft.set(self.placement.facts().1, |value| {
            value.push(&self.app_id);
            value.push("/");
            value.push_signature(signature.as_bytes());
            value.push("/");
            value.push(&expire);
        });
        if self.placement == XilingPlacement::Header && has_former_token(request) {
            draft.remove_query(&["token"]);
        }
        draft.set_expires_at(Some(expires_at));
        Ok(())
    }
}
