//! The account: how servers and databases are reached.

use shared::attestation::{Attestation, Found, Writer};

use super::*;
use crate::method::{Method, Search};
use crate::region::Evidence;
use shared::testing;

const NOTHING: &str = "[needs attestation] No Session Manager node, Instance Connect endpoint, Client VPN, bastion or \
                       attestation was found.";

fn private(id: &str) -> Target {
    Target::server(instance(id, [interface("subnet-2", &[], &["sg-ssh"])]), &Parameters::default())
}

fn open(id: &str) -> Target {
    let interfaces = [interface("subnet-1", &[V4], &["sg-ssh"])];
    Target::server(instance(id, interfaces), &Parameters::default())
}

fn unverified(id: &str) -> Target {
    let interfaces = [interface("subnet-1", &[V4], &["sg-gone"])];
    Target::server(instance(id, interfaces), &Parameters::default())
}

fn found(method: Method) -> Search {
    Search { found: Some(method), unreadable: Vec::new() }
}

fn session_manager(nodes: usize) -> Search {
    found(Method::SessionManager { nodes, has_more: false })
}

/// An attestation with changes, or none.
fn attestation(changes: Option<&Value>) -> Attestation {
    let value = changes.map(|changes| {
        let mut document = json!({
            "schemaVersion": 1, "control": "aws-core-33", "accounts": ["111122223333"],
            "answer": "yes", "statement": "Servers are reached through the Teleport gateway.",
            "attestedBy": "alice@example.com", "attestedOn": "2026-01-15",
            "expiresOn": "2026-12-31", "evidence": ["https://wiki.example.com/teleport"],
        });
        for (field, value) in changes.as_object().unwrap() {
            document[field] = value.clone();
        }
        document.to_string()
    });
    let found = value.map(|value| Found { value, writer: Writer::Unknown });
    Attestation::new("/compliance/aws-core", "aws-core-33", "111122223333", found)
}

fn judged(targets: Vec<Target>, evidence: Option<(Search, Option<Value>)>) -> Verdict {
    let evidence = evidence
        .map(|(search, changes)| Evidence { attestation: attestation(changes.as_ref()), search });
    let facts = Facts::RemoteAccess(RemoteAccess { region: region(targets), evidence });
    let time = "2026-01-20T10:30:00Z".parse().unwrap();
    let verdict = PrivateRemoteAccess::judge(&facts, &Parameters::default(), time);
    assert!(verdict.annotation.chars().count() <= annotation::LIMIT, "{}", verdict.annotation);
    verdict
}

#[test]
fn what_is_open_decides() {
    let stopped = Instance {
        state: InstanceStateName::Stopped,
        ..instance("i-1", [interface("subnet-1", &[V4], &["sg-ssh"])])
    };
    let db = Target::database(database("db1", 3306, &["sg-mysql"]));
    let hidden = Target::database(DbInstance {
        is_publicly_accessible: false,
        ..database("db1", 3306, &["sg-mysql"])
    });
    let none = "No running server or database in eu-west-1.";
    for (case, targets, compliance_type, annotation) in [
        ("⑨", vec![], NA, none),
        ("⑨ stopped", vec![Target::server(stopped, &Parameters::default())], NA, none),
        (
            "one",
            vec![private("i-2"), open("i-1")],
            NC,
            "1 server or database is directly reachable: i-1.",
        ),
        (
            "a server and a database",
            vec![open("i-1"), db],
            NC,
            "2 servers or databases are directly reachable: db1 and i-1.",
        ),
        (
            "one, and one that nobody knows",
            vec![open("i-1"), unverified("i-2")],
            NC,
            "1 server or database is directly reachable: i-1. 1 more could not be verified.",
        ),
        (
            "two that nobody knows",
            vec![unverified("i-2"), unverified("i-1")],
            NC,
            "[not verified] 2 servers or databases could not be verified: i-1 and i-2.",
        ),
    ] {
        let verdict = judged(targets, None);
        assert_eq!(verdict.marked(), annotation, "{case}");
        assert_eq!(verdict.compliance_type, compliance_type, "{case}");
    }
    let alone = judged(vec![hidden], Some((Search::default(), None)));
    assert_eq!(alone, testing::non_compliant(NOTHING), "a database needs a way too");
    let attested = judged(vec![open("i-1")], Some((session_manager(1), Some(json!({})))));
    let told = "1 server or database is directly reachable: i-1.";
    assert_eq!(attested, testing::non_compliant(told), "⑩");
}

#[test]
fn many_are_counted() {
    let many = (10..110).map(|it| open(&format!("i-0123456789abcde{it}"))).collect();
    let told = judged(many, None).annotation;
    let before = "100 servers or databases are directly reachable: i-0123456789abcde10, ";
    assert!(told.starts_with(before), "{told}");
    assert!(told.ends_with(" more."), "{told}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_way_must_be_known() {
    let denied = |action: &'static str| {
        Error::new(Code::AccessDenied, format!("UnauthorizedOperation on {action}: no"))
    };
    let failed =
        Search { found: None, unreadable: vec![denied("ssm:DescribeInstanceInformation")] };
    let failed_at_first = Search {
        found: Some(Method::ClientVpn("cvpn-endpoint-1".to_owned())),
        unreadable: vec![denied("ssm:DescribeInstanceInformation")],
    };
    let yes = || Some(json!({}));
    let attested = "[attested] Remote access by another method, attested by alice@example.com, until \
                    2026-12-31 (writer not verified).";
    let copied = "Attestation for aws-core-33 was copied: it names control aws-core-30.";
    let no = "[attested] Attested on 2026-01-15: servers or databases are reached directly (writer not \
              verified).";
    for (case, search, attestation, compliance_type, annotation) in [
        (
            "⑦",
            session_manager(14),
            None,
            C,
            "Remote access: Session Manager (14 online nodes).".to_owned(),
        ),
        (
            "one node",
            session_manager(1),
            None,
            C,
            "Remote access: Session Manager (1 online node).".to_owned(),
        ),
        (
            "more than a page",
            found(Method::SessionManager { nodes: 50, has_more: true }),
            None,
            C,
            "Remote access: Session Manager (at least 50 online nodes).".to_owned(),
        ),
        (
            "Instance Connect",
            found(Method::InstanceConnect("eice-1".to_owned())),
            None,
            C,
            "Remote access: EC2 Instance Connect Endpoint eice-1.".to_owned(),
        ),
        (
            "Client VPN",
            failed_at_first,
            None,
            C,
            "Remote access: Client VPN endpoint cvpn-endpoint-1.".to_owned(),
        ),
        (
            "a bastion",
            found(Method::Bastion("i-9".to_owned())),
            None,
            C,
            "[declared] Remote access: bastion i-9.".to_owned(),
        ),
        ("⑧", Search::default(), None, NC, NOTHING.to_owned()),
        ("⑧ attested", Search::default(), yes(), C, attested.to_owned()),
        (
            "attested beside a method",
            session_manager(2),
            yes(),
            C,
            "Remote access: Session Manager (2 online nodes).".to_owned(),
        ),
        (
            "attested that there is none",
            session_manager(2),
            Some(json!({"answer": "no"})),
            NC,
            no.to_owned(),
        ),
        (
            "forged",
            session_manager(2),
            Some(json!({"control": "aws-core-30"})),
            NC,
            copied.to_owned(),
        ),
        (
            "expired",
            Search::default(),
            Some(json!({"attestedOn": "2025-06-01", "expiresOn": "2026-01-19"})),
            NC,
            format!(
                "{NOTHING} Attestation /compliance/aws-core/aws-core-33 expired on 2026-01-19; \
                 renew it."
            ),
        ),
        (
            "expired beside a method",
            session_manager(2),
            Some(json!({"attestedOn": "2025-06-01", "expiresOn": "2026-01-19"})),
            C,
            "Remote access: Session Manager (2 online nodes).".to_owned(),
        ),
        (
            "malformed",
            Search::default(),
            Some(json!({"answr": "yes"})),
            NC,
            format!("{NOTHING} Attestation for aws-core-33 is malformed: unknown field 'answr'."),
        ),
        (
            "not to be asked",
            failed,
            None,
            NC,
            "[not verified] No method of remote access was found; could not be verified: UnauthorizedOperation on \
             ssm:DescribeInstanceInformation."
                .to_owned(),
        ),
    ] {
        let verdict = judged(vec![private("i-1")], Some((search, attestation)));
        assert_eq!(verdict.marked(), annotation, "{case}");
        assert_eq!(verdict.compliance_type, compliance_type, "{case}");
        assert_eq!(verdict.exceptable, annotation != copied && annotation != no, "{case}");
    }
}

#[test]
fn a_running_bastion_is_a_way() {
    let of = |instance| [Target::server(instance, &Parameters::default())];
    let running = bastion("yes", [interface("subnet-1", &[V4], &["sg-office"])]);
    let stopped = Instance { state: InstanceStateName::Stopped, ..running.clone() };
    assert!(of(running).iter().any(Target::is_bastion));
    assert!(!of(stopped).iter().any(Target::is_bastion));
    assert!(![private("i-1")].iter().any(Target::is_bastion));
}
