use std::collections::BTreeMap;
use std::slice::from_ref;

use serde_json::{Value, json};
use shared::ComplianceType::{Compliant, NonCompliant};
use shared::attestation::{Attestation, Found, Writer};
use shared::{Rule, Timestamp, Verdict, parameters};

use crate::evidence::Measured;
use crate::resource::Resource;
use crate::stack::StackResources;
use crate::{Evidence, InfrastructureAsCode, Parameters};
use shared::testing::{self, compliant, non_compliant};

const OFFICER: &str =
    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_SecurityOfficer_0a1b/alice";

fn now() -> Timestamp {
    "2026-01-20T10:30:00Z".parse().unwrap()
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

/// A bucket, and what `changes` of it.
fn bucket(name: &str, changes: Value) -> Value {
    let mut row = json!({
        "resourceId": name, "resourceName": name, "arn": format!("arn:aws:s3:::{name}"),
        "resourceType": "AWS::S3::Bucket", "resourceCreationTime": "2025-03-04T09:12:44.000Z",
        "tags": [],
    });
    let Value::Object(changes) = changes else { panic!("no changes") };
    row.as_object_mut().unwrap().extend(changes);
    row
}

/// Buckets `b1`, `b2` …
fn buckets(count: usize) -> Vec<Value> {
    (1..=count).map(|number| bucket(&format!("b{number}"), json!({}))).collect()
}

/// The same with a tag on the first `tagged`.
fn tagged(count: usize, tagged: usize, key: &str, value: &str) -> Vec<Value> {
    let mut rows = buckets(count);
    for row in rows.iter_mut().take(tagged) {
        row["tags"] = json!([{"tag": format!("{key}={value}"), "key": key, "value": value}]);
    }
    rows
}

fn summary(kind: &str, id: &str) -> Value {
    json!({"logicalResourceId": "It", "physicalResourceId": id, "resourceType": kind,
           "resourceStatus": "UPDATE_COMPLETE"})
}

/// A stack of these resources.
fn stack(summaries: &[Value]) -> Value {
    json!({"resourceId": "arn:aws:cloudformation:us-east-1:111122223333:stack/s1/0a1b",
           "supplementaryConfiguration": {"StackResourceSummaries": summaries}})
}

/// A stack of the buckets `b1` to `b<count>`.
fn stack_of_buckets(count: usize) -> Value {
    let summaries: Vec<Value> =
        (1..=count).map(|it| summary("AWS::S3::Bucket", &format!("b{it}"))).collect();
    stack(&summaries)
}

fn measured(rows: &[Value], stacks: &[Value], parameters: &Parameters) -> Measured {
    let mut in_stacks = StackResources::of(&parameters.measured_types);
    for stack in stacks {
        in_stacks.add(&stack.to_string()).unwrap();
    }
    let read = |row: &Value| Resource::read(&row.to_string(), &in_stacks, &parameters.iac_tags);
    Measured {
        region: "eu-west-1".to_owned(),
        resources: rows.iter().map(|row| read(row).unwrap()).collect(),
        all_resources: true,
        all_stacks: true,
    }
}

fn judge(attestation: Option<Value>, measured: Option<Measured>, given: &Parameters) -> Verdict {
    let writer = Writer::Named(OFFICER.to_owned());
    let found = attestation.map(|it| Found { value: it.to_string(), writer });
    let attestation =
        Attestation::new("/compliance/aws-core", "aws-core-28", "111122223333", found);
    InfrastructureAsCode::judge(&Evidence { attestation, measured }, given, now())
}

/// The verdict without an attestation.
fn verdict(rows: &[Value], stacks: &[Value]) -> Verdict {
    let parameters = Parameters::default();
    judge(None, Some(measured(rows, stacks, &parameters)), &parameters)
}

const HALF: &str = "5 of 10 resources (50 %) carry evidence of infrastructure as code; required \
                    more than 50 %. Without: AWS::S3::Bucket (5).";
const NOTHING: &str = "0 of 10 resources (0 %) carry evidence of infrastructure as code; required \
                       more than 50 %. Without: AWS::S3::Bucket (10).";

#[test]
fn shares() {
    for (case, rows, stacks, expected) in [
        (
            "① 6 of 10 in stacks",
            buckets(10),
            vec![
                stack_of_buckets(4),
                stack(&[summary("AWS::S3::Bucket", "b5"), summary("AWS::S3::Bucket", "b6")]),
            ],
            compliant(
                "6 of 10 resources (60 %) carry evidence of infrastructure as code: 6 by \
                 CloudFormation stack, 0 by tag.",
            ),
        ),
        ("② 5 of 10", buckets(10), vec![stack_of_buckets(5)], non_compliant(HALF)),
        (
            "③ 8 of 10 by tag",
            tagged(10, 8, "ManagedBy", "Terraform"),
            vec![],
            compliant(
                "[declared] 8 of 10 resources (80 %) carry evidence of infrastructure as code: 0 by \
                 CloudFormation stack, 8 by tag.",
            ),
        ),
        (
            "what has both counts once",
            tagged(10, 4, "terraform", "TRUE"),
            vec![stack_of_buckets(6)],
            compliant(
                "6 of 10 resources (60 %) carry evidence of infrastructure as code: 6 by \
                 CloudFormation stack, 0 by tag.",
            ),
        ),
        (
            "51 of 101: just more than half",
            buckets(101),
            vec![stack_of_buckets(51)],
            compliant(
                "51 of 101 resources (over 50 %) carry evidence of infrastructure as code: 51 by \
                 CloudFormation stack, 0 by tag.",
            ),
        ),
        (
            "⑩ managed by hand",
            tagged(10, 10, "ManagedBy", "manual"),
            vec![],
            non_compliant(NOTHING),
        ),
        ("a tag without a value", tagged(10, 10, "ManagedBy", ""), vec![], non_compliant(NOTHING)),
        ("another key", tagged(10, 10, "managedBy", "terraform"), vec![], non_compliant(NOTHING)),
        (
            "CloudFormation's own tag",
            tagged(10, 10, "aws:cloudformation:stack-id", "arn:aws:cloudformation:…"),
            vec![],
            compliant(
                "10 of 10 resources (100 %) carry evidence of infrastructure as code: 0 by \
                 CloudFormation stack, 10 by tag.",
            ),
        ),
    ] {
        assert_eq!(verdict(&rows, &stacks), expected, "{case}");
    }
}

#[test]
fn too_few_are_not_measured() {
    let few = |text: &str| testing::not_applicable(text);
    for (case, rows, expected) in [
        (
            "⑦ 3 resources",
            buckets(3),
            few("3 resources in eu-west-1: too few to measure (fewer than 5)."),
        ),
        ("4", buckets(4), few("4 resources in eu-west-1: too few to measure (fewer than 5).")),
        ("1", buckets(1), few("1 resource in eu-west-1: too few to measure (fewer than 5).")),
        ("none", vec![], few("0 resources in eu-west-1: too few to measure (fewer than 5).")),
        (
            "5 are enough",
            buckets(5),
            non_compliant(
                "0 of 5 resources (0 %) carry evidence of infrastructure as code; required more \
                 than 50 %. Without: AWS::S3::Bucket (5).",
            ),
        ),
    ] {
        assert_eq!(verdict(&rows, &[stack(&[])]), expected, "{case}");
    }
}

/// Five buckets in a stack and five that are not are too few; `more` decides.
fn beside_half(more: Value) -> Verdict {
    let mut rows = buckets(10);
    rows.push(more);
    verdict(&rows, &[stack_of_buckets(5)])
}

#[test]
fn what_nobody_deploys_is_not_counted() {
    let group = |id: &str, configuration: Value| {
        json!({"resourceId": id, "resourceName": "default", "resourceType": "AWS::EC2::SecurityGroup",
               "tags": [], "configuration": configuration})
    };
    let instance = |tags: Value| json!({"resourceId": "i-1", "resourceType": "AWS::EC2::Instance", "tags": tags});
    let counted = |kind: &str| {
        non_compliant(format!(
            "5 of 11 resources (45 %) carry evidence of infrastructure as code; required more than \
             50 %. Without: {kind}."
        ))
    };
    let group_counted = counted("AWS::EC2::SecurityGroup (1) and AWS::S3::Bucket (5)");
    let instance_counted = counted("AWS::EC2::Instance (1) and AWS::S3::Bucket (5)");
    let bucket_counted = counted("AWS::S3::Bucket (6)");
    let made = |time: &str| bucket("new", json!({"resourceCreationTime": time}));
    for (case, more, expected) in [
        ("⑧ a default group", group("sg-1", json!({"groupName": "default"})), non_compliant(HALF)),
        ("a group", group("sg-1", json!({"groupName": "web"})), group_counted.clone()),
        ("a group of unknown name", group("sg-1", json!(null)), group_counted.clone()),
        (
            "a group of an EKS cluster",
            json!({"resourceId": "sg-1", "resourceName": "eks-cluster-sg-shop-0a1b",
                   "resourceType": "AWS::EC2::SecurityGroup",
                   "configuration": {"groupName": "eks-cluster-sg-shop-0a1b"},
                   "tags": [{"key": "aws:eks:cluster-name", "value": "shop"},
                            {"key": "kubernetes.io/cluster/shop", "value": "owned"}]}),
            non_compliant(HALF),
        ),
        (
            "a group that names its cluster in a tag of its owner's",
            json!({"resourceId": "sg-1", "resourceType": "AWS::EC2::SecurityGroup",
                   "configuration": {"groupName": "eks-shop"},
                   "tags": [{"key": "eks:cluster-name", "value": "shop"}]}),
            group_counted.clone(),
        ),
        (
            "an instance that EKS launched",
            instance(json!([{"key": "aws:eks:cluster-name", "value": "shop"}])),
            non_compliant(HALF),
        ),
        (
            "an instance of an Auto Scaling group",
            instance(json!([{"key": "aws:autoscaling:groupName", "value": "web"}])),
            non_compliant(HALF),
        ),
        ("an instance", instance(json!([])), instance_counted.clone()),
        (
            "an instance that was taken out of its group",
            instance(json!([{"key": "aws:autoscaling:groupName", "value": ""}])),
            instance_counted,
        ),
        ("59 min 59 s old", made("2026-01-20T09:30:00.001Z"), non_compliant(HALF)),
        ("an hour old", made("2026-01-20T09:30:00.000Z"), bucket_counted.clone()),
        ("nobody knows how old", made("recently"), bucket_counted.clone()),
        ("no word of its age", made(""), bucket_counted),
    ] {
        assert_eq!(beside_half(more), expected, "{case}");
    }
}

#[test]
fn what_a_stack_holds() {
    let row = |kind: &str, id: &str, name: &str, arn: &str| json!({"resourceType": kind, "resourceId": id, "resourceName": name, "arn": arn, "tags": []});
    let balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0a1b";
    let queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";
    let database = row("AWS::RDS::DBInstance", "db-ABC", "orders", "arn:aws:rds:…:db:orders");
    let table = row("AWS::DynamoDB::Table", "orders", "orders", "arn:aws:dynamodb:…:table/orders");
    let group = row("AWS::EC2::SecurityGroup", "sg-1", "web", "arn:aws:ec2:…:security-group/sg-1");
    let with_status = |status: &str| {
        let mut summary = summary("AWS::DynamoDB::Table", "orders");
        summary["resourceStatus"] = json!(status);
        summary
    };
    for (case, row, summary, expected) in [
        ("⑨ a database by its name", &database, summary("AWS::RDS::DBInstance", "orders"), true),
        ("a group by its id", &group, summary("AWS::EC2::SecurityGroup", "sg-1"), true),
        (
            "a load balancer by its ARN",
            &row("AWS::ElasticLoadBalancingV2::LoadBalancer", "web", "web", balancer),
            summary("AWS::ElasticLoadBalancingV2::LoadBalancer", balancer),
            true,
        ),
        (
            "a queue by its URL",
            &row("AWS::SQS::Queue", queue, "orders", "arn:aws:sqs:…:orders"),
            summary("AWS::SQS::Queue", queue),
            true,
        ),
        ("a table that is global", &table, summary("AWS::DynamoDB::GlobalTable", "orders"), true),
        ("a function of that name", &table, summary("AWS::Lambda::Function", "orders"), false),
        ("something of one's own", &table, summary("Custom::Table", "orders"), false),
        ("another table", &table, summary("AWS::DynamoDB::Table", "order"), false),
        ("not yet", &table, json!({"resourceType": "AWS::DynamoDB::Table"}), false),
        ("being made", &table, with_status("CREATE_IN_PROGRESS"), true),
        ("being deleted", &table, with_status("DELETE_IN_PROGRESS"), true),
        ("there was one before", &table, with_status("CREATE_FAILED"), false),
        ("of a stack rolled back", &table, with_status("DELETE_COMPLETE"), false),
        ("let go by its stack", &table, with_status("DELETE_SKIPPED"), false),
    ] {
        let measured = measured(from_ref(row), &[stack(&[summary])], &Parameters::default());
        assert_eq!(measured.resources[0].managed_by.is_some(), expected, "{case}");
    }
}

/// Types are compared, not services: what lies in a stack beside a resource may have its id.
#[test]
fn what_cloudformation_calls_otherwise() {
    let holds = |recorded: &str, in_stack: &[&str]| {
        let row = json!({"resourceType": recorded, "resourceId": "it", "resourceName": "orders",
                         "tags": []});
        let parameters = given(&[("measuredTypes", recorded)]);
        let summaries: Vec<Value> = in_stack.iter().map(|kind| summary(kind, "orders")).collect();
        let measured = measured(&[row], &[stack(&summaries)], &parameters);
        measured.resources[0].managed_by.is_some()
    };
    for (recorded, in_stack) in [
        ("AWS::S3::Bucket", "AWS::S3::Bucket"),
        ("AWS::RDS::DBCluster", "AWS::RDS::DBCluster"),
        ("AWS::RDS::DBCluster", "AWS::Neptune::DBCluster"),
        ("AWS::RDS::DBCluster", "AWS::DocDB::DBCluster"),
        ("AWS::RDS::DBInstance", "AWS::Neptune::DBInstance"),
        ("AWS::RDS::DBInstance", "AWS::DocDB::DBInstance"),
        ("AWS::RDS::DBSubnetGroup", "AWS::DocDB::DBSubnetGroup"),
        ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"),
        ("AWS::OpenSearch::Domain", "AWS::OpenSearchService::Domain"),
        ("AWS::OpenSearch::Domain", "AWS::Elasticsearch::Domain"),
        ("AWS::Elasticsearch::Domain", "AWS::Elasticsearch::Domain"),
        ("AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"),
        ("AWS::ACM::Certificate", "AWS::CertificateManager::Certificate"),
        ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"),
        ("AWS::IAM::Role", "AWS::IAM::ServiceLinkedRole"),
        ("AWS::KMS::Key", "AWS::KMS::ReplicaKey"),
    ] {
        assert!(holds(recorded, &[in_stack]), "{in_stack} is {recorded}");
        assert!(holds(recorded, &["AWS::Lambda::Permission", in_stack]), "{in_stack} among others");
    }
    for (recorded, in_stack) in [
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy"),
        ("AWS::S3::Bucket", "AWS::S3::AccessPoint"),
        ("AWS::S3::Bucket", "Custom::S3AutoDeleteObjects"),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy"),
        ("AWS::SNS::Topic", "AWS::SNS::Subscription"),
        ("AWS::Lambda::Function", "AWS::Lambda::Permission"),
        ("AWS::Lambda::Function", "AWS::Lambda::Url"),
        ("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"),
        ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster"),
        ("AWS::RDS::DBInstance", "AWS::RDS::DBProxy"),
        ("AWS::RDS::DBInstance", "AWS::RDS::DBSubnetGroup"),
        ("AWS::RDS::DBInstance", "AWS::Neptune::DBCluster"),
        ("AWS::RDS::DBCluster", "AWS::DocDBElastic::Cluster"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::TargetGroup"),
        ("AWS::ECS::Service", "AWS::ECS::TaskSet"),
        ("AWS::OpenSearch::Domain", "AWS::OpenSearchServerless::Collection"),
        ("AWS::IAM::Policy", "AWS::IAM::Policy"),
    ] {
        assert!(!holds(recorded, &[in_stack]), "{in_stack} is no {recorded}");
    }
}

#[test]
fn a_stack_that_tells_nothing_holds_nothing() {
    let id = "arn:aws:cloudformation:us-east-1:111122223333:stack/s1/0a1b";
    let text = stack_of_buckets(6)["supplementaryConfiguration"]["StackResourceSummaries"].clone();
    let history = json!({"resourceId": id, "supplementaryConfiguration": {
        "StackResourceSummaries": text.to_string(),
    }});
    assert_eq!(verdict(&buckets(10), &[history]).compliance_type, Compliant);
    for stack in [
        json!({"resourceId": id}),
        json!({"resourceId": id, "supplementaryConfiguration": null}),
        json!({"resourceId": id, "supplementaryConfiguration": {"StackResourceSummaries": null}}),
    ] {
        assert_eq!(verdict(&buckets(10), &[stack]), non_compliant(NOTHING));
    }
    let parameters = Parameters::default();
    let mut stacks = StackResources::of(&parameters.measured_types);
    for row in [
        "",
        "{}",
        r#"{"resourceId":"s1","supplementaryConfiguration":{"StackResourceSummaries":"x"}}"#,
        r#"{"resourceId":"s1","supplementaryConfiguration":{"StackResourceSummaries":{}}}"#,
    ] {
        assert!(stacks.add(row).is_err(), "{row}");
    }
    for row in ["", "{}", r#"{"resourceId":"b1"}"#, r#"{"resourceType":"AWS::S3::Bucket"}"#] {
        assert!(Resource::read(row, &stacks, &parameters.iac_tags).is_err(), "{row}");
    }
}

fn document(changes: &[(&str, &str)]) -> Value {
    let mut document = json!({
        "schemaVersion": 1, "control": "aws-core-28", "accounts": ["111122223333"],
        "answer": "yes", "statement": "All resources of the account come from Terraform.",
        "attestedBy": "alice@example.com", "attestedOn": "2026-01-15", "expiresOn": "2026-12-31",
        "evidence": ["https://git.example.com/infrastructure"],
    });
    for (field, value) in changes {
        document[field] = json!(value);
    }
    document
}

#[test]
fn attestations() {
    let trusting =
        given(&[("trustedAttestors", "arn:aws:sts::*:assumed-role/AWSReservedSSO_Security*/*")]);
    let share =
        |managed: usize| Some(measured(&buckets(10), &[stack_of_buckets(managed)], &trusting));
    let attested =
        "[attested] Attested: resources are deployed as code (alice@example.com, until 2026-12-31)";
    let few = |text: &str| testing::not_applicable(text);
    for (case, attestation, measured, expected) in [
        ("yes", Some(document(&[])), None, compliant(format!("{attested}."))),
        ("④ yes, and 2 of 10", Some(document(&[])), share(2), compliant(format!("{attested}."))),
        (
            "⑤ no, and 9 of 10",
            Some(document(&[("answer", "no")])),
            share(9),
            non_compliant("[attested] Attested on 2026-01-15: resources are not deployed as code.")
                .never_excepted(),
        ),
        (
            "⑥ expired, and 2 of 10",
            Some(document(&[("expiresOn", "2026-01-19")])),
            share(2),
            non_compliant(
                "2 of 10 resources (20 %) carry evidence of infrastructure as code; required more \
                 than 50 %. Attestation /compliance/aws-core/aws-core-28 expired on 2026-01-19; \
                 renew it. Without: AWS::S3::Bucket (8).",
            ),
        ),
        (
            "expired, and 6 of 10",
            Some(document(&[("expiresOn", "2026-01-19")])),
            share(6),
            compliant(
                "6 of 10 resources (60 %) carry evidence of infrastructure as code: 6 by \
                 CloudFormation stack, 0 by tag. Attestation /compliance/aws-core/aws-core-28 \
                 expired on 2026-01-19; renew it.",
            ),
        ),
        (
            "malformed, and too few",
            Some(document(&[("answr", "yes")])),
            Some(measured(&buckets(3), &[], &trusting)),
            few("3 resources in eu-west-1: too few to measure (fewer than 5). Attestation for \
                 aws-core-28 is malformed: unknown field 'answr'."),
        ),
        (
            "copied, and 9 of 10",
            Some(document(&[("control", "aws-core-30")])),
            share(9),
            non_compliant("Attestation for aws-core-28 was copied: it names control aws-core-30.")
                .never_excepted(),
        ),
        (
            "none, and nothing measured",
            None,
            None,
            non_compliant(
                "[needs attestation] No attestation at /compliance/aws-core/aws-core-28.",
            ),
        ),
    ] {
        assert_eq!(judge(attestation, measured, &trusting), expected, "{case}");
    }
    assert_eq!(
        judge(Some(document(&[])), None, &Parameters::default()),
        compliant(format!("{attested} (writer not verified).")),
    );
}

#[test]
fn what_was_not_read_is_told() {
    let told = |all_resources, all_stacks, pages: &str, count| {
        let parameters = given(&[("maxPages", pages), ("minimumResources", "3")]);
        let measured = measured(&buckets(count), &[stack_of_buckets(3)], &parameters);
        let measured = Measured { all_resources, all_stacks, ..measured };
        judge(None, Some(measured), &parameters).annotation
    };
    let most = "3 of 4 resources (75 %) carry evidence of infrastructure as code: 3 by \
                CloudFormation stack, 0 by tag.";
    assert_eq!(
        told(false, true, "50", 4),
        format!("{most} Only the first 5,000 resources were read.")
    );
    assert_eq!(told(true, false, "1", 4), format!("{most} Only the first 100 stacks were read."));
    assert_eq!(
        told(false, false, "500", 4),
        format!("{most} Only the first 50,000 resources and stacks were read.")
    );
    assert_eq!(told(true, true, "1", 4), most);
    assert_eq!(
        told(true, false, "1", 10),
        "3 of 10 resources (30 %) carry evidence of infrastructure as code; required more than \
         50 %. Only the first 100 stacks were read. Without: AWS::S3::Bucket (7)."
    );
    assert_eq!(
        told(false, true, "1", 2),
        "2 resources in eu-west-1: too few to measure (fewer than 3). Only the first 100 resources \
         were read."
    );
}

#[test]
fn limits_are_the_owners() {
    let judged = |parameters: &[(&str, &str)], managed: usize| {
        let parameters = given(parameters);
        let measured = measured(&buckets(10), &[stack_of_buckets(managed)], &parameters);
        judge(None, Some(measured), &parameters).compliance_type
    };
    assert_eq!(judged(&[("minimumManagedPercent", "99")], 9), NonCompliant);
    assert_eq!(judged(&[("minimumManagedPercent", "99")], 10), Compliant);
    assert_eq!(judged(&[("minimumManagedPercent", "0")], 0), NonCompliant);
    assert_eq!(judged(&[("minimumManagedPercent", "0")], 1), Compliant);
    let tagged = tagged(10, 6, "pulumi", "shop");
    let parameters = given(&[("iacTags", "pulumi")]);
    let measured = measured(&tagged, &[], &parameters);
    assert_eq!(judge(None, Some(measured), &parameters).compliance_type, Compliant);
    for (name, wrong) in [
        ("minimumManagedPercent", "100"),
        ("minimumResources", "0"),
        ("maxPages", "0"),
        ("maxPages", "501"),
        ("measuredTypes", ""),
        ("measuredTypes", "AWS::S3::Bucket' OR resourceType = 'AWS::IAM::Role"),
        ("iacTags", "=x"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), wrong.to_owned())]);
        assert!(parameters::read::<Parameters>(&given).is_err(), "{name}={wrong}");
    }
}

#[test]
fn many_types_still_fit() {
    let mut rows = Vec::new();
    for kind in &Parameters::default().measured_types.0 {
        rows.extend((0..400).map(|number| {
            json!({"resourceType": kind, "resourceId": format!("{kind}{number}"), "tags": []})
        }));
    }
    let told = verdict(&rows, &[]).annotation;
    assert_eq!(
        told,
        "0 of 4400 resources (0 %) carry evidence of infrastructure as code; required more than \
         50 %. Without: AWS::DynamoDB::Table (400), AWS::EC2::Instance (400), \
         AWS::EC2::SecurityGroup (400), AWS::ECS::Service (400), and 7 more."
    );
    assert!(told.chars().count() <= shared::annotation::LIMIT);
}
