//! Changing every byte of signed requests, and judging what is accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use polysign::Signer;
use polysign::verify::{Policy, Verifier};

use super::requests::{TIME, context, samples};
use super::respelling::{RULES, Rule, Signed, exact};
use super::wire::Wire;
use crate::common::verifiers::{lenient, settings, signer, verifier};

/// A scheme with what the test has to know of it.
pub(crate) struct Case {
    pub(crate) scheme: &'static str,
    /// The samples are signed with these in turn.
    pub(crate) settings: &'static [&'static [(&'static str, &'static str)]],
    /// Headers that carry the signature or its fields.
    pub(crate) fields: &'static [&'static str],
    /// Rules of this scheme beside those of all.
    pub(crate) rules: &'static [Rule],
    /// Every rule that has to have been seen at work.
    pub(crate) seen: &'static [&'static [&'static str]],
}

/// Changes every byte of every sample. What a signature does not distinguish is accepted.
pub(crate) fn check(case: &Case) {
    check_samples(case, samples(), &lenient(), case.seen);
}

/// Changes every byte of every sample in its exact spelling, where nothing else is accepted. `seen`
/// are the rules that are left.
pub(crate) fn check_exact(case: &Case, seen: &[&'static [&'static str]]) {
    let policy = Policy::new().require_exact_target();
    check_samples(case, samples().map(exact), &policy, seen);
}

fn check_samples(
    case: &Case,
    samples: impl Iterator<Item = Wire>,
    policy: &Policy,
    seen: &[&'static [&'static str]],
) {
    let mut tally = Tally::default();
    let mut count = 0;
    for (number, sample) in samples.enumerate() {
        let settings = settings(case.settings[number % case.settings.len()]);
        let signer = signer(case.scheme, &settings);
        let verifier = verifier(case.scheme, &settings, policy.clone());
        let original = Original::new(sample.signed(&*signer, &context()), &*signer, case);
        let verified = original.wire.verify(&*verifier, TIME);
        verified.unwrap_or_else(|rejection| panic!("{number}: {}", rejection.detail()));
        for (part, bytes) in parts(&original.wire) {
            for changed in changes(&bytes) {
                let mut wire = original.wire.clone();
                part.bytes_of(&mut wire).clone_from(&changed);
                let place = Place { number, part, from: &bytes, to: &changed };
                original.judge(&wire, &*verifier, &place, case, &mut tally);
            }
        }
        count += 1;
    }
    assert!(count >= 20, "{count} requests are too few");
    tally.print(case.scheme);
    let found: BTreeSet<&str> = tally.accepted.keys().copied().collect();
    assert_eq!(
        found,
        seen.iter().copied().flatten().copied().collect(),
        "left: the rules that were needed"
    );
    assert!(tally.rejected.contains_key("bad-signature"));
}

/// A request that is signed, with what it means.
struct Original<'s> {
    wire: Wire,
    signed: Signed,
    signer: &'s dyn Signer,
}

impl<'s> Original<'s> {
    fn new(wire: Wire, signer: &'s dyn Signer, case: &Case) -> Self {
        let explanation = wire.with_request(|request| signer.explain(&request, &context()));
        let explanation = explanation.and_then(|explanation| explanation).expect("signs");
        let covered = explanation.signed_headers().iter().map(String::as_str);
        let headers = covered.chain(case.fields.iter().copied()).map(str::to_owned);
        let signed = Signed {
            covers: signer.scheme().covers(),
            headers: headers.collect(),
            parameters: signer.scheme().query(),
        };
        Self { wire, signed, signer }
    }

    fn judge(
        &self,
        changed: &Wire,
        verifier: &dyn Verifier,
        place: &Place<'_>,
        case: &Case,
        tally: &mut Tally,
    ) {
        match changed.verify(verifier, TIME) {
            Err(rejection) => {
                *tally.rejected.entry(rejection.reason().as_str()).or_default() += 1;
            }
            Ok(_) => {
                let rules = self.rules_of(changed, case);
                let rules = rules.unwrap_or_else(|| panic!("{place}: accepted without a rule"));
                assert_eq!(self.canonical(changed), self.canonical(&self.wire), "{place}");
                println!("{}: {place}: {}", case.scheme, rules.join(", and "));
                for rule in rules {
                    *tally.accepted.entry(rule).or_default() += 1;
                }
            }
        }
    }

    /// The rule that makes both requests one, or the two that do so together.
    fn rules_of(&self, changed: &Wire, case: &Case) -> Option<Vec<&'static str>> {
        let rules: Vec<&Rule> = RULES.iter().chain(case.rules).collect();
        let ones = rules.iter().map(|rule| vec![*rule]);
        let twos = rules
            .iter()
            .enumerate()
            .flat_map(|(at, first)| rules[at + 1..].iter().map(|second| vec![*first, *second]));
        let mut sets = ones.chain(twos);
        let set = sets.find(|set| {
            let [mut changed, mut original] = [changed.clone(), self.wire.clone()];
            for rule in set {
                (rule.unify)(&mut changed, &self.signed);
                (rule.unify)(&mut original, &self.signed);
            }
            changed == original
        })?;
        Some(set.iter().map(|rule| rule.name).collect())
    }

    /// What the signer would sign of a request: of the covered headers alone, as the signature
    /// names them.
    fn canonical(&self, wire: &Wire) -> Vec<(&'static str, Vec<u8>)> {
        let mut wire = wire.clone();
        wire.headers.retain(|(name, _)| {
            let name = String::from_utf8_lossy(name).to_ascii_lowercase();
            name == "host" || self.signed.headers.contains(&name)
        });
        let explanation = wire.with_request(|request| self.signer.explain(&request, &context()));
        let explanation = explanation.and_then(|explanation| explanation).expect("signs");
        let filled = |text: &polysign::explain::Text| text.fill(|_| None);
        explanation.stages().map(|(name, text)| (name, filled(text))).collect()
    }
}

/// A part of a request that can be changed.
#[derive(Debug, Clone, Copy)]
enum Part {
    Method,
    Authority,
    Target,
    HeaderName(usize),
    HeaderValue(usize),
    Body,
}

impl Part {
    fn bytes_of(self, wire: &mut Wire) -> &mut Vec<u8> {
        match self {
            Self::Method => &mut wire.method,
            Self::Authority => &mut wire.authority,
            Self::Target => &mut wire.target,
            Self::HeaderName(at) => &mut wire.headers[at].0,
            Self::HeaderValue(at) => &mut wire.headers[at].1,
            Self::Body => &mut wire.body,
        }
    }
}

fn parts(wire: &Wire) -> Vec<(Part, Vec<u8>)> {
    let headers =
        (0..wire.headers.len()).flat_map(|at| [Part::HeaderName(at), Part::HeaderValue(at)]);
    [Part::Method, Part::Authority, Part::Target, Part::Body]
        .into_iter()
        .chain(headers)
        .map(|part| (part, part.bytes_of(&mut wire.clone()).clone()))
        .collect()
}

/// At each place: every flip of a bit, other bytes, one byte less, one byte more.
fn changes(bytes: &[u8]) -> BTreeSet<Vec<u8>> {
    const OTHERS: &[u8] = b"0aZ/%&=+;,#? \t\n\0\xff";
    let mut all = BTreeSet::new();
    for at in 0..=bytes.len() {
        let (front, rest) = bytes.split_at(at);
        for other in OTHERS {
            all.insert([front, &[*other], rest].concat());
        }
        let Some((byte, behind)) = rest.split_first() else {
            continue;
        };
        all.insert([front, behind].concat());
        let flipped = (0..8).map(|bit| byte ^ (1 << bit));
        for other in flipped.chain(OTHERS.iter().copied()) {
            all.insert([front, &[other], behind].concat());
        }
    }
    all.remove(bytes);
    all
}

/// Which change it was.
struct Place<'a> {
    number: usize,
    part: Part,
    from: &'a [u8],
    to: &'a [u8],
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, part, from, to } = self;
        let (from, to) = (from.escape_ascii(), to.escape_ascii());
        write!(f, "request {number}, {part:?}: {from} -> {to}")
    }
}

#[derive(Default)]
struct Tally {
    /// By reason.
    rejected: BTreeMap<&'static str, usize>,
    /// By rule.
    accepted: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn print(&self, scheme: &str) {
        for (reason, count) in &self.rejected {
            println!("{scheme}: {count} rejected: {reason}");
        }
        for (rule, count) in &self.accepted {
            println!("{scheme}: {count} accepted: {rule}");
        }
    }
}
