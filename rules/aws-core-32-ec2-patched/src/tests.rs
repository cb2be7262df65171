use aws_sdk_ec2::types::InstanceStateName;
use shared::ComplianceType::{self, Compliant as C, NonCompliant as NC, NotApplicable as NA};
use shared::{Rule, Timestamp, Verdict, parameters};

use crate::{Ec2Patched, Parameters, Report, Server};

/// When everything here is judged; 30 days before it is 2025-12-18.
const NOW: &str = "2026-01-17T12:00:00Z";
/// Long before any grace ends.
const OLD: &str = "2024-05-01";

type Pairs = &'static [(&'static str, &'static str)];

const IMMUTABLE: Pairs = &[("immutableMaxAgeDays", "14")];

fn given(pairs: Pairs) -> Parameters {
    let pairs = pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&pairs).unwrap()
}

fn at(time: &str) -> Timestamp {
    // A day alone is its beginning.
    if time.len() == 10 { format!("{time}T00:00:00Z") } else { time.to_owned() }.parse().unwrap()
}

fn server(launched: &str) -> Server {
    Server {
        id: "i-1".to_owned(),
        state: InstanceStateName::Running,
        launched: Some(at(launched)),
        group: None,
        tags: [].into(),
        report: None,
    }
}

fn reporting(compliant: bool, outstanding: u32, time: &str) -> Server {
    Server { report: Some(Report { compliant, outstanding, time: Some(at(time)) }), ..server(OLD) }
}

fn in_group(server: Server) -> Server {
    Server { group: Some("web".to_owned()), ..server }
}

fn tagged(key: &str, value: &str, server: Server) -> Server {
    Server { tags: [(key.to_owned(), value.to_owned())].into(), ..server }
}

type Case = (&'static str, Server, Pairs, ComplianceType, &'static str);

fn check<const N: usize>(cases: [Case; N]) {
    for (case, server, parameters, compliance_type, annotation) in cases {
        let verdict = Ec2Patched::judge(&server, &given(parameters), at(NOW));
        let expected = Verdict { compliance_type, annotation: annotation.to_owned() };
        assert_eq!(verdict, expected, "{case}");
    }
}

const NEVER: &str = "Instance i-1 has never reported patch compliance to Systems Manager.";

#[test]
fn a_report_must_be_recent() {
    check([
        (
            "① compliant yesterday",
            reporting(true, 0, "2026-01-16"),
            &[],
            C,
            "Instance i-1 is patch-compliant (2026-01-16).",
        ),
        (
            "② compliant 40 days ago",
            reporting(true, 0, "2025-12-08"),
            &[],
            NC,
            "Instance i-1 was last patched or scanned 2025-12-08; limit 30 days.",
        ),
        (
            "exactly 30 days ago",
            reporting(true, 0, "2025-12-18T12:00:00Z"),
            &[],
            C,
            "Instance i-1 is patch-compliant (2025-12-18).",
        ),
        (
            "30 days and a second ago",
            reporting(true, 0, "2025-12-18T11:59:59Z"),
            &[],
            NC,
            "Instance i-1 was last patched or scanned 2025-12-18; limit 30 days.",
        ),
        (
            "while the rule runs",
            reporting(true, 0, "2026-01-17T12:01:00Z"),
            &[],
            C,
            "Instance i-1 is patch-compliant (2026-01-17).",
        ),
        (
            "another limit",
            reporting(true, 0, "2026-01-16"),
            &[("maxPatchAgeDays", "1")],
            NC,
            "Instance i-1 was last patched or scanned 2026-01-16; limit 1 day.",
        ),
        (
            "without a date",
            Server {
                report: Some(Report { compliant: true, outstanding: 0, time: None }),
                ..server(OLD)
            },
            &[],
            NC,
            "Instance i-1 reports no date of its last patching or scan.",
        ),
    ]);
}

#[test]
fn outstanding_patches_are_counted() {
    check([
        (
            "③ three patches",
            reporting(false, 3, "2026-01-16"),
            &[],
            NC,
            "Instance i-1 has 3 patches missing, failed, rejected or pending a reboot (scan \
             2026-01-16).",
        ),
        (
            "⑪ one patch",
            reporting(false, 1, "2026-01-16"),
            &[],
            NC,
            "Instance i-1 has 1 patch missing, failed, rejected or pending a reboot (scan \
             2026-01-16).",
        ),
        (
            "patches long ago",
            reporting(false, 3, "2025-01-01"),
            &[],
            NC,
            "Instance i-1 has 3 patches missing, failed, rejected or pending a reboot (scan \
             2025-01-01).",
        ),
        (
            "compliant, it says",
            reporting(true, 3, "2026-01-16"),
            &[],
            NC,
            "Instance i-1 has 3 patches missing, failed, rejected or pending a reboot (scan \
             2026-01-16).",
        ),
        (
            "not compliant, and nobody says why",
            reporting(false, 0, "2026-01-16"),
            &[],
            NC,
            "Instance i-1 is not patch-compliant (scan 2026-01-16).",
        ),
        (
            "without a date, and not compliant",
            Server {
                report: Some(Report { compliant: false, outstanding: 2, time: None }),
                ..server(OLD)
            },
            &[],
            NC,
            "Instance i-1 has 2 patches missing, failed, rejected or pending a reboot.",
        ),
    ]);
}

#[test]
fn an_instance_that_never_reported_must_be_new() {
    let of_unknown_age = Server { launched: None, ..server(OLD) };
    check([
        ("④ 30 days old", server("2025-12-18"), &[], NC, NEVER),
        (
            "⑤ two days old",
            server("2026-01-15"),
            &[],
            NA,
            "Instance i-1 was launched 2026-01-15 and has not reported yet; grace 7 days.",
        ),
        (
            "exactly seven days old",
            server("2026-01-10T12:00:00Z"),
            &[],
            NA,
            "Instance i-1 was launched 2026-01-10 and has not reported yet; grace 7 days.",
        ),
        ("seven days and a second old", server("2026-01-10T11:59:59Z"), &[], NC, NEVER),
        // Its start yesterday is nowhere in the facts: the attachment of its interface stays.
        ("⑫ restarted", server(OLD), &[], NC, NEVER),
        ("nobody knows how old", of_unknown_age, &[], NC, NEVER),
        ("no grace", server("2026-01-17"), &[("newInstanceGraceDays", "0")], NC, NEVER),
        (
            "one day of grace",
            server("2026-01-17"),
            &[("newInstanceGraceDays", "1")],
            NA,
            "Instance i-1 was launched 2026-01-17 and has not reported yet; grace 1 day.",
        ),
        (
            "new, and its report is bad",
            Server { launched: Some(at("2026-01-16")), ..reporting(false, 3, "2026-01-17") },
            &[],
            NC,
            "Instance i-1 has 3 patches missing, failed, rejected or pending a reboot (scan \
             2026-01-17).",
        ),
        (
            "new, and its report is good",
            Server { launched: Some(at("2026-01-16")), ..reporting(true, 0, "2026-01-17") },
            &[],
            C,
            "Instance i-1 is patch-compliant (2026-01-17).",
        ),
    ]);
}

#[test]
fn a_tag_names_another_solution() {
    const QUALYS: &str = "Instance i-1 is patched by declared solution 'qualys'.";
    check([
        ("⑥ tagged", tagged("patch-solution", "qualys", server(OLD)), &[], C, QUALYS),
        (
            "⑥ tagged, whatever Systems Manager finds by another baseline",
            tagged("patch-solution", "qualys", reporting(false, 3, "2026-01-16")),
            &[],
            C,
            QUALYS,
        ),
        ("tagged with nothing", tagged("patch-solution", "", server(OLD)), &[], NC, NEVER),
        ("tagged with space", tagged("patch-solution", "  ", server(OLD)), &[], NC, NEVER),
        ("tagged with a tab", tagged("patch-solution", "\t\u{a0}", server(OLD)), &[], NC, NEVER),
        ("space around", tagged("patch-solution", " qualys ", server(OLD)), &[], C, QUALYS),
        ("another case", tagged("Patch-Solution", "qualys", server(OLD)), &[], NC, NEVER),
        (
            "another key",
            tagged("patched-by", "qualys", server(OLD)),
            &[("patchSolutionTagKey", "patched-by")],
            C,
            QUALYS,
        ),
        (
            "no key",
            tagged("patch-solution", "qualys", server(OLD)),
            &[("patchSolutionTagKey", "")],
            NC,
            NEVER,
        ),
    ]);
}

#[test]
fn a_group_may_replace_its_instances_instead() {
    const REPLACED: &str =
        "Instance i-1 was launched 2026-01-14 in group web and is replaced after 14 days.";
    check([
        ("⑧ three days old", in_group(server("2026-01-14")), IMMUTABLE, C, REPLACED),
        (
            "⑧ three days old, and lacks patches",
            in_group(Server { launched: Some(at("2026-01-14")), ..reporting(false, 3, NOW) }),
            IMMUTABLE,
            C,
            REPLACED,
        ),
        ("⑧ twenty days old", in_group(server("2025-12-28")), IMMUTABLE, NC, NEVER),
        (
            "⑧ twenty days old, and patched",
            in_group(Server { launched: Some(at("2025-12-28")), ..reporting(true, 0, NOW) }),
            IMMUTABLE,
            C,
            "Instance i-1 is patch-compliant (2026-01-17).",
        ),
        (
            "exactly fourteen days old",
            in_group(server("2026-01-03T12:00:00Z")),
            IMMUTABLE,
            C,
            "Instance i-1 was launched 2026-01-03 in group web and is replaced after 14 days.",
        ),
        (
            "fourteen days and a second old",
            in_group(server("2026-01-03T11:59:59Z")),
            IMMUTABLE,
            NC,
            NEVER,
        ),
        (
            "in no group",
            server("2026-01-14"),
            IMMUTABLE,
            NA,
            "Instance i-1 was launched 2026-01-14 and has not reported yet; grace 7 days.",
        ),
        (
            "groups replace nothing",
            in_group(server("2026-01-14")),
            &[],
            NA,
            "Instance i-1 was launched 2026-01-14 and has not reported yet; grace 7 days.",
        ),
        (
            "nobody knows how old",
            in_group(Server { launched: None, ..server(OLD) }),
            IMMUTABLE,
            NC,
            NEVER,
        ),
    ]);
}

#[test]
fn only_what_runs_is_judged() {
    for state in [
        InstanceStateName::Pending,
        InstanceStateName::ShuttingDown,
        InstanceStateName::Stopping,
        InstanceStateName::Stopped,
        InstanceStateName::Terminated,
    ] {
        let told = format!("Instance i-1 does not run ({state}).");
        let server = Server { state, ..reporting(false, 3, NOW) };
        let verdict = Ec2Patched::judge(&server, &given(&[]), at(NOW));
        assert_eq!(verdict, Verdict::not_applicable(told), "⑦");
    }
}
