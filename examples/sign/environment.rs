//! A signer from the options of the command line and the variables of the environment.

use std::cell::RefCell;
use std::collections::BTreeSet;

use polysign::{Error, ErrorKind, Signer};

/// The variables of one family: key of the configuration, name of the variable.
type Family = &'static [(&'static str, &'static str)];

/// The families of a scheme in the order in which they are tried, with the dialect that they are
/// for where there are several. The credential types of the crate document the names.
pub(crate) fn families(scheme: &str) -> &'static [(Option<&'static str>, Family)] {
    match scheme {
        "zego/server-api-v2" => &[(
            None,
            &[
                ("app_id", "ZEGO_APP_ID"),
                ("server_secret", "ZEGO_SERVER_SECRET"),
            ],
        )],
        "tencent/ivh-apaas" => &[(
            None,
            &[
                ("appkey", "TENCENT_APAAS_APPKEY"),
                ("access_token", "TENCENT_APAAS_ACCESSTOKEN"),
            ],
        )],
        "baidu/bce-auth-v1" => &[
            (
                None,
                &[
                    ("access_key_id", "BCE_ACCESS_KEY_ID"),
                    ("secret_access_key", "BCE_SECRET_ACCESS_KEY"),
                    ("session_token", "BCE_SESSION_TOKEN"),
                ],
            ),
            (
                None,
                &[
                    ("access_key_id", "BAIDUCLOUD_ACCESS_KEY"),
                    ("secret_access_key", "BAIDUCLOUD_SECRET_KEY"),
                ],
            ),
        ],
        "huawei/sdk-hmac-sha256" => &[(
            None,
            &[
                ("access_key", "HUAWEICLOUD_SDK_AK"),
                ("secret_key", "HUAWEICLOUD_SDK_SK"),
                ("security_token", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
                ("project_id", "HUAWEICLOUD_SDK_PROJECT_ID"),
                ("domain_id", "HUAWEICLOUD_SDK_DOMAIN_ID"),
            ],
        )],
        "iflytek/signa" => &[
            (
                Some("abcpen"),
                &[
                    ("app_id", "ABCPEN_APP_KEY"),
                    ("secret", "ABCPEN_APP_SECRET"),
                ],
            ),
            (
                Some("rtasr"),
                &[("app_id", "XFYUN_APP_ID"), ("secret", "XFYUN_API_KEY")],
            ),
            (
                Some("rtasr"),
                &[("app_id", "SPARKAI_APP_ID"), ("secret", "SPARKAI_API_KEY")],
            ),
            (
                Some("lfasr-v2"),
                &[("app_id", "XFYUN_APP_ID"), ("secret", "XFYUN_API_SECRET")],
            ),
            (
                Some("lfasr-v2"),
                &[
                    ("app_id", "SPARKAI_APP_ID"),
                    ("secret", "SPARKAI_API_SECRET"),
                ],
            ),
            (
                Some("aippt-v2"),
                &[("app_id", "XFYUN_APP_ID"), ("secret", "XFYUN_API_SECRET")],
            ),
            (
                Some("aippt-v2"),
                &[
                    ("app_id", "SPARKAI_APP_ID"),
                    ("secret", "SPARKAI_API_SECRET"),
                ],
            ),
        ],
        _ => &[],
    }
}

/// Options first, then the variables of one family: the first that has any set.
pub(crate) fn signer(scheme: &str, options: &[(String, String)]) -> Result<Box<dyn Signer>, Error> {
    let option = |key: &str| {
        let given = options.iter().rfind(|(name, _)| name == key);
        given.map(|(_, value)| value.clone())
    };
    let dialect = option("dialect").unwrap_or_else(|| "abcpen".into());
    let mut candidates = families(scheme)
        .iter()
        .filter(|(of, _)| of.is_none_or(|of| of == dialect))
        .map(|(_, family)| *family);
    let first = candidates.clone().next().unwrap_or_default();
    let is_set = |family: &Family| family.iter().any(|(_, name)| variable(name).is_some());
    let family = candidates.find(is_set).unwrap_or(first);
    let name_of = |key: &str| {
        family
            .iter()
            .find(|(own, _)| *own == key)
            .map(|(_, name)| *name)
    };

    let asked = RefCell::new(BTreeSet::new());
    let signer = polysign::signer(scheme, |key| {
        asked.borrow_mut().insert(key.to_owned());
        option(key).or_else(|| variable(name_of(key)?))
    })
    .map_err(|error| match (error.kind(), name_of(error.field())) {
        (ErrorKind::MissingCredential, Some(name)) => Error::new(
            error.kind(),
            name,
            "is not set; set it to the credential's value",
        ),
        _ => error,
    })?;
    match options
        .iter()
        .find(|(key, _)| !asked.borrow().contains(key))
    {
        None => Ok(signer),
        Some((key, _)) => Err(Error::new(
            ErrorKind::InvalidOption,
            key.clone(),
            "is no option of this scheme; leave it out",
        )),
    }
}

/// The value of a variable. A blank one counts as unset.
fn variable(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
}
