use std::fs;

use super::*;
use crate::registry::RULES;

fn given(json: &str) -> Given {
    Given::from_json(json).unwrap()
}

#[test]
fn everything_wrong_is_told_at_once() {
    let wrong = given(
        r#"{"aws-core-99": {"a": "b"},
            "14": {"maxKeyAgeDays": "0", "maxKeyAge": 5},
            "6": {"inactivityDays": 7},
            "aws-core-6": {"inactivityDays": 8}}"#,
    );
    let text = wrong.check(RULES).unwrap_err().to_string();
    for part in [
        "no control is called aws-core-99",
        "parameters of aws-core-14-iam-access-keys-rotated: ",
        "maxKeyAgeDays is \"0\"",
        "maxKeyAge is no parameter of this rule",
        "6 and aws-core-6 both mean aws-core-6-root-unused",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_rule_is_given_what_its_control_is_given() {
    let given = given(r#"{"19": {"approvedTcpPorts": "443"}}"#);
    given.check(RULES).unwrap();
    let rule = registry::find("aws-core-19").unwrap();
    assert_eq!(given.of(rule)["approvedTcpPorts"], "443");
    assert!(given.of(registry::find("22").unwrap()).is_empty());
}

#[test]
fn a_file_of_another_form_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("parameters.json");
    for text in ["", "[]", r#"{"19": "443"}"#, r#"{"19": {"approvedTcpPorts": [443]}}"#] {
        fs::write(&path, text).unwrap();
        let error = Given::read(&path).unwrap_err().to_string();
        assert!(error.contains("parameters.json: expected {"), "{error}");
    }
}
