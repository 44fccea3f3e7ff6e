//! Each vendor's signer and verifier, with one key.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Request, Uri, header};
use http_body_util::Full;
use polysign::clock::Clocked;
use polysign::sign::Covers;
use polysign::tower::VerifyLayer;
use polysign::verify::{Policy, Verifier};
use polysign::{Signer, baidu, huawei, iflytek, tencent, zego};

use crate::tower_server::layer_of;

pub(crate) const SECRET: &str = "9193cc662a4c0ec135ec71fb57194b38";
pub(crate) const URL: &str = "https://api.example.com/v1/tasks?Action=Create&lang=zh";

/// One scheme in one placement, at both ends.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) key_id: &'static str,
    pub(crate) signer: Box<dyn Signer>,
    pub(crate) verifier: Box<dyn Fn(Policy) -> Arc<dyn Verifier>>,
}

impl Case {
    fn new<V: Verifier + 'static>(
        name: &'static str,
        key_id: &'static str,
        signer: impl Signer + 'static,
        verifier: impl Fn(Policy) -> V + 'static,
    ) -> Self {
        Self {
            name,
            key_id,
            signer: Box::new(signer),
            verifier: Box::new(move |policy| Arc::new(verifier(policy))),
        }
    }

    pub(crate) fn layer(&self) -> VerifyLayer {
        self.layer_with(Policy::new())
    }

    pub(crate) fn layer_with(&self, policy: Policy) -> VerifyLayer {
        layer_of((self.verifier)(policy))
    }

    pub(crate) fn covers(&self) -> Covers {
        self.signer.scheme().covers()
    }

    /// What a server sees of a request that was signed at `time`.
    pub(crate) fn signed_at(&self, time: i64) -> Request<Full<Bytes>> {
        let signer = Clocked::new(&*self.signer, |_: &polysign::Request<'_>| Ok(time));
        let request = Request::post(URL)
            .header("content-type", "application/json")
            .body("{\"text\":\"hello\"}")
            .unwrap();
        let mut request = polysign::http::sign(&signer, request).unwrap();
        let host = HeaderValue::from_static("api.example.com");
        request.headers_mut().insert(header::HOST, host);
        let target = request.uri().path_and_query().unwrap().clone();
        *request.uri_mut() = Uri::from(target);
        request.map(Full::from)
    }
}

/// For a verifier that knows one key.
fn only<K>(id: &'static str, key: K) -> impl Fn(&str) -> Option<Arc<K>> + Clone {
    let key = Arc::new(key);
    move |asked| (asked == id).then(|| Arc::clone(&key))
}

fn zego() -> Case {
    let credential = || zego::ServerSecret::new(12345, SECRET).unwrap();
    let signer = zego::ServerApiV2::new(credential());
    let keys = only("12345", zego::VerifyingServerSecret::new(credential()));
    Case::new("zego", "12345", signer, move |policy| {
        zego::ServerApiV2Verifier::new(keys.clone()).with_policy(policy)
    })
}

fn tencent() -> Case {
    let credential = || tencent::AppKey::new("appkey", SECRET).unwrap();
    let signer = tencent::IvhApaas::new(credential());
    let keys = only("appkey", tencent::VerifyingAppKey::new(credential()));
    Case::new("tencent", "appkey", signer, move |policy| {
        tencent::IvhApaasVerifier::new(keys.clone()).with_policy(policy)
    })
}

fn baidu(name: &'static str, placement: baidu::Placement) -> Case {
    let credential = || {
        let credential = baidu::AccessKey::new("my_ak", SECRET).unwrap();
        credential.with_session_token("a-token").unwrap()
    };
    // Content-Type among them.
    let headers = baidu::SignedHeaders::document_default();
    let signer = baidu::BceAuthV1::new(credential());
    let signer = signer.with_placement(placement).with_signed_headers(headers);
    let keys = only("my_ak", baidu::VerifyingAccessKey::new(credential()));
    Case::new(name, "my_ak", signer, move |policy| {
        baidu::BceAuthV1Verifier::new(keys.clone()).with_policy(policy)
    })
}

pub(crate) fn huawei() -> Case {
    let credential = || {
        let credential = huawei::AccessKey::new("AccessKey", SECRET).unwrap();
        credential.with_security_token("a-token").unwrap()
    };
    let signer = huawei::SdkHmacSha256::new(credential());
    let keys = only("AccessKey", huawei::VerifyingAccessKey::new(credential()));
    Case::new("huawei", "AccessKey", signer, move |policy| {
        huawei::SdkHmacSha256Verifier::new(keys.clone()).with_policy(policy)
    })
}

fn tc3() -> Case {
    let credential = || {
        let credential = tencent::ApiKey::new("AKID", SECRET).unwrap();
        credential.with_token("a-token").unwrap()
    };
    let signer = tencent::Tc3HmacSha256::new(credential(), "hunyuan").unwrap();
    let keys = only("AKID", tencent::VerifyingApiKey::new(credential()));
    Case::new("tc3", "AKID", signer, move |policy| {
        tencent::Tc3HmacSha256Verifier::new(keys.clone(), "hunyuan").with_policy(policy)
    })
}

fn http_digest() -> Case {
    let credential = || iflytek::ApiKey::new("api-key", SECRET).unwrap();
    let signer = iflytek::HttpDigest::new(credential());
    let keys = only("api-key", iflytek::VerifyingApiKey::new(credential()));
    Case::new("http-digest", "api-key", signer, move |policy| {
        iflytek::HttpDigestVerifier::new(keys.clone()).with_policy(policy)
    })
}

/// The schemes that cover the body, which the layer has to read.
pub(crate) fn of_bodies() -> [Case; 3] {
    [huawei(), tc3(), http_digest()]
}

fn iflytek(name: &'static str, dialect: iflytek::Dialect) -> Case {
    let credential = || iflytek::AppSecret::new("zmeet", SECRET).unwrap();
    let signer = iflytek::Signa::new(credential(), dialect).unwrap();
    let keys = only("zmeet", iflytek::VerifyingAppSecret::new(credential()));
    Case::new(name, "zmeet", signer, move |policy| {
        iflytek::SignaVerifier::new(keys.clone(), dialect).with_policy(policy)
    })
}

pub(crate) fn cases() -> [Case; 11] {
    [
        zego(),
        tencent(),
        baidu("baidu in authorization", baidu::Placement::Authorization),
        baidu("baidu in x-bce-signature", baidu::Placement::XBceSignature),
        baidu("baidu in the query", baidu::Placement::Query),
        huawei(),
        iflytek("abcpen in headers", iflytek::Dialect::AbcPenHeaders),
        iflytek("abcpen in the query", iflytek::Dialect::AbcPenQuery),
        iflytek("rtasr", iflytek::Dialect::Rtasr),
        iflytek("lfasr", iflytek::Dialect::LfasrV2),
        iflytek("aippt", iflytek::Dialect::AiPptV2),
    ]
}
