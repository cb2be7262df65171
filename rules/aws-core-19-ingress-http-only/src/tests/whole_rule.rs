//! From an item to an evaluation, as far as that goes without AWS.

use shared::invocation::Environment;
use shared::{AnyRule, Cause, Evaluation};

use super::*;

#[test]
fn a_group_may_be_exempt() {
    let open = json!([from("-1", None, ALL)]);
    let tags = json!({"internet-sftp": "Approved", "empty": ""});
    let exempt = "[declared] Group is exempt by tag internet-sftp=Approved.";
    let cases: [(Given, ComplianceType, &str); 6] = [
        (&[], NC, "All protocols open to 0.0.0.0/0."),
        (&[("exemptTagKey", "internet-sftp")], NA, exempt),
        (&[("exemptTagKey", "internet-sftp"), ("exemptTagValues", "no,approv*")], NA, exempt),
        (
            &[("exemptTagKey", "internet-sftp"), ("exemptTagValues", "no")],
            NC,
            "All protocols open to 0.0.0.0/0.",
        ),
        (&[("exemptTagKey", "Internet-SFTP")], NC, "All protocols open to 0.0.0.0/0."),
        (&[("exemptTagKey", "empty")], NC, "All protocols open to 0.0.0.0/0."),
    ];
    for (given, compliance_type, annotation) in cases {
        let verdict = verdict(&open, given, &tags);
        assert_eq!(verdict.marked(), annotation, "{given:?}");
        assert_eq!(verdict.compliance_type, compliance_type, "{given:?}");
    }
}

/// What the whole rule says of `item` where there is no AWS.
async fn offline(item: ConfigurationItem, given: &[(&str, &str)]) -> Result<Vec<Evaluation>> {
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (rule, parameters) = IngressHttpOnly.configure(&given).unwrap();
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters,
        aws: None,
    };
    let invocation = Invocation {
        environment: Arc::new(environment),
        time: item.capture_time.unwrap(),
        cause: Cause::Change(Box::new(item)),
    };
    Ok(rule.find(&invocation).await?.evaluations)
}

#[tokio::test]
async fn what_is_not_understood_is_not_verified() {
    let malformed = format!(
        "[not verified] {GROUP} could not be verified: configuration of {GROUP} is malformed: "
    );
    let broken = |field: &str, value: Value| {
        let mut permission = tcp(443, ALL);
        permission[field] = value;
        json!({"ipPermissions": [permission]})
    };
    let cases = [
        ("null", json!(null)),
        ("text", json!("gone")),
        ("a list", json!([1])),
        ("no permissions", json!({"groupId": GROUP})),
        ("null for permissions", json!({"ipPermissions": null})),
        ("CloudFormation's spelling", json!({"SecurityGroupIngress": []})),
        ("a port out of range", broken("toPort", json!(65536))),
        ("a port below", broken("fromPort", json!(-2))),
        ("half a port", broken("fromPort", json!(22.5))),
        ("text for a port", broken("fromPort", json!("22"))),
        ("a number for a protocol", broken("ipProtocol", json!(6))),
        ("a number for a block", broken("ipRanges", json!([0]))),
        ("no list of blocks", broken("ipv6Ranges", json!({"cidrIpv6": "::/0"}))),
        ("bare prefix lists", broken("prefixListIds", json!(["pl-office"]))),
    ];
    for (case, configuration) in cases {
        let evaluations = offline(item(&configuration, &json!({})), &[]).await.unwrap();
        assert_eq!(evaluations.len(), 1, "{case}");
        assert_eq!(evaluations[0].compliance_type, NC, "{case}");
        assert!(
            evaluations[0].marked().starts_with(&malformed),
            "{case}: {}",
            evaluations[0].annotation
        );
    }
}

#[tokio::test]
async fn the_exemption_is_looked_at_first() {
    let item = item(&json!(null), &json!({"sftp": "yes"}));
    let evaluations = offline(item, &[("exemptTagKey", "sftp")]).await.unwrap();
    assert_eq!(evaluations[0].compliance_type, NA);
}

#[tokio::test]
async fn offline_a_prefix_list_is_not_verified_where_it_matters() {
    let cases = [
        (
            json!([and_lists(tcp(22, &[]), &["pl-1"])]),
            NC,
            "[not verified] TCP 22 open to prefix list pl-1, which could not be verified: there is no AWS to ask offline.",
        ),
        (
            json!([and_lists(tcp(22, &["::/0"]), &["pl-1"])]),
            NC,
            "TCP 22 open to ::/0. TCP 22 open to prefix list pl-1, which could not be verified: \
             there is no AWS to ask offline.",
        ),
        (
            json!([and_lists(tcp(443, &[]), &["pl-1"])]),
            C,
            "No ingress from the Internet outside approved ports.",
        ),
    ];
    for (permissions, compliance_type, annotation) in cases {
        let item = item(&json!({"ipPermissions": permissions}), &json!({}));
        let evaluations = offline(item, &[]).await.unwrap();
        assert_eq!(evaluations[0].marked(), annotation);
        assert_eq!(evaluations[0].compliance_type, compliance_type);
        assert_eq!(evaluations[0].key(), (SECURITY_GROUP, GROUP));
        assert!(evaluations[0].arn.as_deref().unwrap().ends_with(GROUP));
    }
}

#[tokio::test]
async fn offline_a_changed_prefix_list_is_an_error() {
    let json = r#"{"resourceType": "AWS::EC2::PrefixList", "resourceId": "pl-1",
        "configurationItemCaptureTime": "2026-01-15T10:00:00.000Z"}"#;
    let error = offline(ConfigurationItem::from_json(json).unwrap(), &[]).await.unwrap_err();
    assert_eq!(error.code(), Code::Offline);
}
