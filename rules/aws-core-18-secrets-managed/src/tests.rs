//! The verdicts.

mod leaks;
mod ordinary;
mod stores;

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_smithy_types::base64;
use serde_json::{Value, json};
use shared::invocation::{self, Environment};
use shared::{Cause, ConfigurationItem, Result, Rule, Timestamp, Verdict, parameters};

use crate::{
    BUILD_PROJECT, FUNCTION, Facts, LAUNCH_CONFIGURATION, Parameters, STACK, SecretsManaged,
    TASK_DEFINITION,
};
use shared::testing::{self, compliant, non_compliant};

const AWS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const LITERAL: &str = "correct-horse-7";
const REFERENCE: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1B2c3";

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

/// The resource that every case speaks of, in a type's own naming.
fn item(resource_type: &str, configuration: &Value) -> ConfigurationItem {
    let (id, name) = match resource_type {
        FUNCTION => ("pay", json!("pay")),
        TASK_DEFINITION => ("web", json!("web")),
        BUILD_PROJECT => ("arn:aws:codebuild:us-east-1:111122223333:project/shop", json!("shop")),
        STACK => (
            "arn:aws:cloudformation:us-east-1:111122223333:stack/shop/4a3b2c1d-0000-1111-2222-333344445555",
            json!("shop"),
        ),
        _ => (
            "arn:aws:autoscaling:us-east-1:111122223333:launchConfiguration:4a3b2c1d:launchConfigurationName/web",
            json!("web"),
        ),
    };
    let item = json!({
        "resourceType": resource_type, "resourceId": id, "resourceName": name,
        "configurationItemStatus": "OK",
        "configurationItemCaptureTime": "2026-01-15T08:30:12.417Z",
        "configuration": configuration,
    });
    ConfigurationItem::from_json(&item.to_string()).unwrap()
}

/// What a change gives the rule to judge, without AWS.
fn facts(item: &ConfigurationItem) -> Result<Facts> {
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters: invocation::Parameters::default(),
        aws: None,
    };
    let invocation = shared::Invocation {
        environment: Arc::new(environment),
        time: Timestamp::UNIX_EPOCH,
        cause: Cause::Schedule,
    };
    let read = match item.resource_type.as_str() {
        FUNCTION => {
            let read = futures::executor::block_on(crate::function::read(&invocation, item));
            read.map(|it| it.expect("no function is gone without a call"))
        }
        TASK_DEFINITION => crate::task_definition::read(item),
        BUILD_PROJECT => crate::build_project::read(item),
        STACK => crate::stack::read(item),
        _ => crate::launch_configuration::read(item),
    };
    read.map(Facts::Configuration)
}

fn verdict_with(resource_type: &str, configuration: &Value, parameters: &Parameters) -> Verdict {
    let item = item(resource_type, configuration);
    match facts(&item) {
        Ok(facts) => SecretsManaged::judge(&facts, parameters, Timestamp::UNIX_EPOCH),
        Err(error) => Verdict::unverified(&item.resource_id, &error),
    }
}

fn assert_verdicts(
    resource_type: &str,
    cases: impl IntoIterator<Item = (&'static str, Value, Verdict)>,
) {
    for (case, configuration, expected) in cases {
        let verdict = verdict_with(resource_type, &configuration, &Parameters::default());
        assert_eq!(verdict, expected, "{case}");
    }
}

fn functions(variables: &Value) -> Value {
    json!({"functionName": "pay", "environment": {"variables": variables}})
}

fn container(variables: &[(&str, &str)]) -> Value {
    let variables: Vec<Value> =
        variables.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect();
    json!({"Name": "web", "Image": "web:1", "Environment": variables, "Secrets": null})
}

fn task(variables: &[(&str, &str)]) -> Value {
    json!({
        "TaskDefinitionArn": "arn:aws:ecs:us-east-1:111122223333:task-definition/web:7",
        "Family": "web", "ContainerDefinitions": [container(variables)],
    })
}

#[test]
fn task_definitions() {
    let none = compliant("Task definition web:7 holds no plaintext secret in its environment.");
    let by_reference = compliant(
        "Task definition web:7 passes 1 secret by reference and holds none in plaintext.",
    );
    let mut with_secrets = task(&[("STAGE", "prod")]);
    with_secrets["ContainerDefinitions"][0]["Secrets"] = json!([
        {"Name": "DB_PASSWORD", "ValueFrom": REFERENCE}, {"Name": "TOKEN", "ValueFrom": "/token"},
    ]);
    let mut inactive = task(&[("DB_PASSWORD", LITERAL)]);
    inactive["Status"] = json!("INACTIVE");
    let mut deleted = inactive.clone();
    deleted["Status"] = json!("DELETE_IN_PROGRESS");
    let mut active = inactive.clone();
    active["Status"] = json!("ACTIVE");
    let password = non_compliant(
        "Task definition web:7 has 1 plaintext secret in its environment: DB_PASSWORD.",
    );
    let mut two = task(&[("DB_PASSWORD", LITERAL)]);
    let mut worker = container(&[("DB_PASSWORD", LITERAL)]);
    worker["Name"] = json!("worker");
    two["ContainerDefinitions"].as_array_mut().unwrap().push(worker);
    assert_verdicts(
        TASK_DEFINITION,
        [
            ("① a password", task(&[("DB_PASSWORD", LITERAL)]), password.clone()),
            ("② an ARN", task(&[("DB_PASSWORD_ARN", REFERENCE)]), by_reference.clone()),
            (
                "an ARN under the bare name",
                task(&[("DB_PASSWORD", REFERENCE)]),
                by_reference.clone(),
            ),
            (
                "③ an access key under any name",
                task(&[("FOO", AWS_KEY)]),
                non_compliant(
                    "Task definition web:7 has 1 plaintext secret in its environment: FOO (AWS access key ID).",
                ),
            ),
            (
                "an access key under an ignored name",
                task(&[("USER_ID", AWS_KEY)]),
                non_compliant(
                    "Task definition web:7 has 1 plaintext secret in its environment: USER_ID (AWS access key ID).",
                ),
            ),
            ("④ a lifetime", task(&[("TOKEN_TTL", "3600")]), none.clone()),
            ("a number under the bare name", task(&[("TOKEN", "1234567890")]), none.clone()),
            ("7 characters", task(&[("PASSWORD", "1234-67")]), none.clone()),
            (
                "8 characters",
                task(&[("PASSWORD", "1234-678")]),
                non_compliant(
                    "Task definition web:7 has 1 plaintext secret in its environment: PASSWORD.",
                ),
            ),
            ("⑫ inactive", inactive, testing::not_applicable("Task definition web:7 is inactive.")),
            (
                "being deleted",
                deleted,
                testing::not_applicable("Task definition web:7 is being deleted."),
            ),
            ("active", active, password.clone()),
            (
                "secrets by reference",
                with_secrets,
                compliant(
                    "Task definition web:7 passes 2 secrets by reference and holds none in plaintext.",
                ),
            ),
            (
                "several containers",
                two,
                non_compliant(
                    "Task definition web:7 has 2 plaintext secrets in the environments of its containers: web/DB_PASSWORD and worker/DB_PASSWORD.",
                ),
            ),
            (
                "in camelCase",
                json!({"taskDefinitionArn": "arn:aws:ecs:us-east-1:111122223333:task-definition/web:7", "containerDefinitions": [{"name": "web", "environment": [{"name": "DB_PASSWORD", "value": LITERAL}]}], "status": "ACTIVE"}),
                password.clone(),
            ),
            (
                "in a string, as the history has it",
                json!(task(&[("DB_PASSWORD", LITERAL)]).to_string()),
                password,
            ),
            (
                "no environment",
                json!({"ContainerDefinitions": [{"Name": "web", "Environment": null}]}),
                compliant("Task definition web holds no plaintext secret in its environment."),
            ),
        ],
    );
}

#[test]
fn what_cannot_be_read_is_not_compliant() {
    for (kind, configuration) in [
        (TASK_DEFINITION, json!(null)),
        (TASK_DEFINITION, json!({})),
        (TASK_DEFINITION, json!({"ContainerDefinitions": LITERAL})),
        (TASK_DEFINITION, json!({"ContainerDefinitions": [{"Environment": {"A": LITERAL}}]})),
        (BUILD_PROJECT, json!(null)),
        (BUILD_PROJECT, json!({})),
        (BUILD_PROJECT, json!({"environment": {"environmentVariables": [LITERAL]}})),
        (LAUNCH_CONFIGURATION, json!(null)),
        (STACK, json!(null)),
        (STACK, json!({"parameters": LITERAL})),
        (FUNCTION, json!({"environment": {"variables": LITERAL}})),
    ] {
        let id = item(kind, &configuration).resource_id;
        let expected = format!(
            "[not verified] {id} could not be verified: its configuration item is malformed."
        );
        let verdict = verdict_with(kind, &configuration, &Parameters::default());
        assert_eq!(verdict, non_compliant(expected), "{configuration}");
    }
}

#[test]
fn build_projects() {
    let project = |variables: &Value| json!({"environment": {"environmentVariables": variables}});
    let one = |name: &str, kind: &Value, value: &str| {
        project(&json!([{"name": name, "type": kind, "value": value}]))
    };
    let plain = json!("PLAINTEXT");
    let none = compliant("Build project shop holds no plaintext secret in its environment.");
    let secret =
        non_compliant("Build project shop has 1 plaintext secret in its environment: SECRET_X.");
    let reference =
        compliant("Build project shop passes 1 secret by reference and holds none in plaintext.");
    assert_verdicts(
        BUILD_PROJECT,
        [
            ("⑤ hidden, by its name a secret", one("SECRET_X", &plain, "******"), secret.clone()),
            ("⑤ hidden, by its name none", one("SOME_KEY1", &plain, "******"), none.clone()),
            ("hidden, ignored", one("SECRET_NAME", &plain, "******"), none.clone()),
            ("without a type", one("SECRET_X", &json!(null), "******"), secret.clone()),
            ("not hidden, a literal", one("SECRET_X", &plain, LITERAL), secret),
            ("not hidden, a number", one("SECRET_X", &plain, "3600"), none.clone()),
            (
                "from Parameter Store",
                one("SECRET_X", &json!("PARAMETER_STORE"), "shop-db-password"),
                reference.clone(),
            ),
            (
                "from Secrets Manager",
                one("SECRET_X", &json!("SECRETS_MANAGER"), "prod/shop:password"),
                reference,
            ),
            ("no variables", project(&json!(null)), none),
        ],
    );
}

#[test]
fn launch_configurations() {
    let launch = |script: &str| json!({"userData": base64::encode(script)});
    let none = compliant("Launch configuration web holds no plaintext secret in its user data.");
    let not_text = compliant(
        "Launch configuration web has user data that is not text and was not looked into.",
    );
    let key = non_compliant(
        "Launch configuration web has 1 plaintext secret in its user data: private key.",
    );
    let password = non_compliant(
        "Launch configuration web has 1 plaintext secret in its user data: DB_PASSWORD.",
    );
    let gzip = [0x1f, 0x8b, 0x08, 0x00, 0xff, 0xfe, 0x00];
    let mut mixed = b"Content-Type: text/x-shellscript\n-----BEGIN RSA PRIVATE KEY-----\n".to_vec();
    mixed.extend(gzip);
    assert_verdicts(
        LAUNCH_CONFIGURATION,
        [
            (
                "⑥ a private key",
                launch("#!/bin/sh\ncat > /etc/key <<END\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n"),
                key.clone(),
            ),
            (
                "a password",
                launch("#!/bin/sh\nexport DB_PASSWORD=correct-horse-7\n"),
                password.clone(),
            ),
            ("in quotes", launch("  DB_PASSWORD=\"correct-horse-7\"\r\n"), password),
            (
                "a token under its name, told once",
                launch(&format!("GITHUB_TOKEN=ghp_{}\n", "a".repeat(36))),
                non_compliant(
                    "Launch configuration web has 1 plaintext secret in its user data: GITHUB_TOKEN (GitHub token).",
                ),
            ),
            (
                "from commands and variables",
                launch(
                    "TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token)\n\
                     DB_PASSWORD=`aws ssm get-parameter --name /db`\nexport PASSWORD=\"$DB_PASSWORD\"\n",
                ),
                none.clone(),
            ),
            (
                "key material is no name",
                launch(&format!("{}Password=correct-horse-7\n", "A".repeat(64))),
                none.clone(),
            ),
            ("compressed", json!({"userData": base64::encode(gzip)}), not_text),
            (
                "a message with a binary part",
                json!({"userData": base64::encode(mixed)}),
                key.clone(),
            ),
            ("not encoded", json!({"userData": "-----BEGIN PRIVATE KEY-----"}), key),
            ("none", json!({"userData": null}), none.clone()),
            ("empty", json!({"userData": ""}), none),
        ],
    );
}

#[test]
fn stacks() {
    let output =
        |key: &str, value: &str| json!({"outputs": [{"outputKey": key, "outputValue": value}]});
    let parameter = |key: &str, value: &str| json!({"parameters": [{"parameterKey": key, "parameterValue": value}]});
    let none = compliant("Stack shop holds no plaintext secret in its parameters and outputs.");
    let mut both = output("DbPassword", LITERAL);
    both["parameters"] = parameter("ApiKey", LITERAL)["parameters"].clone();
    assert_verdicts(
        STACK,
        [
            (
                "⑦ an output",
                output("DbPassword", LITERAL),
                non_compliant(
                    "Stack shop has 1 plaintext secret in its parameters and outputs: output DbPassword.",
                ),
            ),
            ("⑦ masked", output("DbPassword", "****"), none.clone()),
            ("NoEcho", parameter("DbPassword", "****"), none.clone()),
            ("the name of a secret", parameter("DbSecretName", "prod/database"), none.clone()),
            (
                "a dynamic reference",
                parameter("DbPassword", "{{resolve:secretsmanager:db}}"),
                compliant("Stack shop passes 1 secret by reference and holds none in plaintext."),
            ),
            (
                "a parameter and an output",
                both,
                non_compliant(
                    "Stack shop has 2 plaintext secrets in its parameters and outputs: output DbPassword and parameter ApiKey.",
                ),
            ),
            ("neither", json!({"parameters": null}), none),
        ],
    );
}

#[test]
fn functions_whose_item_holds_the_environment() {
    assert_verdicts(
        FUNCTION,
        [
            (
                "a password",
                functions(&json!({"DB_PASSWORD": LITERAL, "STAGE": "prod"})),
                non_compliant(
                    "Function pay has 1 plaintext secret in its environment: DB_PASSWORD.",
                ),
            ),
            (
                "⑧ by reference",
                functions(&json!({"DB_PASSWORD": REFERENCE})),
                compliant("Function pay passes 1 secret by reference and holds none in plaintext."),
            ),
            (
                "encrypted by a helper",
                functions(&json!({"DB_PASSWORD": "AQICAHhQ1nW0ohM7qwFNKyc4gY0ZqcQ=="})),
                non_compliant(
                    "Function pay has 1 plaintext secret in its environment: DB_PASSWORD.",
                ),
            ),
            (
                "none",
                functions(&json!({})),
                compliant("Function pay holds no plaintext secret in its environment."),
            ),
            (
                "not in the item, and nobody to ask",
                json!({"functionName": "pay"}),
                non_compliant(
                    "[not verified] pay could not be verified: there is no AWS to ask offline.",
                ),
            ),
        ],
    );
}

#[test]
fn parameters_say_what_names_a_secret() {
    let configuration = functions(&json!({"DB_PASSWORD": LITERAL, "LICENSE": LITERAL}));
    let judged =
        |pairs: &[(&str, &str)]| verdict_with(FUNCTION, &configuration, &given(pairs)).annotation;
    let found =
        |what: &str| format!("Function pay has 1 plaintext secret in its environment: {what}.");
    assert_eq!(judged(&[]), found("DB_PASSWORD"));
    assert_eq!(judged(&[("secretNameWords", "license")]), found("LICENSE"));
    let none = "Function pay holds no plaintext secret in its environment.";
    assert_eq!(judged(&[("ignoredNames", "db_*")]), none);
    assert_eq!(judged(&[("secretNameWords", "")]), none);
    for (name, wrong) in [
        ("checkPlaintext", "yes"),
        ("secretNameWords", "a,,b"),
        ("ignoredNames", "*_ARN,"),
        ("inactiveRegions", "Frankfurt"),
        ("plaintext", "true"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), wrong.to_owned())]);
        assert!(parameters::read::<Parameters>(&given).is_err(), "{name}");
    }
}

#[test]
fn the_search_can_be_switched_off() {
    let off = given(&[("checkPlaintext", "false")]);
    assert_eq!(
        SecretsManaged::judge(&Facts::Unsearched, &off, Timestamp::UNIX_EPOCH),
        testing::not_applicable("Plaintext is not searched for (checkPlaintext is false).")
    );
}

#[test]
fn many_secrets_still_fit() {
    let variables: serde_json::Map<String, Value> =
        (0..60).map(|index| (format!("SERVICE_{index:02}_PASSWORD"), json!(LITERAL))).collect();
    let verdict =
        verdict_with(FUNCTION, &functions(&Value::Object(variables)), &Parameters::default());
    assert_eq!(
        verdict.marked(),
        "Function pay has 60 plaintext secrets in its environment: SERVICE_00_PASSWORD, \
         SERVICE_01_PASSWORD, SERVICE_02_PASSWORD, SERVICE_03_PASSWORD, SERVICE_04_PASSWORD, \
         SERVICE_05_PASSWORD, SERVICE_06_PASSWORD, SERVICE_07_PASSWORD, and 52 more."
    );
    assert!(verdict.annotation.chars().count() <= shared::annotation::LIMIT);
}
