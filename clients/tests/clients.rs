//! The crate with the clients and servers that its users have.

#[path = "../../tests/common/mod.rs"]
mod common;
mod parsed;
mod reqwest_built;
mod tower_layer;
mod tower_server;
mod vectors;
