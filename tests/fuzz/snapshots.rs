//! Snapshots, histories and whatever else lies in a folder: judged by the real program.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use conformance::build_binaries_of;
use serde_json::{Value, json};

use crate::items;
use crate::mutation::Seed;
use crate::runner::Target;

#[test]
fn a_snapshot_is_judged_or_complained_of() {
    let program = build_binaries_of(["aws-core"]).join("aws-core");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz-snapshot.json");
    Target { name: "snapshots", cases: 40 }.fuzz(&seeds(), |input| {
        fs::write(&path, input).unwrap();
        let mut evaluate = Command::new(&program);
        evaluate.args(["evaluate", "--format", "json"]).arg(&path).stdin(Stdio::null());
        let ran = evaluate.output().unwrap();
        let complaints = String::from_utf8_lossy(&ran.stderr);
        assert!(matches!(ran.status.code(), Some(0..=3)), "{}: {complaints}", ran.status);
        assert!(!complaints.contains("panicked"), "{complaints}");
        for line in String::from_utf8(ran.stdout).unwrap().lines() {
            assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
        }
    });
}

/// Snapshots of a few items each, and the forms that the AWS CLI prints and SNS sends.
fn seeds() -> Vec<Seed> {
    let items = items();
    let several: Vec<&[Value]> = items.chunks(3).collect();
    let snapshots = several.iter().map(|items| {
        json!({"fileVersion": "1.0", "configSnapshotId": "0a1b", "configurationItems": items})
    });
    let histories = several.iter().map(|items| {
        let items = items.iter().cloned().map(|mut item| {
            item["configuration"] = item["configuration"].to_string().into();
            item
        });
        json!({"configurationItems": items.collect::<Vec<_>>(), "nextToken": null})
    });
    let notified = items.iter().map(|item| {
        let message = json!({"messageType": "ConfigurationItemChangeNotification",
            "configurationItem": item, "notificationCreationTime": "2026-01-15T12:00:00.000Z"});
        json!({"Type": "Notification", "Message": message.to_string()})
    });
    let lists = several.iter().map(|items| json!(items));
    snapshots.chain(histories).chain(notified).chain(lists).map(Seed::Json).collect()
}
