//! Tencent RTC and IM: UserSig, with which a user logs in, and PrivateMapKey, the right to a room.
//!
//! Both are made with the pair that the console calls SDKAppID and SDKSecretKey, [`SdkSecretKey`].
//! A digital human in a room of your own ("own-room mode") wants both, as `TrtcUserSig` and
//! `TrtcPrivateMapKey`.
//!
//! # What the login answers
//!
//! | code | what it means | what to do |
//! |---|---|---|
//! | 70001 | expired | make a new one; `TLS.expire` is a number of seconds, not a date |
//! | 70003 | unreadable, or cut off | send all of it, `_` at the end too; no buffer may be too short |
//! | 70009 | the key of another app | check that SDKAppID and SDKSecretKey are of one app |
//! | 70013, 70014 | made for another user, or another app | log in with the id of the token |
//! | 70016, 70020 | app or key unknown in this data centre | check the region of the app |
//! | 70050 | too many failures | wait a minute; trying again makes it last longer |
//! | 60006, 60012 | an SDKAppID that does not exist | copy it from the console |
//! | 60021 | the address of the client is not allowed | have it added in the console |

mod credential;
mod document;
mod private_map_key;
mod user_sig;
mod zlib;

pub use credential::SdkSecretKey;
pub use document::UserSigDocument;
pub use private_map_key::{PrivateMapKey, Privileges, Room, RoomRights};
pub use user_sig::UserSig;
