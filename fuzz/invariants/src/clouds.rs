//! The schemes of the package for further clouds.

use std::sync::OnceLock;

use polysign::Signer;
use polysign::registry::Registry;
use polysign::verify::{Policy, Verifier};
use polysign_clouds::ENTRIES;

use crate::input::Message;
use crate::schemes::Sample;
use crate::signing::agrees;
use crate::verifying::Genuine;

#[path = "../../../clouds/tests/common/mod.rs"]
mod verifiers;

static REGISTRY: Registry = Registry::new(&[ENTRIES]);

type Pairs = &'static [(&'static str, &'static str)];

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SCOPED: Pairs = &[("access_key_id", "id"), ("secret_access_key", SECRET)];
const TEMPORARY: Pairs =
    &[("access_key_id", "id"), ("secret_access_key", SECRET), ("session_token", "a+b/c=")];
const ALIYUN: Pairs = &[("access_key_id", "id"), ("access_key_secret", SECRET)];

static GATEWAY: Sample = Sample {
    method: "POST",
    url: "https://open.example.com/?Action=List&Version=2018-01-01&name=%E4%B8%AD",
    headers: &[("Content-Type", "application/json"), ("X-Acs-Action", "List")],
    body: "{\"a\":1}",
};
static OBJECT: Sample = Sample {
    method: "GET",
    url: "https://bucket.s3.us-east-1.amazonaws.com//a/b%20c?versionId=1",
    headers: &[("x-amz-meta-a", "b  c")],
    body: "",
};
static CALL: Sample = Sample {
    method: "GET",
    url: "https://sts.example.com/?Action=Get&Version=1&b=%2F",
    headers: &[],
    body: "",
};

/// A signer, and a request that it would sign.
struct Cloud {
    scheme: &'static str,
    credential: Pairs,
    options: Pairs,
    sample: &'static Sample,
}

impl Cloud {
    fn settings(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        self.credential.iter().chain(self.options)
    }
}

static CLOUDS: [Cloud; 8] = [
    cloud("aws/sigv4", SCOPED, &[("region", "r"), ("service", "iam")], &GATEWAY),
    cloud("aws/sigv4", TEMPORARY, &[("region", "r"), ("service", "s3")], &OBJECT),
    cloud(
        "aws/sigv4",
        TEMPORARY,
        &[("region", "r"), ("service", "iam"), QUERY, LIFETIME],
        &GATEWAY,
    ),
    cloud("aws/sigv4", SCOPED, &[("region", "r"), ("service", "s3"), QUERY, LIFETIME], &OBJECT),
    cloud("volcengine/hmac-sha256", TEMPORARY, &[("region", "r"), ("service", "iam")], &GATEWAY),
    cloud(
        "volcengine/hmac-sha256",
        SCOPED,
        &[("region", "r"), ("service", "iam"), QUERY],
        &GATEWAY,
    ),
    cloud("aliyun/acs3-hmac-sha256", ALIYUN, &[], &GATEWAY),
    cloud("aliyun/rpc-hmac-sha1", ALIYUN, &[], &CALL),
];

const QUERY: (&str, &str) = ("placement", "query");
const LIFETIME: (&str, &str) = ("expires_in", "600");

const fn cloud(
    scheme: &'static str,
    credential: Pairs,
    options: Pairs,
    sample: &'static Sample,
) -> Cloud {
    Cloud { scheme, credential, options, sample }
}

fn signer(cloud: &Cloud) -> Box<dyn Signer> {
    let signer = REGISTRY.signer_from_pairs(cloud.scheme, cloud.settings().copied());
    signer.unwrap_or_else(|error| panic!("{}: {error}", cloud.scheme))
}

/// A signature and an explanation agree, and signing again changes nothing, as for the library's schemes.
pub fn clouds_signing(input: &[u8]) {
    static SIGNERS: OnceLock<Vec<Box<dyn Signer>>> = OnceLock::new();
    let signers = SIGNERS.get_or_init(|| CLOUDS.iter().map(signer).collect());
    let Some(message) = Message::read(input) else { return };
    agrees(&message, &*signers[message.number % signers.len()]);
}

/// What was changed on the way is rejected, or means what was signed.
pub fn clouds_verifying(input: &[u8]) {
    static GENUINE: OnceLock<Vec<Genuine>> = OnceLock::new();
    let genuine = |cloud: &'static Cloud| {
        Genuine::new(cloud.scheme, cloud.sample, signer(cloud), verifier(cloud))
    };
    let genuine = GENUINE.get_or_init(|| CLOUDS.iter().map(genuine).collect());
    let Some((number, edits)) = input.split_first() else { return };
    genuine[usize::from(*number) % genuine.len()].check(edits);
}

fn verifier(cloud: &Cloud) -> Box<dyn Verifier> {
    let setting = |key: &str| {
        let setting = cloud.settings().find(|(name, _)| *name == key);
        setting.map(|(_, value)| (*value).to_owned())
    };
    verifiers::verifier(cloud.scheme, &setting, Policy::new())
}
