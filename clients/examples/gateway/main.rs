//! A gateway that verifies what the five vendors' schemes sign, and a client that signs for it, is
//! tampered with, repeats itself, and goes by a clock that is 20 minutes off. Two vendors call back.
//!
//! `cargo run -p clients --example gateway` prints what each side says: the client is told the
//! same of every rejection, the operator the reason. It ends with an error when any outcome is
//! another than the facts of the scheme ([`polysign::Scheme::covers`]) lead to expect.

use std::error::Error;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, header};
use polysign::clock::{Clocked, SystemClock};
use polysign::sign::Covers;
use polysign::verify::Reason;

mod callbacks;
mod client;
mod server;
mod vendors;

use client::{Answer, Client};
use server::Gateway;
use vendors::{Vendor, vendors};

const TWENTY_MINUTES: i64 = 1_200;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What is done to a request on its way, and whether a signature that covers this much shows it.
type Tampering = (&'static str, fn(&mut Request<Bytes>), fn(Covers) -> bool);

const TAMPERINGS: [Tampering; 3] = [
    ("a byte of the body", change_body, |covers| covers.body()),
    ("a query parameter", change_query, |covers| covers.query()),
    ("a header", change_header, |covers| covers.headers()),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let vendors = vendors()?;
    let gateway = Gateway::start(&vendors).await?;
    let client = Client::new(gateway.address.to_string());
    let talk = Talk { gateway, client };
    for vendor in &vendors {
        println!("\n{} at {}", vendor.verifier.scheme().name(), vendor.path);
        talk.replay(vendor).await?;
        talk.tamper(vendor).await?;
    }
    talk.call_back().await?;
    println!("\nThe gateway's clock is set forward by 20 minutes.");
    talk.gateway.set_clock_forward(TWENTY_MINUTES);
    for vendor in &vendors {
        println!("\n{} at {}", vendor.verifier.scheme().name(), vendor.path);
        talk.correct_clock(vendor).await?;
    }
    println!("\nEach outcome was as expected.");
    Ok(())
}

struct Talk {
    gateway: Gateway,
    client: Client,
}

impl Talk {
    async fn replay(&self, vendor: &Vendor) -> Result<()> {
        let request = self.client.sign(vendor.path, &vendor.signer)?;
        let answer = self.client.send(request.clone()).await?;
        self.accepted("as it was signed", &answer)?;
        let answer = self.client.send(request).await?;
        self.rejected("the same once more", &answer, Reason::Replayed)
    }

    async fn tamper(&self, vendor: &Vendor) -> Result<()> {
        for ((part, change, is_covered), second) in TAMPERINGS.into_iter().zip(1..) {
            // Each as if a second later: schemes without a nonce sign alike within one.
            let later = SystemClock::new().with_correction(second);
            let signer = Clocked::new(&vendor.signer, later);
            let mut request = self.client.sign(vendor.path, &signer)?;
            change(&mut request);
            let answer = self.client.send(request).await?;
            match is_covered(vendor.verifier.scheme().covers()) {
                true => {
                    let what = format!("{part} changed");
                    self.rejected(&what, &answer, Reason::BadSignature)?;
                }
                false => self.accepted(&format!("{part} changed, not covered"), &answer)?,
            }
        }
        Ok(())
    }

    async fn correct_clock(&self, vendor: &Vendor) -> Result<()> {
        let (path, signer) = (vendor.path, &vendor.signer);
        let reason = match path {
            // A signature of this vendor ends by itself.
            "/baidu" => Reason::Expired,
            _ => Reason::Clock,
        };
        let answer = self.client.send(self.client.sign(path, signer)?).await?;
        self.rejected("by this machine's clock", &answer, reason)?;

        let answer = self.client.send_by_its_clock(path, signer).await?;
        // The layer's first attempt, of which the client sees nothing.
        self.told("by a layer that corrects its clock", reason)?;
        self.accepted("", &answer)
    }

    fn accepted(&self, what: &str, answer: &Answer) -> Result<()> {
        show(what, "client", answer.status.as_u16(), &answer.text);
        match (answer.status, self.gateway.told().as_slice()) {
            (StatusCode::OK, []) => Ok(()),
            (_, told) => Err(format!("{what}: expected to be accepted, not {told:?}").into()),
        }
    }

    fn rejected(&self, what: &str, answer: &Answer, expected: Reason) -> Result<()> {
        show(what, "client", answer.status.as_u16(), &answer.text);
        match answer.status {
            StatusCode::FORBIDDEN => self.told("", expected),
            other => Err(format!("{what}: expected to be rejected, not {other}").into()),
        }
    }

    /// That the operator was told of one rejection.
    fn told(&self, what: &str, expected: Reason) -> Result<()> {
        match self.gateway.told().as_slice() {
            [(reason, detail)] if *reason == expected => {
                show(what, "operator", reason.as_str(), detail);
                Ok(())
            }
            told => Err(format!("expected a rejection for {expected:?}, not {told:?}").into()),
        }
    }
}

fn show(what: &str, side: &str, label: impl std::fmt::Display, text: &str) {
    println!("  {what:<40} {side:<8} {label}: {text}");
}

fn change_body(request: &mut Request<Bytes>) {
    *request.body_mut() = Bytes::from_static(br#"{"text":"hellp"}"#);
}

fn change_query(request: &mut Request<Bytes>) {
    let url = request.uri().to_string().replace("lang=zh", "lang=zi");
    *request.uri_mut() = url.parse().expect("a URL still");
}

fn change_header(request: &mut Request<Bytes>) {
    let other = HeaderValue::from_static("application/jsom");
    request.headers_mut().insert(header::CONTENT_TYPE, other);
}
