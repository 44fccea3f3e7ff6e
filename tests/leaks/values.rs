//! Values of every public type, each made where a secret is in reach.

use std::sync::Mutex;

use polysign::UnixTime;
use polysign::clock::{Clocked, Sent, ServerClock, SystemClock};
use polysign::explain::{Absent, Requirement, Text};
use polysign::request::{BodyDigest, Headers, UrlScheme};
use polysign::sign::{Covers, Draft, Nonce, Replaceable};
use polysign::{
    BodyHasher, Context, Error, ErrorKind, Explanation, Payload, Request, Scheme, Secret, Signer,
    UrlBuilder, baidu, huawei, iflytek, redact, tencent, zego,
};

use super::shown::Shown;
use crate::common::drawn::{Secrets, signers};
use crate::common::pieces::Pieces;

pub(crate) const URL: &str =
    "https://Api.example.com:8443/v1/%E4%B8%AD?page=1&name=%E5%90%8D%2Fx&Action=Do";
pub(crate) const CONTEXT: Context<'static> =
    Context::new(UnixTime::new(1_700_000_000)).with_random_nonce([7; 16]);

/// Of a signature a longer piece is looked for: one in hexadecimal has only 16 letters, and eight
/// of them do occur in a digest by chance.
pub(crate) const OF_A_SIGNATURE: usize = 14;

/// Signs with every scheme, puts all of it on a request, and shows that and all on the way.
pub(crate) fn show_requests(secrets: &Secrets, shown: &mut Shown, pieces: &mut Pieces) {
    for (_, signer) in signers(secrets) {
        shown.of_scheme(signer.scheme(), &*signer);
        let own = [("content-type", "application/json")];
        let request = Request::new("POST", URL).unwrap().with_headers(&own).with_body("{}");
        let mut signed = signer.sign_with(&request, &CONTEXT).unwrap();
        if let Some(signature) = signed.signature() {
            pieces.add(signature, OF_A_SIGNATURE);
        }
        shown.debug(&signed);
        let url = signed.url(&request).unwrap();
        shown.debug(&url);
        shown.debug(&url.clone());
        shown.text("redact", redact(url.expose()));
        shown.text("redact", redact(&format!("failed: \"{}\"", url.expose())));

        let headers: Vec<(String, String)> = { own.into_iter().chain(signed.headers()) }
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let carrying =
            Request::new("POST", url.expose()).unwrap().with_headers(&headers).with_body("{}");
        shown.debug(&carrying);
        shown.debug(&carrying.headers());
        shown.debug(&carrying.headers().iter());
        shown.display(&carrying.host().unwrap());
        show_explanation(&*signer, &carrying, secrets, shown);

        signer.sign_into(&carrying, &CONTEXT, &mut signed).unwrap();
        shown.debug(&signed);
        let late = Context::at(-1);
        shown.refused("time", signer.sign_into(&carrying, &late, &mut signed));
        shown.debug(&signed);
        show_http(&*signer, shown);
    }
}

fn show_explanation(
    signer: &dyn Signer,
    request: &Request<'_>,
    secrets: &Secrets,
    shown: &mut Shown,
) {
    let explanation = signer.explain(request, &CONTEXT).unwrap();
    show_comparisons(&explanation, secrets, shown);
    shown.display(&explanation);
    for (_, text) in explanation.stages() {
        shown.display(text);
        text.pieces().iter().for_each(|piece| shown.debug(piece));
    }
}

/// What a server may have echoed: all that was signed, with the credential's values in it, as it is
/// and with something else in front.
fn show_comparisons(explanation: &Explanation, secrets: &Secrets, shown: &mut Shown) {
    let scheme = explanation.scheme().name();
    let lookup = |field: &str| secrets.get(scheme, field);
    for (_, text) in explanation.stages() {
        let echoed = String::from_utf8(text.fill(lookup)).unwrap();
        let other_request = echoed.replace("page=1", "page=2").replacen("PO", "PU", 1);
        for text in [&echoed, &other_request, &echoed.replace('\n', "|"), &format!("{echoed}1")] {
            let body = serde_json::json!({ "error_msg": text }).to_string();
            for comparison in [explanation.compare(text), explanation.compare(body)] {
                shown.display(&comparison);
                shown.debug(&comparison.verdict());
                if let Some(difference) = comparison.differences().first() {
                    shown.display(difference);
                    shown.display(difference.component());
                    shown.display(&difference.cause().unwrap());
                }
            }
        }
    }
}

fn show_http(signer: &dyn Signer, shown: &mut Shown) {
    let signing = polysign::http::Signing::new(signer).with_context(CONTEXT);
    shown.debug(&signing);
    let request = http::Request::post(URL).header("content-type", "application/json");
    let mut request = request.body("{}").unwrap();
    signing.request(&mut request).unwrap();
    // The map is the client's; what is in it has to be marked.
    shown.text("HeaderMap", format!("{:?}", request.headers()));
    let uri = request.uri().to_string();
    let sent = Request::new("POST", &uri).unwrap().with_headers(request.headers()).with_body("{}");
    shown.debug(&sent);
    shown.debug(&polysign::explain::SentContext::read(signer, &sent).unwrap());
    shown.display(&polysign::http::explain(signer, &request).unwrap());
}

pub(crate) fn show_credentials(secrets: &Secrets, shown: &mut Shown) {
    let auth_token = &secrets["huawei/token"];
    shown.debug(&Secret::new("secret", &secrets["zego/server_secret"]).unwrap());
    shown.debug(&Secret::for_header("token", auth_token).unwrap());

    shown.debug(&zego::ServerSecret::new(1, &secrets["zego/server_secret"]).unwrap());

    shown.debug(&tencent::AppKey::new("k", &secrets["tencent/access_token"]).unwrap());
    let tencent = tencent::ApiKey::new("k", &secrets["tencent/secret_key"]).unwrap();
    let tencent = tencent.with_token(&secrets["tencent/token"]).unwrap();
    shown.debug(&tencent.with_app_id("1").unwrap());
    shown.debug(&tencent::SpeechApi::AsrV2);

    let baidu = baidu::AccessKey::new("k", &secrets["baidu/secret_access_key"]).unwrap();
    shown.debug(&baidu.with_session_token(&secrets["baidu/session_token"]).unwrap());
    shown.debug(&baidu::Placement::Query);
    shown.debug(&baidu::Expiration::DEFAULT);
    shown.debug(&baidu::SignedHeaders::exact(["host", "x-a"]).unwrap());

    let huawei = huawei::AccessKey::new("k", &secrets["huawei/secret_key"]).unwrap();
    shown.debug(&huawei.with_security_token(&secrets["huawei/security_token"]).unwrap());
    shown.debug(&huawei::SignedHeaders::standard_with(["x_a"; 0], ["x-b"]).unwrap());
    let token = huawei::Token::new(auth_token).unwrap().with_expires_at(1_700_000_000);
    shown.debug(&token);
    shown.debug(&token.temporary_key_body(900).unwrap());
    let login =
        huawei::PasswordLogin::new("user", &secrets["zego/server_secret"], "domain").unwrap();
    let scope = huawei::TokenScope::Project(huawei::IamName::Id("project".to_owned()));
    shown.debug(&huawei::IamName::from("domain"));
    shown.debug(&scope);
    shown.debug(&login);
    let agency = huawei::AgencyLogin::new("agency", "domain").unwrap();
    shown.debug(&agency.with_scope(scope.clone()).unwrap());
    let login = login
        .with_scope(scope)
        .unwrap()
        .with_passcode("user", &secrets["huawei/secret_key"])
        .unwrap();
    shown.debug(&login);
    let body = login.body();
    shown.debug(&body);
    let request = Request::new("POST", URL).unwrap().with_body(body.expose());
    shown.debug(&request);
    shown.debug(&request.payload().unwrap());

    shown.debug(&baidu::XilingApp::new("k", &secrets["baidu/app_key"]).unwrap());
    shown.debug(&baidu::XilingPlacement::Query);
    shown.debug(&baidu::XilingSpelling::Millis);
    let iflytek = iflytek::ApiKey::new("k", &secrets["iflytek/api_secret"]).unwrap();
    shown.debug(&iflytek.with_app_id("a").unwrap());
    shown.debug(&iflytek::AccessKeyApi::IfasrLlm);
    shown.debug(&iflytek::AppSecret::new("k", &secrets["iflytek/secret"]).unwrap());
    shown.debug(&iflytek::Dialect::Rtasr);
}

const HEADERS: &[&str] = &["x-f0", "x-f1", "x-f2", "x-f3", "x-f4", "x-f5"];
const QUERY: &[&str] = &["foreign_token", "f1", "f2", "f3", "f4", "f5"];

static FOREIGN: Scheme = Scheme::new("foreign/scheme")
    .with_secret_headers(HEADERS)
    .with_headers(HEADERS)
    .with_query(QUERY)
    .with_secret_query(QUERY);

/// A custom signer that shows its draft while it writes.
struct Showing<'a> {
    token: &'a str,
    shown: Mutex<&'a mut Shown>,
}

impl core::fmt::Debug for Showing<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Showing")
    }
}

impl Signer for Showing<'_> {
    fn scheme(&self) -> &'static Scheme {
        &FOREIGN
    }

    fn write(&self, _: &Request<'_>, draft: &mut Draft<'_, '_>) -> Result<(), Error> {
        let (token, mut shown) = (self.token, self.shown.lock().unwrap());
        for (header, parameter) in HEADERS.iter().zip(QUERY) {
            draft.header(header, |value| {
                token.char_indices().for_each(|(at, letter)| {
                    value.push(&token[at..at + letter.len_utf8()]);
                });
                value.push_signature(token);
                shown.debug(value);
            });
            draft.query(parameter, |value| value.push(token));
            shown.debug(draft);
        }
        Ok(())
    }
}

pub(crate) fn show_draft(secrets: &Secrets, shown: &mut Shown) {
    let request = Request::new("GET", URL).unwrap();
    let signer = Showing { token: &secrets["huawei/security_token"], shown: Mutex::new(shown) };
    let signed = signer.sign_with(&request, &CONTEXT);
    let signed = signed.expect("fields that can be sent");
    shown.debug(&signed);
}

pub(crate) fn show_signed_url_of_a_foreign_scheme(token: &str, shown: &mut Shown) {
    let request = Request::new("GET", URL).unwrap();
    let signer = Showing { token, shown: Mutex::new(shown) };
    let signed = signer.sign_with(&request, &CONTEXT);
    let url = signed.expect("fields that can be sent").url(&request);
    let url = url.unwrap();
    assert!(url.expose().contains("foreign_token="));
    shown.debug(&url);
}

pub(crate) fn show_wrappers(secrets: &Secrets, shown: &mut Shown) {
    let signer = || {
        let token = huawei::Token::new(&secrets["huawei/token"]).unwrap();
        huawei::AuthToken::new(token)
    };
    shown.debug(&Clocked::new(signer(), SystemClock::new().with_correction(1)));
    let secret = secrets["zego/server_secret"].clone();
    let clock = move |_: &Request<'_>| Ok(secret.len() as i64);
    shown.debug(&Clocked::new(signer(), clock));
    shown.debug(&SystemClock::new().with_correction(1));
    shown.debug(&CONTEXT.time());
    shown.text("UnixTime", CONTEXT.time().to_string());
    show_server_clock(secrets, signer(), shown);
    let replaceable = Replaceable::new(signer());
    replaceable.replace(signer());
    shown.debug(&replaceable);
    shown.debug(&replaceable.clone());
    shown.debug(&replaceable.current());
    let boxed: Box<dyn Signer> = Box::new(Replaceable::new(signer()));
    shown.debug(&boxed);
}

/// A clock that is told of a request and a response with secrets in them.
fn show_server_clock(secrets: &Secrets, signer: impl Signer, shown: &mut Shown) {
    let clock = ServerClock::new().with_max_correction(std::time::Duration::MAX);
    let headers = [("x-token", secrets["huawei/token"].as_str())];
    let request = Request::new("GET", URL).unwrap().with_headers(&headers);
    let (sent, token) = (Sent::now(), secrets["huawei/token"].as_str());
    let trip = sent.received();
    shown.debug(&sent);
    shown.debug(&trip);
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for headers in [[("date", token), ("x", "y")], [("date", date), ("set-cookie", token)]] {
        shown.debug(&clock.observe(&request, &headers, trip));
    }
    shown.debug(&clock.offset(&request).unwrap());
    shown.debug(&Clocked::new(signer, clock.clone()));
    shown.debug(&clock);
}

/// Types that no secret should get near to.
pub(crate) fn show_the_rest(secrets: &Secrets, shown: &mut Shown) {
    shown.debug(&CONTEXT);
    shown.debug(&Nonce::Random([7; 16]));
    shown.debug(&Covers::NOTHING);
    shown.debug(&UrlScheme::Wss);
    shown.debug(&ErrorKind::TooLarge);
    shown.debug(&UrlBuilder::new(URL).unwrap());
    polysign::schemes().for_each(|scheme| shown.debug(scheme));
    let mut hasher = BodyHasher::sha256();
    hasher.update(&secrets["zego/server_secret"]);
    shown.debug(&hasher);
    shown.debug(&hasher.finish());
    shown.debug(&BodyDigest::sha256([7; 32], 7));
    shown.debug(&Payload::Bytes(secrets["zego/server_secret"].as_bytes()));
    let fields = [("x-token", secrets["zego/server_secret"].as_str())];
    shown.debug(&Headers::from(&fields));
    let mut text = Text::new();
    text.push_gap("token", true);
    shown.display(&text);
    let mut explanation = Explanation::new(&FOREIGN, &Request::new("GET", URL).unwrap());
    explanation.add_stage("text", text);
    explanation.add_absent(Absent::new(Requirement::Tls, "is required"));
    shown.display(&explanation);
    shown.display(&explanation.absent()[0]);
    shown.debug(&Requirement::Tls);
}

/// Builders that start with a URL that was signed, as for a request to be signed again.
pub(crate) fn show_url_builders(secrets: &Secrets, shown: &mut Shown, pieces: &mut Pieces) {
    for (_, signer) in signers(secrets) {
        let request = Request::new("GET", URL).unwrap();
        let signed = signer.sign_with(&request, &CONTEXT).unwrap();
        if let Some(signature) = signed.signature() {
            pieces.add(signature, OF_A_SIGNATURE);
        }
        let url = signed.url(&request).unwrap();
        shown.debug(&UrlBuilder::new(url.expose()).unwrap().with_pair("more", "x"));
    }
}
