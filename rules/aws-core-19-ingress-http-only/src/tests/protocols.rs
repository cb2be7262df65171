//! Every protocol, under every name it goes by.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn protocols() {
    check(vec![
        ("TCP by number", json!([from("6", (22, 22), ALL)]), &[], NC, "TCP 22 open to 0.0.0.0/0."),
        ("UDP by number", json!([from("17", (53, 53), ALL)]), &[], NC, "UDP 53 open to 0.0.0.0/0."),
        (
            "TCP in capitals",
            json!([from("TCP", (443, 443), ALL)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "ICMP by number",
            json!([from("1", (8, -1), ALL)]),
            &[],
            C,
            "Only ICMP open to the Internet, which is allowed.",
        ),
        (
            "ICMPv6 by number",
            json!([from("58", None, ALL_V6), from("1", None, ALL)]),
            &[],
            C,
            "Only ICMP and ICMPv6 open to the Internet, which is allowed.",
        ),
        (
            "ICMPv6 not allowed",
            json!([from("58", None, ALL_V6)]),
            &[("allowIcmp", "false")],
            NC,
            "ICMPv6 open to ::/0.",
        ),
        ("ESP", json!([from("50", None, ALL)]), &[], NC, "Protocol 50 open to 0.0.0.0/0."),
        (
            "GRE and ESP",
            json!([from("50", None, ALL), from("47", (443, 443), ALL)]),
            &[],
            NC,
            "Protocol 47 and 50 open to 0.0.0.0/0.",
        ),
        (
            "one that has no number",
            json!([from("warp", None, ALL)]),
            &[],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (
            "all, in a word",
            json!([from("ALL", (443, 443), ALL)]),
            &[],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        ("empty", json!([from("", (443, 443), ALL)]), &[], NC, "All protocols open to 0.0.0.0/0."),
        (
            "all, in a word, from one half, a port from the other",
            json!([from("all", None, &["12.0.0.0/8"]), tcp(22, &["13.0.0.0/8"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "ESP from an office",
            json!([from("50", None, &["198.51.100.0/24"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "all in two permissions",
            json!([from("-1", None, &["12.0.0.0/8"]), from("-1", (443, 443), &["13.0.0.0/8"])]),
            &[],
            NC,
            "All protocols open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "all from one half, a port from the other",
            json!([from("-1", None, &["12.0.0.0/8"]), tcp(22, &["13.0.0.0/8"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "all from one half, an approved port from the other",
            json!([from("-1", None, &["12.0.0.0/8"]), tcp(443, &["13.0.0.0/8"])]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "all, and a port once more",
            json!([from("-1", None, ALL), tcp(22, ALL), tcp(443, ALL)]),
            &[],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (
            "all by IPv6, a port by IPv4",
            json!([from("-1", None, ALL_V6), tcp(22, ALL), tcp(443, ALL)]),
            &[],
            NC,
            "All protocols open to ::/0. TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "all where every port is approved",
            json!([from("-1", None, ALL)]),
            &[("approvedTcpPorts", "0-65535"), ("approvedUdpPorts", "0-65535")],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (
            "all from private networks",
            json!([from("-1", None, &["10.0.0.0/8", "172.16.0.0/12", "fc00::/7"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "no protocol",
            json!([{"ipRanges": ["0.0.0.0/0"]}]),
            &[],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
    ]);
}
