//! What is signed in the benchmarks, and by whom.

use polysign::Request;

#[allow(dead_code, reason = "only verifying needs it")]
pub(crate) mod arrived;
#[allow(dead_code, reason = "the samples are for the tests")]
#[path = "../../tests/common/schemes/mod.rs"]
pub(crate) mod schemes;
#[allow(dead_code, reason = "signing needs none of it")]
#[path = "../../tests/common/verifiers.rs"]
pub(crate) mod verifiers;

/// A request that is kept, so that only signing is measured.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Sample {
    fn new(
        name: &'static str,
        method: &'static str,
        parameters: impl IntoIterator<Item = (String, String)>,
        headers: impl IntoIterator<Item = (String, String)>,
        body: Vec<u8>,
    ) -> Self {
        let url = polysign::UrlBuilder::new("https://service.example.com/v1/resource/tasks");
        Self {
            name,
            method,
            target: url.expect("a URL").pairs(parameters).build(),
            headers: headers.into_iter().collect(),
            body,
        }
    }

    pub(crate) fn request(&self) -> Request<'_> {
        let request = Request::new(self.method, &self.target).expect("a request");
        request.with_headers(&self.headers).with_body(&self.body)
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| (String::from(*name), String::from(*value));
    pairs.iter().map(owned).collect()
}

/// Tiny: 2 parameters, 2 headers, no body. Typical: 6 parameters with Chinese and reserved
/// characters, 6 headers, 1 KiB of JSON. Large: 60 parameters, 20 headers, 1 MiB.
pub(crate) fn samples() -> [Sample; 3] {
    let json = |size: usize| format!("{{\"text\":\"{}\"}}", "a".repeat(size - 11)).into_bytes();
    let base_headers = [("content-type", "application/json"), ("accept", "*/*")];
    let typical_headers = [
        ("x-request-source", "console"),
        ("x-language", "zh-cn"),
        ("user-agent", "bench/1.0"),
        ("accept-encoding", "gzip"),
    ];
    let numbered = |count: usize, name: &'static str, value: &'static str| {
        (0..count).map(move |at| (format!("{name}{at:02}"), format!("{value}{at}")))
    };
    [
        Sample::new(
            "tiny",
            "GET",
            owned(&[("limit", "10"), ("marker", "a1b2c3")]),
            owned(&base_headers),
            Vec::new(),
        ),
        Sample::new(
            "typical",
            "POST",
            owned(&[
                ("name", "数字人"),
                ("path", "/a/b c"),
                ("filter", "a=1&b=2"),
                ("limit", "10"),
                ("marker", "13551d6b-755d-4757-b956-536f674975c0"),
                ("city", "上海+北京"),
            ]),
            owned(&base_headers).into_iter().chain(owned(&typical_headers)),
            json(1024),
        ),
        Sample::new(
            "large",
            "POST",
            numbered(60, "parameter", "value 值 "),
            owned(&base_headers).into_iter().chain(numbered(18, "x-meta-", "some value ")),
            json(1024 * 1024),
        ),
    ]
}

/// One signer for each scheme, the first of the table.
pub(crate) fn schemes() -> Vec<&'static schemes::Row> {
    schemes::first_rows().collect()
}

/// Keys and tokens as long as the vendors' are, by the fields of credentials.
pub(crate) fn secrets<'a>(row: &schemes::Row) -> Vec<(&'static str, &'a str)> {
    let length = |(field, _)| match field {
        "token" => (field, TOKEN),
        _ => (field, SECRET),
    };
    row.secrets().map(length).collect()
}

pub(crate) const SECRET: &str = "9193cc662a4c0ec135ec71fb57194b38";

const TOKEN: &str = match str::from_utf8(&[b'M'; 1600]) {
    Ok(token) => token,
    Err(_) => "",
};
