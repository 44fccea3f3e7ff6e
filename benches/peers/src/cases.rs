//! The requests: tiny, typical and large, the same for everyone who signs.

/// A request as text, from which each signer makes what it takes.
pub struct Case {
    pub size: String,
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub fn tiny() -> Case {
    Case {
        size: "tiny".into(),
        method: "GET",
        url: "https://service.region.example.com/v1/resource?limit=2&marker=13551d6b".into(),
        headers: pairs(&[("content-type", "application/json"), ("accept", "application/json")]),
        body: Vec::new(),
    }
}

pub fn typical() -> Case {
    let body = format!("{{\"text\":\"{}\"}}", "x".repeat(1013));
    Case {
        size: "typical".into(),
        method: "POST",
        url: "https://service.region.example.com/v1/77b6a44cba5143ab/ttsc/audition\
              ?lang=zh-CN&name=%E6%95%B0%E5%AD%97%E4%BA%BA&filter=a%2Fb%3Dc%26d&limit=20&offset=40\
              &sort=created_at"
            .into(),
        headers: pairs(&[
            ("content-type", "application/json; charset=utf-8"),
            ("accept", "application/json"),
            ("user-agent", "example/1.0"),
            ("x-request-id", "7f3b9c1e-8f3a-4f0e-9c55-0d5a4d6f1f11"),
            ("x-language", "zh-cn"),
            ("cache-control", "no-cache"),
        ]),
        body: body.into_bytes(),
    }
}

pub fn large(body: usize) -> Case {
    let query: Vec<_> =
        (0..60).map(|at| format!("parameter{:02}=value-{at:04}-%E4%B8%AD", at * 7 % 60)).collect();
    let mut headers = pairs(&[("content-type", "application/json")]);
    headers.extend((0..19).map(|at| (format!("x-meta-{at:02}"), format!("value {at}"))));
    Case {
        size: "large, 1 MiB body".into(),
        method: "POST",
        url: format!(
            "https://service.region.example.com/v1/77b6a44cba5143ab/batch?{}",
            query.join("&")
        ),
        headers,
        body: vec![b'x'; body],
    }
}

/// A URL with `count` parameters.
pub fn parameters(count: usize) -> Case {
    let query: Vec<_> =
        (0..count).map(|at| format!("parameter{:05}=value{at}", at * 7919 % count)).collect();
    Case {
        size: format!("{count} parameters"),
        method: "GET",
        url: format!("https://service.region.example.com/v1/x?{}", query.join("&")),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

pub fn bare(url: &str) -> Case {
    Case {
        size: "bare".into(),
        method: "GET",
        url: url.into(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

/// A short text to translate, as iFlytek's document has it.
pub fn translation() -> Case {
    let body = r#"{"common":{"app_id":"bddb2ece"},"business":{"from":"cn","to":"en"},"data":{"text":"5LuK5aSp5aSp5rCU5oCO5LmI5qC377yf"}}"#;
    Case {
        method: "POST",
        headers: pairs(&[("content-type", "application/json"), ("accept", "application/json")]),
        body: body.into(),
        ..bare("https://itrans.xfyun.cn/v2/its")
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}
