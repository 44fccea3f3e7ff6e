//! AWS: Signature Version 4, of all services and of S3, and of the stores that copy S3.

mod dialect;
mod refusal;
mod signed_headers;
mod sigv4;
mod sigv4_verifier;

use crate::access_key::access_key;

pub use crate::scope::VerifyingAccessKey;
pub use signed_headers::SignedHeaders;
pub use sigv4::{Placement, SigV4};
pub use sigv4_verifier::SigV4Verifier;

pub(crate) use sigv4::ENTRY as SIGV4;

access_key! {
    /// An access key of AWS, or of a store that copies S3.
    ///
    /// Variables: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, with temporary keys,
    /// `AWS_SESSION_TOKEN`. Configuration: `access_key_id`, `secret_access_key`, `session_token`.
    secret: secret_access_key,
    token: session_token, with_session_token, polysign::Secret::for_header,
    check: crate::access_key::check_id_of_scope,
    variables: [["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]],
}
