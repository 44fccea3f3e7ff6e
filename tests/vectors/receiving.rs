//! Lines of schemes whose requests only arrive: a verifier is to accept them, or to say why not.

use polysign::verify::{Reason, Rejection};
use serde_json::{Map, Value};

use super::{object, only_keys, text};

/// What a verifier says of a call that it accepts, by the keys of `expect`.
type Facts = Vec<(&'static str, Value)>;

/// A label of `expect.error`: why a call is not accepted, or why the verifier cannot be made.
type Refused = String;

/// Verifies the request of a line.
type Receiver = fn(&Line<'_>) -> Result<Facts, Refused>;

/// The schemes of the vendors that are compiled in.
const RECEIVERS: &[(&str, Receiver)] = &[
    #[cfg(feature = "zego")]
    ("zego/callback-json", zego),
    #[cfg(feature = "huawei")]
    ("huawei/mss-callback", huawei),
];

pub(super) fn receiver(scheme: &str) -> Option<Receiver> {
    let row = RECEIVERS.iter().find(|(name, _)| *name == scheme);
    row.map(|(_, receiver)| *receiver)
}

/// A line whose form was checked.
pub(super) struct Line<'l> {
    credential: &'l Value,
    options: &'l Map<String, Value>,
    method: &'l str,
    url: &'l str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    now: i64,
    window: u32,
}

pub(super) fn check(line: &Value, receiver: Receiver) -> Result<(), String> {
    let options = object(&line["options"], "options")?;
    only_keys(options, &["form", "url", "reading", "unit", "window"])?;
    let (headers, body) = super::headers_and_body(line)?;
    let now = line["time"].as_i64().ok_or("time is not a number")?;
    let window = options.get("window").and_then(Value::as_u64).ok_or("no window")?;
    let answer = receiver(&Line {
        credential: &line["credential"],
        options,
        method: text(&line["request"], "method"),
        url: text(&line["request"], "url"),
        headers,
        body,
        now,
        window: u32::try_from(window).map_err(|e| format!("window: {e}"))?,
    });
    compare(object(&line["expect"], "expect")?, answer)
}

fn compare(expect: &Map<String, Value>, answer: Result<Facts, Refused>) -> Result<(), String> {
    let facts = match answer {
        Err(found) => {
            let is_it = expect.get("error").is_some_and(|label| *label == found);
            return if is_it { Ok(()) } else { Err(format!("was refused: {found}")) };
        }
        Ok(facts) => facts,
    };
    let known: Vec<_> = facts.iter().map(|(name, _)| *name).collect();
    only_keys(expect, &known)?;
    for (name, found) in facts {
        if expect.get(name).is_some_and(|expected| *expected != found) {
            return Err(format!("{name}: expected {}, found {found}", expect[name]));
        }
    }
    match expect.get("accepted") {
        Some(_) => Ok(()),
        None => Err("was accepted".to_owned()),
    }
}

/// The label of a rejection.
fn label(rejection: &Rejection) -> Refused {
    let has = |words: &str| rejection.detail().contains(words);
    let label = match rejection.reason() {
        Reason::NotSigned => "missing",
        Reason::Clock => "outside-window",
        Reason::BadSignature => "wrong-signature",
        Reason::Malformed if has("JSON") || has("neither text") => "malformed-body",
        Reason::Malformed if has("twice") => "repeated",
        Reason::Malformed if has("missing") => "missing",
        Reason::Malformed if has("time") || has("Time") => "malformed-time",
        Reason::Malformed => "malformed-signature",
        other => other.as_str(),
    };
    label.to_owned()
}

fn kind(error: polysign::Error) -> Refused {
    error.kind().as_str().to_owned()
}

fn policy(line: &Line<'_>) -> polysign::verify::Policy {
    polysign::verify::Policy::new().with_clock_window(line.window)
}

#[cfg(feature = "zego")]
fn zego(line: &Line<'_>) -> Result<Facts, Refused> {
    use polysign::verify::TimeUnit;
    use polysign::zego::{Callback, CallbackVerifier};

    let secret = text(line.credential, "server_secret");
    let verifier = CallbackVerifier::new(secret).map_err(kind)?.with_policy(policy(line));
    let verifier = match line.options.get("unit").and_then(Value::as_str) {
        Some("seconds") => verifier.with_time_unit(TimeUnit::Seconds),
        Some("milliseconds") => verifier.with_time_unit(TimeUnit::Milliseconds),
        _ => verifier,
    };
    let callback = Callback::from_json(&line.body).map_err(|rejection| label(&rejection))?;
    let verified = verifier.verify(&callback, line.now).map_err(|rejection| label(&rejection))?;
    let mut parts = [secret, callback.timestamp(), callback.nonce()];
    parts.sort_unstable();
    Ok(vec![
        ("accepted", true.into()),
        ("signed_at", verified.signed_at().map(i64::from).into()),
        ("signature", verifier.signature(callback.timestamp(), callback.nonce()).into()),
        ("string_to_sign", parts.concat().into()),
        ("timestamp", callback.timestamp().into()),
        ("nonce", callback.nonce().into()),
    ])
}

#[cfg(feature = "huawei")]
fn huawei(line: &Line<'_>) -> Result<Facts, Refused> {
    use polysign::huawei::{CallbackForm, MssCallbackVerifier, UrlReading};

    let mut verifier = MssCallbackVerifier::new(huawei_key(line)?).with_policy(policy(line));
    match line.options.get("reading").and_then(Value::as_str) {
        Some("with-scheme") => verifier = verifier.with_reading(UrlReading::WithScheme),
        Some("without-scheme") => verifier = verifier.with_reading(UrlReading::WithoutScheme),
        _ => {}
    }
    let request = polysign::Request::new(line.method, line.url).map_err(kind)?;
    let request = request.with_headers(&line.headers).with_body(&line.body);
    let accepted = verifier.accept(&request, line.now).map_err(|rejection| label(&rejection))?;
    let reading = match accepted.reading {
        UrlReading::WithScheme => "with-scheme",
        UrlReading::WithoutScheme => "without-scheme",
    };
    let signed_at = accepted.verified.signed_at().expect("a call has a time");
    let [secret, time] = match huawei_form(line) {
        CallbackForm::Live => ["hwSecret", "hwTime"],
        CallbackForm::Task | CallbackForm::Llm => ["secret", "time_stamp"],
        _ => ["x-hw-mss-secret", "x-hw-mss-time"],
    };
    let sent = |name: &str| {
        let headers = line.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut fields = headers.chain(request.query_pairs());
        fields.find(|(other, _)| *other == name).map(|(_, value)| value.to_ascii_lowercase())
    };
    let mut facts = vec![
        ("accepted", true.into()),
        ("reading", reading.into()),
        ("signed_at", i64::from(signed_at).into()),
        ("signature", sent(secret).into()),
    ];
    let time = sent(time).and_then(|time| u64::from_str_radix(&time, 16).ok()).expect("a time");
    let signed = huawei_signed(line, accepted.reading, time);
    facts.push(("string_to_sign", signed.into()));
    Ok(facts)
}

/// Signs the request of a line again, and returns the text that is signed. Where the time has a
/// fraction of a second, which no context has, its digits are put in place of the whole second's.
#[cfg(feature = "huawei")]
fn huawei_signed(line: &Line<'_>, reading: polysign::huawei::UrlReading, time: u64) -> String {
    use polysign::verify::TimeUnit;
    use polysign::{Context, Request, Signer};

    let (unit, per_second) = match time {
        253_402_300_800.. => (TimeUnit::Milliseconds, 1_000),
        _ => (TimeUnit::Seconds, 1),
    };
    let key = huawei_key(line).expect("a key");
    let signer = polysign::huawei::MssCallback::new(key, reading, unit).expect("a signer");
    let request = Request::new(line.method, line.url).expect("a request");
    let context = Context::at(i64::try_from(time / per_second).expect("a time"));
    let explanation = signer.explain(&request, &context).expect("an explanation");
    let signed = explanation.string_to_sign().expect("a text").fill(|_| None);
    let signed = String::from_utf8(signed).expect("text");
    let digits = |time: u64| match huawei_form(line) {
        polysign::huawei::CallbackForm::Llm => time.to_string(),
        _ => format!("{time:x}"),
    };
    let url = signed.strip_suffix(&digits(time - time % per_second)).expect("ends with the time");
    format!("{url}{}", digits(time))
}

#[cfg(feature = "huawei")]
fn huawei_key(line: &Line<'_>) -> Result<polysign::huawei::CallbackKey, Refused> {
    use polysign::huawei::CallbackKey;

    let key = text(line.credential, "key");
    let key = match line.options.get("url").and_then(Value::as_str) {
        Some(url) => CallbackKey::new(huawei_form(line), key, url),
        None => CallbackKey::custom_platform(key),
    };
    key.map_err(kind)
}

#[cfg(feature = "huawei")]
fn huawei_form(line: &Line<'_>) -> polysign::huawei::CallbackForm {
    use polysign::huawei::CallbackForm;

    match line.options["form"].as_str() {
        Some("task") => CallbackForm::Task,
        Some("live") => CallbackForm::Live,
        Some("live-head") => CallbackForm::LiveHead,
        Some("custom-platform") => CallbackForm::CustomPlatform,
        Some("llm") => CallbackForm::Llm,
        other => panic!("no form {other:?}"),
    }
}
