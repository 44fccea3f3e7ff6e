//! What the crate does for clients: types of `http`, and the clock of the server.

mod common;
mod http_adapter;
mod server_clock;
