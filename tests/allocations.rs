//! How often signing allocates.

mod allocating;
mod common;
