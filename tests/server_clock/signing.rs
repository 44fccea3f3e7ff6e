//! Plain `sign` goes by the clock.

use std::time::SystemTime;

use polysign::clock::{Clock, Clocked, Observation, Sent, ServerClock, SystemClock};
use polysign::sign::Replaceable;
use polysign::{Request, Signer, huawei};

use super::{date_at, get};

fn signer() -> huawei::SdkHmacSha256 {
    huawei::SdkHmacSha256::new(huawei::AccessKey::new("ak", "sk").expect("a credential"))
}

fn system() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.expect("after 1970").as_secs().cast_signed()
}

/// What the signer signs now, in seconds ahead of the system's clock; at least and at most.
fn ahead(signer: &dyn Signer, request: &Request<'_>) -> (i64, i64) {
    let before = system();
    let signed = signer.sign(request).expect("signed").signed_at();
    let signed = signed.expect("has a time").seconds();
    (signed - system(), signed - before)
}

#[test]
fn sign_goes_by_what_was_observed() {
    let clock = ServerClock::new();
    let request = get("https://ex.com/");
    let replaceable = Replaceable::new(signer());
    let signers: [Box<dyn Signer>; 3] = [
        Box::new(Clocked::new(signer(), clock.clone())),
        Box::new(Clocked::new(replaceable.clone(), clock.clone())),
        Box::new(Clocked::new(Box::new(signer()) as Box<dyn Signer>, clock.clone())),
    ];
    for signer in &signers {
        let (least, most) = ahead(signer, &request);
        assert!(least <= 0 && most >= 0, "nothing is known: {least} {most}");
    }
    let sent = Sent::now();
    let date = date_at(system() + 1_200);
    let told = clock.observe(&request, &[("date", date.as_str())], sent.received());
    assert_eq!(told, Observation::Taken);
    replaceable.replace(signer());
    for signer in &signers {
        let (least, most) = ahead(signer, &request);
        assert!(least <= 1_201 && most >= 1_199, "{least} {most}");
        let (least, most) = ahead(signer, &get("https://other.example/"));
        assert!(least <= 0 && most >= 0, "another server: {least} {most}");
    }
    let known = clock.offset(&request).expect("is known");
    assert!(known.least_millis() <= 1_200_000 && known.most_millis() >= 1_200_000, "{known:?}");
}

#[test]
fn it_is_the_systems_clock_where_nothing_is_known() {
    let request = get("https://ex.com/");
    let clock = SystemClock::new();
    let before = clock.now(&request).expect("a time");
    let told = ServerClock::default().now(&request).expect("a time");
    let after = clock.now(&request).expect("a time");
    assert!((before..=after).contains(&told), "{before} {told} {after}");
}
