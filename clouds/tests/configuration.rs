//! Schemes of another crate in a registry: names, serialised configuration, layers and redaction work for
//! them as for those of the library.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::{SystemTime, UNIX_EPOCH};

use polysign::registry::{Registry, SignerConfig};
use polysign::tower::SignLayer;
use polysign::verify::Policy;
use polysign::{Context, Request, Signer, UnixTime};
use polysign_clouds::{aliyun, aws, volcengine};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer};
use serde_json::{Value, json};
use tower::{Layer, Service};

mod common;

static REGISTRY: Registry = Registry::new(&[polysign::registry::ENTRIES, polysign_clouds::ENTRIES]);

const SECRET: &str = "9193cc662a4c0ec135ec71fb57194b38";

/// The configuration of a signer in a program that knows the schemes of both crates.
#[derive(Debug)]
struct Configured(SignerConfig);

impl<'de> Deserialize<'de> for Configured {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        REGISTRY.deserialize(deserializer).map(Self)
    }
}

/// Each scheme of this crate with what it needs.
fn configurations() -> [(&'static str, Value); 4] {
    let aliyun = json!({ "access_key_id": "id", "access_key_secret": SECRET });
    let scoped = json!({ "access_key_id": "id", "secret_access_key": SECRET });
    let place = json!({ "region": "us-east-1", "service": "iam" });
    let of = |scheme: &str, credential: &Value, options: &Value| json!({ "scheme": scheme, "credential": credential, "options": options });
    [
        ("iam.amazonaws.com", of("aws/sigv4", &scoped, &place)),
        ("open.volcengineapi.com", of("volcengine/hmac-sha256", &scoped, &place)),
        ("ecs.aliyuncs.com", of("aliyun/acs3-hmac-sha256", &aliyun, &json!({}))),
        ("sts.aliyuncs.com", of("aliyun/rpc-hmac-sha1", &aliyun, &json!({}))),
    ]
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(value: Value) -> String {
    let error = serde_json::from_value::<T>(value).expect_err("it is wrong").to_string();
    assert!(!error.contains(SECRET), "{error}");
    error
}

#[test]
fn a_configuration_names_schemes_of_both_crates() {
    let request = Request::new("GET", "https://example.com/").expect("a URL");
    let zego = json!({ "scheme": "zego/server-api-v2", "credential": { "app_id": 1, "server_secret": SECRET } });
    for config in configurations().map(|(_, config)| config).into_iter().chain([zego]) {
        let Configured(read) = serde_json::from_value(config.clone()).expect("a configuration");
        assert_eq!(read.scheme(), config["scheme"]);
        assert!(!format!("{read:?}").contains(SECRET));
        let signer = read.signer().expect("a signer");
        let signed = signer.sign(&request).expect("a signature");
        assert_eq!(signed.scheme().expect("one").name(), read.scheme());
    }
    let (_, aws) = &configurations()[0];
    let error = refused::<SignerConfig>(aws.clone());
    assert!(error.contains("is not known"), "{error}");
}

#[test]
fn a_wrong_configuration_is_refused_with_the_nearest_name() {
    let (_, right) = &configurations()[0];
    for (part, key, name) in [
        ("credential", "secret_key", "secret_access_key"),
        ("credential", "acces_key_id", "access_key_id"),
        ("options", "regio", "region"),
        ("options", "normalise_path", "normalize_path"),
    ] {
        let mut wrong = right.clone();
        wrong[part][key] = json!(SECRET);
        let error = refused::<Configured>(wrong);
        assert!(error.contains(key) && error.contains(name), "{error}");
    }
    let mut wrong = right.clone();
    wrong["scheme"] = json!("aws/sigv5");
    assert!(refused::<Configured>(wrong).contains("aws/sigv4"));
    let mut wrong = right.clone();
    wrong["credential"]["secret_access_key"] = json!(9_193_662);
    assert!(refused::<Configured>(wrong).contains("secret_access_key"));
}

#[test]
fn credentials_are_read_from_maps() {
    let scoped =
        json!({ "access_key_id": "id", "secret_access_key": SECRET, "session_token": "t" });
    let aliyun =
        json!({ "access_key_id": "id", "access_key_secret": SECRET, "security_token": "t" });
    let shown = [
        format!("{:?}", serde_json::from_value::<aws::AccessKey>(scoped.clone()).expect("a key")),
        format!("{:?}", serde_json::from_value::<volcengine::AccessKey>(scoped).expect("a key")),
        format!("{:?}", serde_json::from_value::<aliyun::AccessKey>(aliyun).expect("a key")),
    ];
    for shown in shown {
        assert!(shown.contains("\"id\"") && !shown.contains(SECRET), "{shown}");
    }
    let unknown = json!({ "access_key_id": "id", "secret": SECRET });
    assert!(refused::<aws::AccessKey>(unknown.clone()).contains("secret_access_key"));
    assert!(refused::<volcengine::AccessKey>(unknown.clone()).contains("secret_access_key"));
    assert!(refused::<aliyun::AccessKey>(unknown).contains("access_key_secret"));
    let slashed = json!({ "access_key_id": "a/b", "secret_access_key": SECRET });
    assert!(refused::<aws::AccessKey>(slashed).contains("access_key_id"));
}

/// A client that keeps what it is given.
#[derive(Clone, Default)]
struct Client(Arc<Mutex<Vec<http::Request<Vec<u8>>>>>);

impl Service<http::Request<Vec<u8>>> for Client {
    type Response = ();
    type Error = std::io::Error;
    type Future = std::future::Ready<Result<(), std::io::Error>>;

    fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Vec<u8>>) -> Self::Future {
        self.0.lock().expect("not poisoned").push(request);
        std::future::ready(Ok(()))
    }
}

/// Sends a request through the layer and returns what the client is given.
fn sent(layer: &SignLayer, url: &str) -> http::Request<Vec<u8>> {
    let client = Client::default();
    let request = http::Request::get(url).body(Vec::new()).expect("a request");
    let call = pin!(layer.layer(client.clone()).call(request));
    let Poll::Ready(done) = call.poll(&mut TaskContext::from_waker(Waker::noop())) else {
        panic!("nothing here has to be waited for");
    };
    done.expect("signed and sent");
    client.0.lock().expect("not poisoned").pop().expect("one request")
}

#[test]
fn a_layer_signs_for_their_hosts() {
    let configs = configurations().map(|(host, config)| {
        let Configured(config) = serde_json::from_value(config).expect("a configuration");
        (host, config)
    });
    let layer = SignLayer::from_config(configs.iter().map(|(host, config)| (host, config)));
    let layer = layer.expect("four hosts");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let now = UnixTime::new(i64::try_from(now).expect("near"));
    for (host, config) in &configs {
        let sent = sent(&layer, &format!("https://{host}/?Action=ListUsers&Version=2010-05-08"));
        let url = sent.uri().to_string();
        let mut headers: Vec<_> =
            sent.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        headers.push(("host", host.as_bytes()));
        let request =
            Request::new("GET", &url).expect("a URL").with_headers(&headers).with_body("");
        let setting = |key: &str| match key {
            "access_key_id" => Some("id".to_owned()),
            "region" => Some("us-east-1".to_owned()),
            "service" => Some("iam".to_owned()),
            "secret_access_key" | "access_key_secret" => Some(SECRET.to_owned()),
            _ => None,
        };
        let verifier = common::verifier(config.scheme(), &setting, Policy::new());
        let verified = verifier.verify(&request, now);
        assert_eq!(verified.expect(host).key_id(), "id");
    }
}

#[test]
fn what_they_sign_is_redacted() {
    let request = Request::new("GET", "https://example.com/?Action=A&Version=1").expect("a URL");
    let context = Context::at(1_700_000_000).with_nonce("a-nonce");
    let place =
        [("region", "us-east-1"), ("service", "iam"), ("expires_in", "60"), ("placement", "query")];
    for (scheme, secret, token) in [
        ("aws/sigv4", "secret_access_key", "session_token"),
        ("volcengine/hmac-sha256", "secret_access_key", "session_token"),
        ("aliyun/acs3-hmac-sha256", "access_key_secret", "security_token"),
        ("aliyun/rpc-hmac-sha1", "access_key_secret", "security_token"),
    ] {
        let credential = [("access_key_id", "id"), (secret, SECRET), (token, "token-of-the-key")];
        let options = if scheme.starts_with("aliyun") { &[][..] } else { &place };
        let pairs = credential.iter().chain(options).map(|(key, value)| (key, value));
        let signer = REGISTRY.signer_from_pairs(scheme, pairs).expect("a signer");
        let signed = signer.sign_with(&request, &context).expect("a signature");
        let signature = signed.signature().expect("one").to_owned();
        let url = signed.url(&request).expect("a URL");
        let headers: Vec<_> =
            signed.headers().map(|(name, value)| format!("{name}: {value}")).collect();
        let log = format!("GET {}\n{}", url.expose(), headers.join("\n"));
        assert!(log.contains("token-of-the-key"), "{log}");
        for shown in [
            signer.scheme().redact(&log).into_owned(),
            polysign::redact(&log).into_owned(),
            format!("{signed:?} {signer:?} {url:?}"),
        ] {
            let found = [&*signature, "token-of-the-key", SECRET]
                .into_iter()
                .find(|text| shown.contains(text));
            assert_eq!(found, None, "{scheme}: {shown}");
        }
    }
}
