//! The labelled corpus: real answers in the forms in which people have them.
//!
//! `POLYSIGN_REFUSALS` names a folder with further files of the same form.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use polysign::Scheme;

use super::cases::scheme;
use super::verdict::{Line, Verdict};

/// Files of the schemes that are compiled in, and how many lines are of others.
#[derive(Default)]
struct Corpus {
    lines: Vec<(&'static Scheme, Line)>,
    others: BTreeMap<String, usize>,
}

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals/corpus")
}

impl Corpus {
    fn of(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        let mut files: Vec<PathBuf> =
            entries.map(|entry| entry.expect("an entry").path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
        files.sort();
        let mut corpus = Self::default();
        for file in files {
            corpus.add_file(&file);
        }
        corpus
    }

    fn add_file(&mut self, file: &Path) {
        let text = fs::read_to_string(file).expect("UTF-8");
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.for_each(|line| self.add(file, line));
    }

    fn add(&mut self, file: &Path, line: &str) {
        let line: Line =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{file:?}: {error}: {line}"));
        let is_known = polysign::schemes().any(|scheme| scheme.name() == line.scheme);
        match is_known {
            true => {
                let scheme = scheme(&line.scheme, &line.options.clone().unwrap_or_default());
                self.lines.push((scheme, line));
            }
            false => *self.others.entry(line.scheme).or_default() += 1,
        }
    }

    fn score(&self) -> Score {
        let mut score = Score::default();
        for (scheme, line) in &self.lines {
            score.add(scheme, line);
        }
        score
    }
}

/// Numbers of right, vague, wrong and unread lines.
#[derive(Default, Clone, Copy)]
struct Count([usize; 4]);

impl Count {
    fn all(self) -> usize {
        self.0.iter().sum()
    }

    fn is_within(self, right: usize, wrong: usize) -> bool {
        self.0[0] * 100 >= right * self.all() && self.0[2] * 100 <= wrong * self.all()
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [right, vague, wrong, unread] = self.0;
        let all = self.all();
        write!(f, "{all} lines, {right} right, {vague} vague, {wrong} wrong, {unread} unread")
    }
}

/// How many of the lines that ask for a field have it.
#[derive(Default, Clone, Copy)]
struct Kept {
    kept: usize,
    asked: usize,
}

impl Kept {
    fn add(&mut self, is_kept: Option<bool>) {
        self.asked += usize::from(is_kept.is_some());
        self.kept += usize::from(is_kept == Some(true));
    }

    fn is_enough(self) -> bool {
        self.kept * 100 >= 95 * self.asked
    }
}

#[derive(Default)]
struct Score {
    all: Count,
    verbatim: Count,
    by_scheme: BTreeMap<String, Count>,
    by_form: BTreeMap<String, Count>,
    code: Kept,
    message: Kept,
    request_id: Kept,
    bad_advice: Vec<String>,
    /// What was not read as it should be, with what was said.
    misread: Vec<String>,
}

impl Score {
    fn add(&mut self, scheme: &Scheme, line: &Line) {
        let refusal = line.read(scheme);
        let refusal = refusal.as_ref();
        let verdict = line.verdict(refusal);
        let count = |count: &mut Count| count.0[verdict as usize] += 1;
        count(&mut self.all);
        count(self.by_scheme.entry(line.scheme.clone()).or_default());
        count(self.by_form.entry(line.form.clone()).or_default());
        if line.verbatim == Some(true) {
            count(&mut self.verbatim);
        }
        if verdict != Verdict::Right {
            let said = refusal.map(|refusal| (refusal.refused().to_string(), refusal.code()));
            self.misread.push(format!("{verdict:?} {}: {said:?}", line.id));
        }
        let code = refusal.and_then(|refusal| refusal.code());
        let message = refusal.and_then(|refusal| refusal.message()).unwrap_or_default();
        let id = refusal.and_then(|refusal| refusal.request_id());
        let kept = [
            line.code.as_ref().map(|asked| code == Some(asked)),
            line.message_has.as_ref().map(|asked| message.contains(asked.as_str())),
            line.request_id.as_ref().map(|asked| id == Some(asked)),
        ];
        for (field, is_kept) in ["code", "message", "request id"].into_iter().zip(kept) {
            if is_kept == Some(false) {
                self.misread.push(format!("Without its {field} {}: {code:?} {id:?}", line.id));
            }
        }
        self.code.add(kept[0]);
        self.message.add(kept[1]);
        self.request_id.add(kept[2]);
        if refusal.is_some_and(|refusal| line.has_bad_advice(refusal)) {
            self.bad_advice.push(line.id.clone());
        }
    }

    fn report(&self, others: &BTreeMap<String, usize>) -> String {
        let mut text = String::new();
        for (name, count) in self.by_form.iter().chain(&self.by_scheme) {
            text += &format!("refusals {name}: {count}\n");
        }
        for misread in &self.misread {
            text += &format!("refusals, not as labelled: {misread}\n");
        }
        text += &format!("refusals with advice that does not fit: {:?}\n", self.bad_advice);
        for (name, kept) in
            [("code", self.code), ("message", self.message), ("request id", self.request_id)]
        {
            text += &format!("refusals with their {name}: {} of {}\n", kept.kept, kept.asked);
        }
        text += &format!("refusals, verbatim: {}\n", self.verbatim);
        text += &format!("refusals of schemes that are not compiled in: {others:?}\n");
        text + &format!("refusals outside: {}\n", self.all)
    }

    /// Right and wrong in percent, of all lines and of the verbatim ones alone.
    fn assert(&self, right: usize, wrong: usize) {
        assert!(self.all.is_within(right, wrong), "{}", self.all);
        let verbatim = self.verbatim;
        assert!(verbatim.is_within(right, wrong), "verbatim: {verbatim}");
        assert!(self.bad_advice.is_empty(), "{:?}", self.bad_advice);
        for kept in [self.code, self.message, self.request_id] {
            assert!(kept.is_enough(), "{} of {} are kept", kept.kept, kept.asked);
        }
    }
}

#[test]
fn the_labelled_lines_are_read() {
    Corpus::of(&own()).score().assert(95, 1);
}

/// Success that quotes an error, codes in the caller's data, two codes, cut texts, other encodings,
/// exceptions of further SDKs: every line has to be right.
#[test]
fn adversarial_lines_are_read() {
    let mut corpus = Corpus::default();
    corpus.add_file(&own().with_file_name("adversarial.jsonl"));
    let score = corpus.score();
    assert!(score.misread.is_empty(), "{:#?}", score.misread);
    assert!(score.all.all() > 100, "{}", score.all);
}

/// Prints the verdicts whether the harness captures output or not.
#[test]
fn the_lines_of_a_folder_are_read() {
    let outside = std::env::var_os("POLYSIGN_REFUSALS").map(PathBuf::from);
    let corpus = Corpus::of(&outside.unwrap_or_else(own));
    let score = corpus.score();
    let report = score.report(&corpus.others);
    std::io::stdout().write_all(report.as_bytes()).expect("standard output");
    assert!(score.all.all() > 0, "there is no line");
    // Of lines that nobody could look at while the rules were written.
    assert!(score.all.is_within(90, 2), "{}", score.all);
}
