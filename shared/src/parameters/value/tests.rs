use std::collections::BTreeMap;

use super::*;

#[test]
fn integers_keep_their_bounds() {
    type Days = Integer<1, 365>;
    assert_eq!(Days::parse("1").unwrap().get(), 1);
    assert_eq!(Days::parse("365").unwrap().get(), 365);
    for wrong in ["0", "366", "", "-1", "+1", "1.0", "0x1", "0000001", "ten"] {
        assert!(Days::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn lists_refuse_empty_items_and_fold_duplicates() {
    assert_eq!(List::parse("a, b,a").unwrap().0, ["a", "b"]);
    assert_eq!(List::parse("").unwrap().0, Vec::<String>::new());
    assert!(List::parse("a,,b").is_err());
    assert!(List::parse(",").is_err());
}

#[test]
fn globs_match_the_whole_text() {
    let globs = Globs::parse("arn:aws:sts::*:assumed-role/Security?/*").unwrap();
    assert!(globs.matches("arn:aws:sts::111122223333:assumed-role/Security1/alice"));
    assert!(!globs.matches("arn:aws:sts::111122223333:assumed-role/security1/alice"));
    assert!(!globs.matches("x arn:aws:sts::1:assumed-role/Security1/alice"));
}

#[test]
fn tags_compare_values_without_case() {
    let tags = BTreeMap::from([("public-access".to_owned(), "Intended".to_owned())]);
    let key = TagKey::parse("public-access").unwrap();
    let found = |values| key.find(&tags, &TagValues::parse(values).unwrap());
    assert_eq!(found("intended").as_deref(), Some("public-access=Intended"));
    assert_eq!(found("INT*").as_deref(), Some("public-access=Intended"));
    assert_eq!(found("").as_deref(), Some("public-access=Intended"));
    assert_eq!(found("other"), None);
    assert_eq!(TagKey::parse("").unwrap().find(&tags, &TagValues::default()), None);
    for blank in ["", " ", "\t\u{a0}"] {
        let blank = BTreeMap::from([("public-access".to_owned(), blank.to_owned())]);
        assert_eq!(key.find(&blank, &TagValues::default()), None);
    }
}

#[test]
fn ports_are_merged() {
    let ports = Ports::parse("443,80,81-90,85-100").unwrap();
    assert_eq!(ports.ranges(), [80..=100, 443..=443]);
    assert!(Ports::parse("0-65535").unwrap().contains(0));
    assert!(Ports::parse("").unwrap().ranges().is_empty());
    for wrong in ["65536", "90-80", "http", "80-", "-80", "80;443"] {
        assert!(Ports::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn regions_are_names() {
    for right in ["us-east-1", "eu-central-2", "us-gov-west-1", "cn-north-1"] {
        assert!(Region::parse(right).is_ok(), "{right}");
    }
    for wrong in ["", "us", "us-1", "US-EAST-1", "us-east", "us-east-1a", "usa-east-1"] {
        assert!(Region::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn prefixes_avoid_what_is_reserved() {
    assert!(ParameterPrefix::parse("/compliance/aws-core").is_ok());
    for wrong in ["", "/", "compliance", "/a//b", "/a/", "/aws/core", "/AwsCore", "/ssm-x", "/a b"]
    {
        assert!(ParameterPrefix::parse(wrong).is_err(), "{wrong}");
    }
    assert!(ParameterPrefix::parse(&"/a".repeat(11)).is_err());
}

#[test]
fn account_ids_have_twelve_digits() {
    let parsed = <AccountIds>::parse;
    assert!(parsed("111122223333, 444455556666").is_ok());
    assert!(parsed("11112222333").is_err());
    assert_eq!(AccountIds::<1>::parse("111122223333").unwrap().0, ["111122223333"]);
    assert!(AccountIds::<1>::parse("111122223333,444455556666").is_err());
}
