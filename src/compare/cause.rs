//! The usual causes of differences between the text that was signed and the server's.
//!
//! They are what clients, proxies and gateways do to requests in practice. The documentation of each
//! is the advice that a program shows, so the two cannot differ.

use crate::error::labelled;

/// Declares the causes. The documentation of each becomes its advice.
macro_rules! causes {
    ($($(#[doc = $advice:literal])+ $name:ident = $label:expr,)+) => {
        labelled! {
            /// A usual cause of a difference, for a program to match on.
            ///
            /// `Display` writes the label.
            ///
            /// ```
            /// use polysign::compare::Cause;
            ///
            /// assert_eq!(Cause::TrailingSlash.as_str(), "trailing-slash");
            /// assert!(Cause::TrailingSlash.advice().ends_with("exactly as it was signed."));
            /// ```
            #[derive(PartialOrd, Ord)]
            pub enum Cause {
                $($(#[doc = $advice])+ $name = $label,)+
            }
        }

        impl Cause {
            /// Returns what happened, and what to do about it, in one sentence or two.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($advice),+).trim_ascii_start(),)+
                }
            }
        }
    };
}

causes! {
    /// A redirect or a proxy changed the method. Turn redirects off and sign what is sent.
    MethodChanged = "method-changed",
    /// One side has a `/` at the end of the path. Send the path exactly as it was signed.
    TrailingSlash = "trailing-slash",
    /// A `%2F` was decoded, or a `/` escaped, on the way. Keep slashes out of names or stop the
    /// proxy from decoding.
    EscapedSlash = "escaped-slash",
    /// A client or proxy merges `//` into `/`. Build the URL without doubled slashes.
    MergedSlashes = "merged-slashes",
    /// The client resolved `.` or `..` in the path after signing. Use a path without them.
    DotSegments = "dot-segments",
    /// A proxy strips or adds the front of the path. Sign the path that the vendor receives.
    PathPrefix = "path-prefix",
    /// The request went to another path than the one that was signed.
    OtherPath = "other-path",
    /// The `?` was escaped, so that the query became a part of the path. Escape names and values
    /// only.
    QueryInPath = "query-in-path",
    /// Escapes are in lower case on one side. Write `%2F`, not `%2f`.
    EscapeCase = "escape-case",
    /// The server's text is percent-encoded once more than ours. Text that was already encoded was
    /// encoded again, by the caller or by the client.
    EncodedOnceMore = "encoded-once-more",
    /// The server's text is percent-encoded once less than ours. Something on the way decodes, or
    /// the client leaves these characters as they are.
    EncodedOnceLess = "encoded-once-less",
    /// `+` is read as a space on one side and as a plus on the other. Send `%20` and `%2B`.
    PlusAndSpace = "plus-and-space",
    /// A parameter that was signed did not arrive. The client or a proxy dropped it.
    ParameterMissing = "parameter-missing",
    /// A parameter was added after signing. Add all of them first, and sign last.
    ParameterAdded = "parameter-added",
    /// A parameter was changed after signing. Sign last.
    ParameterChanged = "parameter-changed",
    /// A parameter without a value is written `k` on one side and `k=` on the other. Send `k=`.
    EmptyValue = "empty-value",
    /// The parts are the same in another order. One side sorts differently, so check which text is
    /// sorted: raw or encoded, keys or whole pairs.
    SortOrder = "sort-order",
    /// One side has the port in the host. Sign the `Host` that is sent, without a default port.
    HostPort = "host-port",
    /// The host is not in lower case on one side. Send the URL that the signature is applied to.
    HostCase = "host-case",
    /// The request arrived with another `Host`: a proxy, a gateway or a custom host name rewrites
    /// it. Sign the host that the vendor receives.
    OtherHost = "other-host",
    /// A header that was signed did not arrive. The client or a proxy dropped it, so set it on the
    /// request that is sent, or leave it out of the signed set.
    HeaderNotSent = "header-not-sent",
    /// The server signs a header that was not there when signing. Set it before signing, or leave
    /// it out of the signed set.
    HeaderAdded = "header-added",
    /// A header was changed after signing. Set it before signing, and keep proxies from rewriting
    /// it or leave it out of the signed set.
    HeaderChanged = "header-changed",
    /// The white space in a header value differs. Write it with single spaces and none at the ends.
    HeaderSpacing = "header-spacing",
    /// Several headers of one name arrived as one with commas. Send one header with the joined
    /// value.
    HeadersMerged = "headers-merged",
    /// The client adds a charset to the content type, or drops it. Set the content type that will
    /// be sent before signing.
    Charset = "charset",
    /// The client chose the multipart boundary after signing. Build the body first, or leave
    /// content-type out of the signed set.
    MultipartBoundary = "multipart-boundary",
    /// The client set its own content type. Set it before signing.
    ContentTypeChanged = "content-type-changed",
    /// The lists of signed headers differ. Send the list that the signer wrote.
    SignedHeaderList = "signed-header-list",
    /// The server saw no body. The client, a redirect or a proxy dropped it.
    EmptyBody = "empty-body",
    /// The server saw the body `{}`, which some clients send for no body. Sign `{}`, or send none.
    EmptyObject = "empty-object",
    /// One side has a placeholder for the digest of the body. Send the header that states the
    /// digest, or that there is none, exactly as it was signed.
    // In two pieces: a label of this crate, and not the placeholder that a vendor's scheme writes.
    UnsignedPayload = concat!("unsigned-", "payload"),
    /// An empty body was signed and another one arrived. Give the signer the bytes that are sent.
    BodyNotSigned = "body-not-signed",
    /// The body was changed after signing: serialised again, compressed, or given a line end. Sign
    /// the very bytes that are sent.
    OtherBody = "other-body",
    /// The texts are of different times. Compare with the time that was sent, sign again for each
    /// attempt, and read the clock once.
    Time = "time",
    /// One side has the time in milliseconds. Send seconds.
    Milliseconds = "milliseconds",
    /// The texts are of different keys. Check which credential is in use.
    OtherKeyId = "other-key-id",
    /// The texts are of different algorithms. Check the scheme.
    OtherAlgorithm = "other-algorithm",
    /// The digest of an earlier stage differs. Compare that stage, the canonical request as a rule.
    EarlierStage = "earlier-stage",
}

impl Cause {
    /// Returns whether the cause says that something differs, and not how.
    pub(super) const fn is_vague(self) -> bool {
        use Cause::{HeaderChanged, OtherBody, OtherHost, OtherPath, ParameterChanged};
        matches!(self, OtherPath | ParameterChanged | HeaderChanged | OtherHost | OtherBody)
    }
}
