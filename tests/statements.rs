//! Statements of people on the local AWS: what the command line writes, the rules' binaries obey.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use aws_core::registry::find;
use aws_core::{demo, render};
use aws_sdk_config::Client;
use aws_sdk_config::types::ComplianceType;
use conformance::{build_binaries_of, root};
use harness::{Installation, Settings, World};
use serde_json::Value;

const GROUPS: &str = "aws-core-19-ingress-http-only";
const PLAN: &str = "aws-core-30-incident-response-plan";

/// The local AWS with two rules, and the command line.
struct Loop {
    world: World,
    config: Client,
    binaries: PathBuf,
}

impl Loop {
    async fn start() -> Self {
        let binaries = build_binaries_of([GROUPS, PLAN, "aws-core"]);
        let template = Path::new(env!("CARGO_TARGET_TMPDIR")).join("statements.yaml");
        let rules = [GROUPS, PLAN].map(|name| find(name).unwrap());
        std::fs::write(&template, render::template(&rules, render::Flavour::Serverless)).unwrap();
        let python = Installation { python: "python3".into(), sources: root().join("local") };
        let world = World::start(python, &template, &binaries, [GROUPS, PLAN]).await.expect(
            "the local AWS needs the packages of local/requirements.txt (`make test` sets up)",
        );
        let config = Client::new(&demo::sdk(world.aws.endpoint()).await);
        let all = Self { world, config, binaries };
        all.world.settle().await.unwrap();
        all
    }

    /// Runs the command line.
    fn aws_core(&self, arguments: &[&str]) -> Output {
        Command::new(self.binaries.join("aws-core"))
            .args(arguments)
            .env_remove("AWS_PROFILE")
            .env("AWS_ENDPOINT_URL", self.world.aws.endpoint())
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "local")
            .env("AWS_SECRET_ACCESS_KEY", "local")
            .output()
            .unwrap()
    }

    /// Runs the command line, which succeeds, and says what it shows.
    fn shown(&self, arguments: &[&str]) -> String {
        let output = self.aws_core(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What the rule says of a resource, evaluated once more by a process that remembers nothing.
    async fn verdict(&self, rule: &str, id: &str) -> (ComplianceType, String) {
        let settings = Settings::new(rule, self.world.aws.endpoint());
        self.world.lambda.deploy(self.binaries.join(rule), settings);
        self.config.start_config_rules_evaluation().config_rule_names(rule).send().await.unwrap();
        self.world.settle().await.unwrap();
        let stored = shared::results::stored(&self.aws().await, rule).await.unwrap();
        let of = stored.into_iter().find(|it| it.resource_id == id).unwrap();
        (of.compliance_type.as_str().into(), of.annotation)
    }

    async fn aws(&self) -> shared::aws::Aws {
        shared::aws::Aws::new(demo::sdk(self.world.aws.endpoint()).await)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_obey_what_the_commands_write() {
    let all = Loop::start().await;
    let changes = all.world.aws.change().await.unwrap();
    let opened = &changes.iter().find(|it| it.control == GROUPS).unwrap().resource_id;
    let (verdict, finding) = all.verdict(GROUPS, opened).await;
    assert_eq!(verdict, ComplianceType::NonCompliant, "{finding}");

    let except = ["except", "19", "--resource", opened, "--reason", "Partner transfers by SFTP."];
    let people = ["--owner", "bob@example.com", "--approver", "alice@example.com"];
    let except = [&except[..], &people, &["--valid-days=10"]].concat();
    let preview = all.shown(&[&except[..], &["--dry-run"]].concat());
    assert!(
        preview.contains("It would cover 1 of the ") && preview.contains(&finding),
        "{preview}"
    );
    assert_eq!(all.verdict(GROUPS, opened).await.0, ComplianceType::NonCompliant, "a dry run");
    all.shown(&[&except[..], &["--yes"]].concat());
    let (verdict, annotation) = all.verdict(GROUPS, opened).await;
    assert_eq!(verdict, ComplianceType::NotApplicable, "{annotation}");
    assert!(annotation.contains("(owner bob@example.com) (writer not verified): "), "{annotation}");

    let refused = all.aws_core(&["attest", "30", "--renew", "--valid-days=30", "--answer=no"]);
    assert_eq!(refused.status.code(), Some(2), "nobody is there to be asked");
    let no = ["attest", "30", "--renew", "--valid-days=30", "--answer=no", "--yes"];
    all.shown(&no);
    let (verdict, annotation) = all.verdict(PLAN, "111122223333").await;
    assert_eq!(verdict, ComplianceType::NonCompliant, "{annotation}");
    all.shown(&["attest", "30", "--renew", "--valid-days=90", "--answer=yes", "--yes"]);
    let (verdict, annotation) = all.verdict(PLAN, "111122223333").await;
    assert_eq!(verdict, ComplianceType::Compliant, "{annotation}");

    let listed = all.aws_core(&["statements", "--format=json", "--expiring-within=30"]);
    assert_eq!(listed.status.code(), Some(1), "the exception expires within 30 days");
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    let first = &listed["statements"][0];
    assert_eq!((first["resource"].as_str(), &first["daysLeft"]), (Some(&**opened), &10.into()));
    let unverified = all.aws_core(&["statements", "--expiring-within=5"]);
    assert_eq!(unverified.status.code(), Some(1), "nobody is declared to be trusted");
    let trusting = [
        "statements",
        "--expiring-within=5",
        "--trusted-attestors=arn:aws:iam::111122223333:root,arn:aws:sts::111122223333:assumed-role/*",
        "--trusted-exception-writers=arn:aws:iam::111122223333:root",
    ];
    all.shown(&trusting);
    let strangers = "--trusted-exception-writers=arn:aws:iam::111122223333:user/*";
    let stranger = all.aws_core(&[&trusting[..3], &[strangers]].concat());
    assert_eq!(stranger.status.code(), Some(1), "somebody else wrote the exception");

    all.shown(&["except", "19", "--remove", opened, "--yes"]);
    assert_eq!(all.verdict(GROUPS, opened).await.0, ComplianceType::NonCompliant);
    all.world.stop().await;
}
