//! The signers under test, made from configuration.

use polysign::Signer;

pub const SECRET: &str = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc";
pub const ID: &str = "QTWAOYTTINDUT2QVKYUC";

pub fn make(scheme: &str, options: &[(&str, &str)]) -> Box<dyn Signer> {
    let lookup = |key: &str| {
        let option = options.iter().find(|(name, _)| *name == key);
        let credential = match key {
            "app_id" if scheme.starts_with("zego") => Some("12345"),
            "app_id" | "api_key" | "appkey" | "access_key" | "access_key_id" | "secret_id" => {
                Some(ID)
            }
            "secret" | "api_secret" | "server_secret" | "access_token" | "secret_key"
            | "secret_access_key" | "app_key" => Some(SECRET),
            _ => None,
        };
        option.map(|(_, value)| *value).or(credential).map(String::from)
    };
    polysign::signer(scheme, lookup).expect("a scheme of the crate")
}

pub fn secret_for(gap: &str) -> Option<&'static str> {
    (gap == "server_secret").then_some(SECRET)
}
