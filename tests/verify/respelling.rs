//! Rules by which two spellings mean the same request, written down without the crate's own code.

use std::collections::BTreeSet;

use polysign::sign::Covers;

use super::wire::Wire;

/// What is known of the request that was signed.
pub(crate) struct Signed {
    pub(crate) covers: Covers,
    /// In lower case: covered headers, and those that carry the signature.
    pub(crate) headers: BTreeSet<String>,
    /// Those that carry the signature.
    pub(crate) parameters: &'static [&'static str],
}

/// A rule brings a request into a form in which the spellings that it allows are one.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) unify: fn(&mut Wire, &Signed),
}

impl Rule {
    /// The form into which it brings a request.
    pub(crate) fn applied(&self, wire: &Wire, signed: &Signed) -> Wire {
        let mut wire = wire.clone();
        (self.unify)(&mut wire, signed);
        wire
    }
}

/// The rules of all schemes.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        name: "a header's name is in any case",
        unify: |wire, _| {
            for (name, _) in &mut wire.headers {
                name.make_ascii_lowercase();
            }
        },
    },
    Rule {
        name: "blanks around a header's value do not count",
        unify: |wire, _| {
            for (_, value) in &mut wire.headers {
                *value = trimmed(value).to_vec();
            }
        },
    },
    Rule {
        name: "a header is not covered",
        unify: |wire, signed| {
            wire.headers.retain(|(name, _)| {
                let name = String::from_utf8_lossy(name).to_ascii_lowercase();
                name == "host" || signed.headers.contains(&name)
            });
        },
    },
    Rule {
        name: "an empty path is `/`",
        unify: |wire, _| {
            if !wire.target.starts_with(b"/") {
                wire.target.insert(0, b'/');
            }
        },
    },
    Rule {
        name: "empty pieces of the query do not count",
        unify: |wire, _| map_query(wire, |pieces| pieces.retain(|piece| !piece.is_empty())),
    },
    Rule {
        name: "`k` is `k=` in the query",
        unify: |wire, _| {
            map_query(wire, |pieces| {
                for piece in pieces.iter_mut().filter(|piece| !piece.is_empty()) {
                    if !piece.contains(&b'=') {
                        piece.push(b'=');
                    }
                }
            });
        },
    },
    Rule {
        name: "percent-escapes in the query spell bytes, `+` a space",
        unify: |wire, _| {
            map_query(wire, |pieces| {
                for piece in pieces {
                    let (key, value) = match piece.iter().position(|byte| *byte == b'=') {
                        Some(at) => (&piece[..at], Some(&piece[at + 1..])),
                        None => (&piece[..], None),
                    };
                    let mut unified = escaped(key, true);
                    if let Some(value) = value {
                        unified.push(b'=');
                        unified.extend(escaped(value, true));
                    }
                    *piece = unified;
                }
            });
        },
    },
    Rule {
        name: "percent-escapes in the path spell bytes",
        unify: |wire, _| map_path(wire, |path| *path = escaped(path, false)),
    },
    Rule {
        name: "the host is in any case, its port left out where the scheme implies it",
        unify: |wire, _| {
            for (name, value) in &mut wire.headers {
                if name.eq_ignore_ascii_case(b"host") {
                    *value = host(value);
                }
            }
            wire.authority = host(&wire.authority);
        },
    },
    Rule {
        name: "a `Host` header stands for the authority",
        unify: |wire, _| {
            let mut headers = wire.headers.iter();
            if let Some((_, host)) = headers.find(|(name, _)| name.eq_ignore_ascii_case(b"host")) {
                wire.authority.clone_from(host);
            }
        },
    },
    Rule {
        name: "the method is not covered",
        unify: |wire, signed| {
            if !signed.covers.method() {
                wire.method.clear();
            }
        },
    },
    Rule {
        name: "the host is not covered",
        unify: |wire, signed| {
            if !signed.covers.host() {
                wire.authority.clear();
                wire.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(b"host"));
            }
        },
    },
    Rule {
        name: "the path is not covered",
        unify: |wire, signed| {
            if !signed.covers.path() {
                map_path(wire, Vec::clear);
            }
        },
    },
    Rule {
        name: "the rest of the query is not covered",
        unify: |wire, signed| {
            if !signed.covers.query() {
                map_query(wire, |pieces| {
                    pieces.retain(|piece| {
                        let name = escaped(before(piece, b'='), true);
                        let mut names = signed.parameters.iter();
                        names.any(|own| own.as_bytes() == name)
                    });
                });
            }
        },
    },
    Rule {
        name: "the body is not covered",
        unify: |wire, signed| {
            if !signed.covers.body() {
                wire.body.clear();
            }
        },
    },
];

pub(crate) fn trimmed(value: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().take_while(|byte| is_blank(byte)).count();
    let end = value.iter().rev().take_while(|byte| is_blank(byte)).count();
    value.get(start..value.len().saturating_sub(end)).unwrap_or_default()
}

fn before(text: &[u8], end: u8) -> &[u8] {
    text.split(|byte| *byte == end).next().unwrap_or_default()
}

pub(crate) fn map_path(wire: &mut Wire, change: impl FnOnce(&mut Vec<u8>)) {
    let mut path = before(&wire.target, b'?').to_vec();
    let rest = wire.target.split_off(path.len());
    change(&mut path);
    wire.target = [path, rest].concat();
}

pub(crate) fn map_query(wire: &mut Wire, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
    let path = before(&wire.target, b'?').len();
    // No query and an empty one are the same.
    let query = wire.target.get(path + 1..).unwrap_or_default();
    let mut pieces: Vec<Vec<u8>> = query.split(|byte| *byte == b'&').map(Vec::from).collect();
    change(&mut pieces);
    wire.target.truncate(path);
    let query = pieces.join(&b'&');
    if !query.is_empty() {
        wire.target.push(b'?');
        wire.target.extend(query);
    }
}

/// Every byte but the unreserved ones and `/` as an escape in upper case.
fn escaped(text: &[u8], in_query: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next(), rest.next()].map(|digit| digit.unwrap_or_default());
                let digits = std::str::from_utf8(&digits).expect("an escape");
                u8::from_str_radix(digits, 16).expect("an escape")
            }
            b'+' if in_query => b' ',
            _ => byte,
        });
    }
    let mut escaped = Vec::new();
    for byte in bytes {
        let is_kept = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        match is_kept || (byte == b'/' && !in_query) {
            true => escaped.push(byte),
            false => escaped.extend(format!("%{byte:02X}").bytes()),
        }
    }
    escaped
}

/// As it is sent: in lower case, without `:443`, and with a port that has no zero in front.
pub(crate) fn host(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).trim().to_ascii_lowercase();
    let Some((name, port)) =
        text.rsplit_once(':').filter(|(_, port)| port.bytes().all(|digit| digit.is_ascii_digit()))
    else {
        return text.into();
    };
    match port.trim_start_matches('0') {
        "443" => name.into(),
        "" if port.is_empty() => name.into(),
        "" => format!("{name}:0").into(),
        number => format!("{name}:{number}").into(),
    }
}

/// The request in the one spelling that a verifier with an exact target accepts.
pub(crate) fn exact(mut wire: Wire) -> Wire {
    map_path(&mut wire, |path| {
        *path = escaped(path, false);
        while path.len() > 1 && path.ends_with(b"/") {
            path.pop();
        }
    });
    let signed = Signed { covers: Covers::ALL, headers: BTreeSet::new(), parameters: &[] };
    let rules = ["empty pieces", "`k` is `k=`", "percent-escapes in the query"];
    for rule in RULES.iter().filter(|rule| rules.iter().any(|name| rule.name.starts_with(name))) {
        (rule.unify)(&mut wire, &signed);
    }
    map_query(&mut wire, |pieces| pieces.sort());
    // Their names are in any case.
    wire.headers.sort_by_key(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
    wire
}
