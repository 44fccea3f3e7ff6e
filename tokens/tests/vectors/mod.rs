//! Runs the vectors of tokens: those of this folder, and of every `*.jsonl` beneath the folder that the
//! environment variable `POLYSIGN_VECTORS` names. Lines of other schemes there are the library's.
//!
//! `token04` is compared byte for byte. The others are compared after inflating, since no two
//! compressors give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use miniz_oxide::inflate::decompress_to_vec_zlib;
use polysign::zego::ServerSecret;
use polysign::{Context, Error, ErrorKind};
use polysign_tokens::Token;
use polysign_tokens::tencent::{
    PrivateMapKey, Privileges, Room, SdkSecretKey, UserSig, UserSigDocument,
};
use polysign_tokens::zego::{Token04, Token04Document};
use serde_json::{Map, Value, json};

type Check = fn(&Value) -> Result<(), String>;

const SCHEMES: [(&str, Check); 3] = [
    ("tencent/user-sig", check_user_sig),
    ("tencent/private-map-key", check_private_map_key),
    ("zego/token04", check_token04),
];

#[test]
fn every_vector_holds() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut report = Report::default();
    report.run_folder(&own);
    assert_eq!(report.foreign, 0, "lines of schemes that this package does not have");
    assert!(report.run.values().all(|count| *count >= 12) && report.run.len() == SCHEMES.len());
    if let Some(outside) = std::env::var_os("POLYSIGN_VECTORS") {
        report.run_folder(Path::new(&outside));
    }
    report.print();
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
}

/// Without this, the test above could pass by comparing nothing.
#[test]
fn a_line_that_differs_is_a_failure() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut changed = 0;
    for file in ["tencent/user-sig", "tencent/private-map-key", "zego/token04"] {
        let text = fs::read_to_string(own.join(format!("{file}.jsonl"))).unwrap();
        let line: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        let other: Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
        for (key, value) in line["expect"].as_object().unwrap() {
            let mut line = line.clone();
            line["expect"][key] = other["expect"][key].clone();
            assert_ne!(line["expect"][key], *value, "{file}: {key}");
            let mut report = Report::default();
            report.run_line(&line.to_string(), "changed");
            assert_eq!(report.failures.len(), 1, "{file}: {key}");
            changed += 1;
        }
        let mut line = line.clone();
        line["expect"] = json!({"error": "invalid-expiration"});
        let mut report = Report::default();
        report.run_line(&line.to_string(), "changed");
        assert_eq!(report.failures.len(), 1, "{file}: error");
    }
    assert!(changed >= 10);
}

#[derive(Default)]
struct Report {
    run: BTreeMap<&'static str, usize>,
    foreign: usize,
    failures: Vec<String>,
}

impl Report {
    fn run_folder(&mut self, folder: &Path) {
        let mut files = Vec::new();
        collect_files(folder, &mut files);
        assert!(!files.is_empty(), "no *.jsonl beneath {}", folder.display());
        for file in files {
            let text = fs::read_to_string(&file).expect("a vector file is UTF-8");
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
                self.run_line(line, &format!("{}:{}", file.display(), at + 1));
            }
        }
    }

    fn run_line(&mut self, line: &str, place: &str) {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{place}: {e}"));
        let scheme = line["scheme"].as_str().unwrap_or_else(|| panic!("{place}: no scheme"));
        let Some((name, check)) = SCHEMES.into_iter().find(|(name, _)| *name == scheme) else {
            self.foreign += 1;
            return;
        };
        if let Err(fault) = check(&line) {
            self.failures.push(format!("{place}: {}: {fault}", line["id"]));
        }
        *self.run.entry(name).or_default() += 1;
    }

    fn print(&self) {
        for (scheme, count) in &self.run {
            println!("{scheme}: {count} run");
        }
        println!("{} differ", self.failures.len());
    }
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "jsonl") {
            files.push(path);
        }
    }
}

fn check_user_sig(line: &Value) -> Result<(), String> {
    let options = Options::of(line, &["user_id", "expires_in", "userbuf_hex"])?;
    let userbuf = options.optional_text("userbuf_hex");
    let userbuf = userbuf.map(|hex| hex::decode(hex).expect("hexadecimal"));
    check_tencent(line, |key, context| {
        let mut sig = UserSig::new(options.text("user_id")).with_expires_in(options.expires_in()?);
        if let Some(userbuf) = &userbuf {
            sig = sig.with_userbuf(userbuf);
        }
        sig.sign_with(key, context)
    })
}

fn check_private_map_key(line: &Value) -> Result<(), String> {
    const KEYS: [&str; 5] = ["user_id", "expires_in", "room_id", "room_string", "privileges"];
    let options = Options::of(line, &KEYS)?;
    check_tencent(line, |key, context| {
        let room = match options.optional_text("room_string") {
            Some(name) => Room::Name(name),
            None => Room::Number(options.number("room_id", ErrorKind::InvalidOption)?),
        };
        let privileges: u32 = options.number("privileges", ErrorKind::InvalidOption)?;
        let privileges = u8::try_from(privileges)
            .map_err(|_| Error::new(ErrorKind::InvalidOption, "privileges", "is no u8"))?;
        PrivateMapKey::new(options.text("user_id"), room, Privileges::from_bits(privileges))
            .with_expires_in(options.expires_in()?)
            .sign_with(key, context)
    })
}

/// What both tokens of Tencent have in common: one is the other.
fn check_tencent(
    line: &Value,
    make: impl Fn(&SdkSecretKey, &Context<'_>) -> Result<Token, Error>,
) -> Result<(), String> {
    let variables = [("sdk_app_id", "TRTC_SDK_APP_ID"), ("secret_key", "TRTC_SECRET_KEY")];
    let credential = credential(line, variables)?;
    let key = SdkSecretKey::from_vars(credential);
    let context = Context::at(line["time"].as_i64().ok_or("time is not a number")?);
    let token = key.and_then(|key| {
        let key = key.expect("both are set");
        make(&key, &context).map(|token| (token, key))
    });
    let expect = line["expect"].as_object().ok_or("expect is not an object")?;
    let Some((token, key)) = made(expect, token)? else {
        return Ok(());
    };
    // What we make, and what the vendor made, are the same, and both are read.
    let theirs = expect["token"].as_str().ok_or("token is not text")?;
    for (who, token) in [("ours", token.expose()), ("theirs", theirs)] {
        let found = found_in(token, &key, &context).map_err(|fault| format!("{who}: {fault}"))?;
        compare(expect, &found).map_err(|fault| format!("{who}: {fault}"))?;
    }
    // The vendor's Node SDK writes the members as we do.
    let is_node = line["source"].as_str().is_some_and(|source| source.starts_with("npm "));
    let (ours, theirs) = (inflated(token.expose())?, inflated(theirs)?);
    same("inflated", &Value::from(theirs), &Value::from(ours)).or(match is_node {
        true => Err("the JSON is not that of the vendor's Node SDK".to_owned()),
        false => Ok(()),
    })
}

/// What a token holds, by the names of `expect`.
fn found_in(token: &str, key: &SdkSecretKey, context: &Context<'_>) -> Result<Value, String> {
    let document = UserSigDocument::parse(token).map_err(|e| e.detail().to_owned())?;
    document.verify(key, context.time()).map_err(|e| e.detail().to_owned())?;
    let json: Value = serde_json::from_str(&inflated(token)?).map_err(|e| e.to_string())?;
    let mut found = json!({
        "signature": json["TLS.sig"],
        "string_to_sign": document.string_to_sign(),
        "document": json,
    });
    if let Some(userbuf) = document.userbuf() {
        found["userbuf_hex"] = Value::from(hex::encode(userbuf));
    }
    Ok(found)
}

fn inflated(token: &str) -> Result<String, String> {
    use base64::Engine;
    let base64 = token.replace('*', "+").replace('-', "/").replace('_', "=");
    let zlib = base64::engine::general_purpose::STANDARD.decode(base64);
    let text = decompress_to_vec_zlib(&zlib.map_err(|e| e.to_string())?);
    String::from_utf8(text.map_err(|e| e.to_string())?).map_err(|e| e.to_string())
}

fn check_token04(line: &Value) -> Result<(), String> {
    let options = Options::of(line, &["user_id", "expires_in", "payload", "iv"])?;
    let variables = [("app_id", "ZEGO_APP_ID"), ("server_secret", "ZEGO_SERVER_SECRET")];
    let secret = ServerSecret::from_vars(credential(line, variables)?);
    let nonce = line["nonce"].as_str();
    let mut context = Context::at(line["time"].as_i64().ok_or("time is not a number")?);
    if let Some(nonce) = nonce {
        context = context.with_nonce(nonce);
    }
    let token = secret.and_then(|secret| {
        let secret = secret.expect("both are set");
        let mut token =
            Token04::new(options.text("user_id")).with_expires_in(options.expires_in()?);
        token = token.with_payload(options.optional_text("payload").unwrap_or_default());
        if let Some(iv) = options.optional_text("iv") {
            token = token.with_iv(iv);
        }
        token.sign_with(&secret, &context).map(|token| (token, secret))
    });
    let expect = line["expect"].as_object().ok_or("expect is not an object")?;
    let Some((token, secret)) = made(expect, token)? else {
        return Ok(());
    };
    let document =
        Token04Document::decrypt(token.expose(), &secret).map_err(|e| e.detail().to_owned())?;
    document.verify(context.time()).map_err(|e| e.detail().to_owned())?;
    let found = json!({
        "token": token.expose(),
        "document": {
            "app_id": document.app_id(),
            "user_id": document.user_id(),
            "nonce": document.nonce(),
            "ctime": document.signed_at().seconds(),
            "expire": document.expires_at().seconds(),
            "payload": document.payload(),
        },
    });
    same("token", &expect["token"], &found["token"])?;
    compare(expect, &found)
}

/// The token, or `None` where it was to be refused and was.
fn made<T>(expect: &Map<String, Value>, token: Result<T, Error>) -> Result<Option<T>, String> {
    match (expect.get("error"), token) {
        (Some(label), Err(error)) if expect.len() == 1 => match has_label(&error, label) {
            true => Ok(None),
            false => Err(format!("error: expected {label}, found {error:?}")),
        },
        (Some(label), _) => Err(format!("error: expected {label} alone, found a token")),
        (None, Err(error)) => Err(format!("was refused: {error}")),
        (None, Ok(token)) => Ok(Some(token)),
    }
}

/// A label is a kind of the crate, or names the option at fault: `invalid-user-id` for `user_id`.
fn has_label(error: &Error, label: &Value) -> bool {
    let by_field = format!("invalid-{}", error.field().replace('_', "-"));
    let is_of_option = error.kind() == ErrorKind::InvalidOption;
    label == error.kind().as_str() || (is_of_option && *label == by_field)
}

/// Compares all that is expected, except for the token, whose compression is free.
fn compare(expect: &Map<String, Value>, found: &Value) -> Result<(), String> {
    for (name, expected) in expect.iter().filter(|(name, _)| *name != "token") {
        let found = found.get(name).ok_or_else(|| format!("unknown key {name}"))?;
        same(name, expected, found)?;
    }
    Ok(())
}

fn same(name: &str, expected: &Value, found: &Value) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{name}:\n  expected {expected}\n  found    {found}")),
    }
}

/// The credential as variables, so that a number that is out of range is refused by the crate.
fn credential(
    line: &Value,
    variables: [(&str, &'static str); 2],
) -> Result<impl Fn(&str) -> Option<String> + use<>, String> {
    let fields = line["credential"].as_object().ok_or("credential is not an object")?;
    only_keys(fields, &variables.map(|(field, _)| field))?;
    let values = variables.map(|(field, variable)| {
        let text = match &line["credential"][field] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        (variable, text)
    });
    Ok(move |name: &str| {
        let found = values.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, text)| text.clone())
    })
}

struct Options<'a>(&'a Map<String, Value>);

impl<'a> Options<'a> {
    fn of(line: &'a Value, known: &[&str]) -> Result<Self, String> {
        let all = ["id", "scheme", "source", "note", "published", "credential", "options", "time"];
        let rest = ["nonce", "request", "expect"];
        only_keys(line.as_object().ok_or("no object")?, &[&all[..], &rest].concat())?;
        if !line["request"].is_null() {
            return Err("a token has no request".to_owned());
        }
        let options = line["options"].as_object().ok_or("options is not an object")?;
        only_keys(options, known)?;
        Ok(Self(options))
    }

    fn optional_text(&self, key: &str) -> Option<&'a str> {
        self.0.get(key)?.as_str()
    }

    fn text(&self, key: &str) -> &'a str {
        self.optional_text(key).unwrap_or_else(|| panic!("{key} is not text"))
    }

    fn expires_in(&self) -> Result<u32, Error> {
        self.number("expires_in", ErrorKind::InvalidExpiration)
    }

    /// A number that the type of the option does not have is refused by the compiler.
    fn number(&self, key: &'static str, kind: ErrorKind) -> Result<u32, Error> {
        let number = self.0[key].as_i64().unwrap_or_else(|| panic!("{key} is not a number"));
        u32::try_from(number).map_err(|_| Error::new(kind, key, "is no u32"))
    }
}

fn only_keys(map: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(format!("unknown key {key}")),
    }
}
