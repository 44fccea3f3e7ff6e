//! Signs the cases of AWS's published suite in both placements, and compares every stage: canonical request,
//! string to sign, signature, and what is sent. The argument is the folder of the suite; `tests/suite/run`
//! finds one.

use std::error::Error;
use std::fs;
use std::path::Path;

use polysign::{Context, Request, Signer};
use polysign_clouds::aws;
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The cases that are not signed as the suite writes them, and the ruling.
const RULINGS: &[(&str, &str, Ruling)] = &[
    ("get-header-value-multiline", "a folded header value cannot be sent", Ruling::Refused),
    ("get-space-unnormalized", "a blank in a path goes on the wire as %20", Ruling::Escaped),
    ("get-utf8", "a letter outside of ASCII goes on the wire escaped", Ruling::Escaped),
    (
        "get-vanilla-utf8-query",
        "a letter outside of ASCII goes on the wire escaped",
        Ruling::Escaped,
    ),
    ("get-relative-normalized", CLIENTS, Ruling::NotApplied),
    ("get-relative-unnormalized", CLIENTS, Ruling::NotApplied),
    ("get-relative-relative-normalized", CLIENTS, Ruling::NotApplied),
    ("get-relative-relative-unnormalized", CLIENTS, Ruling::NotApplied),
    ("get-slash-dot-slash-unnormalized", CLIENTS, Ruling::NotApplied),
    ("get-slash-pointless-dot-unnormalized", CLIENTS, Ruling::NotApplied),
];

const CLIENTS: &str = "clients remove dot segments and send another path than is signed; \
                       `keep_dot_segments` is for those that do not";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Ruling {
    /// Signed and sent as the suite has it.
    Same,
    /// The request cannot be made.
    Refused,
    /// The same request as it goes on the wire is signed.
    Escaped,
    /// It is signed, and applying the signature is refused unless it is allowed.
    NotApplied,
}

/// One case: its request, and the signer for it.
struct Case {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    context: Value,
    ruling: Ruling,
}

fn main() -> Result<()> {
    let suite = std::env::args().nth(1).ok_or("the folder of the suite is missing")?;
    let mut folders: Vec<_> = fs::read_dir(suite)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<std::io::Result<_>>()?;
    folders.sort();
    let mut counts = [0; 4];
    for folder in folders {
        // Two folders without a context are additions of the package, and no cases of the suite.
        if !folder.join("context.json").exists() {
            continue;
        }
        let name = folder.file_name().ok_or("a folder")?.to_string_lossy().into_owned();
        let ruling = check(&folder, &name).map_err(|error| format!("{name}: {error}"))?;
        counts[ruling as usize] += 1;
        if let Some((_, why, _)) = RULINGS.iter().find(|(case, ..)| *case == name) {
            println!("{name}: {ruling:?}: {why}");
        }
    }
    let [same, refused, escaped, not_applied] = counts;
    println!(
        "{same} cases are signed and sent as they are, {escaped} as they go on the wire, {not_applied} \
         are signed and not applied, {refused} refused"
    );
    let listed = |ruling| RULINGS.iter().filter(|(.., listed)| *listed == ruling).count();
    let expected = [Ruling::Refused, Ruling::Escaped, Ruling::NotApplied].map(listed);
    if [refused, escaped, not_applied] == expected && same > 20 {
        Ok(())
    } else {
        Err("not the cases that have a ruling".into())
    }
}

fn check(folder: &Path, name: &str) -> Result<Ruling> {
    let ruling = RULINGS
        .iter()
        .find(|(case, ..)| *case == name)
        .map_or(Ruling::Same, |(.., ruling)| *ruling);
    let case = Case::read(folder, ruling)?;
    if ruling == Ruling::Refused {
        let request = Request::new(&case.method, &case.url)?.with_headers(&case.headers);
        let refused = case.signer("header")?.sign_with(&request, &Context::at(TIME));
        return if refused.is_err() { Ok(ruling) } else { Err("was signed".into()) };
    }
    for placement in ["header", "query"] {
        case.compare(folder, placement).map_err(|error| format!("{placement}: {error}"))?;
    }
    Ok(ruling)
}

/// 2015-08-30T12:36:00Z, in all cases.
const TIME: i64 = 1_440_938_160;

impl Case {
    fn read(folder: &Path, ruling: Ruling) -> Result<Self> {
        let context: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("context.json"))?)?;
        assert_eq!(context["timestamp"], "2015-08-30T12:36:00Z");
        let text = fs::read_to_string(folder.join("request.txt"))?;
        let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
        // A folded line belongs to the value before it.
        let head = head.replace("\n ", "\u{0} ");
        let mut lines = head.lines();
        let (method, target) =
            lines.next().and_then(|line| line.split_once(' ')).ok_or("a line")?;
        let target = target.trim_end_matches(" HTTP/1.1");
        let target = if ruling == Ruling::Escaped { escaped(target) } else { target.to_owned() };
        let mut headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.into(), value.replace('\u{0}', "\n")))
            .collect();
        let host = headers.iter().position(|(name, _)| name == "Host").ok_or("a host")?;
        let host = headers.remove(host).1;
        let url = format!("https://{host}{target}");
        let (method, body) = (method.into(), body.into());
        Ok(Self { method, url, headers, body, context, ruling })
    }

    fn signer(&self, placement: &str) -> Result<aws::SigV4> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let credentials = &self.context["credentials"];
        let (id, secret) = (&credentials["access_key_id"], &credentials["secret_access_key"]);
        let mut key = aws::AccessKey::new(text(id), text(secret))?;
        if let Some(token) = credentials["token"].as_str() {
            key = key.with_session_token(token)?;
        }
        // The suite signs all headers that are there.
        let names = self.headers.iter().map(|(name, _)| name).filter(|name| *name != "X-Amz-Date");
        let headers = aws::SignedHeaders::standard_with(names, [""; 0])?;
        // It has paths as one types them, and encodes them once.
        let is_typed = self.url.contains('%');
        let mut signer =
            aws::SigV4::new(key, text(&self.context["region"]), text(&self.context["service"]))?
                .with_signed_headers(headers)
                .with_normalized_path(self.context["normalize"] == true)
                .with_double_encoding(!is_typed);
        if self.context["sign_body"] == true {
            signer = signer.with_content_hash();
        }
        if self.context["omit_session_token"] == true {
            signer = signer.with_unsigned_token();
        }
        if placement == "query" {
            signer = signer.with_placement(aws::Placement::query(3600)?);
        }
        Ok(signer)
    }

    fn compare(&self, folder: &Path, placement: &str) -> Result<()> {
        let file =
            |stage: &str| fs::read_to_string(folder.join(format!("{placement}-{stage}.txt")));
        let signer = self.signer(placement)?;
        let request = Request::new(&self.method, &self.url)?
            .with_headers(&self.headers)
            .with_body(&self.body);
        let context = Context::at(TIME);
        let signed = signer.sign_with(&request, &context)?;
        let explanation = signer.explain(&request, &context)?;
        let token = self.context["credentials"]["token"].as_str().unwrap_or_default();
        for (stage, file_name) in
            [("canonical_request", "canonical-request"), ("string_to_sign", "string-to-sign")]
        {
            let found = explanation.stage(stage).ok_or("no stage")?.fill(|_| Some(token));
            same(stage, &file(file_name)?, std::str::from_utf8(&found)?)?;
        }
        same("signature", &file("signature")?, signed.signature().unwrap_or_default())?;
        let applied = signed.url(&request);
        if applied.is_err() != (self.ruling == Ruling::NotApplied) {
            return Err(format!("applied: {applied:?}, but {:?}", self.ruling).into());
        }
        let kept = self.signer(placement)?.keep_dot_segments().sign_with(&request, &context)?;
        let sent = file("signed-request")?;
        for (name, value) in kept.headers() {
            let is_there = sent.lines().filter_map(|line| line.split_once(':'));
            let is_there = is_there
                .filter(|(own, _)| own.eq_ignore_ascii_case(name))
                .any(|(_, own)| own.trim() == value);
            if !is_there {
                return Err(format!("{name}: {value} is not sent").into());
            }
        }
        let url = kept.url(&request)?;
        let (_, target) =
            sent.lines().next().and_then(|line| line.split_once(' ')).ok_or("a line")?;
        let expected = escaped(target.trim_end_matches(" HTTP/1.1"));
        let own =
            url.expose().splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).ok_or("a path")?;
        same("target", &sorted(&expected), &sorted(&own))
    }
}

/// Escapes what cannot be sent.
fn escaped(target: &str) -> String {
    let byte = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    target.bytes().map(byte).collect()
}

/// A target with its parameters in order. The suite has another order than SDKs have.
fn sorted(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.sort_unstable();
    format!("{path}?{}", pairs.join("&"))
}

fn same(stage: &str, expected: &str, found: &str) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    Err(format!("{stage}:\n  expected {expected:?}\n  found    {found:?}").into())
}
