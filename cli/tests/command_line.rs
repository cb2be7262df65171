//! The program as it is run: exit codes, pipes, and the same verdicts as the functions.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use shared::Basis;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aws-core"));
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn ran(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(of).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths
}

fn json(path: &Path) -> Option<Value> {
    Some(serde_json::from_str(&fs::read_to_string(path).ok()?).unwrap())
}

/// Whether a rule reaches its verdict from this event alone. Exceptions are read after it.
fn needs_no_aws(case: &Path, event: &Value) -> bool {
    let invoking: Value =
        serde_json::from_str(event["invokingEvent"].as_str().unwrap_or("")).unwrap_or_default();
    let change = invoking["messageType"] == "ConfigurationItemChangeNotification";
    let answers = case.join("aws").read_dir().into_iter().flatten();
    let mut answers = answers.map(|it| it.unwrap().file_name().into_string().unwrap());
    change && answers.all(|it| it.starts_with("ssm.GetParameter.") && it.contains(".400."))
}

#[test]
fn a_saved_event_gets_the_verdict_that_the_function_puts() {
    let mut compared = 0;
    for case in folders(&root().join("events")).iter().flat_map(|it| folders(it)) {
        let (Some(event), Some(Value::Array(mut expected))) =
            (json(&case.join("event.json")), json(&case.join("evaluations.json")))
        else {
            continue;
        };
        if !needs_no_aws(&case, &event) {
            continue;
        }
        let path = case.join("event.json");
        let ran = ran(&["evaluate", "--format", "json", path.to_str().unwrap()]);
        let mut told: Vec<Value> = String::from_utf8(ran.stdout)
            .unwrap()
            .lines()
            .map(|line| {
                let it: Value = serde_json::from_str(line).unwrap();
                let basis: Basis = serde_json::from_value(it["basis"].clone()).unwrap();
                json!({
                    "type": it["resourceType"], "id": it["resourceId"],
                    "compliance": it["compliance"],
                    "annotation": basis.mark(it["annotation"].as_str().unwrap()),
                })
            })
            .collect();
        told.sort_by_key(Value::to_string);
        expected.sort_by_key(Value::to_string);
        assert_eq!(told, expected, "{}", case.display());
        compared += 1;
    }
    assert!(compared > 10, "{compared} events were compared");
}

#[test]
fn exit_codes_say_how_it_went() {
    for (arguments, code) in [
        (&["rules"][..], 0),
        (&["rules", "show", "19"], 0),
        (&["rules", "show", "99"], 2),
        (&["evaluate"], 2),
        (&["evaluate", "/nonexistent"], 2),
        (&["evaluate", "-"], 3),
        (&["evaluate", "--control", "14", "-"], 2),
        (&["no-such-command"], 2),
        (&["--help"], 0),
        (&["evaluate", "--help"], 0),
        (&["report", "--help"], 0),
    ] {
        let ran = ran(arguments);
        let told = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(!told.contains("panicked"), "{told}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = program()
        .args(["evaluate", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let item = json!({
        "resourceType": "AWS::EC2::SecurityGroup", "resourceId": "sg-1",
        "configurationItemCaptureTime": "2026-01-15T12:00:00Z", "configuration": {"ipPermissions": []},
    });
    let mut input = child.stdin.take().unwrap();
    for _ in 0..5000 {
        // It may end before it has read everything.
        if writeln!(input, "{item}").is_err() {
            break;
        }
    }
    drop(input);
    let ran = child.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(141));
    assert_eq!(String::from_utf8(ran.stderr).unwrap(), "");
}
