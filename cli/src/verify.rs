//! `polysign verify`

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::Args;
use polysign::explain::SentContext;
use polysign::verify::{Policy, Rejection, Verified, Verifier};
use polysign::{Context, Request, Signer, UnixTime, baidu, huawei, iflytek, tencent, zego};
use serde_json::{Value, json};

use crate::arguments::{ContextArguments, RequestArguments};
use crate::failure::{Failure, RED};
use crate::signer::SignerArguments;
use crate::{Answer, json};

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    signer: SignerArguments,
    #[command(flatten)]
    request: RequestArguments,
    // For a verifier the time is its own clock. It takes the nonce from the request.
    #[command(flatten)]
    context: ContextArguments,
    /// Print JSON
    #[arg(short, long)]
    json: bool,
}

/// The result of a verification: key id, time and expiry, or reason and detail.
enum Outcome {
    Accepted { key_id: Option<String>, signed_at: Option<UnixTime>, expires_at: Option<UnixTime> },
    Refused { reason: String, detail: String },
}

impl Verify {
    pub(crate) fn run(self) -> Result<Answer, Failure> {
        let outgoing = self.request.read()?;
        let request = outgoing.request()?;
        let now = self.context.or(Context::now()?).time();
        let outcome = match verifier(&self.signer)? {
            Some(verifier) => verifier.verify(&request, now).into(),
            None => recomputed(&*self.signer.signer()?, &request)?,
        };
        let text = if self.json {
            json::text(&outcome.object(&self.signer.scheme))
        } else {
            outcome.line()
        };
        Ok(Answer { text, is_yes: matches!(outcome, Outcome::Accepted { .. }) })
    }
}

/// Returns the verifier of a scheme with the credential; `None` for a scheme that has none here.
fn verifier(signer: &SignerArguments) -> Result<Option<Box<dyn Verifier>>, Failure> {
    let policy = Policy::new().allow_uncovered_host().allow_ambiguous_parameters();
    Ok(Some(match signer.scheme.as_str() {
        "huawei/sdk-hmac-sha256" => {
            let key =
                huawei::VerifyingAccessKey::new(signer.credential(huawei::AccessKey::from_env)?);
            Box::new(huawei::SdkHmacSha256Verifier::new(any_id(key)).with_policy(policy))
        }
        "huawei/auth-token" => {
            let token = signer.credential(|| Ok(None))?;
            Box::new(huawei::AuthTokenVerifier::new(any_id(token)))
        }
        "baidu/bce-auth-v1" => {
            let key = signer.credential(baidu::AccessKey::from_env)?;
            let key = baidu::VerifyingAccessKey::new(key);
            Box::new(baidu::BceAuthV1Verifier::new(any_id(key)).with_policy(policy))
        }
        "tencent/ivh-apaas" => {
            let key = tencent::VerifyingAppKey::new(signer.credential(tencent::AppKey::from_env)?);
            Box::new(tencent::IvhApaasVerifier::new(any_id(key)).with_policy(policy))
        }
        "zego/server-api-v2" => {
            let secret = signer.credential(zego::ServerSecret::from_env)?;
            let key = zego::VerifyingServerSecret::new(secret);
            Box::new(zego::ServerApiV2Verifier::new(any_id(key)).with_policy(policy))
        }
        "iflytek/signa" => {
            let dialect = dialect(signer)?;
            let secret = signer.credential(|| iflytek::AppSecret::from_env(dialect))?;
            let key = iflytek::VerifyingAppSecret::new(secret);
            Box::new(iflytek::SignaVerifier::new(any_id(key), dialect).with_policy(policy))
        }
        "baidu/xiling" => {
            let app = signer.credential(baidu::XilingApp::from_env)?;
            let key = baidu::VerifyingXilingApp::new(app);
            let placement = match option(signer, "placement")?.as_str() {
                "query" => baidu::XilingPlacement::Query,
                _ => baidu::XilingPlacement::Header,
            };
            Box::new(baidu::XilingVerifier::new(any_id(key), placement).with_policy(policy))
        }
        "tencent/tc3-hmac-sha256" => {
            let key = tencent::VerifyingApiKey::new(signer.credential(tencent::ApiKey::from_env)?);
            let service = option(signer, "service")?;
            Box::new(tencent::Tc3HmacSha256Verifier::new(any_id(key), service).with_policy(policy))
        }
        "tencent/speech-hmac-sha1" => {
            let key = tencent::VerifyingApiKey::new(signer.credential(tencent::ApiKey::from_env)?);
            let api = option(signer, "api")?.parse()?;
            let verifier = tencent::SpeechHmacSha1Verifier::new(any_id(key), api);
            Box::new(verifier.with_policy(policy))
        }
        "iflytek/hmac-url" => {
            let key = iflytek_key(signer)?;
            Box::new(iflytek::HmacUrlVerifier::new(any_id(key)).with_policy(policy))
        }
        "iflytek/http-digest" => {
            let key = iflytek_key(signer)?;
            Box::new(iflytek::HttpDigestVerifier::new(any_id(key)).with_policy(policy))
        }
        "iflytek/access-key" => {
            let (key, api) = (iflytek_key(signer)?, option(signer, "api")?.parse()?);
            Box::new(iflytek::AccessKeyVerifier::new(any_id(key), api).with_policy(policy))
        }
        _ => return Ok(None),
    }))
}

fn iflytek_key(signer: &SignerArguments) -> Result<iflytek::VerifyingApiKey, Failure> {
    Ok(iflytek::VerifyingApiKey::new(signer.credential(iflytek::ApiKey::from_env)?))
}

/// Returns an option, which is empty where it is not given. What the scheme needs and does not have
/// is refused here, in the words of the library.
fn option(signer: &SignerArguments, key: &str) -> Result<String, Failure> {
    signer.signer()?;
    let options = signer.options()?;
    Ok(options.get(key).and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// Makes a lookup that returns the one key for every id: a wrong id is a wrong signature.
fn any_id<K: Send + Sync + 'static>(key: K) -> impl Fn(&str) -> Option<Arc<K>> + Send + Sync {
    let key = Arc::new(key);
    move |_| Some(Arc::clone(&key))
}

/// Reads the dialect from the options, as the signer does.
fn dialect(signer: &SignerArguments) -> Result<iflytek::Dialect, Failure> {
    use iflytek::Dialect;

    // What there is no dialect of is refused here, in the words of the library.
    signer.facts()?;
    let options = signer.options()?;
    let option = |key: &str| options.get(key).and_then(Value::as_str).unwrap_or_default();
    Ok(match (option("dialect"), option("placement")) {
        ("rtasr", _) => Dialect::Rtasr,
        ("lfasr-v2", _) => Dialect::LfasrV2,
        ("aippt-v2", _) => Dialect::AiPptV2,
        (_, "query") => Dialect::AbcPenQuery,
        _ => Dialect::AbcPenHeaders,
    })
}

/// Checks a signature by computing it once more, for schemes without a verifier. The options have to
/// be those of the sender, and the time is not compared with a clock.
fn recomputed(signer: &dyn Signer, request: &Request<'_>) -> Result<Outcome, Failure> {
    let sent = SentContext::read(signer, request)?;
    let signed = signer.sign_with(request, &sent.or(Context::now()?))?;
    let url = signed.url(request)?;
    let again = Request::new(request.method(), url.expose())?;
    let is_sent = |(name, value): (&str, &str)| {
        request.headers().get(name).is_some_and(|sent| sent == value.as_bytes())
            || name == "host" && request.headers().get(name).is_none()
    };
    if pairs(&again) == pairs(request) && signed.headers().all(is_sent) {
        return Ok(Outcome::Accepted {
            key_id: None,
            signed_at: signed.signed_at(),
            expires_at: signed.expires_at(),
        });
    }
    Ok(Outcome::Refused {
        reason: "bad-signature".into(),
        detail: "computed once more, the signature is another; the options have to be the sender's"
            .into(),
    })
}

/// Returns the pairs of the query, in whatever order they were sent.
fn pairs<'a>(request: &Request<'a>) -> BTreeSet<&'a str> {
    request.query().unwrap_or_default().split('&').collect()
}

impl Outcome {
    fn line(&self) -> String {
        match self {
            Self::Accepted { key_id, signed_at, expires_at } => {
                let key_id = key_id.as_ref().map(|id| format!(", key id {}", id.escape_debug()));
                let signed_at = signed_at.map(|time| format!(", signed at {time}"));
                let expires_at = expires_at.map(|time| format!(", accepted until {time}"));
                let parts = [key_id, signed_at, expires_at].into_iter().flatten();
                format!("accepted{}", parts.collect::<String>())
            }
            Self::Refused { reason, detail } => {
                format!("{RED}refused:{RED:#} {reason}, {}", detail.escape_debug())
            }
        }
    }

    fn object(&self, scheme: &str) -> Value {
        let seconds = |time: &Option<UnixTime>| time.map(UnixTime::seconds);
        match self {
            Self::Accepted { key_id, signed_at, expires_at } => json!({
                "scheme": scheme,
                "accepted": true,
                "key_id": key_id,
                "signed_at": seconds(signed_at),
                "expires_at": seconds(expires_at),
                "reason": null,
                "detail": null,
            }),
            Self::Refused { reason, detail } => json!({
                "scheme": scheme,
                "accepted": false,
                "key_id": null,
                "signed_at": null,
                "expires_at": null,
                "reason": reason,
                "detail": detail,
            }),
        }
    }
}

impl From<Result<Verified, Rejection>> for Outcome {
    fn from(result: Result<Verified, Rejection>) -> Self {
        match result {
            Ok(verified) => Self::Accepted {
                key_id: Some(verified.key_id().to_owned()),
                signed_at: verified.signed_at(),
                expires_at: verified.expires_at(),
            },
            Err(rejection) => Self::Refused {
                reason: rejection.reason().as_str().into(),
                detail: rejection.detail().into(),
            },
        }
    }
}
