//! A case to be sent by a client, and the ways of signing it that the README advises.

use std::net::SocketAddr;

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};
use polysign::http::Signing;
use polysign::{BodyHasher, Context, Error, Payload, Request, Signer};

use crate::cases::{Body, Case, Stated, Way};

/// The boundary where the client has no multipart of its own.
pub const MULTIPART: &[u8] =
    b"--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
pub const MULTIPART_TYPE: &str = "multipart/form-data; boundary=b";

pub struct Order<'a> {
    pub case: &'a Case,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub signer: &'a (dyn Signer + 'static),
    pub server: SocketAddr,
}

/// Why nothing was sent.
pub enum Stop {
    /// The crate refused.
    Refused(Error),
    /// The client has no such thing.
    HasNone,
    /// The client, or the type that it takes, refused or failed.
    Client(String),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// An error of a client, with what is beneath it.
pub fn client(error: impl std::error::Error) -> Stop {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    Stop::Client(text)
}

impl<'a> Order<'a> {
    pub fn new(case: &'a Case, signer: &'a (dyn Signer + 'static), server: SocketAddr) -> Self {
        let port = server.port().to_string();
        let filled = |text: &str| text.replace("PORT", &port);
        let mut headers: Vec<_> =
            case.headers.iter().map(|(name, value)| ((*name).to_owned(), filled(value))).collect();
        if matches!(case.body, Body::Multipart(_)) {
            headers.push(("content-type".to_owned(), MULTIPART_TYPE.to_owned()));
        }
        // TC3 signs nothing without a type, so that its users always set one.
        let is_tc3 = signer.scheme().name() == "tencent/tc3-hmac-sha256";
        if is_tc3 && !headers.iter().any(|(name, _)| name == "content-type") {
            headers.push(("content-type".to_owned(), "text/plain".to_owned()));
        }
        Self { case, url: filled(case.url), headers, signer, server }
    }

    /// The same request as the handshake of a WebSocket.
    pub fn into_web_socket(mut self) -> Self {
        if let Some(rest) = self.url.strip_prefix("http") {
            self.url = format!("ws{rest}");
        } else if let Some(rest) = self.url.strip_prefix("HTTP") {
            self.url = format!("WS{rest}");
        }
        self
    }

    /// Without the type of a multipart body: the client's own names a boundary of its own.
    pub fn with_own_multipart(&self) -> Self {
        let mut headers = self.headers.clone();
        if matches!(self.case.body, Body::Multipart(_)) {
            headers.retain(|(name, _)| name != "content-type");
        }
        Order { headers, url: self.url.clone(), ..*self }
    }

    pub fn method(&self) -> Method {
        self.case.method.parse().expect("a method")
    }

    pub fn header_map(&self) -> Result<HeaderMap, Stop> {
        let mut map = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(client)?;
            map.append(name, HeaderValue::from_bytes(value.as_bytes()).map_err(client)?);
        }
        Ok(map)
    }

    /// The head as a request of the `http` crate, not signed yet.
    pub fn parts(&self) -> Result<Parts, Stop> {
        let uri: Uri = self.url.parse().map_err(client)?;
        let request = http::Request::builder().method(self.method()).uri(uri).body(());
        let mut parts = request.map_err(client)?.into_parts().0;
        parts.headers = self.header_map()?;
        Ok(parts)
    }

    /// The body as bytes; a stream is made of its own by each client.
    pub fn body(&self) -> Vec<u8> {
        match self.case.body {
            Body::None => Vec::new(),
            Body::Bytes(bytes) | Body::Streamed(bytes, _) => bytes.to_vec(),
            Body::Multipart(_) => MULTIPART.to_vec(),
        }
    }

    pub fn is_streamed(&self) -> bool {
        matches!(self.case.body, Body::Streamed(..))
    }

    /// What the signature is told of the body.
    pub fn payload<'b>(&self, bytes: &'b [u8]) -> Option<Payload<'b>> {
        match self.case.body {
            Body::None | Body::Bytes(_) => Some(Payload::Bytes(bytes)),
            Body::Multipart(stated) | Body::Streamed(_, stated) => match stated {
                Stated::Unsigned => Some(Payload::Unsigned),
                Stated::Nothing => None,
                Stated::Digest => {
                    let mut hasher = BodyHasher::sha256();
                    bytes.chunks(5).for_each(|piece| hasher.update(piece));
                    Some(hasher.finish())
                }
            },
        }
    }

    /// Signs `request` by `sign`; where the case is signed again, clones it by `clone` and signs
    /// the clone by a later context.
    pub fn signed<T>(
        &self,
        mut request: T,
        clone: impl Fn(&T) -> T,
        sign: impl Fn(&Signing<'_, dyn Signer>, &mut T) -> Result<(), Stop>,
    ) -> Result<T, Stop> {
        let signing = || match self.case.way {
            Way::OtherHost => Signing::new(self.signer).allow_other_host(),
            _ => Signing::new(self.signer),
        };
        if self.case.way == Way::SignedAgain {
            sign(&signing().with_context(self.earlier()?), &mut request)?;
            request = clone(&request);
        }
        sign(&signing(), &mut request)?;
        Ok(request)
    }

    /// The head of an `http::Request`, signed.
    pub fn signed_parts(&self, body: &[u8]) -> Result<Parts, Stop> {
        self.signed_parts_of(Version::HTTP_11, body)
    }

    /// The same for a client that speaks another version.
    pub fn signed_parts_of(&self, version: Version, body: &[u8]) -> Result<Parts, Stop> {
        let mut parts = self.parts()?;
        parts.version = version;
        self.signed(parts, Parts::clone, |signing, parts| {
            Ok(signing.parts(parts, self.payload(body))?)
        })
    }

    /// A whole `http::Request`, signed; for bodies that are bytes.
    pub fn signed_request(&self) -> Result<http::Request<Vec<u8>>, Stop> {
        let request = http::Request::from_parts(self.parts()?, self.body());
        self.signed(request, http::Request::clone, |signing, request| Ok(signing.request(request)?))
    }

    /// The URL as text and all headers, by the shared request and result: what any client gets.
    pub fn signed_text(&self, body: &[u8]) -> Result<(String, HeaderMap), Stop> {
        let (mut url, mut headers) = (self.url.clone(), self.headers.clone());
        let mut contexts = vec![Context::now()?];
        if self.case.way == Way::SignedAgain {
            contexts.insert(0, self.earlier()?);
        }
        for context in contexts {
            let mut request = Request::new(self.case.method, &url)?.with_headers(&headers);
            if let Some(payload) = self.payload(body) {
                request = request.with_payload(payload);
            }
            let signed = self.signer.sign_with(&request, &context)?;
            let signed_url = signed.url(&request)?.into_exposed();
            let is_old = |name: &str| {
                let mut names =
                    signed.headers().map(|(name, _)| name).chain(signed.removed_headers());
                names.any(|own| own.eq_ignore_ascii_case(name))
            };
            let mut kept = headers.clone();
            kept.retain(|(name, _)| !is_old(name));
            kept.extend(signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())));
            (url, headers) = (signed_url, kept);
        }
        let order = Order { headers, url: url.clone(), ..*self };
        Ok((url, order.header_map()?))
    }

    fn earlier(&self) -> Result<Context<'static>, Stop> {
        let now = Context::now()?.time().seconds();
        let seconds = i64::try_from(Way::EARLIER.as_secs()).expect("two minutes");
        Ok(Context::at(now - seconds).with_random_nonce([7; 16]))
    }
}
