//! The usual causes of differences between the text that was signed and the server's.
//!
//! They are what clients, proxies and gateways do to requests in practice. Each has a label for
//! programs, and a sentence that says what to do.

use core::fmt;

macro_rules! causes {
    ($($(#[doc = $doc:literal])+ $name:ident: $label:expr, $advice:literal;)+) => {
        /// A usual cause of a difference, for a program to match on.
        ///
        /// `Display` writes the label.
        ///
        /// ```
        /// use polysign::compare::Cause;
        ///
        /// assert_eq!(Cause::TrailingSlash.as_str(), "trailing-slash");
        /// assert!(Cause::TrailingSlash.advice().ends_with("exactly as it was signed"));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Cause {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Cause {
            /// Returns the label in lower case with hyphens, such as `trailing-slash`. Labels do
            /// not change between versions.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)+
                }
            }

            /// Returns one sentence that says what happened and what to do.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self {
                    $(Self::$name => $advice,)+
                }
            }
        }
    };
}

causes! {
    /// The request arrived with another method.
    MethodChanged: "method-changed",
        "a redirect or a proxy changed the method; turn redirects off and sign what is sent";
    /// The paths differ in a `/` at the end.
    TrailingSlash: "trailing-slash",
        "one side has a `/` at the end of the path; send the path exactly as it was signed";
    /// One side has `/` where the other has `%2F`.
    EscapedSlash: "escaped-slash",
        "a `%2F` was decoded, or a `/` escaped, on the way; keep slashes out of names or stop the \
         proxy from decoding";
    /// One side has `//` where the other has `/`.
    MergedSlashes: "merged-slashes",
        "a client or proxy merges `//` into `/`; build the URL without doubled slashes";
    /// One side has `.` or `..` segments that the other has resolved.
    DotSegments: "dot-segments",
        "the client resolved `.` or `..` in the path after signing; use a path without them";
    /// One path is the end of the other.
    PathPrefix: "path-prefix",
        "a proxy strips or adds the front of the path; sign the path that the vendor receives";
    /// The paths differ in another way.
    OtherPath: "other-path",
        "the request went to another path than the one that was signed";
    /// The server reads the query as a part of the path.
    QueryInPath: "query-in-path",
        "the `?` was escaped, so that the query became a part of the path; escape names and values \
         only";
    /// Escapes differ in the case of their digits.
    EscapeCase: "escape-case",
        "escapes are in lower case on one side; write `%2F`, not `%2f`";
    /// The server's text is percent-encoded once more.
    EncodedOnceMore: "encoded-once-more",
        "the server's text is percent-encoded once more than ours; text that was already encoded was \
         encoded again, by the caller or by the client";
    /// The server's text is percent-encoded once less.
    EncodedOnceLess: "encoded-once-less",
        "the server's text is percent-encoded once less than ours; something on the way decodes, or \
         the client leaves these characters as they are";
    /// A plus on one side is a space on the other.
    PlusAndSpace: "plus-and-space",
        "`+` is read as a space on one side and as a plus on the other; send `%20` and `%2B`";
    /// A parameter that was signed did not arrive.
    ParameterMissing: "parameter-missing",
        "a parameter that was signed did not arrive; the client or a proxy dropped it";
    /// A parameter arrived that was not signed.
    ParameterAdded: "parameter-added",
        "a parameter was added after signing; add all of them first, and sign last";
    /// A parameter arrived with another value.
    ParameterChanged: "parameter-changed",
        "a parameter was changed after signing; sign last";
    /// `k` on one side, `k=` on the other.
    EmptyValue: "empty-value",
        "a parameter without a value is written `k` on one side and `k=` on the other; send `k=`";
    /// Lines or parameters are in another order.
    SortOrder: "sort-order",
        "the parts are the same in another order; one side sorts differently, so check which text is \
         sorted: raw or encoded, keys or whole pairs";
    /// The hosts differ in the port.
    HostPort: "host-port",
        "one side has the port in the host; sign the `Host` that is sent, without a default port";
    /// The hosts differ in case.
    HostCase: "host-case",
        "the host is not in lower case on one side; send the URL that the signature is applied to";
    /// The request arrived for another host.
    OtherHost: "other-host",
        "the request arrived with another `Host`: a proxy, a gateway or a custom host name \
         rewrites it; sign the host that the vendor receives";
    /// A header that was signed did not arrive.
    HeaderNotSent: "header-not-sent",
        "a header that was signed did not arrive; the client or a proxy dropped it, so set it on the \
         request that is sent, or leave it out of the signed set";
    /// A header arrived that was not signed.
    HeaderAdded: "header-added",
        "the server signs a header that was not there when signing; set it before signing, or leave \
         it out of the signed set";
    /// A header arrived with another value.
    HeaderChanged: "header-changed",
        "a header was changed after signing; set it before signing, and keep proxies from rewriting \
         it or leave it out of the signed set";
    /// Header values differ in white space only.
    HeaderSpacing: "header-spacing",
        "the white space in a header value differs; write it with single spaces and none at the ends";
    /// Several headers of one name arrived as one.
    HeadersMerged: "headers-merged",
        "several headers of one name arrived as one with commas; send one header with the joined value";
    /// The content type differs in its charset.
    Charset: "charset",
        "the client adds a charset to the content type, or drops it; set the content type that will \
         be sent before signing";
    /// The content type differs in its multipart boundary.
    MultipartBoundary: "multipart-boundary",
        "the client chose the multipart boundary after signing; build the body first, or leave \
         content-type out of the signed set";
    /// The request arrived with another content type.
    ContentTypeChanged: "content-type-changed",
        "the client set its own content type; set it before signing";
    /// The lists of signed headers differ although the headers do not.
    SignedHeaderList: "signed-header-list",
        "the lists of signed headers differ; send the list that the signer wrote";
    /// The server hashed an empty body.
    EmptyBody: "empty-body",
        "the server saw no body; the client, a redirect or a proxy dropped it";
    /// The server hashed `{}`.
    EmptyObject: "empty-object",
        "the server saw the body `{}`, which some clients send for no body; sign `{}`, or send none";
    /// One side says that the body is not signed.
    // In two pieces: a label of this crate, and not the placeholder that a vendor's scheme writes.
    UnsignedPayload: concat!("unsigned-", "payload"),
        "one side has a placeholder for the digest of the body; send the header that states the \
         digest, or that there is none, exactly as it was signed";
    /// An empty body was signed, and another arrived.
    BodyNotSigned: "body-not-signed",
        "an empty body was signed and another one arrived; give the signer the bytes that are sent";
    /// The server hashed another body.
    OtherBody: "other-body",
        "the body was changed after signing: serialised again, compressed, or given a line end; sign \
         the very bytes that are sent";
    /// The times differ.
    Time: "time",
        "the texts are of different times; compare with the time that was sent, sign again for each \
         attempt, and read the clock once";
    /// One side has milliseconds.
    Milliseconds: "milliseconds",
        "one side has the time in milliseconds; send seconds";
    /// The ids of the keys differ.
    OtherKeyId: "other-key-id",
        "the texts are of different keys; check which credential is in use";
    /// The nonces differ.
    OtherNonce: "other-nonce",
        "the texts have different nonces; send the nonce that was signed, and compare with it";
    /// The validities differ.
    OtherExpiry: "other-expiry",
        "the texts have different validities; send the one that was signed";
    /// The algorithms differ.
    OtherAlgorithm: "other-algorithm",
        "the texts are of different algorithms; check the scheme";
    /// The digest of an earlier stage differs.
    EarlierStage: "earlier-stage",
        "the digest of an earlier stage differs; compare that stage, the canonical request as a rule";
}

impl Cause {
    /// Returns whether the cause says that something differs, and not how.
    pub(super) const fn is_vague(self) -> bool {
        matches!(
            self,
            Self::OtherPath
                | Self::ParameterChanged
                | Self::HeaderChanged
                | Self::OtherHost
                | Self::OtherBody
        )
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
