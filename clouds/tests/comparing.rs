//! What servers echo of the text that they signed is compared with ours.

use polysign::compare::Verdict;
use polysign::registry::Registry;
use polysign::{Context, Explanation, Request};

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

fn explain(scheme: &str, options: &[(&str, &str)], url: &str) -> Explanation {
    let secret =
        if scheme.starts_with("aliyun") { "access_key_secret" } else { "secret_access_key" };
    let all = [("access_key_id", "AKIDEXAMPLE"), (secret, "secret-of-the-example")];
    let all: Vec<(&str, &str)> = all.into_iter().chain(options.iter().copied()).collect();
    let signer = REGISTRY.signer_from_pairs(scheme, all).expect("a signer");
    let headers = [("x-acs-action", "A"), ("x-amz-acl", "private")];
    let request = Request::new("GET", url).expect("a URL").with_headers(&headers);
    let context = Context::at(1_440_938_160).with_nonce("5f0c3a52e7d94c0f8a3c9d1b2e4f6a70");
    signer.explain(&request, &context).expect("explained")
}

fn stage(explanation: &Explanation, name: &str) -> String {
    explanation.stage(name).expect(name).to_string()
}

const S3: &[(&str, &str)] = &[("region", "us-east-1"), ("service", "s3")];
const STS: &[(&str, &str)] = &[("region", "us-east-1"), ("service", "es")];

fn s3(canonical: &str, string_to_sign: &str) -> String {
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x} ")).collect::<String>();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>The \
         request signature we calculated does not match the signature you provided. Check your key and \
         signing method.</Message><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId><StringToSign>{}</StringToSign>\
         <SignatureProvided>00</SignatureProvided><StringToSignBytes>{}</StringToSignBytes>\
         <CanonicalRequest>{}</CanonicalRequest><CanonicalRequestBytes>{}</CanonicalRequestBytes>\
         <RequestId>4442587FB7D0A2F9</RequestId><HostId>x</HostId></Error>",
        string_to_sign,
        hex(string_to_sign),
        canonical.replace('&', "&amp;"),
        hex(canonical),
    )
}

fn json(canonical: &str, string_to_sign: &str) -> String {
    let message = format!(
        "The request signature we calculated does not match the signature you provided. Check your AWS \
         Secret Access Key and signing method. Consult the service documentation for details.\n\nThe \
         Canonical String for this request should have been\n'{canonical}'\n\nThe String-to-Sign should \
         have been\n'{string_to_sign}'\n"
    );
    serde_json::json!({ "message": message }).to_string()
}

#[test]
fn echoes_of_aws_are_read() {
    for (options, url, echo) in [
        (S3, "https://bucket.s3.amazonaws.com/key?b=2&a=1", s3 as fn(&str, &str) -> String),
        (STS, "https://search.us-east-1.es.amazonaws.com/_all?b=2&a=1", json),
    ] {
        let explanation = explain("aws/sigv4", options, url);
        let canonical = stage(&explanation, "canonical_request");
        let string_to_sign = stage(&explanation, "string_to_sign");
        let same = explanation.compare(echo(&canonical, &string_to_sign));
        assert_eq!(same.verdict(), Verdict::Same, "{same}");
        let theirs = canonical.replace("a=1&b=2", "a=1&b=3");
        let other = explanation.compare(echo(&theirs, &string_to_sign));
        assert_eq!(other.verdict(), Verdict::Different, "{other}");
        assert!(other.to_string().contains('b'), "{other}");
    }
}

#[test]
fn echoes_of_aliyun_are_read() {
    let url = "https://ecs.aliyuncs.com/?Action=A&Version=2014-05-26&b=2";
    let acs3 = explain("aliyun/acs3-hmac-sha256", &[], url);
    let echo = |text: &str| {
        let message = format!(
            "Specified signature does not match our calculation. server StringToSign is [{text}]"
        );
        serde_json::json!({ "Code": "SignatureDoesNotMatch", "Message": message }).to_string()
    };
    let text = stage(&acs3, "string_to_sign");
    assert_eq!(acs3.compare(echo(&text)).verdict(), Verdict::Same);
    let other = format!("{}0", &text[..text.len() - 1]);
    assert_ne!(acs3.compare(echo(&other)).verdict(), Verdict::Same);

    let rpc = explain("aliyun/rpc-hmac-sha1", &[], url);
    let echo = |text: &str| {
        let message = format!(
            "Specified signature is not matched with our calculation. server string to sign is:{text}"
        );
        serde_json::json!({ "Code": "SignatureDoesNotMatch", "Message": message }).to_string()
    };
    let text = stage(&rpc, "string_to_sign");
    assert_eq!(rpc.compare(echo(&text)).verdict(), Verdict::Same);
    let other = rpc.compare(echo(&text.replace("b%3D2", "b%3D3")));
    assert_eq!(other.verdict(), Verdict::Different, "{other}");
}
