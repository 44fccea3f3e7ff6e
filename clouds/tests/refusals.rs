//! What servers answered, labelled: `tests/refusals/`, and every `*.jsonl` in the folder that the
//! environment variable `POLYSIGN_REFUSALS` names.

use std::fs;
use std::path::{Path, PathBuf};

#[allow(dead_code, reason = "shared with the tests of the library")]
#[path = "../../tests/refusals/verdict.rs"]
mod verdict;

use polysign::registry::Registry;
use verdict::{Line, Verdict};

static REGISTRY: Registry = Registry::new(&[polysign_clouds::ENTRIES]);

#[test]
fn labelled_answers_are_read() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals");
    let folders = [Some(own), std::env::var_os("POLYSIGN_REFUSALS").map(PathBuf::from)];
    let (mut run, mut right, mut misread) = (0, 0, Vec::new());
    for folder in folders.into_iter().flatten() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "jsonl") {
                continue;
            }
            for line in fs::read_to_string(&path).expect("UTF-8").lines() {
                let line: Line = serde_json::from_str(line).expect("a line");
                let mut schemes = REGISTRY.schemes();
                let Some(scheme) = schemes.find(|scheme| scheme.name() == line.scheme) else {
                    continue;
                };
                let refusal = line.read(scheme);
                let refusal = refusal.as_ref();
                run += 1;
                if line.verdict(refusal) == Verdict::Right {
                    right += 1;
                } else {
                    let said = refusal.map(|refusal| (refusal.refused(), refusal.code()));
                    misread.push(format!("{:?} {}: {said:?}", line.verdict(refusal), line.id));
                }
                let code = refusal.and_then(|refusal| refusal.code());
                if line.code.as_deref().is_some_and(|asked| code != Some(asked)) {
                    misread.push(format!("without its code {}: {code:?}", line.id));
                }
                let message = refusal.and_then(|refusal| refusal.message()).unwrap_or_default();
                if line.message_has.as_ref().is_some_and(|asked| !message.contains(&**asked)) {
                    misread.push(format!("without its message {}: {message:?}", line.id));
                }
                let id = refusal.and_then(|refusal| refusal.request_id());
                if line.request_id.as_deref().is_some_and(|asked| id != Some(asked)) {
                    misread.push(format!("without its id {}: {id:?}", line.id));
                }
                if refusal.is_some_and(|refusal| line.has_bad_advice(refusal)) {
                    misread.push(format!("bad advice {}", line.id));
                }
            }
        }
    }
    println!("refusals: {right} of {run} right");
    assert!(right * 100 >= run * 95 && run > 0, "{right} of {run}: {misread:#?}");
    println!("{misread:#?}");
}
