//! `aws-core doctor` on the local AWS: what is deployed is well, a trial of the real binaries stores
//! nothing, and what somebody breaks is told.

#![cfg(test)]

use std::fs;

use aws_core::demo;
use aws_core::doctor::{Check, Diagnosis, Options, Status, examine};
use aws_core::registry::find;
use aws_core::render::{Flavour, template};
use aws_sdk_config::Client;
use conformance::{build_binaries_of, root};
use harness::service::InvocationType;
use harness::{Installation, World};
use jiff::Timestamp;
use shared::AnyRule;

const SWEEPING: &str = "aws-core-14-iam-access-keys-rotated";
const CHANGING: &str = "aws-core-19-ingress-http-only";
const BOTH: &str = "aws-core-23-s3-not-public";
const NAMES: [&str; 3] = [SWEEPING, CHANGING, BOTH];

fn options(deployed: bool) -> Options {
    Options {
        deployed,
        invoke: deployed,
        all_regions: false,
        parameters: shared::parameters::read(&std::collections::BTreeMap::new()).unwrap(),
    }
}

fn of<'a>(diagnosis: &'a Diagnosis, subject: &str) -> Vec<&'a Check> {
    diagnosis.checks().filter(|it| it.subject == subject).collect()
}

/// What the local AWS holds of a rule.
async fn results(aws: &Client, rule: &str) -> Vec<String> {
    let answer = aws.get_compliance_details_by_config_rule().config_rule_name(rule).send().await;
    answer.unwrap().evaluation_results().iter().map(|it| format!("{it:?}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_is_examined_and_tried() {
    let binaries = build_binaries_of(NAMES);
    let rules: Vec<&dyn AnyRule> = NAMES.iter().map(|name| find(name).unwrap()).collect();
    let folder = std::env::temp_dir().join(format!("aws-core-doctor-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("template.yaml");
    fs::write(&path, template(&rules, Flavour::Serverless)).unwrap();
    let installation = Installation { python: "python3".into(), sources: root().join("local") };
    let world = World::start(installation, &path, &binaries, NAMES)
        .await
        .expect("the local AWS needs the packages of local/requirements.txt (`make test` sets up)");
    fs::remove_dir_all(&folder).unwrap();
    world.settle().await.unwrap();
    let sdk = demo::sdk(world.aws.endpoint()).await;
    let config = Client::new(&sdk);
    #[expect(clippy::disallowed_methods, reason = "the local AWS runs by the clock")]
    let now = Timestamp::now();

    let before = examine(&sdk, &rules, &options(false), now).await.unwrap();
    assert_eq!(before.account_id.as_deref(), Some("111122223333"));
    for subject in ["Credentials", "Recorded types", "Room for rules", "Names of rules"] {
        let [check] = of(&before, subject)[..] else { panic!("{subject}: {before:#?}") };
        assert_eq!(check.status, Status::Ok, "{check:?}");
    }
    assert!(of(&before, "Names of rules")[0].finding.starts_with("3 of 3 rules of the pack"));

    let mut stored = Vec::new();
    for name in NAMES {
        stored.push(results(&config, name).await);
    }
    let invoked = world.lambda.invocations().len();
    let diagnosis = examine(&sdk, &rules, &options(true), now).await.unwrap();
    assert_eq!(diagnosis.count(Status::Problem), 0, "{diagnosis:#?}");
    for name in NAMES {
        let checks = of(&diagnosis, name);
        assert!(
            checks.len() == 4 && checks.iter().all(|it| it.status == Status::Ok),
            "{checks:#?}"
        );
        let [trial] = of(&diagnosis, &format!("{name}, trial"))[..] else { panic!("{name}") };
        assert_eq!(trial.status, Status::Ok, "{trial:?}");
    }
    let trials = world.lambda.invocations().split_off(invoked);
    assert_eq!(trials.len(), NAMES.len());
    let waited_for = |it: &harness::service::Invocation| {
        it.invocation_type == InvocationType::RequestResponse && it.attempts[0].is_ok()
    };
    assert!(trials.iter().all(waited_for), "{trials:?}");
    for (name, stored) in NAMES.into_iter().zip(stored) {
        assert!(!stored.is_empty());
        assert_eq!(results(&config, name).await, stored, "a trial of {name} stores nothing");
    }

    // Somebody breaks a rule's parameters, and deletes another.
    let answer = config.describe_config_rules().config_rule_names(SWEEPING).send().await.unwrap();
    let mut rule = answer.config_rules.unwrap().remove(0);
    rule.input_parameters = Some(r#"{"maxKeyAgeDays":"often"}"#.to_owned());
    config.put_config_rule().config_rule(rule).send().await.unwrap();
    config.delete_config_rule().config_rule_name(CHANGING).send().await.unwrap();
    world.settle().await.unwrap();
    let diagnosis = examine(&sdk, &rules, &options(true), now).await.unwrap();
    let [trial] = of(&diagnosis, &format!("{SWEEPING}, trial"))[..] else { panic!("no trial") };
    assert_eq!(trial.status, Status::Problem);
    assert!(trial.finding.contains("InvalidParameters: "), "{trial:?}");
    let [missing] = of(&diagnosis, "Deployed rules")[..] else { panic!("no rules") };
    assert!(missing.finding.contains("1 of 3 are missing: aws-core-19"), "{missing:?}");
    assert_eq!(diagnosis.outcome(), aws_core::Outcome::NonCompliant);
    world.stop().await;
}
