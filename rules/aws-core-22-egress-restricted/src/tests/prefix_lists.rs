//! Destinations that a prefix list names.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn prefix_lists() {
    const DENIED: &str = "which could not be verified: UnauthorizedOperation on \
                          ec2:GetManagedPrefixListEntries.";
    let limited = "Egress to the Internet is limited to TCP 443.";
    let denied_all =
        format!("[not verified] Egress allows all protocols to prefix list pl-denied, {DENIED}");
    let denied_tcp =
        format!("[not verified] Egress allows TCP 0-65535 to prefix list pl-denied, {DENIED}");
    let denied_rest =
        format!("[not verified] Egress allows TCP 1025-65535 to prefix list pl-denied, {DENIED}");
    let denied_too = format!(
        "Egress allows all protocols to ::/0; all protocols to prefix list pl-denied, {DENIED}"
    );
    check(vec![
        (
            "of an office",
            json!([and_lists(everything(&[]), &["pl-office"])]),
            &[],
            C,
            "No egress to the Internet.",
        ),
        (
            "empty",
            json!([and_lists(everything(&[]), &["pl-empty"])]),
            &[],
            C,
            "No egress to the Internet.",
        ),
        (
            "on one port it makes no difference",
            json!([and_lists(tcp(443, 443, &[]), &["pl-denied"])]),
            &[],
            C,
            limited,
        ),
        (
            "on one port beside all protocols: read for these, it tells of both",
            json!([
                and_lists(tcp(443, 443, &[]), &["pl-office"]),
                and_lists(everything(&[]), &["pl-office"])
            ]),
            &[],
            C,
            "No egress to the Internet.",
        ),
        (
            "on all ports of TCP",
            json!([and_lists(tcp(0, 65535, &[]), &["pl-v6"])]),
            &[],
            NC,
            "Egress allows TCP 0-65535 through prefix list pl-v6 (::/0).",
        ),
        (
            "on all ports of TCP, which are no matter",
            json!([and_lists(tcp(0, 65535, &[]), &["pl-denied"])]),
            NARROW,
            C,
            "Egress to the Internet is limited to TCP 0-65535.",
        ),
        (
            "half each",
            json!([
                and_lists(everything(&[]), &["pl-half"]),
                and_lists(everything(&[]), &["pl-other-half"])
            ]),
            &[],
            NC,
            "Egress allows all protocols through prefix lists pl-half and pl-other-half \
             (12.0.0.0/8 + 13.0.0.0/8).",
        ),
        (
            "half by a list, half by name",
            json!([and_lists(everything(&["13.0.0.0/8"]), &["pl-half"])]),
            &[],
            NC,
            "Egress allows all protocols to 12.0.0.0/8 + 13.0.0.0/8, in part through prefix list \
             pl-half.",
        ),
        (
            "half for all protocols, half for TCP",
            json!([
                and_lists(everything(&[]), &["pl-half"]),
                and_lists(tcp(0, 65535, &[]), &["pl-other-half"])
            ]),
            &[],
            NC,
            "Egress allows TCP 0-65535 through prefix lists pl-half and pl-other-half \
             (12.0.0.0/8 + 13.0.0.0/8).",
        ),
        (
            "for the upper ports",
            json!([tcp(1, 1024, ALL), and_lists(tcp(1025, 65535, &[]), &["pl-internet"])]),
            &[],
            NC,
            "Egress allows TCP 1-1024 to 0.0.0.0/0; TCP 1025-65535 through prefix list pl-internet \
             (0.0.0.0/0).",
        ),
        (
            "for the upper ports, and narrow",
            json!([tcp(1, 1024, ALL), and_lists(tcp(1025, 65535, &[]), &["pl-office"])]),
            &[],
            C,
            "Egress to the Internet is limited to TCP 1-1024.",
        ),
        ("unreadable", json!([and_lists(everything(&[]), &["pl-denied"])]), &[], NC, &denied_all),
        (
            "unreadable, on all ports of TCP",
            json!([and_lists(tcp(0, 65535, &[]), &["pl-denied"])]),
            &[],
            NC,
            &denied_tcp,
        ),
        (
            "unreadable, for the upper ports",
            json!([tcp(1, 1024, ALL), and_lists(tcp(1025, 65535, &[]), &["pl-denied"])]),
            &[],
            NC,
            &denied_rest,
        ),
        (
            "unreadable, where the other ports are not open",
            json!([
                and_lists(tcp(1, 1024, &[]), &["pl-office"]),
                and_lists(tcp(1025, 65535, &[]), &["pl-denied"])
            ]),
            &[],
            C,
            "Egress to the Internet is limited to TCP 1025-65535.",
        ),
        (
            "unreadable, and open anyway",
            json!([everything(ALL_V6), and_lists(everything(&[]), &["pl-denied"])]),
            &[],
            NC,
            &denied_too,
        ),
    ]);
}

#[test]
fn only_lists_that_make_a_difference_are_read() {
    let parameters = Parameters::default();
    let asked = |permissions: Value| {
        let item = item(&json!({"ipPermissionsEgress": permissions}), &json!({}));
        let permissions = SecurityGroup::recorded(&item, Direction::Egress).permissions.unwrap();
        parameters.lists_that_matter(&permissions).into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(asked(json!([])), "");
    assert_eq!(asked(json!([and_lists(tcp(443, 443, &[]), &["pl-a"])])), "");
    assert_eq!(asked(json!([and_lists(to("icmp", None, &[]), &["pl-a"])])), "");
    assert_eq!(asked(json!([and_lists(everything(&[]), &["pl-b", "pl-a"])])), "pl-a pl-b");
    let private = tcp(0, 65535, &["10.0.0.0/8"]);
    assert_eq!(asked(json!([private, and_lists(tcp(443, 443, &[]), &["pl-a"])])), "");
    let upper = and_lists(tcp(1024, 65535, &[]), &["pl-b"]);
    assert_eq!(asked(json!([and_lists(tcp(1, 1023, &[]), &["pl-a"]), upper])), "pl-a pl-b");
    assert_eq!(asked(json!([and_lists(tcp(1, 1022, &[]), &["pl-a"]), upper])), "");
}
