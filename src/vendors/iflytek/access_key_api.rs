//! The products that take `accessKeyId`: where each is, and what it calls the fields of a signature.

use smallvec::SmallVec;

use super::refusal::OF_IFLYTEK;
use crate::config::named;
use crate::sign::{Covers, Nonce, NonceText};
use crate::text::zoned;
use crate::{Context, Error, Scheme, UnixTime};

named! {
    /// A product of iFlytek that takes `accessKeyId`. It decides the names of time and nonce, and where
    /// the signature goes.
    ///
    /// | value | text | endpoint |
    /// |---|---|---|
    /// | [`AccessKeyApi::Compliance`] | `compliance` | `https://audit.iflyaisol.com` |
    /// | [`AccessKeyApi::RtasrLlm`] | `rtasr-llm` | `wss://office-api-ast-dx.iflyaisol.com/ast/communicate/v1` |
    /// | [`AccessKeyApi::IfasrLlm`] | `ifasr-llm` | `https://office-api-ist-dx.iflyaisol.com/v2/upload`, `/v2/getResult` |
    ///
    /// `Display` and `FromStr` use the text.
    #[non_exhaustive]
    pub enum AccessKeyApi: "api" {
        /// Compliance checks of text, pictures, audio and video. Query `utc`, `uuid`, `signature`; the
        /// time in UTC.
        Compliance = "compliance",
        /// Real-time transcription with a large model, which replaces the dialect `rtasr` of `signa`.
        /// Query `utc`, `uuid`, `signature`; the time of China.
        RtasrLlm = "rtasr-llm",
        /// Transcription of files with a large model, which replaces the dialect `lfasr-v2` of `signa`.
        /// Query `dateTime`, `signatureRandom`, the signature in the header `signature`; the time of
        /// China.
        IfasrLlm = "ifasr-llm",
    }
}

const QUERY: &[&str] = &["accessKeyId", "appId", "utc", "uuid", "signature"];
const IFASR_QUERY: &[&str] = &["accessKeyId", "appId", "dateTime", "signatureRandom"];

const fn scheme(query: &'static [&'static str]) -> Scheme {
    Scheme::new("iflytek/access-key")
        .with_covers(Covers::NOTHING.with_query())
        .with_nonce()
        .with_own_query(query)
        .with_refusals(&OF_IFLYTEK)
}

static IN_QUERY: Scheme = scheme(QUERY).with_secret_query(&["signature"]);

static IN_HEADER: Scheme =
    scheme(IFASR_QUERY).with_own_headers(&["signature"]).with_secret_headers(&["signature"]);

pub(super) const SCHEMES: &[&Scheme] = &[&IN_QUERY, &IN_HEADER];

/// The hosts of the products.
pub(super) const HOSTS: &[&str] = &[RTASR_HOST, IFASR_HOST, COMPLIANCE_HOST];

const COMPLIANCE_HOST: &str = "audit.iflyaisol.com";
const RTASR_HOST: &str = "office-api-ast-dx.iflyaisol.com";
const IFASR_HOST: &str = "office-api-ist-dx.iflyaisol.com";

/// What the documents say of a product.
pub(super) struct Facts {
    pub(super) scheme: &'static Scheme,
    pub(super) time_name: &'static str,
    pub(super) nonce_name: &'static str,
    pub(super) host: &'static str,
}

impl Facts {
    const fn in_query(host: &'static str) -> Self {
        Self { scheme: &IN_QUERY, time_name: "utc", nonce_name: "uuid", host }
    }
}

impl AccessKeyApi {
    pub(super) const fn facts(self) -> Facts {
        match self {
            Self::Compliance => Facts::in_query(COMPLIANCE_HOST),
            Self::RtasrLlm => Facts::in_query(RTASR_HOST),
            Self::IfasrLlm => Facts {
                scheme: &IN_HEADER,
                time_name: "dateTime",
                nonce_name: "signatureRandom",
                host: IFASR_HOST,
            },
        }
    }

    /// Returns a time as the product has it, `2025-09-04T15:38:07+0800` for example.
    ///
    /// # Errors
    ///
    /// [`ErrorKind`](crate::ErrorKind)`::TimeOutOfRange` for a time that is after 9999 in that zone.
    pub(super) fn local_time(self, time: UnixTime) -> Result<SmallVec<[u8; 25]>, Error> {
        let (hours, zone) = match self {
            Self::Compliance => (0, "+0000"),
            Self::RtasrLlm | Self::IfasrLlm => (8, "+0800"),
        };
        let local = Context::new(time.saturating_add(hours * 3600)).checked_time()?;
        Ok(zoned(local, zone))
    }

    /// Returns the nonce as the product has it.
    pub(super) fn nonce(self, nonce: Nonce<'_>) -> Result<NonceText<'_>, Error> {
        let is_short = self == Self::IfasrLlm;
        let advice = "has to be 1 to 64 letters, digits and hyphens; for ifasr-llm exactly 16 \
                      letters and digits";
        NonceText::of(nonce, is_short, |text| self.takes_nonce(text), advice)
    }

    /// Returns whether a text can be the nonce of the product.
    pub(super) fn takes_nonce(self, text: &str) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric();
        if self == Self::IfasrLlm {
            return text.len() == 16 && text.bytes().all(is_plain);
        }
        matches!(text.len(), 1..=64) && text.bytes().all(|byte| is_plain(byte) || byte == b'-')
    }
}
