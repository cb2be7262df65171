//! Which ports are open, and which of them may be.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn ports() {
    check(vec![
        ("nothing", json!([]), &[], C, "No ingress from the Internet."),
        ("both families", json!([tcp(22, BOTH)]), &[], NC, "TCP 22 open to 0.0.0.0/0 and ::/0."),
        ("IPv6 only", json!([tcp(3389, ALL_V6)]), &[], NC, "TCP 3389 open to ::/0."),
        (
            "several ports",
            json!([tcp(3306, ALL), tcp(22, ALL), tcp(443, ALL), tcp(1433, ALL)]),
            &[],
            NC,
            "TCP 22, 1433 and 3306 open to 0.0.0.0/0.",
        ),
        (
            "different sources",
            json!([tcp(22, ALL), tcp(23, ALL_V6), tcp(3306, ALL)]),
            &[],
            NC,
            "TCP 22 and 3306 open to 0.0.0.0/0. TCP 23 open to ::/0.",
        ),
        (
            "neighbours",
            json!([tcp(22, ALL), tcp(23, ALL)]),
            &[],
            NC,
            "TCP 22-23 open to 0.0.0.0/0.",
        ),
        ("port 0", json!([tcp(0, ALL)]), &[], NC, "TCP 0 open to 0.0.0.0/0."),
        ("port 65535", json!([tcp(65535, ALL)]), &[], NC, "TCP 65535 open to 0.0.0.0/0."),
        (
            "every port by -1",
            json!([from("tcp", (-1, -1), ALL)]),
            &[],
            NC,
            "TCP 0-79, 81-442 and 444-65535 open to 0.0.0.0/0 (approved: 80,443).",
        ),
        (
            "every port by numbers",
            json!([from("udp", (0, 65535), ALL_V6)]),
            &[],
            NC,
            "UDP 0-442 and 444-65535 open to ::/0 (approved: 443).",
        ),
        (
            "a float",
            json!([from("tcp", None, ALL)])
                .as_array()
                .map(|it| {
                    let mut it = it[0].clone();
                    it["fromPort"] = json!(22.0);
                    it["toPort"] = json!(22.0);
                    json!([it])
                })
                .unwrap(),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "HTTP/3 by IPv6",
            json!([udp(443, ALL_V6)]),
            &[],
            C,
            "Only approved ports open to the Internet: UDP 443.",
        ),
        ("HTTP by UDP", json!([udp(80, ALL)]), &[], NC, "UDP 80 open to 0.0.0.0/0."),
        (
            "all that is approved",
            json!([tcp(443, ALL), tcp(80, ALL), udp(443, ALL), from("icmpv6", None, ALL_V6)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 80, TCP 443, UDP 443 and ICMPv6.",
        ),
        (
            "a range that is approved",
            json!([from("tcp", (8000, 8010), ALL)]),
            &[("approvedTcpPorts", "443,8000-8080")],
            C,
            "Only approved ports open to the Internet: TCP 8000-8010.",
        ),
        (
            "no port is approved",
            json!([tcp(443, ALL)]),
            &[("approvedTcpPorts", "")],
            NC,
            "TCP 443 open to 0.0.0.0/0.",
        ),
        (
            "approved up to the last port",
            json!([from("tcp", None, ALL)]),
            &[("approvedTcpPorts", "0-21,23-65535")],
            NC,
            "TCP 22 open to 0.0.0.0/0 (approved: 0-21,23-65535).",
        ),
        (
            "a long list of approved ports is left out",
            json!([from("tcp", (1, 22), ALL)]),
            &[("approvedTcpPorts", "2,4,6,8,10,12,14,16,18,20,1000,2000,3000,4000")],
            NC,
            "TCP 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 21-22 open to 0.0.0.0/0.",
        ),
        (
            "overlapping ranges",
            json!([from("tcp", (20, 30), ALL), from("tcp", (25, 40), ALL), tcp(35, ALL_V6)]),
            &[],
            NC,
            "TCP 20-34 and 36-40 open to 0.0.0.0/0. TCP 35 open to 0.0.0.0/0 and ::/0.",
        ),
        (
            "a narrower source beside a wider one",
            json!([tcp(22, &["0.0.0.0/0", "128.0.0.0/1", "203.0.113.7/32"])]),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "the Internet elsewhere, an office here",
            json!([tcp(443, ALL), tcp(22, &["198.51.100.0/24"])]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "half each, but on different ports",
            json!([tcp(22, &["12.0.0.0/8"]), tcp(23, &["13.0.0.0/8"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "half each, but of different protocols",
            json!([tcp(22, &["12.0.0.0/8"]), udp(22, &["13.0.0.0/8"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
    ]);
}
