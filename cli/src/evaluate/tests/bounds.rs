//! Input that is made to last, or to take the process down.

use super::*;

/// `item` in so many notifications of SNS, each the message of the next.
fn wrapped(levels: usize) -> Value {
    (0..levels).fold(item("sg-1", 1), |it, _| json!({"Message": it.to_string()}))
}

#[test]
fn four_envelopes_are_opened_and_no_more() {
    assert_eq!(judged(FEW, wrapped(4).to_string()).outcome, Outcome::Clean);
    assert_eq!(judged(FEW, wrapped(5).to_string()).outcome, Outcome::Unreadable);
}

#[test]
fn any_number_of_envelopes_is_refused_at_once() {
    for (before, after) in [(r#"{"detail":"#, "}"), (r#"{"Sns":"#, "}"), (r#"{"Body":"#, "}")] {
        let deep = before.repeat(20_000) + "{}" + &after.repeat(20_000);
        assert_eq!(judged(FEW, deep).outcome, Outcome::Unreadable);
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let mut nested = item("sg-1", 1);
    nested["configuration"]["other"] = "DEEP".into();
    let text = nested.to_string().replace("\"DEEP\"", &deep);
    assert_ne!(judged(FEW, &text).outcome, Outcome::NonCompliant);
    assert_eq!(judged(FEW, deep).outcome, Outcome::Unreadable);
}

#[test]
fn one_bad_item_in_many_is_told_by_number() {
    let bad = vec!["7"; 5_000].join(",");
    let ran = judged(FEW, format!("[{bad},{}]", item("sg-1", 1)));
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Unreadable, 1));
}

#[test]
fn white_space_ends() {
    let blank = " ".repeat(3 * 1024 * 1024);
    for text in
        [blank.clone(), format!("[{blank}]"), format!("{{{blank}}}"), format!("[1{blank},1]")]
    {
        assert_eq!(judged(FEW, text).outcome, Outcome::Unreadable);
    }
    let little = "\n".repeat(500_000);
    assert_eq!(judged(FEW, little + &item("sg-1", 1).to_string()).outcome, Outcome::Clean);
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_sockets_in_a_folder_are_passed_over() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("item.json"), item("sg-1", 1).to_string()).unwrap();
    std::os::unix::fs::symlink("/dev/zero", root.path().join("zero.json")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("s.json")).unwrap();
    let pipe = root.path().join("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let ran = run(FEW, &["--format", "json"], &[root.path()]).unwrap();
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Clean, 1));
}

#[test]
fn a_credential_report_that_cannot_be_read_keeps_no_file_from_being_judged() {
    let root = TempDir::new().unwrap();
    let (path, bad) = (root.path().join("item.json"), root.path().join("bad"));
    fs::write(&path, item("sg-1", 2).to_string()).unwrap();
    fs::write(&bad, "{}").unwrap();
    let options = ["--format", "json", "--credential-report", bad.to_str().unwrap()];
    let ran = run(FEW, &options, &[&path]).unwrap();
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Unreadable, 1));
}
