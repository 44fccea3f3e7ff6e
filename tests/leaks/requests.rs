//! Every way in which a request is refused: when it is made, signed, or written.

use std::fmt::Write;

use polysign::request::UrlScheme;
use polysign::{Context, Request, Signed, Signer, UrlBuilder, huawei};

use super::shown::Shown;
use super::values::{CONTEXT, URL};
use crate::common::drawn::{Secrets, signers};

/// The secret of this function's `secrets["zego/server_secret"]` is of letters and digits.
pub(crate) fn refuse_requests(secrets: &Secrets, shown: &mut Shown) {
    let secret = &secrets["zego/server_secret"];
    for method in [format!("{secret} "), format!("GET\r\n{secret}")] {
        shown.refused("method", Request::new(&method, URL));
    }
    for url in [
        secret.clone(),
        format!("/{secret}"),
        format!("{secret}://h/"),
        format!("https://user:{secret}@h/"),
        format!("https://{secret}:{secret}@h/"),
        format!("https://h:{secret}/"),
        format!("https://[{secret}]/"),
        format!("https://[{secret}/"),
        format!("https://{secret}.1.2.3.4.5/"),
        format!("https://{secret} {secret}/"),
        format!("https://h/{secret} x"),
        format!("https://h/{secret}\\x"),
        format!("https://h/?key={secret}%"),
        format!("https://h/?key=%zz{secret}"),
        format!("https://h/?key={secret}é"),
        format!("https://h/#{secret}\n"),
    ] {
        shown.refused(&url, Request::new("GET", &url));
        shown.refused(&url, UrlBuilder::new(&url));
    }
    shown.refused("scheme", UrlScheme::read(secret));
    for [scheme, authority, target] in [
        [secret.as_str(), "h", "/"],
        ["https", &format!("{secret}@h"), "/"],
        ["https", "h", secret],
        ["https", "h", &format!("/?{secret}=%")],
    ] {
        let parts = Request::from_parts("GET", scheme, authority, target);
        shown.refused("parts", parts);
    }
    let bad = [
        ("host".to_owned(), format!("{secret}@h")),
        ("host".to_owned(), format!("{secret}钥")),
        ("x-token".to_owned(), format!("{secret}\r\nx: y")),
        (format!("{secret}: x"), secret.clone()),
    ];
    for header in &bad {
        let headers = [header.clone()];
        let request = Request::new("GET", URL).unwrap().with_headers(&headers);
        shown.refused("headers", request.host());
        for (name, signer) in signers(secrets) {
            shown.refused(name, signer.sign_with(&request, &CONTEXT));
            shown.refused(name, signer.explain(&request, &CONTEXT));
        }
    }
    let twice = [("host", secret.as_str()), ("Host", secret)];
    let request = Request::new("GET", URL).unwrap().with_headers(&twice);
    shown.refused("host twice", request.host());
}

pub(crate) fn refuse_to_sign(secrets: &Secrets, shown: &mut Shown) {
    let secret = &secrets["zego/server_secret"];
    let mut signed = Signed::new();
    for (name, signer) in signers(secrets) {
        let covers = signer.scheme().covers();
        let mut refuse = |request: Request<'_>, context: &Context<'_>| {
            // What a former signature left is wiped by then.
            let good = Request::new("POST", URL).unwrap().with_body(secret);
            signer.sign_into(&good, &CONTEXT, &mut signed).unwrap();
            let result = signer.sign_into(&request, context, &mut signed);
            shown.refused(name, result);
            shown.refused(name, signer.explain(&request, context));
            shown.debug(&signed);
        };
        let path = format!("https://h/{secret}/../{secret}?k={secret}");
        refuse(Request::new("GET", URL).unwrap(), &Context::at(i64::MAX));
        if signer.scheme().needs_nonce() {
            let nonce = format!("{secret}\n");
            refuse(Request::new("GET", URL).unwrap(), &Context::at(0));
            refuse(Request::new("GET", URL).unwrap(), &Context::at(0).with_nonce(&nonce));
        }
        if covers.method() {
            refuse(Request::new("get", &path).unwrap(), &CONTEXT);
        }
        if covers.body() {
            refuse(Request::new("POST", URL).unwrap(), &CONTEXT);
            refuse(Request::new("GET", &path).unwrap(), &CONTEXT);
        }
        if covers.is_nothing() {
            let url = format!("http://h/?token={secret}");
            refuse(Request::new("GET", &url).unwrap(), &CONTEXT);
        }
    }
    let expired = huawei::Token::new(&secrets["huawei/token"]).unwrap().with_expires_at(1);
    let expired = huawei::AuthToken::new(expired);
    let request = Request::new("GET", URL).unwrap();
    shown.refused("expired", expired.sign(&request));
}

pub(crate) fn refuse_to_apply(secrets: &Secrets, shown: &mut Shown) {
    let secret = &secrets["zego/server_secret"];
    let other = format!("https://h/{secret}?signature={secret}");
    let mut too_long = "https://h/?x=".to_owned();
    write!(too_long, "{secret:x>65521}").unwrap();
    for (name, signer) in signers(secrets) {
        let signer = &*signer;
        let request = Request::new("POST", URL).unwrap().with_body("{}");
        let signed = signer.sign_with(&request, &CONTEXT).unwrap();
        shown.refused(name, signed.url(&Request::new("POST", &other).unwrap()));
        shown.refused(name, Signed::new().url(&request));

        let signing = polysign::http::Signing::new(signer).with_context(CONTEXT);
        let relative = format!("/{secret}");
        let mut relative = http::Request::post(relative).body("{}").unwrap();
        shown.refused(name, signing.request(&mut relative));
        let mut other_host = http::Request::post(URL).header("host", secret).body("{}").unwrap();
        shown.refused(name, signing.request(&mut other_host));
        let url = format!("{URL}%zz{secret}");
        let headers = &mut http::HeaderMap::new();
        shown.refused(name, signing.headers(secret, &url, headers, None));
        if !signer.scheme().query().is_empty() {
            let mut too_long = http::Request::post(&too_long).body("{}").unwrap();
            shown.refused(name, signing.request(&mut too_long));
        }
    }
}
