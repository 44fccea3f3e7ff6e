//! A signed request as a `curl` command.

use polysign::Signed;

use crate::arguments::Outgoing;

/// What makes a GET the handshake of a WebSocket. The key is the sample of RFC 6455.
const HANDSHAKE: [&str; 4] = [
    "connection: Upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
];

/// Returns the command that sends a request to `url`, with what `signed` sets and removes.
pub(crate) fn command(outgoing: &Outgoing, signed: &Signed, url: &str) -> String {
    // Without these two curl expands `[1-3]` and `{a,b}`, and collapses `/../`.
    let mut words: Vec<String> = ["curl", "-g", "--path-as-is"].map(String::from).to_vec();
    match (outgoing.method.as_str(), &outgoing.body) {
        ("GET", None) => {}
        ("HEAD", None) => words.push("-I".into()),
        (method, _) => words.extend(["-X".into(), quoted(method)]),
    }
    let mut headers = headers(outgoing, signed);
    // Most builds of curl know no WebSocket URLs, but all can open one by HTTP/1.1.
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let url = match scheme.to_ascii_lowercase().strip_prefix("ws") {
        None => url.to_owned(),
        Some(s) => {
            words.push("--http1.1".into());
            headers.extend(HANDSHAKE.map(String::from));
            format!("http{s}://{rest}")
        }
    };
    words.extend(body(outgoing));
    for header in headers {
        words.extend(["-H".into(), quoted(&header)]);
    }
    words.push(quoted(&url));
    words.join(" ")
}

/// Returns the headers of the request that stay, and those of the signature, in the form of `-H`.
fn headers(outgoing: &Outgoing, signed: &Signed) -> Vec<String> {
    let set = || signed.headers().map(|(name, _)| name);
    let stays = |name: &str| {
        !set().chain(signed.removed_headers()).any(|other| other.eq_ignore_ascii_case(name))
    };
    let own = outgoing.headers.iter().filter(|(name, _)| stays(name));
    let mut lines: Vec<String> = own.map(|(name, value)| line(name, value)).collect();
    lines.extend(signed.headers().map(|(name, value)| line(name, value)));
    let has_type = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
    if outgoing.body.is_some() && !outgoing.headers.iter().any(has_type) {
        // Else curl says that the body is a form.
        lines.push("content-type:".into());
    }
    lines
}

/// Returns the option of curl for the body: the file that it came from, or else its text.
fn body(outgoing: &Outgoing) -> Vec<String> {
    match (&outgoing.body, &outgoing.body_file) {
        (Some(_), Some(file)) => {
            vec!["--data-binary".into(), quoted(&format!("@{}", file.display()))]
        }
        (Some(body), None) => {
            vec!["--data-raw".into(), quoted(&String::from_utf8_lossy(body))]
        }
        (None, _) => Vec::new(),
    }
}

/// Returns a header for `-H`. One without a value is `name;`, as `name:` tells curl to send none of
/// that name.
fn line(name: &str, value: &str) -> String {
    match value {
        "" => format!("{name};"),
        value => format!("{name}: {value}"),
    }
}

/// Quotes a text as one word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
