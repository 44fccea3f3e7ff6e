//! ZEGO: Token04, with which a client logs in to a room.
//!
//! The credential is [`polysign::zego::ServerSecret`], the AppId and ServerSecret that sign requests to
//! the server API, too. Variables: `ZEGO_APP_ID` and `ZEGO_SERVER_SECRET`.

mod document;
mod token04;

pub use document::Token04Document;
pub use token04::Token04;
