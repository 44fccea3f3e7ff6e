//! `redact`, `schemes`, completions and the help.

use super::{polysign, printed};

#[test]
fn text_is_redacted() {
    let input = b"GET /?AppId=1&Signature=43e5cfcca828314675f91b001390566a HTTP/1.1\n\
                  Authorization: Bearer hunter2\n";
    for arguments in [&["redact"][..], &["redact", "zego/server-api-v2"]] {
        let shown = printed(&mut polysign(arguments), input);
        assert_eq!(shown.lines().count(), 2, "{shown}");
        assert!(shown.starts_with("GET /?AppId=1&Signature="), "{shown}");
        assert!(!shown.contains("43e5cfcc") && !shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn schemes_are_those_of_the_library() {
    let mut names: Vec<_> = polysign::schemes().map(|scheme| scheme.name()).collect();
    names.dedup();
    let shown = printed(&mut polysign(&["schemes"]), b"");
    assert_eq!(shown.lines().collect::<Vec<_>>(), names);
    let shown = printed(&mut polysign(&["schemes", "--variables"]), b"");
    assert!(shown.contains("zego/server-api-v2 ZEGO_APP_ID ZEGO_SERVER_SECRET\n"), "{shown}");
    let shown = printed(&mut polysign(&["schemes", "--host", "bj.bcebos.com"]), b"");
    assert_eq!(shown, "baidu/bce-auth-v1\n");
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&mut polysign(&["completions", shell]), b"");
        for word in ["answer-header", "body-file"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // The others complete no values of arguments without a name.
        let has_schemes = script.contains("huawei/sdk-hmac-sha256");
        assert_eq!(has_schemes, ["bash", "zsh"].contains(&shell), "{shell}");
    }
}

/// An argument of two subcommands has one meaning: the line of its help is one.
#[test]
fn subcommands_share_their_arguments() {
    let mut lines = std::collections::BTreeMap::<String, String>::new();
    for command in ["sign", "why", "explain", "verify"] {
        let help = printed(&mut polysign(&[command, "-h"]), b"");
        for line in help.lines().map(str::trim).filter(|line| line.starts_with('-')) {
            let words: Vec<&str> = line.split_whitespace().collect();
            // Values are listed with one hyphen.
            let Some(name) = words.iter().find(|word| word.starts_with("--")) else {
                continue;
            };
            if ["--help", "--json"].contains(name) {
                continue;
            }
            let line = words.join(" ");
            let known = lines.entry((*name).to_owned()).or_insert_with(|| line.clone());
            assert_eq!(*known, line, "{command}");
        }
    }
    assert!(lines.len() > 9, "{lines:?}");
}
