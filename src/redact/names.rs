//! The names that are secret.

/// The words with which names of secrets end, with any vendor: in lower case, without `-` and `_`.
const WORDS: [&str; 16] = [
    "token", "secret", "signature", "signa", "password", "passwd", "passphrase", "cookie",
    "authorization", "credential", "credentials", "apikey", "secretkey", "secretaccesskey",
    "privatekey", "signingkey",
];

/// The names of parameters, headers and fields whose values must not be shown.
///
/// A name is secret if it ends with one of [`WORDS`], or with a name that a scheme lists. It may be
/// in any case, with `-`, `_` or nothing between its words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SecretNames {
    parameters: &'static [&'static str],
    headers: &'static [&'static str],
}

impl SecretNames {
    /// Adds the parameters and headers that a scheme lists.
    pub(crate) const fn new(
        parameters: &'static [&'static str],
        headers: &'static [&'static str],
    ) -> Self {
        Self { parameters, headers }
    }

    /// Returns whether the value of a parameter, header or field of that name must not be shown.
    pub(crate) fn contains(&self, name: &[u8]) -> bool {
        let listed = self.parameters.iter().chain(self.headers);
        { listed.chain(&WORDS) }.any(|end| ends_in(name, end))
    }
}

/// Returns whether a name ends in `end`, in any case.
fn ends_in(name: &[u8], end: &str) -> bool {
    let letters = |byte: &u8| !matches!(byte, b'-' | b'_');
    let mut name = name.iter().copied().rev().filter(letters);
    let end = end.bytes().rev().filter(letters);
    end.into_iter()
        .all(|letter| name.next().is_some_and(|other| other.eq_ignore_ascii_case(&letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_by_their_end() {
        const NAMES: SecretNames = SecretNames::new(&["own_ticket"], &["x-seal"]);
        for (name, expected) in [
            ("signature", true),
            ("X-Api-Key", true),
            ("api_key", true),
            ("apiKey", true),
            ("SecretAccessKey", true),
            ("session_token", true),
            ("Set-Cookie", true),
            ("OWN-TICKET", true),
            ("x-seal", true),
            ("SignatureVersion", false),
            ("SignatureNonce", false),
            ("appkey", false),
            ("access_key", false),
            ("accessKeyId", false),
            ("ticket", false),
            ("oken", false),
            ("", false),
        ] {
            assert_eq!(NAMES.contains(name.as_bytes()), expected, "{name}");
        }
    }
}
