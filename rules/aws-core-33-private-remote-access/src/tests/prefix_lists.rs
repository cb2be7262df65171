//! Sources that a prefix list names.

use super::*;

#[test]
fn prefix_lists() {
    let one = |groups: &[&str]| instance("i-1", [interface("subnet-1", &[V4], groups)]);
    let closed = format!("Instance i-1 {CLOSED}: its security groups do not admit it.");
    let jump = |groups: &[&str]| bastion("yes", [interface("subnet-1", &[V4], groups)]);
    let denied = "could not be verified: UnauthorizedOperation on \
                  ec2:GetManagedPrefixListEntries.";
    check_servers(vec![
        (
            "that is the Internet",
            one(&["sg-list"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 22 through prefix list pl-internet (0.0.0.0/0).",
        ),
        ("of an office", one(&["sg-office-list"]), &[], C, &closed),
        (
            "unreadable",
            one(&["sg-denied-list"]),
            &[],
            NC,
            &format!(
                "[not verified] Instance i-1 (203.0.113.9) accepts TCP 22 from prefix list pl-denied, which {denied}"
            ),
        ),
        (
            "unreadable, and open anyway",
            one(&["sg-denied-list", "sg-desktop"]),
            &[],
            NC,
            &format!(
                "Instance i-1 (203.0.113.9) accepts TCP 3389 from 0.0.0.0/0; TCP 22 from prefix \
                 list pl-denied, which {denied}"
            ),
        ),
        ("unreadable, on another port", one(&["sg-denied-web-list"]), &[], C, &closed),
        (
            "unreadable, on a bastion's port",
            jump(&["sg-denied-list"]),
            &[],
            C,
            &format!("Instance i-9 {CLOSED}: its security groups do not admit it."),
        ),
    ]);
}

#[test]
fn only_lists_that_make_a_difference_are_read() {
    let parameters = Parameters::default();
    let asked = |instance: Instance| {
        let target = Target::server(instance, &parameters);
        network().lists_that_matter(&target, &parameters).into_iter().collect::<Vec<_>>()
    };
    let open = |groups: &[&str]| vec![interface("subnet-1", &[V4], groups)];
    assert_eq!(
        asked(instance("i-1", open(&["sg-list", "sg-office-list"]))),
        ["pl-internet", "pl-office"]
    );
    assert!(asked(instance("i-1", open(&["sg-denied-web-list"]))).is_empty());
    assert!(asked(bastion("yes", open(&["sg-list"]))).is_empty());
    let private = [interface("subnet-2", &[V4], &["sg-list"])];
    assert!(asked(instance("i-1", private)).is_empty());
}
