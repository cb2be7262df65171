//! From where.

use super::*;

#[test]
fn sources() {
    let sixty: Vec<String> = (64..124).map(|it| format!("{it}.0.0.0/8")).collect();
    let sixty: Vec<&str> = sixty.iter().map(String::as_str).collect();
    check(vec![
        (
            "sixty neighbours",
            json!([tcp(22, &sixty)]),
            &[],
            NC,
            "TCP 22 open to 64.0.0.0/3 (32 blocks), 96.0.0.0/4 (16 blocks), 112.0.0.0/5 (8 blocks) \
             and 120.0.0.0/8 + 121.0.0.0/8 + 122.0.0.0/8 + 123.0.0.0/8.",
        ),
        (
            "one that cannot be read",
            json!([tcp(22, &["10.0.0.0/33"])]),
            &[],
            NC,
            "TCP 22 open to \"10.0.0.0/33\" (no CIDR block).",
        ),
        (
            "one that cannot be read, on an approved port",
            json!([tcp(443, &["anywhere"])]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "IPv4 as IPv6",
            json!([tcp(22, &["::ffff:0:0/96"])]),
            &[],
            NC,
            "TCP 22 open to ::ffff:0.0.0.0/96.",
        ),
        ("host bits", json!([tcp(22, &["1.2.3.4/0"])]), &[], NC, "TCP 22 open to 0.0.0.0/0."),
        ("multicast", json!([tcp(22, &["224.0.0.0/3"])]), &[], C, "No ingress from the Internet."),
        (
            "many blocks",
            json!([tcp(
                22,
                &["2.0.0.0/7", "4.0.0.0/7", "8.0.0.0/7", "12.0.0.0/7", "16.0.0.0/7", "20.0.0.0/7"]
            )]),
            &[],
            NC,
            "TCP 22 open to 2.0.0.0/7, 4.0.0.0/7, 8.0.0.0/7, 12.0.0.0/7, and 2 more.",
        ),
        (
            "nulls all over",
            json!([{
                "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [null, "0.0.0.0/0"],
                "ipv4Ranges": null, "ipv6Ranges": [{"cidrIpv6": null}, {"description": "none"}],
                "prefixListIds": [{"prefixListId": null}], "userIdGroupPairs": null,
            }]),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
    ]);
}
