//! Checks that the tokens of both vendors share.

use polysign::verify::{Reason, Rejection};
use polysign::{Context, Error, ErrorKind, UnixTime};
use serde::Serialize;
use zeroize::Zeroizing;

/// The most bytes that the JSON of a token can have. A longer one is not made, and not read either.
pub(crate) const LARGEST: usize = 32 << 10;

/// Returns the time of signing and that of expiry, both of the years 1970 to 9999.
pub(crate) fn lifetime(context: &Context<'_>, expires_in: u32) -> Result<(i64, UnixTime), Error> {
    let now = context.checked_time()?;
    let invalid = |advice| Error::new(ErrorKind::InvalidExpiration, "expires_in", advice);
    if expires_in == 0 {
        return Err(invalid("is 0 seconds, for which no token is valid; pass at least 1"));
    }
    let expires_at = now.saturating_add(expires_in.into());
    match Context::new(expires_at).checked_time() {
        Ok(expires_at) => Ok((now.seconds(), expires_at)),
        Err(_) => Err(invalid("ends after the year 9999; pass fewer seconds")),
    }
}

/// Refuses a user's id that is empty, or that could be read as more than an id.
///
/// A line end in it would forge a line of the text that Tencent signs. No vendor's SDK checks that.
pub(crate) fn check_user_id(user_id: &str) -> Result<(), Error> {
    if user_id.is_empty() {
        return Err(invalid_option("user_id", "is empty; pass the id of the user who logs in"));
    }
    match user_id.char_indices().find(|(_, letter)| letter.is_control()) {
        None => Ok(()),
        Some((offset, _)) => {
            let advice = "holds a control character; pass an id of letters, digits, `_` and `-`";
            Err(invalid_option("user_id", advice).with_offset(offset))
        }
    }
}

/// Refuses an app id of 0, which no project has.
pub(crate) fn check_app_id(field: &'static str, app_id: u32) -> Result<(), Error> {
    if app_id == 0 {
        let advice = "is 0; copy the number from the vendor's console";
        return Err(Error::new(ErrorKind::InvalidCredential, field, advice));
    }
    Ok(())
}

pub(crate) fn invalid_option(field: &'static str, advice: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOption, field, advice)
}

/// Returns a document as JSON without blanks, in a buffer that never grows: an outgrown block would be
/// freed with the text in it.
///
/// `field` is the part of the input that makes it too long, if it is.
pub(crate) fn json(
    document: &impl Serialize,
    field: &'static str,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut buffer = Zeroizing::new(vec![0; LARGEST]);
    let mut rest = buffer.as_mut_slice();
    let written = serde_json::to_writer(&mut rest, document);
    let length = LARGEST - rest.len();
    if written.is_err() {
        let advice = "makes the token larger than 32 KiB; pass less";
        return Err(Error::new(ErrorKind::TooLarge, field, advice));
    }
    buffer.truncate(length);
    Ok(buffer)
}

/// Rejects a token that cannot be read.
pub(crate) fn malformed(fault: &'static str) -> Rejection {
    Rejection::new(Reason::Malformed, format!("the token {fault}"))
}

/// Rejects a token that is over.
pub(crate) fn check_expiry(expires_at: UnixTime, now: UnixTime) -> Result<(), Rejection> {
    if now >= expires_at {
        return Err(Rejection::new(Reason::Expired, "the token is past its expiry"));
    }
    Ok(())
}
