//! Baidu AIPAGE: from an access key to the list of your sites.
//!
//! ```console
//! $ cargo run -p clients --example aipage
//! $ BCE_ACCESS_KEY_ID=… BCE_SECRET_ACCESS_KEY=… cargo run -p clients --example aipage
//! ```
//!
//! Besides the signature: the account has to be verified (实名认证) and to have ordered once in the
//! console. `POST /v1/site/new` orders and pays a site; its `clientToken` in the query keeps a request
//! that is sent again from paying twice.

use cookbook::mock::{Reply, Route, only, start};
use cookbook::{Host, Result, post, send, text_at, unique_id};
use http::Request;
use polysign::{UrlBuilder, baidu};
use serde_json::json;

mod cookbook;

fn main() -> Result<()> {
    let real = baidu::AccessKey::from_env()?;
    let is_real = real.is_some();
    let (key, host) = match real {
        Some(key) => (key, Host::real("aipage.baidubce.com")),
        None => mock()?,
    };
    // The document says to sign `host` and `x-bce-date`, which is what this signer does.
    let signer = baidu::BceAuthV1::new(key);

    let url =
        UrlBuilder::new(&format!("{}/v1/site/list", host.https))?.with_pair("limit", "3").build();
    let sites = send(&signer, Request::get(url).body(String::new())?)?;
    println!("your sites: {}", sites["result"]["sites"]);
    if is_real {
        return Ok(());
    }

    // Only where it costs nothing.
    let url = UrlBuilder::new(&format!("{}/v1/site/new", host.https))?;
    let url = url.with_pair("clientToken", &unique_id()?).build();
    let config = json!({"comboName": "site_miniprogram_2", "count": 1, "name": "demo", "time": 1});
    let created = send(&signer, post(&url, &json!({"items": [{"config": config}]}))?)?;
    println!("a new site: {}", text_at(&created, "/result/orderId")?);
    Ok(())
}

/// Answers as "站点列表" and "创建站点" say.
fn mock() -> Result<(baidu::AccessKey, Host)> {
    let key = || baidu::AccessKey::new("access-key-id", "an example secret key");
    let verifier = || -> Result<_> {
        let keys = only("access-key-id", baidu::VerifyingAccessKey::new(key()?));
        Ok(baidu::BceAuthV1Verifier::new(keys))
    };
    let refusal = json!({
        "status_code": 403, "code": "SignatureDoesNotMatch", "message": "", "request_id": "mock"
    });
    let refusal = Reply::with_status(403, refusal);
    let list = |_: &str| {
        let site = json!({"id": "71b6bedb", "name": "openapi_site", "status": "RUNNING"});
        Reply::ok(json!({"success": true, "result": {"isTruncated": false, "sites": [site]}}))
    };
    let new = |_: &str| Reply::ok(json!({"success": true, "result": {"orderId": "mock-order"}}));
    let host = start(vec![
        Route::new("/v1/site/list", list).verified_by(verifier()?, refusal.clone()),
        Route::new("/v1/site/new", new).verified_by(verifier()?, refusal),
    ])?;
    Ok((key()?, host))
}
