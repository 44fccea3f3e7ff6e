//! Every scheme in every placement.

use polysign::{Signer, baidu, huawei, iflytek, tencent, zego};

/// One secret or token for each place that takes one.
pub(crate) struct Secrets {
    pub(crate) zego: String,
    pub(crate) tencent: String,
    pub(crate) baidu: String,
    pub(crate) huawei: String,
    pub(crate) iflytek: String,
    /// These go into headers.
    pub(crate) baidu_token: String,
    pub(crate) huawei_token: String,
    pub(crate) auth_token: String,
}

impl Secrets {
    pub(crate) fn draw(
        mut secret: impl FnMut() -> String,
        mut token: impl FnMut() -> String,
    ) -> Self {
        Self {
            zego: secret(),
            tencent: secret(),
            baidu: secret(),
            huawei: secret(),
            iflytek: secret(),
            baidu_token: token(),
            huawei_token: token(),
            auth_token: token(),
        }
    }

    pub(crate) fn all(&self) -> [&str; 8] {
        [
            &self.zego,
            &self.tencent,
            &self.baidu,
            &self.huawei,
            &self.iflytek,
            &self.baidu_token,
            &self.huawei_token,
            &self.auth_token,
        ]
    }
}

/// The dialects of `signa` with the names that a configuration has for them.
pub(crate) const DIALECTS: [(&str, iflytek::Dialect); 5] = [
    ("signa abcpen header", iflytek::Dialect::AbcPenHeaders),
    ("signa abcpen query", iflytek::Dialect::AbcPenQuery),
    ("signa rtasr", iflytek::Dialect::Rtasr),
    ("signa lfasr-v2", iflytek::Dialect::LfasrV2),
    ("signa aippt-v2", iflytek::Dialect::AiPptV2),
];

const PLACEMENTS: [(&str, &str, baidu::Placement); 3] = [
    (
        "bce authorization",
        "bce authorization, token",
        baidu::Placement::Authorization,
    ),
    (
        "bce x-bce-signature",
        "bce x-bce-signature, token",
        baidu::Placement::XBceSignature,
    ),
    ("bce query", "bce query, token", baidu::Placement::Query),
];

/// A signer for each scheme, placement and kind of credential.
pub(crate) fn signers(secrets: &Secrets) -> Vec<(&'static str, Box<dyn Signer>)> {
    let mut all: Vec<(&'static str, Box<dyn Signer>)> = Vec::new();
    let credential = zego::ServerSecret::new(4_000_000_000, &secrets.zego).unwrap();
    all.push(("zego", Box::new(zego::ServerApiV2::new(credential))));

    let tencent = || tencent::AppKey::new("public-appkey", &secrets.tencent).unwrap();
    let plain = tencent::IvhApaas::new(tencent());
    let with_id = tencent::IvhApaas::new(tencent()).with_request_id("public-session");
    all.push(("ivh", Box::new(plain)));
    all.push(("ivh requestid", Box::new(with_id.unwrap())));

    for (name, name_with_token, placement) in PLACEMENTS {
        let credential = || baidu::AccessKey::new("public-ak", &secrets.baidu).unwrap();
        let plain = baidu::BceAuthV1::new(credential()).with_placement(placement);
        let temporary = credential()
            .with_session_token(&secrets.baidu_token)
            .unwrap();
        let temporary = baidu::BceAuthV1::new(temporary)
            .with_placement(placement)
            .with_signed_headers(baidu::SignedHeaders::document_default());
        all.push((name, Box::new(plain)));
        all.push((name_with_token, Box::new(temporary)));
    }

    let huawei = || huawei::AccessKey::new("public-ak", &secrets.huawei).unwrap();
    let temporary = huawei()
        .with_security_token(&secrets.huawei_token)
        .and_then(|credential| credential.with_project_id("public-project"))
        .and_then(|credential| credential.with_domain_id("public-domain"))
        .unwrap();
    all.push(("sdk", Box::new(huawei::SdkHmacSha256::new(huawei()))));
    all.push((
        "sdk, token",
        Box::new(huawei::SdkHmacSha256::new(temporary)),
    ));
    let token = huawei::Token::new(&secrets.auth_token).unwrap();
    all.push(("auth token", Box::new(huawei::AuthToken::new(token))));

    for (name, dialect) in DIALECTS {
        let credential = iflytek::AppSecret::new("public-app", &secrets.iflytek).unwrap();
        let signer = iflytek::Signa::new(credential, dialect).unwrap();
        all.push((name, Box::new(signer)));
    }
    all
}
