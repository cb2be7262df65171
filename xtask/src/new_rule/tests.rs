use super::*;

#[test]
fn names_state_the_control_and_the_compliant_state() {
    assert!(name("aws-core-21-rds-private").is_ok());
    for wrong in [
        "rds-private",
        "aws-core-021-rds-private",
        "aws-core-21",
        "aws-core-21-RDS",
        "aws-core-21--private",
        "aws-core-21-a-state-that-takes-too-many-words",
    ] {
        assert!(name(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_new_rule_finds_its_place() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["cli/src", "rules"] {
        fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    let manifest = "[dependencies]\naws-core-19-a = { path = \"x\" }\nclap.workspace = true\n";
    fs::write(root.path().join(CLI), manifest).unwrap();
    let registry = "pub static RULES: &[&dyn AnyRule] = &[\n    &aws_core_3_b::B,\n    &aws_core_23_c::C,\n];\n";
    fs::write(root.path().join(REGISTRY), registry).unwrap();

    let rule = NewRule {
        name: "aws-core-21-rds-private".to_owned(),
        reports: "AWS::RDS::DBInstance".to_owned(),
        title: "RDS is private".to_owned(),
    };
    rule.write(root.path()).unwrap();
    let read = |file: &str| fs::read_to_string(root.path().join(file)).unwrap();
    assert_eq!(read(REGISTRY).lines().nth(2), Some("    &aws_core_21_rds_private::RdsPrivate,"));
    assert_eq!(
        read(CLI).lines().nth(2),
        Some("aws-core-21-rds-private = { path = \"../rules/aws-core-21-rds-private\" }")
    );
    assert!(!read("rules/aws-core-21-rds-private/src/lib.rs").contains("{{"));
    assert!(rule.write(root.path()).is_err(), "a rule is never overwritten");
}
