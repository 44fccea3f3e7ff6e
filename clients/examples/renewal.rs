//! Renews a token of Huawei's while requests go on.
//!
//! `cargo run -p clients --example renewal` talks to an IAM and a service of its own on loopback, whose
//! tokens are valid for a few seconds. One task renews the token in time, two send requests with it. The
//! example ends with an error when one of them was refused.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use http::StatusCode;
use polysign::huawei::{
    AuthToken, AuthTokenVerifier, PasswordLogin, TOKEN_PATH, Token, TokenScope,
};
use polysign::sign::Replaceable;
use polysign::tower::VerifyLayer;
use polysign::{Signer, UnixTime};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How long a token is valid. The vendor's are for 24 hours.
const LIFETIME: i64 = 4;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let server = start_server().await?;
    let login = PasswordLogin::new("user", "password", "account")?
        .with_scope(TokenScope::Project("cn-north-4".into()))?;
    let iam = Iam { client: client()?, url: format!("{server}{TOKEN_PATH}"), login };

    let first = iam.token().await?;
    let renew_from = first.renew_from();
    let signer = Replaceable::new(AuthToken::new(first));
    // Ends with the program, or when a token could not be had: then the requests fail.
    tokio::spawn(renew(iam, renew_from, signer.clone()));

    let url = format!("{server}/v1/tasks");
    let sent = tokio::try_join!(send(&signer, &url), send(&signer, &url))?;
    println!("{} requests were accepted, each with a valid token", sent.0 + sent.1);
    Ok(())
}

fn client() -> reqwest::Result<reqwest::Client> {
    let no_redirects = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(no_redirects).referer(false).no_proxy().build()
}

/// What a program needs to get a token.
struct Iam {
    client: reqwest::Client,
    url: String,
    login: PasswordLogin,
}

impl Iam {
    async fn token(&self) -> Result<Token> {
        let body = self.login.body().expose().to_owned();
        let request = self.client.post(&self.url).header("content-type", "application/json");
        let answer = request.body(body).send().await?.error_for_status()?;
        let token = answer.headers().get("x-subject-token").ok_or("IAM sent no token")?;
        let token = token.to_str()?.to_owned();
        Ok(Token::from_answer(token, &answer.bytes().await?)?)
    }
}

/// Replaces the token as soon as it is time, and for as long as the program runs.
async fn renew(
    iam: Iam,
    mut renew_from: Option<UnixTime>,
    signer: Replaceable<AuthToken>,
) -> Result<()> {
    while let Some(time) = renew_from {
        let seconds = time.saturating_since(SystemTime::now().into());
        tokio::time::sleep(Duration::from_secs(seconds.try_into().unwrap_or(0))).await;
        // A program would try again after a failure: there is time until the token expires.
        let token = iam.token().await?;
        renew_from = token.renew_from();
        signer.replace(AuthToken::new(token));
        println!("the token was renewed");
    }
    Ok(())
}

/// Sends requests for longer than two tokens are valid, and returns how many.
async fn send(signer: &dyn Signer, url: &str) -> Result<usize> {
    let client = client()?;
    let end = SystemTime::now() + Duration::from_secs(2 * LIFETIME.unsigned_abs());
    let mut sent = 0;
    while SystemTime::now() < end {
        let request = polysign::http::sign(signer, http::Request::get(url).body("")?)?;
        client.execute(request.try_into()?).await?.error_for_status()?;
        sent += 1;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(sent)
}

/// The tokens that were issued, by their digests.
type Issued = Arc<Mutex<HashMap<String, Arc<Token>>>>;

/// Starts an IAM, and a service that accepts its tokens, on loopback. Returns their origin.
async fn start_server() -> Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let issued = Issued::default();
    let known = Arc::clone(&issued);
    let verifier = AuthTokenVerifier::new(move |id| {
        known.lock().expect("no one panics").get(id).map(Arc::clone)
    });
    let verify = VerifyLayer::new(Arc::new(verifier), &origin)?;
    let routes = Router::new()
        .route("/v1/tasks", get(|| async { "done" }))
        .layer(verify)
        .route("/v3/auth/tokens", post(issue).with_state(issued));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(origin)
}

async fn issue(State(issued): State<Issued>, body: String) -> impl IntoResponse {
    let now = UnixTime::from(SystemTime::now());
    let end = now.saturating_add(LIFETIME);
    let mut issued = issued.lock().expect("no one panics");
    let text = format!("token-{}", issued.len());
    let token = Token::new(text.as_str()).expect("a token").with_expires_at(end);
    issued.insert(AuthTokenVerifier::key_id(&token), Arc::new(token));
    let [issued_at, expires_at] = [now, end].map(date);
    let answer =
        format!(r#"{{"token":{{"issued_at":"{issued_at}","expires_at":"{expires_at}"}}}}"#);
    match body.contains(r#""password":"password""#) {
        true => Ok(([("x-subject-token", text)], answer)),
        false => Err(StatusCode::UNAUTHORIZED),
    }
}

/// A time as IAM writes it, from `Sun, 06 Nov 1994 08:49:37 GMT`.
fn date(time: UnixTime) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let time = SystemTime::try_from(time).expect("a time of this century");
    let date = httpdate::fmt_http_date(time);
    let (day, month, year, clock) = (&date[5..7], &date[8..11], &date[12..16], &date[17..25]);
    let month = MONTHS.find(month).expect("a month") / 3 + 1;
    format!("{year}-{month:02}-{day}T{clock}.000000Z")
}
