//! Each vendor's sample as an average application translates it: `url::Url`, `format!`, `join`,
//! `hex::encode`, a key hashed anew for each signature.

use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::Sha256;
use time::OffsetDateTime;
use time::macros::format_description;
use url::Url;

use crate::cases::Case;
use crate::signers::{ID, SECRET};

fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.chain_update(text).finalize().into_bytes().to_vec()
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(byte as char);
            }
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    encoded
}

pub fn zego(case: &Case) -> impl FnMut(i64) {
    move |time| {
        let mut url = Url::parse(black_box(&case.url)).expect("a URL");
        let nonce = hex::encode([7; 8]);
        let signature = hex::encode(Md5::digest(format!("12345{nonce}{SECRET}{time}")));
        url.query_pairs_mut()
            .append_pair("AppId", "12345")
            .append_pair("SignatureNonce", &nonce)
            .append_pair("Timestamp", &time.to_string())
            .append_pair("Signature", &signature)
            .append_pair("SignatureVersion", "2.0");
        black_box(url);
    }
}

pub fn tencent(case: &Case) -> impl FnMut(i64) {
    move |time| {
        let mut url = Url::parse(black_box(&case.url)).expect("a URL");
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs.push(("appkey".into(), ID.into()));
        pairs.push(("timestamp".into(), time.to_string()));
        pairs.sort();
        let pieces: Vec<_> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let signature = STANDARD.encode(hmac_sha256(SECRET.as_bytes(), &pieces.join("&")));
        url.query_pairs_mut()
            .append_pair("appkey", ID)
            .append_pair("timestamp", &time.to_string())
            .append_pair("signature", &signature);
        black_box(url);
    }
}

pub fn speech(case: &Case) -> impl FnMut(i64) {
    move |time| {
        let mut url = Url::parse(black_box(&case.url)).expect("a URL");
        let (timestamp, expired) = (time.to_string(), (time + 86_400).to_string());
        let added = [
            ("expired", expired.as_str()),
            ("nonce", &timestamp),
            ("secretid", ID),
            ("timestamp", &timestamp),
        ];
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs.extend(added.iter().map(|(k, v)| ((*k).to_string(), (*v).to_string())));
        pairs.sort();
        let pieces: Vec<_> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let host = url.host_str().unwrap_or_default();
        let text = format!("{host}{}?{}", url.path(), pieces.join("&"));
        let mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).expect("any length");
        let signature = STANDARD.encode(mac.chain_update(text).finalize().into_bytes());
        let mut query = url.query_pairs_mut();
        query.extend_pairs(added).append_pair("signature", &signature);
        drop(query);
        black_box(url);
    }
}

/// It derives the key each time, as the document's sample does.
pub fn tc3(case: &Case) -> impl FnMut(i64) {
    let form = format_description!("[year]-[month]-[day]");
    move |time| {
        let url = Url::parse(black_box(&case.url)).expect("a URL");
        let now = OffsetDateTime::from_unix_timestamp(time).expect("in range");
        let date = now.format(form).expect("a date");
        let is_type = |(name, _): &&(String, String)| name == "content-type";
        let content_type = case.headers.iter().find(is_type).map_or("", |(_, value)| value);
        let query = if case.method == "POST" { "" } else { url.query().unwrap_or_default() };
        let names = "content-type;host";
        let canonical = format!(
            "{}\n{}\n{query}\ncontent-type:{}\nhost:{}\n\n{names}\n{}",
            case.method,
            url.path(),
            content_type.to_lowercase(),
            url.host_str().unwrap_or_default(),
            hex::encode(Sha256::digest(&case.body)),
        );
        let scope = format!("{date}/cvm/tc3_request");
        let digest = hex::encode(Sha256::digest(canonical));
        let text = format!("TC3-HMAC-SHA256\n{time}\n{scope}\n{digest}");
        let mut key = format!("TC3{SECRET}").into_bytes();
        for part in [date.as_str(), "cvm", "tc3_request"] {
            key = hmac_sha256(&key, part).to_vec();
        }
        let signature = hex::encode(hmac_sha256(&key, &text));
        black_box(format!(
            "TC3-HMAC-SHA256 Credential={ID}/{scope}, SignedHeaders={names}, Signature={signature}"
        ));
    }
}

pub fn iflytek(case: &Case) -> impl FnMut(i64) {
    move |time| {
        black_box(Url::parse(black_box(&case.url)).expect("a URL"));
        let base = hex::encode(Md5::digest(format!("{ID}{time}")));
        let mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).expect("any length");
        let signa = STANDARD.encode(mac.chain_update(base).finalize().into_bytes());
        black_box([
            ("X-App-Key", ID.to_string()),
            ("X-Timestamp", time.to_string()),
            ("X-App-Signature", signa),
        ]);
    }
}

pub fn iflytek_url(case: &Case) -> impl FnMut(i64) {
    move |time| {
        let mut url = Url::parse(black_box(&case.url)).expect("a URL");
        let now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(time as u64);
        let date = httpdate::fmt_http_date(now);
        let host = url.host_str().expect("a host").to_owned();
        let text = format!("host: {host}\ndate: {date}\nGET {} HTTP/1.1", url.path());
        let signature = STANDARD.encode(hmac_sha256(SECRET.as_bytes(), &text));
        let authorization = STANDARD.encode(format!(
            "api_key=\"{ID}\", algorithm=\"hmac-sha256\", headers=\"host date request-line\", \
             signature=\"{signature}\""
        ));
        url.query_pairs_mut()
            .append_pair("authorization", &authorization)
            .append_pair("date", &date)
            .append_pair("host", &host);
        black_box(url);
    }
}

pub fn iflytek_digest(case: &Case) -> impl FnMut(i64) {
    move |time| {
        let url = Url::parse(black_box(&case.url)).expect("a URL");
        let now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(time as u64);
        let date = httpdate::fmt_http_date(now);
        let host = url.host_str().expect("a host");
        let digest = format!("SHA-256={}", STANDARD.encode(Sha256::digest(&case.body)));
        let text = format!(
            "host: {host}\ndate: {date}\n{} {} HTTP/1.1\ndigest: {digest}",
            case.method,
            url.path()
        );
        let signature = STANDARD.encode(hmac_sha256(SECRET.as_bytes(), &text));
        let authorization = format!(
            "api_key=\"{ID}\", algorithm=\"hmac-sha256\", \
             headers=\"host date request-line digest\", signature=\"{signature}\""
        );
        black_box([("Date", date), ("Digest", digest), ("Authorization", authorization)]);
    }
}

pub fn iflytek_access_key(case: &Case) -> impl FnMut(i64) {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+0800");
    move |time| {
        let mut url = Url::parse(black_box(&case.url)).expect("a URL");
        let now = OffsetDateTime::from_unix_timestamp(time + 8 * 3600).expect("in range");
        let utc = now.format(form).expect("a time");
        let uuid = hex::encode([7; 16]);
        let added = [("accessKeyId", ID), ("appId", "71c7b87d"), ("utc", &utc), ("uuid", &uuid)];
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs.extend(added.iter().map(|(k, v)| ((*k).to_string(), (*v).to_string())));
        pairs.sort();
        let pieces: Vec<_> =
            pairs.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let mac = Hmac::<Sha1>::new_from_slice(SECRET.as_bytes()).expect("any length");
        let signature = STANDARD.encode(mac.chain_update(pieces.join("&")).finalize().into_bytes());
        let mut query = url.query_pairs_mut();
        query.extend_pairs(added).append_pair("signature", &signature);
        drop(query);
        black_box(url);
    }
}

pub fn xiling(case: &Case) -> impl FnMut(i64) {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].000Z");
    move |time| {
        black_box(Url::parse(black_box(&case.url)).expect("a URL"));
        let end = OffsetDateTime::from_unix_timestamp(time + 3600).expect("in range");
        let expire = end.format(form).expect("a time");
        let signature = hex::encode(hmac_sha256(SECRET.as_bytes(), &format!("{ID}{expire}")));
        black_box(format!("{ID}/{signature}/{expire}"));
    }
}

/// Path segments and pairs, decoded and encoded again.
fn canonical_url(case: &Case) -> (Url, String, Vec<String>) {
    let url = Url::parse(black_box(&case.url)).expect("a URL");
    let segments: Vec<_> = url.path().split('/').map(encode).collect();
    let mut pairs: Vec<_> =
        url.query_pairs().map(|(k, v)| format!("{}={}", encode(&k), encode(&v))).collect();
    pairs.sort();
    let path = segments.join("/");
    (url, path, pairs)
}

pub fn baidu(case: &Case) -> impl FnMut(i64) {
    let form = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    move |time| {
        let (url, path, pairs) = canonical_url(case);
        let now = OffsetDateTime::from_unix_timestamp(time).expect("in range");
        let date = now.format(form).expect("a date");
        let prefix = format!("bce-auth-v1/{ID}/{date}/1800");
        let key = hex::encode(hmac_sha256(SECRET.as_bytes(), &prefix));
        let host = url.host_str().unwrap_or_default();
        let headers = format!("host:{}\nx-bce-date:{}", encode(host), encode(&date));
        let canonical = format!("{}\n{path}\n{}\n{headers}", case.method, pairs.join("&"));
        let signature = hex::encode(hmac_sha256(key.as_bytes(), &canonical));
        black_box(format!("{prefix}/host;x-bce-date/{signature}"));
    }
}

pub fn huawei(case: &Case) -> impl FnMut(i64) {
    let form = format_description!("[year][month][day]T[hour][minute][second]Z");
    move |time| {
        let (url, path, pairs) = canonical_url(case);
        let now = OffsetDateTime::from_unix_timestamp(time).expect("in range");
        let date = now.format(form).expect("a date");
        let mut headers: Vec<(String, String)> = case
            .headers
            .iter()
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_string()))
            .filter(|(name, _)| name == "content-type" || name.starts_with("x-"))
            .collect();
        headers.push(("host".into(), url.host_str().unwrap_or_default().into()));
        headers.push(("x-sdk-date".into(), date.clone()));
        headers.sort();
        let lines: String = headers.iter().map(|(k, v)| format!("{k}:{v}\n")).collect();
        let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let canonical = format!(
            "{}\n{path}/\n{}\n{lines}\n{names}\n{}",
            case.method,
            pairs.join("&"),
            hex::encode(Sha256::digest(&case.body))
        );
        let hash = hex::encode(Sha256::digest(canonical));
        let text = format!("SDK-HMAC-SHA256\n{date}\n{hash}");
        let signature = hex::encode(hmac_sha256(SECRET.as_bytes(), &text));
        black_box(format!(
            "SDK-HMAC-SHA256 Access={ID}, SignedHeaders={names}, Signature={signature}"
        ));
    }
}
