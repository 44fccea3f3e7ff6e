//! The signers of the table with secrets that are drawn.

use polysign::Signer;

use super::schemes::{Row, rows};
use super::typed::typed;

/// One secret or token for each place that takes one.
pub(crate) struct Secrets {
    pub(crate) zego: String,
    pub(crate) tencent: String,
    pub(crate) tencent_cloud: String,
    pub(crate) baidu: String,
    pub(crate) huawei: String,
    pub(crate) iflytek: String,
    /// These go into headers.
    pub(crate) tencent_token: String,
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
            tencent_cloud: secret(),
            baidu: secret(),
            huawei: secret(),
            iflytek: secret(),
            tencent_token: token(),
            baidu_token: token(),
            huawei_token: token(),
            auth_token: token(),
        }
    }

    pub(crate) fn all(&self) -> [&str; 10] {
        [
            &self.zego, &self.tencent, &self.tencent_cloud, &self.baidu, &self.huawei,
            &self.iflytek, &self.tencent_token, &self.baidu_token, &self.huawei_token,
            &self.auth_token,
        ]
    }

    /// The one for a secret field of a scheme's credential.
    fn of(&self, scheme: &str, field: &str) -> &str {
        match (scheme, field) {
            ("zego/server-api-v2", "server_secret") => &self.zego,
            ("tencent/ivh-apaas", "access_token") => &self.tencent,
            ("tencent/tc3-hmac-sha256" | "tencent/speech-hmac-sha1", "secret_key") => {
                &self.tencent_cloud
            }
            ("tencent/tc3-hmac-sha256" | "tencent/speech-hmac-sha1", "token") => {
                &self.tencent_token
            }
            ("baidu/bce-auth-v1", "secret_access_key") => &self.baidu,
            ("baidu/bce-auth-v1", "session_token") => &self.baidu_token,
            ("huawei/sdk-hmac-sha256", "secret_key") => &self.huawei,
            ("huawei/sdk-hmac-sha256", "security_token") => &self.huawei_token,
            ("huawei/auth-token", "token") => &self.auth_token,
            ("baidu/xiling", "app_key") => &self.baidu,
            ("iflytek/signa", "secret") => &self.iflytek,
            (scheme, "api_secret") if scheme.starts_with("iflytek/") => &self.iflytek,
            _ => panic!("nothing is drawn for {field} of {scheme}"),
        }
    }
}

/// The signers of the table with these secrets in the place of its own.
pub(crate) fn signers(secrets: &Secrets) -> Vec<(&'static str, Box<dyn Signer>)> {
    let signer = |row: &'static Row| {
        let drawn = row.secrets.iter().filter(|key| row.setting(key).is_some());
        let drawn = drawn.map(|key| (*key, secrets.of(row.scheme, key)));
        let signer = row.signer(&drawn.collect::<Vec<_>>());
        let signer = signer.unwrap_or_else(|error| panic!("{}: {error}", row.name));
        (row.name, typed(signer))
    };
    rows().map(signer).collect()
}
