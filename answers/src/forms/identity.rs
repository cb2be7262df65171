//! Identifiers that stay the same from one report to the next.

use sha1::{Digest as _, Sha1};
use uuid::{Builder, Uuid};

#[cfg(test)]
mod tests;

/// The namespace of all of them: the version 5 UUID of `urn:aws-core-rules:report` in the namespace
/// of URLs that RFC 9562 gives.
pub(crate) const NAMESPACE: Uuid = Uuid::from_u128(0x2b49_8c4f_71c8_58e2_a991_3cd9_78a6_347e);

/// The version 5 UUID of `parts` in [`NAMESPACE`]. Its name is the JSON array of the parts without
/// spaces, so that no two lists have the same name.
pub(crate) fn uuid(parts: &[&str]) -> String {
    let name = serde_json::Value::from(parts).to_string();
    version_5(NAMESPACE, name.as_bytes()).to_string()
}

fn version_5(namespace: Uuid, name: &[u8]) -> Uuid {
    let hash = Sha1::new().chain_update(namespace.as_bytes()).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_sha1_bytes(bytes).into_uuid()
}
