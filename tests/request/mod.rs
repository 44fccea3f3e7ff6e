//! Every part of a request, with input that is right, wrong, misleading or huge.

mod any_input;
mod fragment;
mod headers;
mod host;
mod method_and_time;
mod payload;
mod peers;
mod size;
mod url;
