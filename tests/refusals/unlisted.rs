//! Codes that no rule lists, answers that refuse nothing, and texts in no form of their own.

use polysign::refusal::{Refusal, Refused, Response};

use super::cases::scheme;

fn read(name: &str, dialect: Option<&str>, status: Option<u16>, body: &str) -> Option<Refusal> {
    let response = Response::new(body);
    let response = match status {
        Some(status) => response.with_status(status),
        None => response,
    };
    let options = dialect.map(|dialect| ("dialect".to_owned(), dialect.to_owned()));
    scheme(name, &options.into_iter().collect()).read_refusal(&response)
}

const SIGNA: &str = "iflytek/signa";
const ZEGO: &str = "zego/server-api-v2";
const HUAWEI: &str = "huawei/sdk-hmac-sha256";
const BAIDU: &str = "baidu/bce-auth-v1";

#[test]
fn a_code_that_no_rule_lists_is_unknown() {
    for (name, dialect, status, body) in [
        (SIGNA, Some("lfasr-v2"), 200, r#"{"code":"26699","descInfo":"x"}"#),
        (SIGNA, Some("aippt-v2"), 200, r#"{"flag":false,"code":20999,"desc":"x"}"#),
        (ZEGO, None, 200, r#"{"Code":33,"Message":"x"}"#),
        (ZEGO, None, 200, r#"{"Code":400019999,"Message":"x"}"#),
        (HUAWEI, None, 400, r#"{"error_code":"MSS.99990008","error_msg":"x"}"#),
        (HUAWEI, None, 401, r#"{"error_code":"APIG.9002","error_msg":"x"}"#),
        (SIGNA, Some("abcpen"), 200, r#"{"code":"4999","msg":"x"}"#),
        ("tencent/ivh-apaas", None, 200, r#"{"Header":{"Code":77,"Message":"x"}}"#),
    ] {
        let refusal = read(name, dialect, Some(status), body).expect(body);
        assert_eq!(refusal.refused(), Refused::Unknown, "{body}");
        let said = refusal.to_string();
        assert!(!said.contains("Leave the signature"), "{said}");
        assert!(!said.contains("its signature was not"), "{said}");
    }
}

/// Codes that were told to be no matter of authentication, and are or may be one.
#[test]
fn no_code_is_said_to_spare_the_signature_that_may_not() {
    for (name, dialect, status, body) in [
        (SIGNA, Some("lfasr-v2"), 200, r#"{"code":"26600","descInfo":"转写业务通用错误"}"#),
        (SIGNA, Some("lfasr-v2"), 200, r#"{"code":"26601","descInfo":"非法应用信息"}"#),
        (SIGNA, Some("aippt-v2"), 200, r#"{"code":20007,"desc":"鉴权错误"}"#),
        (SIGNA, Some("aippt-v2"), 200, r#"{"flag":false,"code":9999,"desc":"系统异常"}"#),
        (ZEGO, None, 200, r#"{"Code":3,"Message":"Verification failed."}"#),
        (ZEGO, None, 200, r#"{"Code":400010001,"Message":"Permission denied"}"#),
        (HUAWEI, None, 400, r#"{"error_code":"MSS.00010008","error_msg":"x"}"#),
        (HUAWEI, None, 401, r#"{"error_code":"APIG.1002","error_msg":"x"}"#),
        (SIGNA, Some("abcpen"), 200, r#"{"code":"401","msg":"authentication failed"}"#),
    ] {
        let refusal = read(name, dialect, Some(status), body).expect(body);
        assert_ne!(refusal.refused(), Refused::NotAuthentication, "{body}");
        assert!(!refusal.to_string().contains("Leave the signature"), "{body}");
    }
}

#[test]
fn a_bracket_does_not_make_json_or_xml() {
    let words = "Incorrect IAM authentication information: verify aksk signature fail";
    for body in [
        format!("{{'error_msg': '{words}', 'error_code': 'APIG.0301'}}"),
        format!("{{ error_msg: '{words}', error_code: 'APIG.0301' }}"),
        format!("[ERROR] {{\"error_msg\":\"{words}\",\"error_code\":\"APIG.0301\"}}"),
        format!("<Response [401]> {{\"error_msg\":\"{words}\",\"error_code\":\"APIG.0301\"}}"),
        format!("< HTTP/1.1 401\n<\n{{\"error_msg\":\"{words}\",\"error_code\":\"APIG.0301\"}}"),
        format!("{{reqid=7}} {{\"error_msg\":\"{words}\",\"error_code\":\"APIG.0301\"}}"),
    ] {
        let refusal = read(HUAWEI, None, Some(401), &body).expect(&body);
        assert_eq!(refusal.refused(), Refused::Signature, "{body}");
        assert_eq!(refusal.code(), Some("APIG.0301"), "{body}");
    }
}

#[test]
fn success_and_progress_are_no_refusals() {
    for (name, dialect, body) in [
        (SIGNA, Some("abcpen"), r#"{"code":"1","msg":"识别中","result":""}"#),
        (SIGNA, Some("abcpen"), r#"{"code":"-1","msg":"in progress","task_id":"t"}"#),
        (SIGNA, Some("abcpen"), r#"{"code":"0","msg":"success"}"#),
        (SIGNA, Some("lfasr-v2"), r#"{"code":"000000","descInfo":"success"}"#),
        (ZEGO, None, r#"{"Code":0,"Message":"success"}"#),
        ("tencent/ivh-apaas", None, r#"{"Header":{"Code":0,"Message":""},"Payload":{}}"#),
        (BAIDU, None, r#"{"requestId":"r","code":"1000","message":"成功"}"#),
        (HUAWEI, None, r#"{"code":0,"data":{"id":1}}"#),
        (HUAWEI, None, r#"{"code":"200","message":"success"}"#),
        (HUAWEI, None, r#"{"code":"000000","description":"Success"}"#),
    ] {
        for status in [None, Some(200)] {
            let refusal = read(name, dialect, status, body);
            assert!(refusal.is_none(), "{body}, {status:?}: {refusal:?}");
        }
    }
}

#[test]
fn an_error_of_the_server_is_sent_again() {
    let internal = r#"{"code":"InternalError","message":"We encountered an internal error."}"#;
    for (name, status, body) in [
        (BAIDU, Some(500), internal),
        (BAIDU, None, internal),
        (BAIDU, Some(503), ""),
        (HUAWEI, Some(502), "<html><head><title>502 Bad Gateway</title></head></html>"),
        (ZEGO, Some(500), r#"{"Code":0,"Message":"success"}"#),
    ] {
        let refusal = read(name, None, status, body).expect(body);
        let said = refusal.to_string();
        assert_eq!(refusal.refused(), Refused::ServerError, "{said}");
        assert!(said.contains("Retry"), "{said}");
        assert!(!said.contains("Mend the request"), "{said}");
    }
}
