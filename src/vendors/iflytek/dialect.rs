//! The dialects of `signa`: one computation, five ways to send it.

use super::refusal::{OF_ABCPEN, OF_IFLYTEK};
use crate::config::Config;
use crate::{Error, ErrorKind, Scheme};

/// The product that is called. It decides the names of the three fields and their placement.
///
/// | endpoint | dialect |
/// |---|---|
/// | `*.abcpen.com`, HTTPS | [`Dialect::AbcPenHeaders`] |
/// | `*.abcpen.com`, WebSocket | [`Dialect::AbcPenQuery`] |
/// | `wss://rtasr.xfyun.cn/v1/ws` | [`Dialect::Rtasr`] |
/// | `https://raasr.xfyun.cn/v2/api/...` | [`Dialect::LfasrV2`] |
/// | AIPPT, version 2 | [`Dialect::AiPptV2`] |
///
/// An explanation names the dialect that a known host takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Dialect {
    /// ABCPen, headers `X-App-Key`, `X-Timestamp`, `X-App-Signature`. The secret is the app secret.
    #[default]
    AbcPenHeaders,
    /// ABCPen, query `appid`, `ts`, `signa`. The secret is the app secret.
    AbcPenQuery,
    /// iFlytek's `wss://rtasr.xfyun.cn/v1/ws`, query `appid`, `ts`, `signa`. The secret is the
    /// APIKey.
    Rtasr,
    /// iFlytek's `raasr.xfyun.cn/v2/api/…`, query `appId`, `ts`, `signa`. The secret is the
    /// secret_key.
    LfasrV2,
    /// iFlytek's AIPPT v2, headers `appId`, `timestamp`, `signature`. The secret is the APISecret.
    AiPptV2,
}

/// Id, time and signature, as all lists of three.
const ABCPEN_HEADERS: [&str; 3] = ["x-app-key", "x-timestamp", "x-app-signature"];
const ABCPEN_QUERY: [&str; 3] = ["appid", "ts", "signa"];
const LFASR_V2_QUERY: [&str; 3] = ["appId", "ts", "signa"];
const AI_PPT_V2_HEADERS: [&str; 3] = ["appid", "timestamp", "signature"];

const fn facts_of_abcpen() -> Scheme {
    Scheme::new("iflytek/signa").with_clock_window(300).with_refusals(&OF_ABCPEN)
}

const fn facts_of_iflytek() -> Scheme {
    Scheme::new("iflytek/signa").with_refusals(&OF_IFLYTEK)
}

static OF_ABCPEN_HEADERS: Scheme = facts_of_abcpen()
    .with_own_headers(&ABCPEN_HEADERS)
    .with_stale_query(&ABCPEN_QUERY)
    .with_secret_headers(&["x-app-signature"]);

static OF_ABCPEN_QUERY: Scheme = facts_of_abcpen()
    .with_own_query(&ABCPEN_QUERY)
    .with_stale_headers(&ABCPEN_HEADERS)
    .with_secret_query(&["signa"]);

static OF_RTASR: Scheme =
    facts_of_iflytek().with_own_query(&ABCPEN_QUERY).with_secret_query(&["signa"]);

static OF_LFASR_V2: Scheme =
    facts_of_iflytek().with_own_query(&LFASR_V2_QUERY).with_secret_query(&["signa"]);

static OF_AI_PPT_V2: Scheme =
    facts_of_iflytek().with_own_headers(&AI_PPT_V2_HEADERS).with_secret_headers(&["signature"]);

pub(super) const SCHEMES: &[&Scheme] =
    &[&OF_ABCPEN_HEADERS, &OF_ABCPEN_QUERY, &OF_RTASR, &OF_LFASR_V2, &OF_AI_PPT_V2];

impl Dialect {
    pub(super) const fn scheme(self) -> &'static Scheme {
        match self {
            Self::AbcPenHeaders => &OF_ABCPEN_HEADERS,
            Self::AbcPenQuery => &OF_ABCPEN_QUERY,
            Self::Rtasr => &OF_RTASR,
            Self::LfasrV2 => &OF_LFASR_V2,
            Self::AiPptV2 => &OF_AI_PPT_V2,
        }
    }

    /// The names of id, time and signature.
    pub(super) const fn fields(self) -> [&'static str; 3] {
        match self {
            Self::AbcPenHeaders => ABCPEN_HEADERS,
            Self::AbcPenQuery | Self::Rtasr => ABCPEN_QUERY,
            Self::LfasrV2 => LFASR_V2_QUERY,
            Self::AiPptV2 => AI_PPT_V2_HEADERS,
        }
    }

    pub(super) const fn is_of_abcpen(self) -> bool {
        matches!(self, Self::AbcPenHeaders | Self::AbcPenQuery)
    }

    pub(super) fn from_config(config: &Config<'_>) -> Result<Self, Error> {
        let placement = config.optional("placement");
        let dialect = config.optional("dialect");
        match (dialect.as_deref(), placement.as_deref()) {
            (None | Some("abcpen"), None | Some("header")) => Ok(Self::AbcPenHeaders),
            (None | Some("abcpen"), Some("query")) => Ok(Self::AbcPenQuery),
            (Some("rtasr"), None | Some("query")) => Ok(Self::Rtasr),
            (Some("lfasr-v2"), None | Some("query")) => Ok(Self::LfasrV2),
            (Some("aippt-v2"), None | Some("header")) => Ok(Self::AiPptV2),
            _ => Err(Error::new(
                ErrorKind::InvalidOption,
                "dialect",
                "has to be abcpen (placement header or query), rtasr or lfasr-v2 (query), or \
                 aippt-v2 (header)",
            )),
        }
    }
}
