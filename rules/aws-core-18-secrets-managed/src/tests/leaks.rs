//! What is read never leaves: no annotation, error or debugging text holds a value.

use aws_smithy_types::base64;
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::{Result, Rule, Timestamp};

use super::{facts, item};
use crate::secret::Secret;
use crate::{
    BUILD_PROJECT, FUNCTION, Facts, LAUNCH_CONFIGURATION, Parameters, STACK, SecretsManaged,
    TASK_DEFINITION,
};

/// How much of a value would be a leak.
const PIECE: usize = 8;

/// Values of every form that is looked for, and of none.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        "[!-~]{8,80}",
        "[A-Za-z0-9+/]{20,60}={0,2}",
        "AKIA[A-Z2-7]{16}",
        "ghp_[A-Za-z0-9]{36}",
        "sk_live_[A-Za-z0-9]{24}",
        "(postgres|https)://[a-z]{3,8}:[A-Za-z0-9]{8,20}@[a-z]{4,8}",
        "-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/]{64}",
        "\\{\"pin\":\"[a-z]{8,16}\"\\}",
        "[ -~äöü€]{8,40}",
    ]
}

/// A resource of each type whose every value is `value`.
fn configurations(value: &str) -> [(&'static str, Value); 5] {
    let script = format!("#!/bin/sh\nexport DB_PASSWORD='{value}'\n{value}\nTOKEN={value}");
    [
        (FUNCTION, json!({"environment": {"variables": {"DB_PASSWORD": value, "FOO": value}}})),
        (
            TASK_DEFINITION,
            json!({"Status": "ACTIVE", "ContainerDefinitions": [{
                "Name": "web", "Secrets": [{"Name": "TOKEN", "ValueFrom": value}],
                "Environment": [{"Name": "DB_PASSWORD", "Value": value}, {"Name": "FOO", "Value": value}],
            }]}),
        ),
        (
            BUILD_PROJECT,
            json!({"environment": {"environmentVariables": [
                {"name": "DB_PASSWORD", "type": "PLAINTEXT", "value": value},
                {"name": "TOKEN", "type": "SECRETS_MANAGER", "value": value},
            ]}}),
        ),
        (LAUNCH_CONFIGURATION, json!({"userData": base64::encode(script)})),
        (
            STACK,
            json!({
                "parameters": [{"parameterKey": "DbPassword", "parameterValue": value}],
                "outputs": [{"outputKey": "ApiKey", "outputValue": value}],
            }),
        ),
    ]
}

/// Everything that a rule says of a resource, and that could be printed of what it knows.
fn told(facts: &Result<Facts>) -> String {
    match facts {
        Ok(it) => {
            let verdict = SecretsManaged::judge(it, &Parameters::default(), Timestamp::UNIX_EPOCH);
            format!("{verdict:?} {it:?} {it:#?}")
        }
        Err(error) => format!("{error} {error:?} {}", error.brief()),
    }
}

fn holds_a_piece_of(text: &str, value: &str) -> bool {
    let value: Vec<char> = value.chars().collect();
    value.windows(PIECE).any(|piece| text.contains(&piece.iter().collect::<String>()))
}

/// The pointers to everything in `value` but what names something.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            let names = ["Name", "name", "parameterKey", "outputKey"];
            for (key, inner) in fields.iter().filter(|(key, _)| !names.contains(&key.as_str())) {
                pointers(inner, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, inner) in elements.iter().enumerate() {
                pointers(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn no_value_is_told(value in values()) {
        for (kind, configuration) in configurations(&value) {
            let told = told(&facts(&item(kind, &configuration)));
            prop_assert!(!holds_a_piece_of(&told, &value), "{kind}: {value} in {told}");
        }
    }

    /// A value may stand where something else is expected, which fails; not even the failure, in
    /// which a parser would repeat it, tells it.
    #[test]
    fn no_misplaced_value_is_told(value in values()) {
        for (kind, configuration) in configurations("placeholder") {
            let mut places = Vec::new();
            pointers(&configuration, "", &mut places);
            for place in places {
                // The first of a list would be read as the name, and names are told.
                for misplaced in [json!(value), json!([null, value]), json!({"unknown": value})] {
                    let mut wrong = configuration.clone();
                    *wrong.pointer_mut(&place).unwrap() = misplaced;
                    let told = told(&facts(&item(kind, &wrong)));
                    prop_assert!(!holds_a_piece_of(&told, &value), "{kind}{place}: {value} in {told}");
                }
            }
        }
    }

    #[test]
    fn a_secret_prints_as_nothing(value in ".*") {
        let secret = Secret::new(value);
        prop_assert_eq!(format!("{secret:?} {secret:#?} {:?}", Some(&secret)), "… … Some(…)");
    }
}
