//! MetaStudio's calls: what our signer makes in every form, the order of the checks, and attacks.

use polysign::huawei::{CallbackForm, CallbackKey, MssCallback, MssCallbackVerifier, UrlReading};
use polysign::verify::{Policy, Reason, TimeUnit, Verifier};
use polysign::{Context, ErrorKind, Request, Signer};

use super::arrived::{Arrived, remembering};

const KEY: &str = "密钥0123";
const URL: &str = "https://api.example.com/jobs?tenant=7&&kind=video&tenant";
const TIME: i64 = 1_764_320_400;

const FORMS: [CallbackForm; 5] = [
    CallbackForm::Task,
    CallbackForm::Live,
    CallbackForm::LiveHead,
    CallbackForm::CustomPlatform,
    CallbackForm::Llm,
];
const READINGS: [UrlReading; 2] = [UrlReading::WithScheme, UrlReading::WithoutScheme];
const UNITS: [TimeUnit; 2] = [TimeUnit::Seconds, TimeUnit::Milliseconds];

fn key(form: CallbackForm) -> CallbackKey {
    match form {
        CallbackForm::CustomPlatform => CallbackKey::custom_platform(KEY),
        form => CallbackKey::new(form, KEY, URL),
    }
    .expect("a key")
}

fn verifier(form: CallbackForm) -> MssCallbackVerifier {
    MssCallbackVerifier::new(key(form))
}

/// The call as it arrives. `None` for what the documents exclude for the form.
fn call(form: CallbackForm, reading: UrlReading, unit: TimeUnit, url: &str) -> Option<Arrived> {
    let signer = MssCallback::new(key(form), reading, unit).ok()?;
    let request = Request::new("POST", url).expect("a request");
    let signed = signer.sign_with(&request, &Context::at(TIME)).expect("signed");
    let url = signed.url(&request).expect("applied");
    let target = url.expose().strip_prefix("https://api.example.com").expect("the host");
    let mut call = Arrived::new(target);
    for (name, value) in signed.headers() {
        call = call.header(name, value);
    }
    Some(call)
}

fn task() -> Arrived {
    call(CallbackForm::Task, UrlReading::WithScheme, TimeUnit::Seconds, URL).expect("a call")
}

fn custom_platform() -> Arrived {
    call(CallbackForm::CustomPlatform, UrlReading::WithoutScheme, TimeUnit::Seconds, URL)
        .expect("a call")
}

/// Every call of every form.
fn calls() -> impl Iterator<Item = (CallbackForm, UrlReading, Arrived)> {
    FORMS.into_iter().flat_map(|form| {
        READINGS.into_iter().flat_map(move |reading| {
            let calls = UNITS.into_iter().filter_map(move |unit| call(form, reading, unit, URL));
            calls.map(move |call| (form, reading, call))
        })
    })
}

#[test]
fn every_form_is_accepted_by_its_verifier_and_by_no_other() {
    assert_eq!(calls().count(), 3 * 4 + 2);
    for (form, reading, call) in calls() {
        // The same text in the same headers, where the request has the configured URL.
        let are_alike = |other| {
            let pair = [CallbackForm::LiveHead, CallbackForm::CustomPlatform];
            let is_short = call.headers.get(1).is_some_and(|(_, time)| time.len() == 8);
            pair.contains(&form) && pair.contains(&other) && reading == READINGS[1] && is_short
        };
        for other in FORMS {
            let result = call.verify(&verifier(other), TIME);
            let expected = form == other || are_alike(other);
            assert_eq!(result.is_ok(), expected, "{form:?} {other:?}: {call:?}");
        }
        let request = Request::from_parts("POST", "https", call.authority, &call.target);
        let request = request.expect("a request").with_headers(&call.headers);
        let accepted = verifier(form).accept(&request, TIME).expect("accepted");
        assert_eq!(accepted.reading, reading);
        assert_eq!(accepted.verified.signed_at(), Some(TIME.into()));
        for only in READINGS {
            let verifier = verifier(form).with_reading(only);
            let expected = if only == reading { None } else { Some(Reason::BadSignature) };
            assert_eq!(call.verify(&verifier, TIME).err(), expected, "{form:?} {only:?}");
        }
    }
}

#[test]
fn the_documents_exclude_readings_and_units() {
    for (form, reading, unit) in [
        (CallbackForm::Llm, UrlReading::WithoutScheme, TimeUnit::Milliseconds),
        (CallbackForm::Llm, UrlReading::WithScheme, TimeUnit::Seconds),
        (CallbackForm::CustomPlatform, UrlReading::WithScheme, TimeUnit::Seconds),
        (CallbackForm::CustomPlatform, UrlReading::WithoutScheme, TimeUnit::Milliseconds),
    ] {
        let error = MssCallback::new(key(form), reading, unit).expect_err("excluded");
        assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidOption, "form"));
    }
    let signer = MssCallback::new(key(FORMS[0]), READINGS[0], UNITS[0]).expect("a signer");
    let request = Request::new("POST", URL).expect("a request");
    let error = signer.sign_with(&request, &Context::at(0)).expect_err("no time");
    assert_eq!(error.kind(), ErrorKind::TimeOutOfRange);
    assert!(signer.sign_with(&request, &Context::at(1)).is_ok());
}

#[test]
fn a_key_needs_a_text_and_a_url_that_can_be_called() {
    let form = CallbackForm::Task;
    for (key, url, kind) in [
        ("", URL, ErrorKind::InvalidCredential),
        ("k\n", URL, ErrorKind::InvalidCredential),
        ("k", "/jobs", ErrorKind::InvalidUrl),
        ("k", "https://u:p@cb.example.com/", ErrorKind::InvalidUrl),
        ("k", "https://cb.example.com/#a", ErrorKind::InvalidUrl),
        ("k", "https://cb.example.com/%", ErrorKind::MalformedEscape),
    ] {
        let error = CallbackKey::new(form, key, url).expect_err(url);
        assert_eq!(error.kind(), kind, "{key:?} {url}");
    }
    let error = CallbackKey::custom_platform("").expect_err("everybody could sign");
    assert_eq!(error.kind(), ErrorKind::InvalidCredential);
    let error = CallbackKey::new(CallbackForm::CustomPlatform, "k", URL).expect_err("no such URL");
    assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidOption, "form"));
}

#[test]
fn signing_again_replaces() {
    for form in FORMS {
        let reading = if form == CallbackForm::Llm { READINGS[0] } else { READINGS[1] };
        let unit = if form == CallbackForm::Llm { UNITS[1] } else { UNITS[0] };
        let once = call(form, reading, unit, URL).expect("a call");
        let signed = format!("https://api.example.com{}", once.target);
        let twice = call(form, reading, unit, &signed).expect("a call");
        assert_eq!((once.target, once.headers), (twice.target, twice.headers), "{form:?}");
    }
}

#[test]
fn a_proxy_may_change_the_url_of_a_callback_and_not_that_of_a_custom_platform() {
    let elsewhere = |call: Arrived| Arrived {
        authority: "10.0.0.7:8080",
        method: "GET",
        body: "other",
        ..call.with("/jobs", "/internal")
    };
    assert!(elsewhere(task()).verify(&verifier(CallbackForm::Task), TIME).is_ok());
    let verifier = verifier(CallbackForm::CustomPlatform);
    let call = custom_platform();
    let moved = call.with("tenant=7&&kind=video&tenant", "kind=video&tenant=7&tenant");
    assert!(moved.verify(&verifier, TIME).is_ok(), "another order");
    for changed in [
        elsewhere(call.clone()),
        Arrived { authority: "api.example.com:8443", ..call.clone() },
        call.with("/jobs", "/jobs/"),
        call.with("/jobs", "/%6Aobs"),
        call.with("tenant=7", "tenant=8"),
        call.with("tenant=7", "%74enant=7"),
        call.with("?", "?more=1&"),
        call.with("&&kind=video", ""),
        // Parameters of one name stay in their order.
        call.with("tenant=7&&kind=video&tenant", "tenant&kind=video&tenant=7"),
    ] {
        assert_eq!(changed.verify(&verifier, TIME), Err(Reason::BadSignature), "{changed:?}");
    }
    for authority in ["API.example.com", "api.example.com:443"] {
        let same = Arrived { authority, ..call.clone() };
        assert!(same.verify(&verifier, TIME).is_ok(), "{authority}");
    }
}

#[test]
fn checks_have_their_order() {
    let call = task();
    let (front, secret) = call.target.split_once("secret=").expect("a secret");
    let (secret, _) = secret.split_once('&').expect("and a time");
    let with = |query: &str| Arrived::new(&format!("{front}{query}"));
    let verify = |query: &str| {
        let target = with(query).target;
        let request = Request::from_parts("POST", "https", "api.example.com", &target);
        let now = TIME + 1_000;
        let rejection = verifier(CallbackForm::Task).accept(&request.expect("a request"), now);
        let rejection = rejection.expect_err(query);
        (rejection.reason(), rejection.detail().to_owned())
    };
    let time = "is not a time in lower-case hexadecimal digits without padding";
    for (query, reason, detail) in [
        ("secret=&secret=", Reason::Malformed, "secret: is there twice".to_owned()),
        ("time_stamp=0&time%5Fstamp=0", Reason::Malformed, "time_stamp: is there twice".to_owned()),
        ("time_stamp=0", Reason::NotSigned, "has no `secret`".to_owned()),
        ("Secret=00&time_stamp=0", Reason::NotSigned, "has no `secret`".to_owned()),
        ("secret=&time_stamp=0", Reason::NotSigned, "has no `secret`".to_owned()),
        ("secret=00", Reason::Malformed, "time_stamp: is missing".to_owned()),
        (
            "secret=00&time_stamp=0",
            Reason::Malformed,
            "secret: is not 64 hexadecimal digits".to_owned(),
        ),
        (
            &format!("secret={secret}&time_stamp=0"),
            Reason::Malformed,
            format!("time_stamp: {time}"),
        ),
        (
            &format!("secret={secret}&time_stamp=69296490"),
            Reason::Clock,
            "was signed at 1764320400, and it is 1764321400; 900 seconds are accepted".to_owned(),
        ),
        (
            &format!("secret={}&time_stamp=69296878", "0".repeat(64)),
            Reason::BadSignature,
            "the signature is not that of this request, or was made with another secret".to_owned(),
        ),
    ] {
        assert_eq!(verify(query), (reason, detail), "{query}");
    }
}

/// URL and time touch in the text: no digit may pass from one to the other.
#[test]
fn a_time_has_one_form() {
    let call = custom_platform();
    let verifier = verifier(CallbackForm::CustomPlatform);
    for time in [
        "069296490", "0x69296490", "+69296490", "69296490h", "6929649A", "6929 6490", "0", "-1",
        "1000000000000000", "ffffffffffffffffffff",
    ] {
        let mut other = call.clone();
        other.headers[1].1 = time.to_owned();
        assert_eq!(other.verify(&verifier, TIME), Err(Reason::Malformed), "{time}");
    }
    for (time, reason) in [("69296491", Reason::BadSignature), ("fffffffffffffff", Reason::Clock)] {
        let mut other = call.clone();
        other.headers[1].1 = time.to_owned();
        assert_eq!(other.verify(&verifier, TIME), Err(reason), "{time}");
    }
}

#[test]
fn every_digit_of_a_secret_counts() {
    let call = task();
    let start = call.target.find("secret=").expect("a secret") + 7;
    for at in start..start + 64 {
        let digit = if call.target.as_bytes()[at] == b'0' { "1" } else { "0" };
        let mut changed = call.clone();
        changed.target.replace_range(at..=at, digit);
        let result = changed.verify(&verifier(CallbackForm::Task), TIME);
        assert_eq!(result, Err(Reason::BadSignature), "{at}");
    }
}

#[test]
fn the_clock_may_be_off_by_what_the_form_allows() {
    for (form, call, window) in
        [(CallbackForm::Task, task(), 900), (CallbackForm::CustomPlatform, custom_platform(), 60)]
    {
        assert_eq!(verifier(form).scheme().clock_window(), Some(window));
        let window = i64::from(window);
        for (now, expected) in [
            (TIME + window, None),
            (TIME - window, None),
            (TIME + window + 1, Some(Reason::Clock)),
            (TIME - window - 1, Some(Reason::Clock)),
        ] {
            assert_eq!(call.verify(&verifier(form), now).err(), expected, "{now}");
        }
    }
}

#[test]
fn policies_apply() {
    let once = verifier(CallbackForm::Task).with_policy(remembering());
    assert!(task().verify(&once, TIME).is_ok());
    let secret = task().target.split_once("secret=").expect("a secret").1[..64].to_owned();
    let respelled = task().with(&secret, &secret.to_ascii_uppercase());
    for again in [task(), respelled] {
        assert_eq!(again.verify(&once, TIME + 900), Err(Reason::Replayed));
    }
    let covered = || Policy::new().with_covered_headers(["host"]).expect("a name");
    let platform = verifier(CallbackForm::CustomPlatform).with_policy(covered());
    assert!(custom_platform().verify(&platform, TIME).is_ok());
    let of_task = verifier(CallbackForm::Task).with_policy(covered());
    assert_eq!(task().verify(&of_task, TIME), Err(Reason::HeaderNotCovered));
}
