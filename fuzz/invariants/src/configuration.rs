//! Signers by name and settings.

use polysign::registry;

/// Settings make a signer or an error that shows no value of them.
pub fn configuration(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut lines = text.split('\n');
    let Some(scheme) = lines.next() else { return };
    let pairs: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once('=')).collect();
    let _ = registry::signer_from_pairs(scheme, pairs.iter().copied())
        .map(|signer| assert_eq!(signer.scheme().name(), scheme))
        .map_err(|error| shows_none_of(&format!("{error}{error:?}"), scheme, &pairs));
    let lookup = |key: &str| {
        let pair = pairs.iter().find(|(name, _)| *name == key);
        pair.map(|(_, value)| (*value).to_owned())
    };
    let _ = registry::signer_from_vars(scheme, lookup, lookup)
        .map_err(|error| shows_none_of(&format!("{error}{error:?}"), scheme, &pairs));
}

fn shows_none_of(shown: &str, scheme: &str, pairs: &[(&str, &str)]) {
    let secrets = pairs.iter().filter(|(name, value)| {
        let is_secret = ["secret", "token", "key"].iter().any(|end| name.ends_with(end));
        // Short values, and words of the messages, are there by chance.
        is_secret && value.len() > 12 && !scheme.contains(value) && value.contains("S3cr3t")
    });
    for (name, value) in secrets {
        assert!(!shown.contains(value), "{name}: {shown}");
    }
}
