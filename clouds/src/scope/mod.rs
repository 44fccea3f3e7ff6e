//! What the schemes share that derive a key for a day, a region and a service: AWS's, and those that are
//! made after it.

mod found;
mod signing;
mod verifying;

use alloc::string::String;

use polysign::custom::{
    CanonicalHeaders, DerivedKeys, Hex, HmacSha256, Sink, SkippedNames, Timestamp,
    check_header_text,
};
use polysign::registry::Config;
use polysign::sign::FieldValue;
use polysign::{Error, ErrorKind, Secret};

pub(crate) use found::Found;
pub(crate) use signing::{Dialect, Part, Placed, Signing};
pub(crate) use verifying::Verifying;
pub use verifying::VerifyingAccessKey;

/// The names that set one of these schemes apart.
#[derive(Debug)]
pub(crate) struct Names {
    /// The first word of `Authorization` and of the string to sign.
    pub(crate) algorithm: &'static str,
    /// What a key is derived from, in front of the secret.
    pub(crate) key_prefix: &'static [u8],
    /// The last part of a scope.
    pub(crate) end: &'static str,
    /// The header with the time.
    pub(crate) date: &'static str,
    /// The header with the token.
    pub(crate) token: &'static str,
    /// The header with the digest of the body.
    pub(crate) content_hash: &'static str,
    /// True if the parameters of a presigned URL that arrives match in any case.
    pub(crate) any_case: bool,
    /// The parameters of a presigned URL without the signature, as they are sent.
    pub(crate) presigned: &'static [(&'static str, Part)],
    /// The parameter of the signature.
    pub(crate) signature: &'static str,
    /// The parameter of the signature, as it is left out of the canonical query.
    pub(crate) skipped: SkippedNames,
    /// The lifetime of a presigned URL that does not state one.
    pub(crate) default_lifetime: Option<u32>,
    pub(crate) longest_lifetime: u32,
}

impl Names {
    fn keys(&self, secret: &Secret) -> DerivedKeys {
        DerivedKeys::new(&[self.key_prefix, secret.expose().as_bytes()])
    }

    /// Returns the name of a parameter. Every scheme here has all that are asked for.
    fn parameter(&self, part: Part) -> &'static str {
        let mut parameters = self.presigned.iter();
        let own = parameters.find(|(_, own)| *own == part);
        own.map_or(self.signature, |(name, _)| *name)
    }
}

/// Region and service, which are never guessed from the host.
#[derive(Debug)]
pub(crate) struct Place {
    region: String,
    pub(crate) service: String,
    /// `/region/service/word`
    end: String,
    names: &'static Names,
}

impl Place {
    pub(crate) fn new(
        region: impl Into<String>,
        service: impl Into<String>,
        names: &'static Names,
    ) -> Result<Self, Error> {
        let (region, service) = (region.into(), service.into());
        check("region", &region)?;
        check("service", &service)?;
        let end = alloc::format!("/{region}/{service}/{}", names.end);
        Ok(Self { region, service, end, names })
    }

    pub(crate) const fn scope<'a>(&'a self, time: &'a Timestamp<16>) -> Scope<'a> {
        Scope { time, place: self }
    }
}

fn check(field: &'static str, text: &str) -> Result<(), Error> {
    let is_fit = !text.is_empty() && !text.contains(['/', ',']);
    let advice = "has to be visible ASCII without `/` and `,`; write it as in the vendor's list";
    let fault = Error::new(ErrorKind::InvalidOption, field, advice);
    if is_fit && check_header_text(field, text).is_ok() { Ok(()) } else { Err(fault) }
}

/// The scope of one signature.
pub(crate) struct Scope<'a> {
    time: &'a Timestamp<16>,
    place: &'a Place,
}

impl Scope<'_> {
    /// `date/region/service/word`
    fn write(&self, sink: &mut impl Sink) {
        sink.text(self.time.date());
        sink.text(self.place.end.as_bytes());
    }

    /// `id/date/region/service/word`
    pub(crate) fn write_credential(&self, id: &str, sink: &mut impl Sink) {
        sink.text(id.as_bytes());
        sink.text(b"/");
        self.write(sink);
    }

    /// `algorithm \n time \n scope \n digest of the canonical request`
    pub(crate) fn string_to_sign(&self, hash: &Hex<64>, sink: &mut impl Sink) {
        sink.text(self.place.names.algorithm.as_bytes());
        sink.line_end();
        sink.text(self.time.as_bytes());
        sink.line_end();
        self.write(sink);
        sink.line_end();
        sink.text(hash.as_bytes());
    }

    /// Returns whether the parts of a credential after the id are those of this scope.
    pub(crate) fn is_of(&self, parts: &[&str; 4]) -> bool {
        self.key_parts().iter().zip(parts).all(|(own, part)| *own == part.as_bytes())
    }

    fn key_parts(&self) -> [&[u8]; 4] {
        let Place { region, service, names, .. } = self.place;
        [self.time.date(), region.as_bytes(), service.as_bytes(), names.end.as_bytes()]
    }

    fn mac(&self, keys: &DerivedKeys, hash: &Hex<64>) -> HmacSha256 {
        let mut mac = keys.start(&self.key_parts());
        self.string_to_sign(hash, &mut mac);
        mac
    }

    /// Returns the signature. Call it in `wiping_stack`.
    pub(crate) fn sign(&self, keys: &DerivedKeys, hash: &Hex<64>) -> Hex<64> {
        Hex::new(&self.mac(keys, hash).finish())
    }

    /// Returns whether that is the signature. Call it in `wiping_stack`.
    pub(crate) fn is_signed(&self, keys: &DerivedKeys, hash: &Hex<64>, signature: &[u8]) -> bool {
        self.mac(keys, hash).is(signature)
    }

    /// `algorithm Credential=.., SignedHeaders=.., Signature=..`
    pub(crate) fn write_authorization(
        &self,
        id: &str,
        headers: &CanonicalHeaders<'_>,
        signature: &Hex<64>,
        value: &mut FieldValue<'_>,
    ) {
        value.push(self.place.names.algorithm);
        value.push(" Credential=");
        self.write_credential(id, value);
        value.push(", SignedHeaders=");
        headers.write_names(value);
        value.push(", Signature=");
        value.push_signature(signature.as_bytes());
    }
}

/// Reads `placement` and `expires_in`: `None` for the header, and the lifetime for the query.
pub(crate) fn read_placement(config: &Config<'_>) -> Result<Option<Option<u32>>, Error> {
    let read = |text: &str| match text {
        "header" => Some(false),
        "query" => Some(true),
        _ => None,
    };
    let is_query = config.parsed("placement", "has to be header or query", read)?;
    let seconds = config
        .optional("expires_in")
        .map(|text| text.parse().map_err(|_| refused_lifetime("has to be a number of seconds")));
    match (is_query == Some(true), seconds.transpose()?) {
        (true, seconds) => Ok(Some(seconds)),
        (false, None) => Ok(None),
        (false, Some(_)) => {
            Err(refused_lifetime("is for the placement `query` only; leave it out"))
        }
    }
}

pub(crate) fn refused_lifetime(advice: &'static str) -> Error {
    Error::new(ErrorKind::InvalidExpiration, "expires_in", advice)
}
