use uuid::Uuid;

use super::{NAMESPACE, uuid, version_5};

#[test]
fn others_can_compute_them() {
    // RFC 9562, appendix A.4.
    let dns = Uuid::from_u128(0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8);
    let example = version_5(dns, b"www.example.com");
    assert_eq!(example.to_string(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");

    let urls = Uuid::from_u128(0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8);
    assert_eq!(version_5(urls, b"urn:aws-core-rules:report"), NAMESPACE);

    // Python: uuid.uuid5(namespace, '["finding","aws-core-19","ä\\"b"]')
    let finding = uuid(&["finding", "aws-core-19", "ä\"b"]);
    assert_eq!(finding, "95058ca4-a8fd-5f7e-b585-13c5c986ebbc");
}

#[test]
fn no_two_lists_share_one() {
    assert_ne!(uuid(&["a", "b"]), uuid(&["a\",\"b"]));
    assert_ne!(uuid(&["a", ""]), uuid(&["a"]));
}
