use tempfile::TempDir;

use super::*;

const NOW: &str = "2026-01-15T12:00:00Z";

fn asked() -> Asked {
    Asked {
        version: "1.0.0".to_owned(),
        account: "111122223333".to_owned(),
        home_region: "us-east-1".to_owned(),
        parameters: Given::from_json(r#"{"19": {"approvedTcpPorts": "443"}}"#).unwrap(),
        started: NOW.parse().unwrap(),
    }
}

fn part(region: &str) -> Part {
    let part = serde_json::json!({
        "rule": "aws-core-1-a", "region": region, "time": NOW, "recorded": ["AWS::S3::Bucket"],
        "rows": [{
            "resourceType": "AWS::S3::Bucket", "resourceId": "b", "compliance": "COMPLIANT",
            "basis": "measured",
            "annotation": "Fine.", "observed": NOW, "captured": null,
        }],
    });
    serde_json::from_value(part).unwrap()
}

/// A file that two places were kept in.
fn begun() -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("state");
    let (mut file, done) = StateFile::open(&path, &asked()).unwrap();
    assert_eq!(done, []);
    file.keep(&part("us-east-1")).unwrap();
    file.keep(&part("eu-west-1")).unwrap();
    (folder, path)
}

#[test]
fn what_was_kept_is_done() {
    let (_folder, path) = begun();
    let (mut file, done) = StateFile::open(&path, &asked()).unwrap();
    assert_eq!(done, [part("us-east-1"), part("eu-west-1")]);
    file.keep(&part("eu-north-1")).unwrap();
    let (file, done) = StateFile::open(&path, &asked()).unwrap();
    assert_eq!(done.len(), 3);
    file.remove().unwrap();
    assert!(!path.exists());
}

#[test]
fn a_line_that_was_cut_off_is_done_again() {
    let (_folder, path) = begun();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() - 20]).unwrap();
    let (mut file, done) = StateFile::open(&path, &asked()).unwrap();
    assert_eq!(done, [part("us-east-1")]);
    file.keep(&part("eu-west-1")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_file_of_another_scan_is_refused() {
    let (_folder, path) = begun();
    let hours = |hours: i64| asked().started + SignedDuration::from_hours(hours);
    for (other, why) in [
        (Asked { version: "1.0.1".to_owned(), ..asked() }, "another version of the pack"),
        (Asked { account: "444455556666".to_owned(), ..asked() }, "another account"),
        (Asked { home_region: "eu-west-1".to_owned(), ..asked() }, "another home region"),
        (Asked { parameters: Given::default(), ..asked() }, "other parameters"),
        (Asked { started: hours(25), ..asked() }, "more than a day ago"),
    ] {
        let error = StateFile::open(&path, &other).unwrap_err().to_string();
        assert!(error.contains(why) && error.contains("delete it to begin anew"), "{error}");
    }
    let later = Asked { started: hours(23), ..asked() };
    assert_eq!(StateFile::open(&path, &later).unwrap().1.len(), 2);
    // The day counts from when the scan began, however often it went on.
    let (_, done) = StateFile::open(&path, &Asked { started: hours(24), ..asked() }).unwrap();
    assert_eq!(done.len(), 2);
    assert!(StateFile::open(&path, &Asked { started: hours(25), ..asked() }).is_err());
}

fn write_privately(path: &Path, text: &str) {
    files::write(path, |out| out.write_all(text.as_bytes())).unwrap();
}

#[test]
fn what_is_no_state_file_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("notes");
    for text in ["", "my notes", "{}\n", "[]"] {
        write_privately(&path, text);
        let error = StateFile::open(&path, &asked()).unwrap_err().to_string();
        assert!(error.contains("not the state of a scan"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let mut text = serde_json::to_string(&asked()).unwrap();
    text += "\n{}\n";
    write_privately(&path, &text);
    let error = StateFile::open(&path, &asked()).unwrap_err().to_string();
    assert!(error.contains("line 2 is malformed"), "{error}");
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path) = begun();
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_not_the_persons_alone_is_refused() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let refused = |path: &Path, why: &str| {
        let error = StateFile::open(path, &asked()).unwrap_err().to_string();
        assert_eq!(error, format!("cannot go on from {}: {why}", path.display()));
    };
    let (folder, path) = begun();
    let kept = fs::read_to_string(&path).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o602, 0o666] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        refused(&path, "others may read or write it (see chmod 600)");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();

    // Nor does a link lead anywhere, be it to a state or to nothing.
    let (link, dangling) = (folder.path().join("link"), folder.path().join("dangling"));
    symlink(&path, &link).unwrap();
    refused(&link, "it is a link");
    symlink(folder.path().join("nowhere"), &dangling).unwrap();
    refused(&dangling, "it is a link");
    assert!(!folder.path().join("nowhere").exists());
    refused(folder.path(), "it is no regular file");
    refused(Path::new("/dev/null"), "it is no regular file");
    assert_eq!(fs::read_to_string(&path).unwrap(), kept);
}

#[cfg(unix)]
#[test]
fn nobody_can_prepare_the_file_that_is_written_first() {
    let folder = TempDir::new().unwrap();
    let (path, victim) = (folder.path().join("state"), folder.path().join("victim"));
    fs::write(&victim, "precious").unwrap();
    std::os::unix::fs::symlink(&victim, folder.path().join("state.new")).unwrap();
    let (mut file, _) = StateFile::open(&path, &asked()).unwrap();
    file.keep(&part("us-east-1")).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
}

#[cfg(unix)]
#[test]
fn a_file_of_somebody_else_is_refused() {
    let (_folder, path) = begun();
    // Only root may give a file away.
    if std::os::unix::fs::chown(&path, Some(12345), None).is_err() {
        return;
    }
    let error = StateFile::open(&path, &asked()).unwrap_err().to_string();
    assert!(error.ends_with("it is somebody else's"), "{error}");
    assert!(path.exists());
}
