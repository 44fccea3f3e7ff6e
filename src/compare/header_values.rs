//! Values of one header that differ.

use alloc::string::String;
use alloc::vec::Vec;

use super::Cause;
use super::escapes::{self, cause_of_times, decoded};
use super::fields::NamedValue;

/// Returns the usual cause of a difference between the values of one header.
pub(super) fn cause(ours: &[NamedValue<'_>], theirs: &[NamedValue<'_>]) -> Cause {
    let ([our_header], [their_header]) = (ours, theirs) else {
        return cause_of_several(ours, theirs);
    };
    let (ours, theirs) = (our_header.text(), their_header.text());
    match our_header.name.to_ascii_lowercase().as_str() {
        "host" => cause_of_hosts(ours, theirs),
        "content-type" => cause_of_content_types(ours, theirs),
        _ => cause_of_times(ours, theirs)
            .or_else(|| cause_of_texts(ours, theirs))
            .unwrap_or(Cause::HeaderChanged),
    }
}

fn cause_of_several(ours: &[NamedValue<'_>], theirs: &[NamedValue<'_>]) -> Cause {
    let mut ours: Vec<_> = ours.iter().map(NamedValue::text).collect();
    let mut theirs: Vec<_> = theirs.iter().map(NamedValue::text).collect();
    let merged = |values: &[&str]| {
        let values = values.join(",").replace(' ', "");
        values.replace("%20", "").replace("%2C", ",")
    };
    let is_merged = merged(&ours) == merged(&theirs);
    ours.sort_unstable();
    theirs.sort_unstable();
    if ours == theirs {
        Cause::SortOrder
    } else if is_merged {
        Cause::HeadersMerged
    } else {
        Cause::HeaderChanged
    }
}

fn cause_of_hosts(ours: &str, theirs: &str) -> Cause {
    if ours.eq_ignore_ascii_case(theirs) {
        return Cause::HostCase;
    }
    let plain = |host: &str| host.to_ascii_lowercase().replace("%3a", ":");
    let (our_host, their_host) = (plain(ours), plain(theirs));
    if our_host == their_host {
        return escapes::cause(ours, theirs).unwrap_or(Cause::HostCase);
    }
    if without_port(&our_host) == without_port(&their_host) {
        Cause::HostPort
    } else {
        Cause::OtherHost
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn cause_of_content_types(ours: &str, theirs: &str) -> Cause {
    let plain = |value| {
        let plain: Vec<u8> = decoded(value).filter(|byte| *byte != b' ').collect();
        String::from_utf8_lossy(&plain).to_ascii_lowercase()
    };
    let media_type = |value: &str| value.split(';').next().map(String::from);
    let (our_plain, their_plain) = (plain(ours), plain(theirs));
    if our_plain == their_plain {
        cause_of_texts(ours, theirs).unwrap_or(Cause::ContentTypeChanged)
    } else if media_type(&our_plain) != media_type(&their_plain) {
        Cause::ContentTypeChanged
    } else if our_plain.starts_with("multipart/") {
        Cause::MultipartBoundary
    } else {
        Cause::Charset
    }
}

/// Returns the cause if two values differ in escapes or white space only.
fn cause_of_texts(ours: &str, theirs: &str) -> Option<Cause> {
    let tight = |value: &str| value.replace([' ', '\t'], "").replace("%20", "").replace("%09", "");
    let has_same_letters = || tight(ours) == tight(theirs);
    escapes::cause(ours, theirs).or_else(|| has_same_letters().then_some(Cause::HeaderSpacing))
}
