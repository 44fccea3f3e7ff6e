//! Changing every byte of signed requests, and judging what is accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use polysign::verify::{Policy, Verifier};
use polysign::{Context, Signer};

use super::requests::{TIME, samples};
use super::respelling::{RULES, Rule, Signed, exact};
use super::wire::Wire;
use crate::common::verifiers::{Settings, lenient, settings, signer, verifier};

/// A signer, and the verifier of what it signs.
type Both = (Box<dyn Signer>, Box<dyn Verifier>);

/// A scheme with what the test has to know of it.
pub(crate) struct Case {
    pub(crate) scheme: &'static str,
    /// Makes both from settings.
    pub(crate) both: fn(&str, &Settings, Policy) -> Both,
    pub(crate) nonce: &'static str,
    /// Makes a sample one that the scheme takes.
    pub(crate) prepare: fn(&mut Wire),
    /// The samples are signed with these in turn.
    pub(crate) settings: &'static [&'static [(&'static str, &'static str)]],
    /// Headers that carry the signature or its fields.
    pub(crate) fields: &'static [&'static str],
    /// Rules of this scheme beside those of all.
    pub(crate) rules: &'static [Rule],
    /// Every rule that has to have been seen at work.
    pub(crate) seen: &'static [&'static [&'static str]],
}

/// A case without settings and rules, by the names of the registry.
pub(crate) const CASE: Case = Case {
    scheme: "",
    both: |scheme, settings, policy| (signer(scheme, settings), verifier(scheme, settings, policy)),
    nonce: "4fd24687296dd9f3",
    prepare: |_| {},
    settings: &[],
    fields: &[],
    rules: &[],
    seen: &[],
};

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
    for (number, mut sample) in samples.enumerate() {
        (case.prepare)(&mut sample);
        let settings = settings(case.settings[number % case.settings.len()]);
        let (signer, verifier) = (case.both)(case.scheme, &settings, policy.clone());
        let context = Context::at(TIME).with_nonce(case.nonce);
        let original = Original::new(sample.signed(&*signer, &context), &*signer, case, context);
        let verified = original.wire.verify(&*verifier, TIME);
        verified.unwrap_or_else(|rejection| panic!("{number}: {}", rejection.detail()));
        for (part, bytes) in parts(&original.wire) {
            for changed in changes(&bytes) {
                let mut wire = original.wire.clone();
                part.bytes_of(&mut wire).clone_from(&changed);
                let place = Place { number, part, from: &bytes, to: &changed };
                original.judge(&wire, &*verifier, &place, case.scheme, &mut tally);
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
    context: Context<'s>,
    /// What the signer signs of it.
    canonical: Vec<(&'static str, Vec<u8>)>,
    /// The rules, each with what it makes of this request.
    rules: Vec<(&'s Rule, Wire)>,
}

impl<'s> Original<'s> {
    fn new(wire: Wire, signer: &'s dyn Signer, case: &'s Case, context: Context<'s>) -> Self {
        let explanation = wire.with_request(|request| signer.explain(&request, &context));
        let explanation = explanation.and_then(|explanation| explanation).expect("signs");
        let covered = explanation.signed_headers().iter().map(String::as_str);
        let headers = covered.chain(case.fields.iter().copied()).map(str::to_owned);
        let signed = Signed {
            covers: explanation.covers(),
            headers: headers.collect(),
            parameters: signer.scheme().query(),
        };
        let rules = RULES.iter().chain(case.rules);
        let rules = rules.map(|rule| (rule, rule.applied(&wire, &signed))).collect();
        let mut original = Self { wire, signed, signer, context, canonical: Vec::new(), rules };
        original.canonical = original.canonical(&original.wire);
        original
    }

    fn judge(
        &self,
        changed: &Wire,
        verifier: &dyn Verifier,
        place: &Place<'_>,
        scheme: &str,
        tally: &mut Tally,
    ) {
        match changed.verify(verifier, TIME) {
            Err(rejection) => {
                *tally.rejected.entry(rejection.reason().as_str()).or_default() += 1;
            }
            Ok(_) => {
                let rules = self.rules_of(changed);
                let rules = rules.unwrap_or_else(|| panic!("{place}: accepted without a rule"));
                assert_eq!(self.canonical(changed), self.canonical, "{place}");
                println!("{scheme}: {place}: {}", rules.join(", and "));
                for rule in rules {
                    *tally.accepted.entry(rule).or_default() += 1;
                }
            }
        }
    }

    /// The rule that makes both requests one, or the two that do so together.
    fn rules_of(&self, changed: &Wire) -> Option<Vec<&'static str>> {
        let changed: Vec<Wire> =
            self.rules.iter().map(|(rule, _)| rule.applied(changed, &self.signed)).collect();
        let both = || self.rules.iter().zip(&changed);
        let one = both().find(|((_, original), changed)| original == *changed);
        if let Some(((rule, _), _)) = one {
            return Some(vec![rule.name]);
        }
        both().enumerate().find_map(|(at, ((first, original), changed))| {
            let mut seconds = self.rules[at + 1..].iter().map(|(second, _)| second);
            let is_one = |second: &&&Rule| {
                let [original, changed] =
                    [original, changed].map(|wire| second.applied(wire, &self.signed));
                original == changed
            };
            seconds.find(is_one).map(|second| vec![first.name, second.name])
        })
    }

    /// What the signer would sign of a request: of the covered headers alone, as the signature
    /// names them.
    fn canonical(&self, wire: &Wire) -> Vec<(&'static str, Vec<u8>)> {
        let mut wire = wire.clone();
        wire.headers.retain(|(name, _)| {
            let name = String::from_utf8_lossy(name).to_ascii_lowercase();
            name == "host" || self.signed.headers.contains(&name)
        });
        let explanation = wire.with_request(|request| self.signer.explain(&request, &self.context));
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
pub(crate) fn changes(bytes: &[u8]) -> BTreeSet<Vec<u8>> {
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
