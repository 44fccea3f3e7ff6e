//! Signing by a clock that is not the system's.

use std::sync::atomic::{AtomicI64, Ordering};

use polysign::clock::{Clock, Clocked, SystemClock};
use polysign::{Context, Error, ErrorKind, Request, Signed, Signer, UnixTime, huawei, zego};

fn zego_signer() -> zego::ServerApiV2 {
    zego::ServerApiV2::new(zego::ServerSecret::new(12345, "secret").expect("a credential"))
}

fn huawei_signer() -> huawei::SdkHmacSha256 {
    huawei::SdkHmacSha256::new(huawei::AccessKey::new("ak", "sk").expect("a credential"))
}

fn get(url: &str) -> Request<'_> {
    Request::new("GET", url).expect(url)
}

#[test]
fn sign_goes_by_the_clock() {
    let signer = Clocked::new(huawei_signer(), |_: &Request<'_>| Ok(1573789015));
    let request = get("https://example.com");
    let signed = signer.sign(&request).expect("signed");
    assert_eq!(signed.signed_at(), Some(1573789015.into()));
    let expected = huawei_signer().sign_with(&request, &Context::at(1573789015));
    assert!(signed.headers().eq(expected.expect("signed").headers()));
    assert_eq!(signer.scheme(), huawei_signer().scheme());
}

#[test]
fn clock_is_told_the_request() {
    let by_host = |request: &Request<'_>| match request.host()?.name() {
        "slow.example.com" => Ok(100),
        _ => Ok(200),
    };
    let signer = Clocked::new(huawei_signer(), by_host);
    for (url, time) in [("https://slow.example.com/", 100), ("https://ex.com/", 200)] {
        assert_eq!(signer.sign(&get(url)).expect(url).signed_at(), Some(time.into()));
    }
}

#[test]
fn clock_is_read_once_for_each_signature() {
    let next = AtomicI64::new(7);
    let tick = move |_: &Request<'_>| Ok(next.fetch_add(1, Ordering::Relaxed));
    let signer = Clocked::new(zego_signer(), tick);
    for time in [7, 8, 9] {
        let signed = signer.sign(&get("https://ex.com/")).expect("signed");
        assert_eq!(signed.signed_at(), Some(time.into()));
    }
}

#[test]
fn a_nonce_is_drawn_where_the_scheme_has_one() {
    let clock = |_: &Request<'_>| Ok(1615186943);
    let signer = Clocked::new(zego_signer(), clock);
    let request = get("https://ex.com/");
    let nonces = [(); 2].map(|()| {
        let signed = signer.sign(&request).expect("signed");
        signed.nonce().expect("a nonce").to_owned()
    });
    assert_ne!(nonces[0], nonces[1]);
    let again = Context::at(1615186943).with_nonce(&nonces[0]);
    let signed = zego_signer().sign_with(&request, &again).expect("signed");
    assert_eq!(signed.nonce(), Some(nonces[0].as_str()));
    let without = Clocked::new(huawei_signer(), clock).sign(&request).expect("signed");
    assert_eq!(without.nonce(), None);
}

#[test]
fn other_methods_take_the_time_of_the_context() {
    let never = |_: &Request<'_>| -> Result<i64, Error> { panic!("the clock was read") };
    let signer = Clocked::new(huawei_signer(), never);
    let request = get("https://example.com");
    let context = Context::at(1573789015);
    let signed = signer.sign_with(&request, &context).expect("signed");
    assert_eq!(
        signed.signature(),
        huawei_signer().sign_with(&request, &context).expect("signed").signature()
    );
    let mut reused = Signed::new();
    signer.sign_into(&request, &context, &mut reused).expect("signed");
    assert_eq!(reused.signed_at(), Some(1573789015.into()));
    assert_eq!(signer.explain(&request, &context), huawei_signer().explain(&request, &context));
}

#[test]
fn fault_of_the_clock_is_the_fault_of_signing() {
    let broken = |_: &Request<'_>| {
        let error = Error::new(ErrorKind::Unavailable, "clock", "has stopped");
        Err::<UnixTime, _>(error)
    };
    let error = Clocked::new(zego_signer(), broken).sign(&get("https://ex.com/"));
    let error = error.expect_err("no time");
    assert_eq!((error.kind(), error.field()), (ErrorKind::Unavailable, "clock"));
    for time in [-1, i64::MAX, 1573789015000] {
        let signer = Clocked::new(zego_signer(), move |_: &Request<'_>| Ok(time));
        let error = signer.sign(&get("https://ex.com/")).expect_err("out of range");
        assert_eq!(error.kind(), ErrorKind::TimeOutOfRange);
    }
}

#[test]
fn system_clock_is_corrected() {
    let request = get("https://ex.com/");
    let system = SystemClock::new();
    for correction in [-3600, 0, 3600] {
        let before = system.now(&request).expect("a time");
        let signer = Clocked::new(huawei_signer(), SystemClock::new().with_correction(correction));
        let signed = signer.sign(&request).expect("signed").signed_at();
        let after = system.now(&request).expect("a time");
        let offset = signed.expect("signed").saturating_sub(correction);
        assert!((before..=after).contains(&offset), "{correction}");
    }
    for correction in [i64::MIN, i64::MAX] {
        let signer = Clocked::new(huawei_signer(), SystemClock::new().with_correction(correction));
        let error = signer.sign(&request).expect_err("out of range");
        assert_eq!(error.kind(), ErrorKind::TimeOutOfRange);
    }
}

#[test]
fn any_signer_can_go_by_any_clock() {
    let boxed: Box<dyn Signer> = Box::new(huawei_signer());
    let signer: Box<dyn Signer> = Box::new(Clocked::new(boxed, |_: &Request<'_>| Ok(5)));
    let outer = Clocked::new(&signer, |_: &Request<'_>| Ok(6));
    let request = get("https://ex.com/");
    assert_eq!(signer.sign(&request).expect("signed").signed_at(), Some(5.into()));
    assert_eq!(outer.sign(&request).expect("signed").signed_at(), Some(6.into()));
}
