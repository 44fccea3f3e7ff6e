//! Draws how a signature is computed for one request of each family of schemes, and what it covers.
//!
//! The drawings are made from the crate's own explanations. The pages of the vendors' modules show them.
//!
//! ```sh
//! cargo run --example diagrams             # fails unless docs/diagrams is current
//! cargo run --example diagrams -- --write  # writes docs/diagrams
//! ```

mod drawing;
mod families;
#[path = "../common/sample.rs"]
mod sample;

use std::error::Error;
use std::fs;
use std::path::Path;

use polysign::explain::Piece;
use polysign::{Explanation, Request, Signed};

use drawing::{Drawing, Row};
use families::{FAMILIES, Family};

fn main() -> Result<(), Box<dyn Error>> {
    let writes = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--write") => true,
        Some(_) => return Err("there is one argument, --write".into()),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagrams");
    for family in FAMILIES {
        let path = folder.join(family.file);
        let svg = draw(family)?;
        if writes {
            fs::create_dir_all(&folder)?;
            fs::write(&path, svg)?;
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&svg) {
            let advice = "is not current; run `cargo run --example diagrams -- --write`";
            return Err(format!("docs/diagrams/{} {advice}", family.file).into());
        }
    }
    println!("{} diagrams are {}", FAMILIES.len(), if writes { "written" } else { "current" });
    Ok(())
}

fn draw(family: &Family) -> Result<String, Box<dyn Error>> {
    let signer = family.sample.signer()?;
    let request = Request::new(family.method, family.url)?;
    let request = request.with_headers(family.headers).with_body(family.body);
    let explanation = signer.explain(&request, &family.sample.context())?;
    let signed = signer.sign_with(&request, &family.sample.context())?;

    let mut drawing = Drawing::new(family.title, explanation.scheme().name());
    drawing.rows("The request", &request_rows(family, &request, &explanation)?);
    drawing.rows("Added by the signer", &signer_rows(&explanation, &signed));
    for (name, text) in explanation.stages() {
        drawing.step(&name.replace('_', " "), text.to_string().lines());
    }
    drawing.step(family.algorithm, signed.signature());
    for (place, fields) in [
        ("sent in the headers", signed.headers().collect::<Vec<_>>()),
        ("sent in the query", signed.query().collect()),
    ] {
        if !fields.is_empty() {
            let lines = fields.iter().map(|(name, value)| format!("{name}: {value}"));
            drawing.step(place, lines);
        }
    }
    Ok(drawing.finish())
}

/// The parts of the request, which the signature covers or does not.
fn request_rows(
    family: &Family,
    request: &Request<'_>,
    explanation: &Explanation,
) -> Result<Vec<Row>, polysign::Error> {
    let covers = explanation.covers();
    let mut rows = vec![
        Row::new("method", request.method(), covers.method()),
        Row::new("host", request.host()?, covers.host()),
        Row::new("path", request.path(), covers.path()),
        Row::new("query", request.query().unwrap_or_default(), covers.query()),
    ];
    for (name, value) in family.headers {
        let is_covered = explanation.signed_headers().iter().any(|signed| signed == name);
        rows.push(Row::new("header", format!("{name}: {value}"), is_covered));
    }
    rows.push(Row::new("body", family.body, covers.body()));
    Ok(rows)
}

/// The values that the signer adds to the texts. The time is always signed, whatever form it has.
fn signer_rows(explanation: &Explanation, signed: &Signed) -> Vec<Row> {
    let has_text =
        |part: &&str| explanation.stages().any(|(_, text)| text.to_string().contains(part));
    let mut rows = Vec::new();
    rows.extend(explanation.key_id().filter(has_text).map(|id| Row::new("key id", id, true)));
    rows.extend(signed.signed_at().map(|time| Row::new("time", time, true)));
    rows.extend(signed.nonce().map(|nonce| Row::new("nonce", nonce, true)));
    for piece in explanation.stages().flat_map(|(_, text)| text.pieces()) {
        if let Piece::Gap { name, .. } = piece {
            rows.push(Row::new("secret", format!("[{name}]"), true));
        }
    }
    rows
}
