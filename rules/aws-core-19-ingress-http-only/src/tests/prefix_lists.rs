//! Sources that a prefix list names.

use super::*;
use shared::testing;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn prefix_lists() {
    check(vec![
        (
            "on an approved port: not read",
            json!([and_lists(tcp(443, &[]), &["pl-denied"])]),
            &[],
            C,
            "No ingress from the Internet outside approved ports.",
        ),
        (
            "for ICMP: not read",
            json!([and_lists(from("icmp", None, &[]), &["pl-denied"]), tcp(443, ALL)]),
            &[],
            C,
            "Only approved ports open to the Internet: TCP 443.",
        ),
        (
            "on an approved port and on another",
            json!([
                and_lists(tcp(443, &[]), &["pl-internet"]),
                and_lists(tcp(22, &[]), &["pl-internet"])
            ]),
            &[],
            NC,
            "TCP 22 open through prefix list pl-internet (0.0.0.0/0).",
        ),
        (
            "around an approved port",
            json!([and_lists(from("tcp", (443, 444), &[]), &["pl-v6"])]),
            &[],
            NC,
            "TCP 444 open through prefix list pl-v6 (::/0) (approved: 80,443).",
        ),
        (
            "for all protocols",
            json!([and_lists(from("-1", None, &[]), &["pl-internet"])]),
            &[],
            NC,
            "All protocols open through prefix list pl-internet (0.0.0.0/0).",
        ),
        (
            "half each",
            json!([
                and_lists(tcp(22, &[]), &["pl-half"]),
                and_lists(tcp(22, &[]), &["pl-other-half"])
            ]),
            &[],
            NC,
            "TCP 22 open through prefix lists pl-half and pl-other-half (12.0.0.0/8 + 13.0.0.0/8).",
        ),
        (
            "half by a list, half by name",
            json!([and_lists(tcp(22, &["13.0.0.0/8"]), &["pl-half"])]),
            &[],
            NC,
            "TCP 22 open to 12.0.0.0/8 + 13.0.0.0/8, in part through prefix list pl-half.",
        ),
        (
            "what is named need not be listed",
            json!([and_lists(tcp(22, ALL), &["pl-internet"])]),
            &[],
            NC,
            "TCP 22 open to 0.0.0.0/0.",
        ),
        (
            "empty",
            json!([and_lists(tcp(22, &[]), &["pl-empty"])]),
            &[],
            C,
            "No ingress from the Internet.",
        ),
        (
            "unreadable",
            json!([and_lists(tcp(22, &[]), &["pl-denied"])]),
            &[],
            NC,
            "[not verified] TCP 22 open to prefix list pl-denied, which could not be verified: \
             UnauthorizedOperation on ec2:GetManagedPrefixListEntries.",
        ),
        (
            "unreadable, on two ports",
            json!([
                and_lists(tcp(22, &[]), &["pl-denied"]),
                and_lists(tcp(80, &[]), &["pl-denied"]),
                and_lists(tcp(23, &[]), &["pl-denied"])
            ]),
            &[],
            NC,
            "[not verified] TCP 22-23 open to prefix list pl-denied, which could not be verified: \
             UnauthorizedOperation on ec2:GetManagedPrefixListEntries.",
        ),
        (
            "unreadable, and open anyway",
            json!([and_lists(tcp(22, &[]), &["pl-denied"]), tcp(3306, ALL)]),
            &[],
            NC,
            "TCP 3306 open to 0.0.0.0/0. TCP 22 open to prefix list pl-denied, which could not be \
             verified: UnauthorizedOperation on ec2:GetManagedPrefixListEntries.",
        ),
        (
            "two unreadable",
            json!([and_lists(tcp(22, &[]), &["pl-denied", "pl-denied-too"])]),
            &[],
            NC,
            "[not verified] TCP 22 open to prefix list pl-denied, which could not be verified: \
             UnauthorizedOperation on ec2:GetManagedPrefixListEntries. TCP 22 \
             open to prefix list pl-denied-too, which could not be verified: UnauthorizedOperation on \
             ec2:GetManagedPrefi…",
        ),
    ]);
}

#[test]
fn a_list_that_was_read_for_another_group_changes_nothing() {
    let parameters = Parameters::default();
    for id in ["pl-internet", "pl-denied"] {
        let item = item(&json!({"ipPermissions": [and_lists(tcp(443, &[]), &[id])]}), &json!({}));
        let permissions = SecurityGroup::recorded(&item, Direction::Ingress).permissions.unwrap();
        let facts = Facts { permissions, exempt_by: None, prefix_lists: Arc::new(lists()) };
        let verdict = IngressHttpOnly::judge(&facts, &parameters, Timestamp::UNIX_EPOCH);
        let expected = testing::compliant("No ingress from the Internet outside approved ports.");
        assert_eq!(verdict, expected, "{id}");
    }
}
