//! A signed request as a `curl` command.

use polysign::{Error, Request, Signed};

/// A request as it is before signing.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: &'a str,
    pub(crate) url: &'a str,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: Option<&'a str>,
}

/// What makes a GET the handshake of a WebSocket. The key is the sample of RFC 6455.
const HANDSHAKE: &[(&str, &str)] = &[
    ("connection", "Upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

impl Outgoing<'_> {
    pub(crate) fn request(&self) -> Result<Request<'_>, Error> {
        let request = Request::new(self.method, self.url)?.with_headers(self.headers);
        Ok(match self.body {
            Some(body) => request.with_body(body),
            None => request,
        })
    }

    /// The command that sends this request to `url` with what `signed` sets and removes.
    pub(crate) fn curl(&self, signed: &Signed, url: &str) -> String {
        // Without these two curl expands `[1-3]` and `{a,b}`, and collapses `/../`.
        let mut words = vec!["curl".into(), "-g".into(), "--path-as-is".into()];
        match (self.method, self.body) {
            ("GET", None) => {}
            ("HEAD", None) => words.push("-I".into()),
            (method, _) => words.extend(["-X".into(), quoted(method)]),
        }
        let stays = |name: &str| {
            let set = signed.headers().map(|(name, _)| name);
            let mut changed = set.chain(signed.removed_headers());
            !changed.any(|changed| changed.eq_ignore_ascii_case(name))
        };
        let kept = self.headers.iter().copied().filter(|(name, _)| stays(name));
        let mut headers: Vec<_> = kept.map(line).collect();
        headers.extend(signed.headers().map(line));
        // Most builds of curl know no WebSocket URLs, but all can open one by HTTP/1.1.
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let url = match scheme.to_ascii_lowercase().strip_prefix("ws") {
            None => url.into(),
            Some(s) => {
                words.push("--http1.1".into());
                headers.extend(HANDSHAKE.iter().copied().map(line));
                format!("http{s}://{rest}")
            }
        };
        if let Some(body) = self.body {
            // Else curl says that the body is a form.
            let mut names = self.headers.iter().map(|(name, _)| name);
            if !names.any(|name| name.eq_ignore_ascii_case("content-type")) {
                headers.push("content-type:".into());
            }
            words.extend(["--data-raw".into(), quoted(body)]);
        }
        for header in headers {
            words.extend(["-H".into(), quoted(&header)]);
        }
        words.push(quoted(&url));
        words.join(" ")
    }
}

/// A header for `-H`, which takes `name:` for the wish to send none of that name.
fn line((name, value): (&str, &str)) -> String {
    match value {
        "" => format!("{name};"),
        value => format!("{name}: {value}"),
    }
}

/// One word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
