//! The credential from variables where the configuration does not have it.

use polysign::{Context, ErrorKind, Request, Signer};

const URL: &str = "https://example.com/?x=1";

fn set<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    |name| {
        let variable = variables.iter().find(|(own, _)| *own == name);
        variable.map(|(_, value)| (*value).to_owned())
    }
}

fn signature(signer: &dyn Signer) -> String {
    let request = Request::new("GET", URL).expect(URL).with_body("");
    let context = Context::at(1_700_000_000).with_nonce("n");
    let signed = signer.sign_with(&request, &context).expect("signed");
    signed.signature().expect("a signature").to_owned()
}

#[test]
fn variables_stand_for_the_fields() {
    for (scheme, fields, variables) in [
        (
            "zego/server-api-v2",
            [("app_id", "7"), ("server_secret", "s")],
            [("ZEGO_APP_ID", "7"), ("ZEGO_SERVER_SECRET", "s")],
        ),
        (
            "tencent/ivh-apaas",
            [("appkey", "k"), ("access_token", "s")],
            [("TENCENT_APAAS_APPKEY", "k"), ("TENCENT_APAAS_ACCESSTOKEN", "s")],
        ),
        (
            "baidu/bce-auth-v1",
            [("access_key_id", "k"), ("secret_access_key", "s")],
            [("BAIDUCLOUD_ACCESS_KEY", "k"), ("BAIDUCLOUD_SECRET_KEY", "s")],
        ),
        (
            "huawei/sdk-hmac-sha256",
            [("access_key", "k"), ("secret_key", "s")],
            [("HUAWEICLOUD_SDK_AK", "k"), ("HUAWEICLOUD_SDK_SK", "s")],
        ),
        (
            "iflytek/signa",
            [("app_id", "k"), ("secret", "s")],
            [("ABCPEN_APP_KEY", "k"), ("ABCPEN_APP_SECRET", "s")],
        ),
    ] {
        let of_fields = polysign::signer(scheme, set(&fields)).expect(scheme);
        let of_variables =
            polysign::registry::signer_from_vars(scheme, |_| None, set(&variables)).expect(scheme);
        assert_eq!(signature(&*of_fields), signature(&*of_variables), "{scheme}");
    }
}

#[test]
fn fields_go_before_variables() {
    let fields = [("access_key", "k"), ("secret_key", "of the field")];
    let variables = [("HUAWEICLOUD_SDK_AK", "k"), ("HUAWEICLOUD_SDK_SK", "other")];
    let scheme = "huawei/sdk-hmac-sha256";
    let signer =
        polysign::registry::signer_from_vars(scheme, set(&fields), set(&variables)).expect(scheme);
    let expected = polysign::signer(scheme, set(&fields)).expect(scheme);
    assert_eq!(signature(&*signer), signature(&*expected));
}

#[test]
fn an_option_decides_which_variables_are_asked() {
    let options = [("dialect", "rtasr")];
    let variables = [("SPARKAI_APP_ID", "k"), ("SPARKAI_API_KEY", "s")];
    let signer =
        polysign::registry::signer_from_vars("iflytek/signa", set(&options), set(&variables));
    let fields = [("dialect", "rtasr"), ("app_id", "k"), ("secret", "s")];
    let expected = polysign::signer("iflytek/signa", set(&fields)).expect("signa");
    assert_eq!(signature(&*signer.expect("signa")), signature(&*expected));
}

#[test]
fn what_is_missing_is_named() {
    for (scheme, variables, field) in [
        ("huawei/sdk-hmac-sha256", &[][..], "HUAWEICLOUD_SDK_AK"),
        (
            "huawei/sdk-hmac-sha256",
            &[("HUAWEICLOUD_SDK_AK", "k"), ("HUAWEICLOUD_SDK_SK", " ")],
            "HUAWEICLOUD_SDK_SK",
        ),
        ("huawei/auth-token", &[], "HW_AUTH_TOKEN"),
        ("baidu/bce-auth-v1", &[], "BCE_ACCESS_KEY_ID"),
        ("tencent/speech-hmac-sha1", &[], "TENCENTCLOUD_SECRET_ID"),
        ("tencent/speech-hmac-sha1", &[("TENCENTCLOUD_APP_ID", "1")], "TENCENTCLOUD_SECRET_ID"),
    ] {
        let error =
            polysign::registry::signer_from_vars(scheme, |_| None, set(variables)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingCredential, "{scheme}");
        assert_eq!(error.field(), field, "{scheme}");
    }
}

#[test]
fn a_variable_with_a_wrong_value_is_named() {
    for (scheme, variables, field, name) in [
        (
            "zego/server-api-v2",
            [("ZEGO_APP_ID", "7"), ("ZEGO_SERVER_SECRET", "s ")],
            "server_secret",
            "ZEGO_SERVER_SECRET",
        ),
        (
            "zego/server-api-v2",
            [("ZEGO_APP_ID", "+7"), ("ZEGO_SERVER_SECRET", "s")],
            "ZEGO_APP_ID",
            "ZEGO_APP_ID",
        ),
        (
            "tencent/ivh-apaas",
            [("TENCENT_APAAS_APPKEY", "k "), ("TENCENT_APAAS_ACCESSTOKEN", "s")],
            "appkey",
            "TENCENT_APAAS_APPKEY",
        ),
        (
            "baidu/bce-auth-v1",
            [("BAIDUCLOUD_ACCESS_KEY", "k"), ("BAIDUCLOUD_SECRET_KEY", "s\n")],
            "secret_access_key",
            "BAIDUCLOUD_SECRET_KEY",
        ),
        (
            "huawei/sdk-hmac-sha256",
            [("HUAWEICLOUD_SDK_AK", "k,"), ("HUAWEICLOUD_SDK_SK", "s")],
            "access_key",
            "HUAWEICLOUD_SDK_AK",
        ),
        (
            "iflytek/signa",
            [("ABCPEN_APP_KEY", "k"), ("ABCPEN_APP_SECRET", " s")],
            "secret",
            "ABCPEN_APP_SECRET",
        ),
    ] {
        let error =
            polysign::registry::signer_from_vars(scheme, |_| None, set(&variables)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCredential, "{scheme}");
        assert_eq!(error.field(), field, "{scheme}");
        assert!(error.to_string().contains(name), "{error}");
    }
}
