//! What explanations say beside what was signed: what is not covered, and what is absent.

mod sent;

use crate::common::every_signer::{context, every_signer, signer, signer_with};
use polysign::{Explanation, Payload, Request, Signed, Signer};

const HEADERS: &[(&str, &str)] = &[
    ("Content-Type", "application/json"),
    ("User-Agent", "x"),
    ("accept", "*/*"),
    ("Accept", "text/html"),
    ("X-Tag", "t"),
    ("x-bce-meta-a", "m"),
];

fn explain(signer: &dyn Signer, request: &Request<'_>) -> Explanation {
    signer.explain(request, &context()).unwrap_or_else(|error| panic!("{request:?}: {error}"))
}

/// The line of an explanation that begins with `front`, without it.
fn line(explanation: &Explanation, front: &str) -> String {
    let shown = explanation.to_string();
    let mut lines = shown.lines().filter_map(|line| line.strip_prefix(front));
    let found = lines.next().unwrap_or_else(|| panic!("no {front} in {shown}"));
    assert_eq!(lines.next(), None, "{front} is there twice in {shown}");
    found.to_owned()
}

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn every_scheme_says_what_is_not_covered() {
    let all = "accept, header content-type, header user-agent, header x-bce-meta-a, header x-tag";
    for (case, settings, expected) in [
        ("zego", vec![], format!("method, host, path, query, body, header {all}")),
        ("apaas", vec![], format!("method, host, path, body, header {all}")),
        (
            "tc3",
            vec![],
            "query, header accept, header user-agent, header x-bce-meta-a, header x-tag, \
             header x-tc-timestamp"
                .into(),
        ),
        ("speech", vec![], format!("method, body, header {all}")),
        ("speech synthesis", vec![], format!("body, header {all}")),
        ("speech in a file", vec![], format!("body, header {all}")),
        ("iflytek url", vec![], format!("query, body, header {all}")),
        ("iflytek digest", vec![], format!("query, header {all}")),
        ("rtasr-llm", vec![], format!("method, host, path, body, header {all}")),
        ("xiling", vec![], format!("method, host, path, query, body, header {all}")),
        ("huawei", vec![], "header accept, header user-agent".into()),
        (
            "huawei",
            vec![(
                "signed_headers",
                "x-sdk-date,accept,user-agent,content-type,x-tag,x-bce-meta-a",
            )],
            "host, header x-security-token".into(),
        ),
        ("huawei token", vec![], format!("method, host, path, query, body, header {all}")),
        (
            "baidu in authorization",
            vec![],
            "body, header accept, header content-type, header user-agent, header x-tag".into(),
        ),
        (
            "baidu in authorization",
            vec![("signed_headers", "host")],
            "body, header accept, header content-type, header user-agent, header x-bce-date, \
             header x-bce-meta-a, header x-bce-security-token, header x-tag"
                .into(),
        ),
        ("abcpen in headers", vec![], format!("method, host, path, query, body, header {all}")),
    ] {
        let request = Request::new("POST", "https://h.example.com/a?b=c").expect(case);
        let request = request.with_headers(HEADERS).with_body("{}");
        let explanation = explain(signer_with(case, &settings).as_ref(), &request);
        assert_eq!(line(&explanation, "not covered: "), expected, "{case}");
    }
}

#[cfg(feature = "huawei")]
#[test]
fn a_body_that_is_left_out_is_not_covered() {
    let signer = signer("huawei");
    let post = Request::new("POST", "https://h.example.com/a").expect("a request");
    assert!(explain(&signer, &post.with_body("{}")).covers().body());
    let unsigned = explain(&signer, &post.with_payload(Payload::Unsigned));
    assert!(!unsigned.covers().body());
    assert_eq!(line(&unsigned, "not covered: "), "body");
    // The same, said by the caller's own header.
    let header = [("x-sdk-content-sha256", "UNSIGNED-PAYLOAD")];
    let unsigned = post.with_headers(&header).with_payload(Payload::Unsigned);
    let unsigned = explain(&signer, &unsigned);
    assert_eq!(line(&unsigned, "not covered: "), "body");
    // A leftover of a former signature is removed, and neither signed nor sent.
    let leftover = [header[0], ("authorization", "SDK-HMAC-SHA256 Access=a")];
    let signed = explain(&signer, &post.with_headers(&leftover).with_body("{}"));
    assert_eq!(line(&signed, "not covered: "), "nothing");
}

#[test]
fn a_header_name_cannot_forge_a_line() {
    static SCHEME: polysign::Scheme = polysign::Scheme::new("example/scheme");
    let headers = [("a\nabsent: b", "c")];
    let request = Request::new("GET", "https://h").expect("a request").with_headers(&headers);
    let explanation = Explanation::new(&SCHEME, &request);
    assert!(explanation.to_string().ends_with(", header a\\nabsent: b\n"));
}

#[cfg(all(
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek"
))]
#[test]
fn what_a_vendor_requires_and_is_absent_is_named() {
    const AIPAGE: &str = "https://aipage.baidubce.com/v1/site";
    const CHANNEL: &str =
        "wss://gw.tvs.qq.com/v2/ws/ivh/interactdriver/interactdriverservice/commandchannel";
    const STREAM_CHANNEL: &str =
        "wss://gw.tvs.qq.com/v2/ws/ivh/streammanager/streamservice/commandchannel";
    const META_STUDIO: &str = "https://metastudio.cn-north-4.myhuaweicloud.com/v1/tasks";
    const ASR: &str = "wss://ASR.cloud.tencent.com/asr/v2/1259220000";
    const CVM: &str = "https://cvm.tencentcloudapi.com/";
    const TTS: &str = "wss://tts.cloud.tencent.com/stream_ws";
    let utf8 = ("Content-Type", "application/json; charset=utf-8");
    let plain = ("content-type", "application/json");
    for (case, settings, method, url, header, expected) in [
        ("zego", vec![], "GET", "https://h/?Action=X", plain, ""),
        ("zego", vec![], "GET", "https://h/?%41ction=X", plain, ""),
        ("zego", vec![], "GET", "https://h/?action=X", plain, "Action"),
        ("zego", vec![], "PUT", "https://h/", plain, "Action method"),
        ("zego", vec![("allow_clear_text", "true")], "GET", "http://h/?Action=X", plain, "tls"),
        ("zego", vec![], "GET", "http://localhost/?Action=X", plain, ""),
        ("apaas", vec![], "GET", CHANNEL, plain, "requestid"),
        ("apaas", vec![], "GET", &format!("{CHANNEL}?requestid=1"), plain, ""),
        ("apaas with request id", vec![], "GET", CHANNEL, plain, ""),
        ("apaas", vec![], "POST", "http://gw.tvs.qq.com/v2", plain, "body tls"),
        ("baidu in authorization", vec![], "POST", AIPAGE, utf8, ""),
        ("baidu in authorization", vec![], "POST", AIPAGE, plain, "content-type"),
        (
            "baidu in authorization",
            vec![],
            "GET",
            "https://AIPAGE.baidubce.com",
            ("a", "b"),
            "content-type",
        ),
        (
            "baidu in authorization",
            vec![("signed_headers", "host")],
            "GET",
            AIPAGE,
            utf8,
            "x-bce-date",
        ),
        ("baidu in the query", vec![], "GET", AIPAGE, utf8, "x-bce-date"),
        ("baidu in authorization", vec![], "POST", "https://bj.bcebos.com/a", plain, ""),
        ("huawei", vec![], "POST", "https://h/", plain, ""),
        ("huawei", vec![], "POST", META_STUDIO, plain, "x-project-id"),
        ("huawei", vec![], "POST", META_STUDIO, ("X-Project-Id", "p"), ""),
        ("huawei, with project and domain", vec![], "GET", META_STUDIO, plain, ""),
        ("huawei token", vec![], "POST", META_STUDIO, plain, ""),
        ("apaas", vec![], "GET", STREAM_CHANNEL, plain, "requestid"),
        ("apaas", vec![], "GET", "https://ivh.tencentcloudapi.com/", plain, "host"),
        ("apaas", vec![], "POST", "https://gw.tvs.qq.com/v2", ("a", "b"), "content-type body"),
        (
            "baidu in authorization",
            vec![],
            "POST",
            &format!("{AIPAGE}?client%54oken={}", "t".repeat(64)),
            utf8,
            "",
        ),
        (
            "baidu in authorization",
            vec![],
            "POST",
            &format!("{AIPAGE}?clientToken={}", "t".repeat(65)),
            utf8,
            "clientToken",
        ),
        (
            "baidu in authorization",
            vec![],
            "POST",
            &format!("{AIPAGE}?clientToken=%E4%B8%AD"),
            utf8,
            "clientToken",
        ),
        ("tc3", vec![], "GET", CVM, plain, "x-tc-action x-tc-version"),
        ("tc3", vec![], "PUT", CVM, ("x-tc-version", "1"), "x-tc-action method"),
        ("tc3", vec![], "POST", CVM, ("X-TC-Action", "A"), "x-tc-version"),
        ("speech", vec![], "GET", ASR, plain, "engine_model_type voice_id"),
        (
            "speech",
            vec![],
            "GET",
            &format!("{ASR}?engine%5fmodel_type=16k_zh&voice_id=1"),
            plain,
            "",
        ),
        (
            "speech",
            vec![("api", "speech-translate")],
            "POST",
            "ws://asr.cloud.tencent.com/asr/v2/1?source=zh&voice_id=1",
            plain,
            "target trans_model path method tls",
        ),
        (
            "speech",
            vec![("api", "soe"), ("app_id", "7")],
            "GET",
            "wss://asr.cloud.tencent.com/soe/api/7?eval_mode=1&score_coeff=1",
            plain,
            "server_engine_type voice_id host",
        ),
        (
            "speech in a file",
            vec![],
            "GET",
            "https://asr.cloud.tencent.com/asr/flash/v1/125922?engine_type=1&voice_format=wav",
            plain,
            "path method",
        ),
        (
            "speech",
            vec![("api", "virtual-number"), ("app_id", "7")],
            "GET",
            "wss://asr.cloud.tencent.com/asr/virtual_number/v1/7",
            plain,
            "voice_id",
        ),
        (
            "speech",
            vec![("api", "vc-stream"), ("app_id", "7")],
            "GET",
            "wss://tts.cloud.tencent.com/vc_stream/7",
            plain,
            "",
        ),
        (
            "speech",
            vec![("api", "speech-translate"), ("app_id", "7")],
            "GET",
            "wss://asr.cloud.tencent.com/asr/speech_translate/7",
            plain,
            "source target trans_model voice_id",
        ),
        (
            "speech",
            vec![("api", "soe"), ("app_id", "7")],
            "GET",
            "wss://soe.cloud.tencent.com/soe/api/7",
            plain,
            "server_engine_type voice_id eval_mode score_coeff",
        ),
        (
            "speech in a file",
            vec![("app_id", "7")],
            "POST",
            "https://asr.cloud.tencent.com/asr/flash/v1/7",
            plain,
            "engine_type voice_format",
        ),
        ("speech synthesis", vec![], "GET", TTS, plain, "Action SessionId"),
        ("speech synthesis", vec![], "GET", &format!("{TTS}_podcast?Action=A"), plain, "SessionId"),
        ("speech synthesis", vec![], "GET", &format!("{TTS}v2?Action=A&SessionId=1"), plain, ""),
        ("speech synthesis", vec![], "GET", &format!("{TTS}/?SessionId=1"), plain, "Action path"),
        ("iflytek url", vec![], "GET", "wss://iat-api.xfyun.cn/v2/iat", plain, ""),
        ("iflytek url", vec![], "GET", "ws://iat-api.xfyun.cn/v2/iat", plain, ""),
        ("iflytek url", vec![], "POST", "wss://iat-api.xfyun.cn/v2/iat", plain, "method"),
        ("iflytek url", vec![], "POST", "https://api.xf-yun.com/v1/private/s1", plain, ""),
        ("iflytek digest", vec![], "POST", "https://itrans.xfyun.cn/v2/its", utf8, ""),
        (
            "iflytek digest",
            vec![],
            "POST",
            "https://itrans.xfyun.cn/v2/its",
            ("content-type", "text/plain"),
            "content-type",
        ),
        ("iflytek compliance", vec![], "POST", "https://audit.iflyaisol.com/a", plain, ""),
        ("rtasr-llm", vec![], "GET", "wss://rtasr.xfyun.cn/v1/ws", plain, "host"),
        ("xiling", vec![], "GET", "https://open.xiling.baidu.com/api", plain, ""),
        ("xiling", vec![("allow_clear_text", "true")], "GET", "http://h/api", plain, "tls"),
        ("rtasr", vec![], "GET", "wss://ast.abcpen.com/", plain, "host"),
        ("rtasr", vec![], "GET", "wss://rtasr.xfyun.cn/v1/ws", plain, ""),
        ("lfasr", vec![], "GET", "wss://rtasr.xfyun.cn/v1/ws", plain, "host"),
        ("lfasr", vec![], "POST", "https://raasr.xfyun.cn/v2/api/upload", plain, ""),
        ("lfasr", vec![], "POST", "https://raasr.xfyun.cn/api/upload", plain, "host"),
        ("abcpen in headers", vec![], "POST", "https://ast.ABCPEN.com/v1", plain, ""),
        ("huawei token", vec![], "POST", "https://h/", plain, ""),
        ("abcpen in headers", vec![("allow_clear_text", "true")], "GET", "ws://h/", plain, "tls"),
        ("abcpen in the query", vec![], "GET", "wss://h/", plain, ""),
        ("rtasr", vec![("allow_clear_text", "true")], "GET", "ws://h/", plain, ""),
    ] {
        let headers = [header];
        let request = Request::new(method, url).expect(url).with_headers(&headers).with_body("");
        let explanation = explain(signer_with(case, &settings).as_ref(), &request);
        let names: Vec<_> =
            explanation.absent().iter().map(polysign::explain::Absent::name).collect();
        assert_eq!(names.join(" "), expected, "{case} {method} {url} {header:?}");
        for absent in explanation.absent() {
            assert!(explanation.to_string().contains(&format!("\nabsent: {absent}\n")));
            assert!(absent.why().len() > 20, "{absent}");
        }
    }
}

#[test]
fn every_scheme_names_its_key_and_covers_what_it_says() {
    for (case, signer) in every_signer() {
        let request = Request::new("POST", "https://h.example.com/").expect(case);
        let explanation = explain(&signer, &request.with_body("{}"));
        let covers = signer.scheme().covers();
        // It leaves the query of a POST out.
        let covers = if case.starts_with("tc3") { covers.without_query() } else { covers };
        assert_eq!(explanation.covers(), covers, "{case}");
        let has_id = case != "huawei token";
        assert_eq!(explanation.key_id().is_some(), has_id, "{case}");
        assert_eq!(explanation.to_string().contains("\nkey id: "), has_id, "{case}");
    }
}

#[test]
fn what_was_sent_is_explained_by_what_was_kept_of_it() {
    let request = Request::new("POST", "https://example.com/a?Action=b").expect("a URL");
    let request = request.with_headers(HEADERS).with_body("{}");
    for (case, signer) in every_signer() {
        let sign = |context| signer.sign_with(&request, &context).expect(case);
        let signed = sign(context());
        let kept = signed.context().expect(case);
        let explanation = signer.explain(&request, &kept).expect(case);
        assert_eq!(explanation, explain(&*signer, &request), "{case}");
        assert_eq!(sign(kept).signature(), signed.signature(), "{case}");
    }
    assert_eq!(Signed::new().context(), None);
}

#[cfg(feature = "tencent")]
#[test]
fn the_body_of_the_digital_human_has_two_fields() {
    let headers = [("content-type", "application/json;charset=utf-8")];
    for (body, expected) in [
        (r#"{"Header":{},"Payload":{"Text":"x"}}"#, ""),
        (r#"{ "Payload" : {}, "Header" : {} }"#, ""),
        (r#"{"Payload":{}}"#, "body"),
        ("[]", "body"),
    ] {
        let request = Request::new("POST", "https://gw.tvs.qq.com/v2/ivh/x").expect("a URL");
        let request = request.with_headers(&headers).with_body(body);
        let explanation = explain(signer_with("apaas", &[]).as_ref(), &request);
        let absent = explanation.absent().iter();
        let names: Vec<_> = absent.map(polysign::explain::Absent::name).collect();
        assert_eq!(names.join(" "), expected, "{body}");
    }
}
