use std::collections::BTreeMap;

use super::*;
use crate::basis::Basis;
use crate::event::RuleParameters;
use crate::parameters;
use crate::verdict::Verdict;

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn important(given: &[(&str, &str)]) -> ImportantDataTag {
    let given: RuleParameters = map(given);
    parameters::read(&given).unwrap()
}

#[test]
fn a_tag_declares_what_is_public() {
    let tag = PublicTag::default();
    assert_eq!(tag.find(&map(&[])), None);
    assert_eq!(tag.find(&map(&[("public-access", "no")])), None);
    let declared = tag.find(&map(&[("public-access", "Intended")]));
    assert_eq!(declared.as_deref(), Some("public-access=Intended"));
}

#[test]
fn everything_is_important_where_no_tag_marks_it() {
    let tag = ImportantDataTag::default();
    assert!(tag.covers(&map(&[])) && tag.covers(&map(&[("data", "junk")])));
    assert_eq!(tag.exempt("Bucket b1", &map(&[])), None);
}

#[test]
fn a_tag_marks_what_is_important() {
    let key = ("importantDataTagKey", "data");
    let (any, some) =
        (important(&[key]), important(&[key, ("importantDataTagValues", "pii,fin*")]));
    for (tag, tags, expected) in [
        (&any, map(&[("data", "junk")]), None),
        (&some, map(&[("data", "PII")]), None),
        (&some, map(&[("data", "finance")]), None),
        (
            &some,
            map(&[("data", "junk")]),
            Some("Bucket b1 is tagged data=junk, not as important data."),
        ),
        (
            &some,
            map(&[("Data", "pii")]),
            Some("Bucket b1 is not tagged data, by which important data is marked."),
        ),
        (
            &any,
            map(&[("data", "")]),
            Some("Bucket b1 is not tagged data, by which important data is marked."),
        ),
        (&any, map(&[]), Some("Bucket b1 is not tagged data, by which important data is marked.")),
    ] {
        assert_eq!(tag.covers(&tags), expected.is_none(), "{tags:?}");
        assert_eq!(
            tag.exempt("Bucket b1", &tags),
            expected.map(|it| Verdict::not_applicable(it).resting_on(Basis::Declared)),
            "{tags:?}"
        );
    }
}
