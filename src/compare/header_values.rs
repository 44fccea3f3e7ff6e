//! Values of one header that differ.

use alloc::vec::Vec;

use super::Cause;
use super::spelling::{self, cause_of_times, replaced};

/// What usually makes the values of one header the others. `name` is in lower case.
pub(super) fn cause(name: &[u8], ours: &[Vec<u8>], theirs: &[Vec<u8>]) -> Cause {
    let ([our_value], [their_value]) = (ours, theirs) else {
        return cause_of_several(ours, theirs);
    };
    match name {
        b"host" => cause_of_hosts(our_value, their_value),
        b"content-type" => cause_of_content_types(our_value, their_value),
        _ => cause_of_times(our_value, their_value)
            .or_else(|| cause_of_texts(our_value, their_value))
            .unwrap_or(Cause::HeaderChanged),
    }
}

fn cause_of_several(ours: &[Vec<u8>], theirs: &[Vec<u8>]) -> Cause {
    let together = |values: &[Vec<u8>]| {
        let all = values.join(&b","[..]);
        replaced(&all, &[b" ", b"%20"], b"")
    };
    let commas = |text: Vec<u8>| replaced(&text, &[b"%2C"], b",");
    let sorted = |values: &[Vec<u8>]| {
        let mut values = values.to_vec();
        values.sort_unstable();
        values
    };
    match () {
        () if sorted(ours) == sorted(theirs) => Cause::SortOrder,
        () if commas(together(ours)) == commas(together(theirs)) => Cause::HeadersMerged,
        () => Cause::HeaderChanged,
    }
}

fn cause_of_hosts(ours: &[u8], theirs: &[u8]) -> Cause {
    let plain = |host: &[u8]| replaced(host, &[b"%3A", b"%3a"], b":").to_ascii_lowercase();
    let name = |host: &[u8]| {
        let host = plain(host);
        let is_port = |port: &[u8]| port.iter().all(u8::is_ascii_digit);
        let colon = host.iter().rposition(|byte| *byte == b':');
        let cut = colon.and_then(|at| host.split_at_checked(at));
        match cut {
            Some((name, [_, port @ ..])) if is_port(port) => name.to_vec(),
            _ => host,
        }
    };
    if ours.eq_ignore_ascii_case(theirs) {
        return Cause::HostCase;
    }
    if plain(ours) == plain(theirs) {
        return spelling::cause(ours, theirs).unwrap_or(Cause::HostCase);
    }
    match name(ours) == name(theirs) {
        true => Cause::HostPort,
        false => Cause::OtherHost,
    }
}

fn cause_of_content_types(ours: &[u8], theirs: &[u8]) -> Cause {
    let plain = |value: &[u8]| {
        let value = spelling::decoded(value).to_ascii_lowercase();
        replaced(&value, &[b" "], b"")
    };
    let (our_plain, their_plain) = (plain(ours), plain(theirs));
    let media_type = |value: &[u8]| {
        let end = value.iter().position(|byte| *byte == b';');
        let end = end.unwrap_or(value.len());
        value.get(..end).unwrap_or_default().to_vec()
    };
    if our_plain == their_plain {
        return cause_of_texts(ours, theirs).unwrap_or(Cause::ContentTypeChanged);
    }
    if media_type(&our_plain) != media_type(&their_plain) {
        return Cause::ContentTypeChanged;
    }
    match our_plain.starts_with(b"multipart/") {
        true => Cause::MultipartBoundary,
        false => Cause::Charset,
    }
}

/// Texts that mean the same.
fn cause_of_texts(ours: &[u8], theirs: &[u8]) -> Option<Cause> {
    let tight = |value: &[u8]| replaced(value, &[b" ", b"\t", b"%20", b"%09"], b"");
    spelling::cause(ours, theirs)
        .or_else(|| (tight(ours) == tight(theirs)).then_some(Cause::HeaderSpacing))
}
