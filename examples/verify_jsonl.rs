//! Answers each signed request on standard input with what a verifier says of it, one JSON line each.
//!
//! A line has `id`, `scheme`, the `settings` of its signer (an object of texts), a list of `policies`
//! (the names of the methods of `Policy` that allow something), the time `now`, and the `request` as it
//! arrived: `method`, `host`, `target`, `headers`, `body_base64`. The answer has `id`, `reason` (`null`
//! for a request that is accepted) and `detail` or the list `covered`.

use std::io::{self, BufRead, BufWriter, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use polysign::Request;
use polysign::verify::{Policy, Rejection, Verified};
use serde_json::{Value, json};

#[allow(dead_code, reason = "the table is for the tests")]
#[path = "../tests/common/schemes/mod.rs"]
mod schemes;
#[allow(dead_code, reason = "some of it is for the tests")]
#[path = "../tests/common/verifiers.rs"]
mod verifiers;

fn main() -> io::Result<()> {
    let mut output = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        writeln!(output, "{}", answer(&line))?;
        output.flush()?;
    }
    Ok(())
}

fn answer(line: &Value) -> Value {
    match verify(line) {
        Ok(verified) => {
            let covered: Vec<_> = verified.covered_headers().collect();
            json!({ "id": line["id"], "reason": null, "covered": covered })
        }
        Err(rejection) => json!({
            "id": line["id"], "reason": rejection.reason().as_str(), "detail": rejection.detail(),
        }),
    }
}

fn verify(line: &Value) -> Result<Verified, Rejection> {
    let request = &line["request"];
    let settings = serde_json::from_value(line["settings"].clone()).expect("texts");
    let verifier = verifiers::verifier(text(&line["scheme"]), &settings, policy(line));
    let headers: Vec<(String, String)> =
        serde_json::from_value(request["headers"].clone()).expect("pairs");
    let body = STANDARD.decode(text(&request["body_base64"])).expect("base64");
    let [method, host, target] = ["method", "host", "target"].map(|name| text(&request[name]));
    let request = Request::from_parts(method, "https", host, target)?;
    let request = request.with_headers(&headers).with_body(&body);
    verifier.verify(&request, line["now"].as_i64().expect("a time").into())
}

fn policy(line: &Value) -> Policy {
    let names = line["policies"].as_array().expect("a list").iter().map(text);
    names.fold(Policy::new(), |policy, name| match name {
        "allow_unsigned_body" => policy.allow_unsigned_body(),
        "allow_escaped_slashes" => policy.allow_escaped_slashes(),
        "allow_trailing_slash" => policy.allow_trailing_slash(),
        "allow_any_order" => policy.allow_any_order(),
        "allow_uncovered_overrides" => policy.allow_uncovered_overrides(),
        "allow_any_expiry" => policy.allow_any_expiry(),
        _ => panic!("no policy {name}"),
    })
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
