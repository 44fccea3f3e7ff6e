//! Requirements of MetaStudio besides a signature, after its "API Reference", "Authentication".

use crate::request::Host;
use crate::sign::Requirement;
use crate::{Explanation, Request};

/// Notes what a request to MetaStudio lacks; other services have no such rules in common.
///
/// `has_project`: the credential has a project, which the signer sends.
pub(super) fn check_meta_studio(
    request: &Request<'_>,
    host: Host<'_>,
    has_project: bool,
    explanation: &mut Explanation,
) {
    if !is_meta_studio(host.name()) {
        return;
    }
    explanation.require(
        has_project || request.headers().get("x-project-id").is_some(),
        Requirement::Header("x-project-id"),
        "MetaStudio requires the project id with an access key, and answers `Unauthorized` without \
         it; give the credential a `project_id`",
    );
}

/// `metastudio.<region>.myhuaweicloud.com`, and its names with further labels.
fn is_meta_studio(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let cloud = [".myhuaweicloud.com", ".myhuaweicloud.eu"];
    let is_cloud = cloud.iter().any(|end| host.ends_with(end));
    let first = host.split('.').next().unwrap_or_default();
    is_cloud && (first == "metastudio" || first.starts_with("metastudio-"))
}
