//! The table of schemes has every scheme, and its rows hold.

use std::collections::{BTreeMap, BTreeSet};

use polysign::Context;
use polysign::verify::Policy;

use crate::common::every_signer::TIME;
use crate::common::schemes::{Kind, first_rows, rows};
use crate::common::verifiers::verifier_of;

#[test]
fn every_scheme_has_a_row_and_every_row_a_name_of_its_own() {
    let schemes: BTreeSet<_> = polysign::schemes().map(|scheme| scheme.name()).collect();
    let in_rows: BTreeSet<_> = rows().map(|row| row.scheme).collect();
    assert_eq!(in_rows, schemes);
    let names: BTreeSet<_> = rows().map(|row| row.name).collect();
    assert_eq!(names.len(), rows().count());
}

#[test]
fn the_first_row_of_a_scheme_has_the_fields_that_it_needs_alone() {
    for row in first_rows() {
        let fields: BTreeSet<_> = row.credential.iter().map(|(field, _)| *field).collect();
        let needs = row.facts.needs.iter().copied().filter(|key| row.has_field(key));
        assert_eq!(fields, needs.collect(), "{}", row.name);
    }
}

#[test]
fn every_row_signs_its_sample_for_its_verifier() {
    for row in rows() {
        let signer = row.signer(&[]).expect(row.name);
        assert_eq!(signer.scheme().name(), row.scheme);
        let request = row.sample.request();
        let context = Context::at(TIME).with_random_nonce([0x5a; 16]);
        let signed = signer.sign_with(&request, &context).expect(row.name);
        let url = signed.url(&request).expect(row.name);
        let headers = row.sample.headers.iter().copied();
        let headers: Vec<_> = headers.chain(signed.headers()).collect();
        let arrived = polysign::Request::new(row.sample.method, url.expose())
            .expect(row.name)
            .with_headers(&headers)
            .with_body(row.sample.body);
        let result = verifier_of(row, Policy::new()).verify(&arrived, TIME.into());
        let said = result.as_ref().map_err(|rejection| rejection.detail());
        assert!(said.is_ok(), "{}: {said:?}", row.name);
    }
}

/// What the table calls secret is what `Debug` keeps to itself, and nothing else. Some schemes have no use
/// for a field that others of the vendor write.
#[test]
fn fields_that_are_not_shown_are_the_secret_ones() {
    let mut shown = BTreeMap::new();
    for row in first_rows() {
        let vendor = row.scheme.split('/').next();
        for (field, kind) in row.facts.fields {
            if matches!(kind, Kind::Number | Kind::Time) {
                continue;
            }
            let signer = row.signer(&[(field, "made-up-value")]).expect(row.name);
            let (is_shown, kinds) = shown.entry((vendor, *field)).or_insert((false, Vec::new()));
            *is_shown |= format!("{signer:?}").contains("made-up-value");
            kinds.push(*kind);
        }
    }
    for (field, (is_shown, kinds)) in shown {
        assert!(kinds.iter().all(|kind| kind.is_secret() != is_shown), "{field:?}: {kinds:?}");
    }
}

#[test]
fn no_secret_of_a_row_is_shown() {
    for row in rows() {
        let signer = row.signer(&[]).expect(row.name);
        let shown = format!("{signer:?}");
        assert!(row.secrets().count() > 0, "{}", row.name);
        for (field, _) in row.secrets() {
            let secret = row.setting(field).expect(field);
            assert!(!shown.contains(secret), "{}: {field} in {shown}", row.name);
        }
    }
}
