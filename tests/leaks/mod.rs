//! Nothing that the crate says holds a piece of a secret, a token or a signature: not `Debug`, not
//! `Display`, no error, no explanation, of any public type.
#![cfg(all(
    feature = "std",
    feature = "zego",
    feature = "tencent",
    feature = "baidu",
    feature = "huawei",
    feature = "iflytek",
    feature = "http",
    feature = "serde",
    feature = "tower",
    feature = "custom"
))]

mod custom;
mod errors;
mod gateway;
mod layer;
mod public_types;
mod refusals;
mod requests;
mod serialised;
mod shown;
mod values;
mod verifiers;
mod verifying;

use crate::common::drawn::Secrets;
use crate::common::pieces::Pieces;
use crate::common::random::{ASCII, Random};
use shown::Shown;

const QUOTES: &[&str] = &[ASCII[2][0], ASCII[2][1], "\"\\"];

/// What else a header takes, and with it what is escaped in JSON and by `Debug`.
const VISIBLE: [&[&str]; 4] = [ASCII[0], ASCII[1], ASCII[2], QUOTES];
const TEXT: [&[&str]; 6] = [
    ASCII[0],
    ASCII[1],
    ASCII[2],
    QUOTES,
    &[ASCII[2][0], "\"\\密钥口令数字人éß🔑"],
    &["密钥口令数字人签名验证安全令牌访问控制🔑🗝"],
];

/// How often everything is made anew, with other secrets.
const ROUNDS: usize = 12;

fn draw(random: &mut Random) -> Secrets {
    let random = std::cell::RefCell::new(random);
    Secrets::draw(|| random.borrow_mut().secret(&TEXT), || random.borrow_mut().secret(&VISIBLE))
}

/// Every piece of 8 bytes of every secret.
fn pieces_of(secrets: &Secrets) -> Pieces {
    Pieces::of(secrets.all(), 8)
}

#[test]
fn no_value_shows_a_secret() {
    let mut random = Random::from_printed_seed();
    for _ in 0..ROUNDS {
        let secrets = draw(&mut random);
        let mut pieces = pieces_of(&secrets);
        let mut shown = Shown::new();
        values::show_requests(&secrets, &mut shown, &mut pieces);
        values::show_credentials(&secrets, &mut shown);
        serialised::show_config(&secrets["huawei/token"], &mut shown);
        values::show_draft(&secrets, &mut shown);
        values::show_wrappers(&secrets, &mut shown);
        custom::show_blocks(&secrets, &mut shown);
        layer::show_layer(&secrets, &mut shown);
        gateway::show_gateway(&secrets, &mut shown);
        verifying::show_memory(&secrets, &mut shown);
        verifiers::show_verifiers(&secrets, &mut shown, &mut pieces);
        refusals::show_refusals(&secrets, &mut shown, &mut pieces);
        values::show_the_rest(&secrets, &mut shown);
        shown.has_none_of(&pieces);
        assert_eq!(
            *shown.types(),
            public_types::public_types(),
            "left: shown here; right: public. A new type has to be shown with a secret in reach"
        );
    }
}

#[test]
fn no_signed_url_shows_what_a_foreign_scheme_calls_secret() {
    let mut random = Random::from_printed_seed();
    let secret = random.secret(&VISIBLE);
    let mut shown = Shown::new();
    values::show_signed_url_of_a_foreign_scheme(&secret, &mut shown);
    shown.has_none_of(&Pieces::of([secret.as_str()], 8));
}

#[test]
fn no_url_builder_shows_a_signature() {
    let mut random = Random::from_printed_seed();
    let secrets = draw(&mut random);
    let mut pieces = pieces_of(&secrets);
    let mut shown = Shown::new();
    values::show_url_builders(&secrets, &mut shown, &mut pieces);
    shown.has_none_of(&pieces);
}

#[test]
fn no_refused_credential_is_quoted() {
    let mut random = Random::from_printed_seed();
    for _ in 0..ROUNDS {
        let secrets = draw(&mut random);
        let mut shown = Shown::new();
        errors::refuse_credentials(&secrets, &mut shown);
        errors::refuse_variables(&secrets, &mut shown);
        errors::refuse_configurations(&secrets, &mut shown);
        shown.has_none_of(&pieces_of(&secrets));
    }
}

#[test]
fn no_refused_request_is_quoted() {
    let mut random = Random::from_printed_seed();
    for _ in 0..ROUNDS {
        let mut secrets = draw(&mut random);
        // Only of letters, it can stand in every part of a request.
        secrets["zego/server_secret"] = random.secret_of(32, &VISIBLE);
        secrets["zego/server_secret"].retain(|letter| letter.is_ascii_alphanumeric());
        secrets["zego/server_secret"].push_str("0123456789abcdef");
        let mut shown = Shown::new();
        requests::refuse_requests(&secrets, &mut shown);
        requests::refuse_to_sign(&secrets, &mut shown);
        requests::refuse_to_apply(&secrets, &mut shown);
        shown.has_none_of(&pieces_of(&secrets));
    }
}

#[test]
fn no_refused_serialised_credential_is_quoted() {
    let mut random = Random::from_printed_seed();
    for _ in 0..ROUNDS {
        let secret = random.secret(&TEXT);
        // Of 16 digits, so that it is a number in every format.
        let number = 1_000_000_000_000_000 + random.next() % 8_999_999_999_999_999;
        let mut shown = Shown::new();
        serialised::refuse::<polysign::zego::ServerSecret>(&secret, number, &mut shown);
        serialised::refuse::<polysign::tencent::AppKey>(&secret, number, &mut shown);
        serialised::refuse::<polysign::tencent::ApiKey>(&secret, number, &mut shown);
        serialised::refuse::<polysign::baidu::AccessKey>(&secret, number, &mut shown);
        serialised::refuse::<polysign::huawei::AccessKey>(&secret, number, &mut shown);
        serialised::refuse::<polysign::huawei::Token>(&secret, number, &mut shown);
        serialised::refuse::<polysign::huawei::PasswordLogin>(&secret, number, &mut shown);
        serialised::refuse::<polysign::baidu::XilingApp>(&secret, number, &mut shown);
        serialised::refuse::<polysign::iflytek::ApiKey>(&secret, number, &mut shown);
        serialised::refuse::<polysign::iflytek::AppSecret>(&secret, number, &mut shown);
        let number = number.to_string();
        shown.has_none_of(&Pieces::of([secret.as_str(), &number], 8));
    }
}

/// The search finds what it is for; without this the other tests could pass by seeing nothing.
#[test]
fn every_spelling_is_found() {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    let secret = "t0p/s3cret+key\"密钥?";
    let pieces = Pieces::of([secret], 8);
    let part = &secret[2..14];
    for text in [
        part.to_owned(),
        hex::encode(part),
        hex::encode_upper(part),
        STANDARD.encode(part),
        STANDARD.encode(format!("a{part}z")),
        STANDARD.encode(format!("ab{part}zz")),
        URL_SAFE.encode(format!("ab{part}zz")),
        polysign::UrlBuilder::new("https://h").unwrap().with_pair("k", part).build(),
        format!("{:?}", part.as_bytes()),
        format!("{:#?}", part.as_bytes()),
        format!("{:x?}", part.as_bytes()),
        format!("{:?}", &secret[7..]),
    ] {
        let mut shown = Shown::new();
        shown.text("control", format!("before {text} behind"));
        let search = || shown.has_none_of(&pieces);
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(search)).is_err();
        assert!(found, "not found: {text}");
    }
    assert_eq!(pieces.find(b"t0p/s3c and key\"\xe5 and nothing else"), None);
}
