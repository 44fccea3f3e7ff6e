//! Makes each token by the names of the environment, or with made-up keys, and reads it again.
//!
//! ```console
//! $ ZEGO_APP_ID=… ZEGO_SERVER_SECRET=… TRTC_SDK_APP_ID=… TRTC_SECRET_KEY=… \
//!     cargo run -p polysign-tokens --example tokens alice
//! ```

use std::error::Error;

use polysign::UnixTime;
use polysign::zego::ServerSecret;
use polysign_tokens::tencent::{
    PrivateMapKey, Privileges, Room, SdkSecretKey, UserSig, UserSigDocument,
};
use polysign_tokens::zego::{Token04, Token04Document};

fn main() -> Result<(), Box<dyn Error>> {
    let user_id = std::env::args().nth(1).unwrap_or_else(|| "alice".to_owned());
    let now = UnixTime::from(std::time::SystemTime::now());
    let secret = match ServerSecret::from_env()? {
        Some(secret) => secret,
        None => ServerSecret::new(12_345, "fa94dd0f974cf2e293728a526b028271")?,
    };
    let key = match SdkSecretKey::from_env()? {
        Some(key) => key,
        None => SdkSecretKey::new(1_400_000_000, "an example secret key")?,
    };

    let token = Token04::new(&user_id).sign(&secret)?;
    let document = Token04Document::decrypt(token.expose(), &secret)?;
    document.verify(now)?;
    println!(
        "Token04 for {} until {}:\n{}\n",
        document.user_id(),
        token.expires_at(),
        token.expose()
    );

    let token = UserSig::new(&user_id).sign(&key)?;
    let document = UserSigDocument::parse(token.expose())?;
    document.verify(&key, now)?;
    println!(
        "UserSig for {} until {}:\n{}\n",
        document.user_id(),
        token.expires_at(),
        token.expose()
    );

    let room = Room::Name("room-1");
    let token = PrivateMapKey::new(&user_id, room, Privileges::WATCH).sign(&key)?;
    let document = UserSigDocument::parse(token.expose())?;
    document.verify(&key, now)?;
    let rights = document.room_rights()?;
    assert_eq!((rights.room(), rights.privileges()), (room, Privileges::WATCH));
    println!("PrivateMapKey for {room:?} until {}:\n{}", token.expires_at(), token.expose());
    Ok(())
}
