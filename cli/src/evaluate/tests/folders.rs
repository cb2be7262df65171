//! Folders as S3 holds them.

use std::path::PathBuf;

use super::*;

/// Where AWS Config delivers a file of this kind.
fn delivered(kind: &str, day: &str, name: &str) -> PathBuf {
    let folder = format!("AWSLogs/111122223333/Config/us-east-1/2026/1/{day}/{kind}");
    PathBuf::from(folder).join(name)
}

fn at(mut item: Value, hour: u32) -> Value {
    item["configurationItemCaptureTime"] = format!("2026-01-15T{hour:02}:00:00.000Z").into();
    item
}

fn write(root: &TempDir, path: impl AsRef<Path>, items: &[Value]) {
    let path = root.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let document = json!({"fileVersion": "1.0", "configurationItems": items}).to_string();
    if path.extension().is_some_and(|it| it == "gz") {
        let mut packed = GzEncoder::new(fs::File::create(path).unwrap(), Compression::fast());
        packed.write_all(document.as_bytes()).unwrap();
        packed.finish().unwrap();
    } else {
        fs::write(path, document).unwrap();
    }
}

fn run_folder(root: &TempDir) -> Ran {
    run(FEW, &["--format", "json"], &[root.path()]).unwrap()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(id, verdict)| (id.to_owned(), verdict.to_owned())).collect()
}

#[test]
fn of_each_resource_the_newest_state_is_judged_wherever_it_stands() {
    let root = TempDir::new().unwrap();
    let snapshot = delivered("ConfigSnapshot", "15", "a_ConfigSnapshot_x.json.gz");
    write(
        &root,
        snapshot,
        &[at(item("sg-1", 5), 6), at(item("sg-2", 1), 6), at(item("sg-3", 5), 6)],
    );
    // Not in the order of time, and with the snapshot's own state of a group once more.
    let history =
        delivered("ConfigHistory", "15", "a_ConfigHistory_AWS::EC2::SecurityGroup_y.json.gz");
    let mut deleted = at(item("sg-3", 0), 9);
    deleted["configurationItemStatus"] = "ResourceDeleted".into();
    let states = [at(item("sg-1", 1), 8), at(item("sg-1", 4), 7), at(item("sg-2", 1), 6), deleted];
    write(&root, history, &states);
    let ran = run_folder(&root);
    let mut verdicts = ran.verdicts();
    verdicts.sort();
    let expected = [("sg-1", "COMPLIANT"), ("sg-2", "COMPLIANT"), ("sg-3", "NOT_APPLICABLE")];
    assert_eq!(verdicts, pairs(&expected));
    assert_eq!(ran.outcome, Outcome::Clean);
}

#[test]
fn the_same_name_in_another_account_or_region_is_another_resource() {
    let root = TempDir::new().unwrap();
    let (mut region, mut account) = (at(item("sg-1", 3), 6), at(item("sg-1", 3), 6));
    region["awsRegion"] = "eu-west-1".into();
    account["awsAccountId"] = "444455556666".into();
    write(&root, "items.json", &[region, account, at(item("sg-1", 1), 7)]);
    assert_eq!(run_folder(&root).verdicts().len(), 3);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_judged() {
    let root = TempDir::new().unwrap();
    write(&root, delivered("ConfigSnapshot", "1", "good.json"), &[item("sg-1", 1)]);
    fs::write(root.path().join("cut.json"), r#"{"configurationItems":[{"resourceType":"#).unwrap();
    fs::write(root.path().join("packed.json.gz"), [0x1f, 0x8b, 8, 0, 0]).unwrap();
    let mut odd = item("sg-2", 1);
    odd["configurationItemCaptureTime"] = "never".into();
    write(&root, "odd.json", &[odd, item("sg-3", 1)]);
    let ran = run_folder(&root);
    let mut verdicts = ran.verdicts();
    verdicts.sort();
    assert_eq!(verdicts, pairs(&[("sg-1", "COMPLIANT"), ("sg-3", "COMPLIANT")]));
    assert_eq!(ran.outcome, Outcome::Unreadable);
}

#[test]
fn a_state_without_a_time_is_never_taken_for_an_older_one() {
    let root = TempDir::new().unwrap();
    let mut timeless = item("sg-1", 1);
    timeless.as_object_mut().unwrap().remove("configurationItemCaptureTime");
    write(&root, "items.json", &[timeless, item("sg-1", 1)]);
    let ran = run_folder(&root);
    assert_eq!((ran.outcome, ran.verdicts().len()), (Outcome::Unreadable, 1));
}

#[test]
fn files_of_other_services_and_other_kinds_are_passed_over() {
    let root = TempDir::new().unwrap();
    write(&root, "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/t.json.gz", &[item("a", 9)]);
    write(&root, "AWSLogs/o-abcdefghij/111122223333/CloudTrail/x/t.json", &[item("b", 9)]);
    fs::write(root.path().join("AWSLogs/111122223333/ConfigWritabilityCheckFile"), "").unwrap();
    fs::write(root.path().join("notes.txt"), "{").unwrap();
    write(&root, "AWSLogs/o-abcdefghij/111122223333/Config/x/c.json", &[item("sg-1", 1)]);
    let ran = run_folder(&root);
    assert_eq!(ran.verdicts(), pairs(&[("sg-1", "COMPLIANT")]));
    assert_eq!(ran.outcome, Outcome::Clean);
}

#[test]
fn a_folder_without_items_is_no_pass() {
    let root = TempDir::new().unwrap();
    assert_eq!(run_folder(&root).outcome, Outcome::Unjudged);
    write(&root, "empty.json", &[]);
    assert_eq!(run_folder(&root).outcome, Outcome::Unjudged);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_is_not_followed() {
    let root = TempDir::new().unwrap();
    write(&root, "items/items.json", &[item("sg-1", 1)]);
    std::os::unix::fs::symlink(root.path(), root.path().join("items/back")).unwrap();
    assert_eq!(run_folder(&root).verdicts(), pairs(&[("sg-1", "COMPLIANT")]));
}
