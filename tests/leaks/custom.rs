//! The building blocks of custom schemes, each with a secret in it.

use std::sync::Arc;

use polysign::custom::{
    Added, Base64, BodyHash, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Claim, Decimal,
    DefaultHeaders, DerivedKeys, Form, HeaderChoice, Hex, HmacSha1Key, HmacSha256Key, Keys,
    ListedHeaders, Order, OwnHeaders, SecretHeader, Sink, SkippedNames, Timestamp, sha256,
    wiping_stack,
};
use polysign::{Payload, Request, UnixTime};

use super::shown::Shown;
use super::values::URL;
use crate::common::drawn::Secrets;

static DEFAULT: DefaultHeaders = DefaultHeaders::new(&["host"]);

pub(crate) fn show_blocks(secrets: &Secrets, shown: &mut Shown) {
    let secret = secrets["zego/server_secret"].as_bytes();
    show_canonical(secrets, shown);
    shown.debug(&BodyHash::of(Payload::Bytes(secret), ""));
    shown.debug(&Hex::<64>::new(&[7; 32]));
    shown.debug(&Base64::<28>::new(&[7; 20]));
    let key = HmacSha256Key::new(secret);
    shown.debug(&key);
    shown.debug(&HmacSha1Key::new(secret));
    let keys = DerivedKeys::new(&[b"prefix", secret]);
    let mut mac = wiping_stack(|| keys.start(&[b"scope"]));
    mac.secret("secret", secret);
    shown.debug(&keys);
    shown.debug(&mac);
    shown.debug(&wiping_stack(|| HmacSha1Key::new(secret).start()));
    sha256(|sink| {
        sink.secret("secret", secret);
        shown.debug(&*sink);
    });
    shown.debug(&Claim::new(&secrets["zego/server_secret"], secret).with_body(true));
    let key = Arc::new(key);
    let lookup = move |_: &str| Some(Arc::clone(&key));
    shown.debug(&Keys::new(lookup, HmacSha256Key::new(secret)));
    let setting = |_: &str| Some(secrets["zego/server_secret"].clone());
    shown.debug(&polysign::registry::Config::new(&setting));
    shown.debug(&polysign::registry::Registry::OWN);
    shown.debug(&polysign::registry::ENTRIES[0]);
    shown.debug(&Decimal::new(7));
    shown.debug(&Timestamp::basic(UnixTime::new(7)));
    shown.debug(&Form::Raw);
    shown.debug(&polysign::custom::Encoded::new(&mut Vec::new()));
    shown.debug(&Order::EncodedPair);
}

fn show_canonical(secrets: &Secrets, shown: &mut Shown) {
    let fields = [("x-own", secrets["baidu/session_token"].as_str())];
    let request = Request::new("GET", URL).unwrap().with_headers(&fields);
    let mut own = OwnHeaders::default();
    own.set("x-token", Some(secrets["huawei/security_token"].as_bytes()));
    let mut headers = CanonicalHeaders::new();
    headers.collect(request.headers(), &own, |_| true, |_| true);
    let mut query = CanonicalQuery::new();
    let added = [Added::secret("token", secrets["zego/server_secret"].as_bytes())];
    query.collect(request.query(), SkippedNames::NONE, &added, Order::KeyThenValue);
    shown.debug(&added[0]);
    shown.debug(&own);
    shown.debug(&headers);
    headers.iter().for_each(|header| shown.debug(header));
    shown.debug(&query);
    for pair in query.iter() {
        shown.debug(pair);
        shown.debug(&pair.value());
    }
    let host = request.host().unwrap();
    shown.debug(&CanonicalRequest::new(&request, host, &query, &headers).unwrap());
    shown.debug(&SecretHeader::new("x-token", "token"));
    shown.debug(&SkippedNames::NONE);
    shown.debug(&DEFAULT);
    shown.debug(&HeaderChoice::standard(&DEFAULT));
    shown.debug(&ListedHeaders::read("a;b").unwrap());
}
