//! Instances.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn servers() {
    let one = |subnet, addresses: &[&str], groups: &[&str]| {
        instance("i-1", [interface(subnet, addresses, groups)])
    };
    let closed = |why: &str| format!("Instance i-1 {CLOSED}: {why}.");
    let ssh = "Instance i-1 (203.0.113.9) accepts TCP 22 from 0.0.0.0/0.";
    let stopped =
        Instance { state: InstanceStateName::Stopped, ..one("subnet-1", &[V4], &["sg-ssh"]) };
    check_servers(vec![
        ("①", one("subnet-1", &[V4], &["sg-ssh"]), &[], NC, ssh),
        (
            "②",
            one("subnet-2", &[V4], &["sg-ssh"]),
            &[],
            C,
            &closed("subnet-2 does not route to an Internet gateway"),
        ),
        ("④", one("subnet-1", &[], &["sg-ssh"]), &[], C, &closed("it has no public address")),
        (
            "⑤",
            one("subnet-1", &[V6], &["sg-ssh-v6"]),
            &[],
            NC,
            "Instance i-1 (2600:1f18::9) accepts TCP 22 from ::/0.",
        ),
        (
            "⑤ where only IPv6 is routed",
            one("subnet-6", &[V4, V6], &["sg-ssh", "sg-ssh-v6"]),
            &[],
            NC,
            "Instance i-1 (2600:1f18::9) accepts TCP 22 from ::/0.",
        ),
        (
            "⑪",
            one("subnet-1", &[V4], &["sg-lower-half", "sg-upper-half"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 22 from 0.0.0.0/1 + 128.0.0.0/1; TCP 23 from \
             128.0.0.0/1.",
        ),
        (
            "⑪ of groups that are harmless each",
            one("subnet-1", &[V4], &["sg-8", "sg-9"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 22 from 12.0.0.0/8 + 13.0.0.0/8.",
        ),
        (
            "one of them alone",
            one("subnet-1", &[V4], &["sg-8"]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        (
            "both, on an interface each",
            instance(
                "i-1",
                [
                    interface("subnet-1", &[V4], &["sg-8"]),
                    interface("subnet-1", &["203.0.113.10"], &["sg-9"]),
                ],
            ),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        ("stopped", stopped, &[], C, &closed("it is stopped")),
        (
            "open to an office",
            one("subnet-1", &[V4], &["sg-office"]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        (
            "a web server, and desktops by UDP alone",
            one("subnet-1", &[V4], &["sg-web", "sg-ping"]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        (
            "no group at all",
            one("subnet-1", &[V4], &[]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        (
            "everything",
            one("subnet-1", &[V4], &["sg-all", "sg-ssh"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts all protocols from 0.0.0.0/0.",
        ),
        (
            "every port",
            one("subnet-1", &[V4], &["sg-every-port"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 22-23, 1433, 1521, 3306, 3389, 5432, 5439, \
             5900, 5985-5986, 6379, 9200, 11211 and 27017 from 0.0.0.0/0.",
        ),
        (
            "other ports",
            one("subnet-1", &[V4], &["sg-web", "sg-ssh"]),
            &[("managementPorts", "443,8000-9000")],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 443 from 0.0.0.0/0.",
        ),
        (
            "open for IPv6, with an address of IPv4",
            one("subnet-1", &[V4], &["sg-ssh-v6"]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        (
            "open for IPv4, with an address of IPv6",
            one("subnet-1", &[V6], &["sg-ssh"]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        (
            "open for both",
            one("subnet-1", &[V4, V6], &["sg-ssh", "sg-ssh-v6"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9 and 2600:1f18::9) accepts TCP 22 from 0.0.0.0/0 and ::/0.",
        ),
        (
            "all for IPv4, a port for IPv6",
            one("subnet-1", &[V4, V6], &["sg-all", "sg-ssh-v6"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9 and 2600:1f18::9) accepts all protocols from 0.0.0.0/0; \
             TCP 22 from ::/0.",
        ),
        (
            "many addresses",
            one("subnet-1", &["203.0.113.7", "203.0.113.8", V4], &["sg-desktop"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.7, 203.0.113.8, and 1 more) accepts TCP 3389 from 0.0.0.0/0.",
        ),
        (
            "behind a firewall",
            one("subnet-7", &[V4], &["sg-ssh"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 22 from 0.0.0.0/0.",
        ),
        (
            "the second interface is open",
            instance(
                "i-1",
                [
                    interface("subnet-2", &["203.0.113.10"], &["sg-all"]),
                    interface("subnet-1", &[V4], &["sg-ssh"]),
                ],
            ),
            &[],
            NC,
            ssh,
        ),
        (
            "two private interfaces",
            instance(
                "i-1",
                [
                    interface("subnet-2", &["203.0.113.10"], &["sg-all"]),
                    interface("subnet-6", &[V4], &["sg-ssh"]),
                ],
            ),
            &[],
            C,
            &closed("none of its subnets routes to an Internet gateway"),
        ),
    ]);
}

#[test]
fn bastions() {
    let one = |value, groups: &[&str]| bastion(value, [interface("subnet-1", &[V4], groups)]);
    let closed = |why: &str| format!("Instance i-9 {CLOSED}: {why}.");
    let declared = "[declared] Instance i-9 is the declared bastion (TCP 22).";
    let ssh = "Instance i-9 (203.0.113.9) accepts TCP 22 from 0.0.0.0/0.";
    let desktop = "Instance i-9 (203.0.113.9) accepts TCP 3389 from 0.0.0.0/0.";
    check_servers(vec![
        ("③", one("yes", &["sg-ssh"]), &[], C, declared),
        ("③ with desktops", one("yes", &["sg-ssh", "sg-desktop"]), &[], NC, desktop),
        (
            "everything",
            one("yes", &["sg-all"]),
            &[],
            NC,
            "Instance i-9 (203.0.113.9) accepts all protocols from 0.0.0.0/0.",
        ),
        (
            "of desktops",
            one("yes", &["sg-desktop"]),
            &[("bastionPorts", "22,3389")],
            C,
            "[declared] Instance i-9 is the declared bastion (TCP 3389).",
        ),
        (
            "open to an office, as it should be",
            one("yes", &["sg-office"]),
            &[],
            C,
            &closed("its security groups do not admit it"),
        ),
        ("an empty value declares nothing", one("", &["sg-ssh"]), &[], NC, ssh),
        ("another value", one("no", &["sg-ssh"]), &[("bastionTagValues", "yes,true")], NC, ssh),
        ("this value", one("True", &["sg-ssh"]), &[("bastionTagValues", "yes,true")], C, declared),
        ("another key", one("yes", &["sg-ssh"]), &[("bastionTagKey", "jump-host")], NC, ssh),
        ("no key", one("yes", &["sg-ssh"]), &[("bastionTagKey", "")], NC, ssh),
    ]);
}

#[test]
fn what_is_not_known_is_not_verified() {
    let one = |subnet, groups: &[&str]| instance("i-1", [interface(subnet, &[V4], groups)]);
    let nowhere = Interface { subnet_id: None, ..interface("", &[V4], &["sg-ssh"]) };
    let unverified =
        |why: &str| format!("[not verified] Instance i-1 could not be verified: {why}.");
    check_servers(vec![
        (
            "no route table",
            one("subnet-9", &["sg-ssh"]),
            &[],
            NC,
            &unverified("no route table of subnet-9 is visible"),
        ),
        (
            "no route table, and closed anyway",
            one("subnet-9", &["sg-office"]),
            &[],
            C,
            &format!("Instance i-1 {CLOSED}: its security groups do not admit it."),
        ),
        (
            "no subnet",
            instance("i-1", [nowhere]),
            &[],
            NC,
            &unverified("no route table of its subnet is visible"),
        ),
        (
            "a group that is not there",
            one("subnet-1", &["sg-gone", "sg-office"]),
            &[],
            NC,
            &unverified("security group sg-gone is not visible"),
        ),
        (
            "a group that is malformed",
            one("subnet-1", &["sg-malformed"]),
            &[],
            NC,
            &unverified("ipPermissions of sg-malformed is malformed: 70000 is no port"),
        ),
        (
            "a group that is not there, in a private subnet",
            one("subnet-2", &["sg-gone"]),
            &[],
            C,
            &format!("Instance i-1 {CLOSED}: subnet-2 does not route to an Internet gateway."),
        ),
        (
            "a group that is not there, and open anyway",
            one("subnet-1", &["sg-gone", "sg-ssh"]),
            &[],
            NC,
            "Instance i-1 (203.0.113.9) accepts TCP 22 from 0.0.0.0/0.",
        ),
    ]);
}
