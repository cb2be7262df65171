//! Events in a folder: each speaks for the rule that it was sent to, and for no other.

use super::*;
use crate::registry::find;

/// A security group that lets in SSH from everywhere, and lets everything out.
fn group(hour: u32) -> Value {
    let open = |from: i32, protocol: &str| {
        json!({
            "ipProtocol": protocol, "fromPort": from, "toPort": from, "userIdGroupPairs": [],
            "ipv4Ranges": [{"cidrIp": "0.0.0.0/0"}], "ipv6Ranges": [], "prefixListIds": [],
        })
    };
    json!({
        "resourceType": "AWS::EC2::SecurityGroup", "resourceId": "sg-1", "awsRegion": "us-east-1",
        "awsAccountId": "111122223333", "configurationItemStatus": "OK",
        "configurationItemCaptureTime": format!("2026-01-15T{hour:02}:00:00.000Z"),
        "configuration": {
            "groupId": "sg-1", "ipPermissions": [open(22, "tcp")], "ipPermissionsEgress": [open(-1, "-1")],
        },
    })
}

fn sent_to(rule: &str, parameters: &Value, item: &Value) -> Value {
    let mut event = event(&json!({
        "messageType": "ConfigurationItemChangeNotification", "configurationItem": item,
    }));
    event["configRuleName"] = rule.into();
    event["ruleParameters"] = parameters.to_string().into();
    event
}

const INGRESS: &str = "aws-core-19-ingress-http-only";
const EGRESS: &str = "aws-core-22-egress-restricted";

/// The verdicts of controls 19 and 22 on the files of a folder.
fn verdicts(files: &[Value], options: &[&str]) -> (Vec<(String, String, String)>, Outcome) {
    let root = TempDir::new().unwrap();
    for (number, file) in files.iter().enumerate() {
        fs::write(root.path().join(format!("{number}.json")), file.to_string()).unwrap();
    }
    let rules = [find("19").unwrap(), find("22").unwrap()];
    let options = [&["--format", "json"], options].concat();
    let ran = run(&rules, &options, &[root.path()]).unwrap();
    let lines = ran.text.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let mut verdicts: Vec<_> = lines
        .map(|it| {
            (text(&it, "control"), text(&it, "compliance"), text(&it, "time")[11..13].to_owned())
        })
        .collect();
    verdicts.sort();
    (verdicts, ran.outcome)
}

fn triples(triples: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    triples.iter().map(|&(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).collect()
}

fn anything() -> Value {
    json!({"approvedTcpPorts": "0-65535"})
}

#[test]
fn an_event_silences_no_other_rule() {
    let event = sent_to(INGRESS, &anything(), &group(13));
    let (verdicts, outcome) = verdicts(&[group(12), event], &[]);
    let expected = triples(&[
        ("aws-core-19", "COMPLIANT", "13"),
        ("aws-core-22", "NON_COMPLIANT", "12"),
        ("aws-core-22", "NON_COMPLIANT", "13"),
    ]);
    assert_eq!((verdicts, outcome), (expected, Outcome::NonCompliant));
}

#[test]
fn parameters_that_the_operator_gives_outweigh_those_of_events() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("parameters.json");
    fs::write(&path, r#"{"19": {"approvedTcpPorts": "443"}}"#).unwrap();
    let event = sent_to(INGRESS, &anything(), &group(13));
    let options = ["--parameters", path.to_str().unwrap()];
    let (verdicts, _) = verdicts(&[group(12), event], &options);
    assert_eq!(verdicts[0], triples(&[("aws-core-19", "NON_COMPLIANT", "13")])[0]);
}

#[test]
fn an_older_event_is_superseded_and_a_newer_one_outweighs_the_item() {
    let older = sent_to(INGRESS, &anything(), &group(11));
    let both =
        triples(&[("aws-core-19", "NON_COMPLIANT", "12"), ("aws-core-22", "NON_COMPLIANT", "12")]);
    assert_eq!(verdicts(&[group(12), older], &[]).0, both);
    // Of the same moment, what was sent to nobody by name counts.
    assert_eq!(verdicts(&[sent_to(INGRESS, &anything(), &group(12)), group(12)], &[]).0, both);
}

#[test]
fn each_rule_judges_by_its_own_event() {
    let events = [
        sent_to(INGRESS, &anything(), &group(12)),
        sent_to(EGRESS, &json!({}), &group(12)),
        // Another company's rule.
        sent_to("required-tags", &json!({"tag1Key": "owner"}), &group(12)),
    ];
    let expected =
        triples(&[("aws-core-19", "COMPLIANT", "12"), ("aws-core-22", "NON_COMPLIANT", "12")]);
    assert_eq!(verdicts(&events, &[]), (expected, Outcome::NonCompliant));
}

#[test]
fn that_a_resource_left_the_scope_of_one_rule_is_nothing_to_another() {
    let mut event = sent_to(INGRESS, &json!({}), &group(13));
    event["eventLeftScope"] = true.into();
    let (verdicts, _) = verdicts(&[event], &[]);
    let expected =
        [("aws-core-19", "NOT_APPLICABLE", "13"), ("aws-core-22", "NON_COMPLIANT", "13")];
    assert_eq!(verdicts, triples(&expected));
}

#[test]
fn an_event_with_parameters_that_do_not_exist_supersedes_nothing() {
    let event = sent_to(INGRESS, &json!({"approvedPorts": "1"}), &group(13));
    let (verdicts, outcome) = verdicts(&[group(12), event], &[]);
    assert_eq!(outcome, Outcome::Unreadable);
    assert!(verdicts.contains(&triples(&[("aws-core-19", "NON_COMPLIANT", "12")])[0]));
}

#[test]
fn the_report_names_whose_parameters_were_used() {
    let root = TempDir::new().unwrap();
    let out = TempDir::new().unwrap();
    fs::write(root.path().join("item.json"), group(12).to_string()).unwrap();
    let event = sent_to(INGRESS, &anything(), &group(13));
    fs::write(root.path().join("event.json"), event.to_string()).unwrap();
    let parameters = out.path().join("parameters.json");
    fs::write(&parameters, r#"{"22": {"exemptTagKey": "exempt"}}"#).unwrap();
    let (into, given) = (out.path().join("out"), parameters.to_str().unwrap());
    let options = ["--report", into.to_str().unwrap(), "--parameters", given];
    run(&[find("19").unwrap(), find("22").unwrap()], &options, &[root.path()]).unwrap();
    let report = crate::report::saved(&into.join("report.json")).unwrap();
    let limits = report.source.limits.join(" ");
    let of_event =
        format!("{INGRESS} judged 1 item by the parameters of saved events: approvedTcpPorts.");
    assert!(limits.contains(&of_event), "{limits}");
    assert!(
        limits.contains(&format!("Judged by the parameters of --parameters: {EGRESS}.")),
        "{limits}"
    );
}
