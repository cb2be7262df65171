use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;

fn any_json() -> impl Strategy<Value = Value> {
    let text = "([a-z]|[\"\\\\{}\\[\\],:\u{e9}\u{1f600}\n]){0,80}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
        "\\\\{0,130}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(text, inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn written(value: &Value, pretty: bool) -> String {
    if pretty { serde_json::to_string_pretty(value).unwrap() } else { value.to_string() }
}

fn at<'a>(text: &'a str, members: &[Member]) -> Vec<(&'a str, &'a str)> {
    members.iter().map(|it| (&text[it.key.clone()], &text[it.value.clone()])).collect()
}

#[test]
fn members_are_found_where_they_are() {
    let text = "{ \"a\" : [\"]\\\\\"] , \"b\":1,\n\"c\":{\"d\" : \"\\\"\", \"e\": {}}} , more";
    let found = skim(text.as_bytes(), b"c").unwrap();
    assert_eq!(&text[found.length..], " , more");
    let expected = [("a", r#"["]\\"]"#), ("b", "1"), ("c", r#"{"d" : "\"", "e": {}}"#)];
    assert_eq!(at(text, &found.members), expected);
    assert_eq!(at(expected[2].1, &found.inner.unwrap()), [("d", r#""\"""#), ("e", "{}")]);
}

#[test]
fn what_is_uncommon_or_cut_is_left_to_others() {
    for text in [
        "",
        "[]",
        "{",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1"#,
        r#"{"a":1,"#,
        r#"{"a":1 2}"#,
        r#"{"a":"1"#,
        r#"{"a":"\"#,
        r#"{"a":"\""#,
        r#"{"a":[{}"#,
        r#"{"\u0061":1}"#,
        r#"{"a":[]]}"#,
    ] {
        assert!(skim(text.as_bytes(), b"").is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_is_json_reads_the_same(
        fields in prop::collection::btree_map("[a-z{\":]{0,9}", any_json(), 0..9),
        pretty in any::<bool>(),
        behind in ".{0,70}",
    ) {
        let value = Value::Object(fields.into_iter().collect());
        let object = written(&value, pretty);
        let text = format!("{object}{behind}");
        let Some(found) = skim(text.as_bytes(), b"a") else {
            prop_assert!(value.as_object().unwrap().keys().any(|it| it.contains('"')));
            return Ok(());
        };
        prop_assert_eq!(found.length, object.len());
        let expected: Value = serde_json::from_str(&object).unwrap();
        let skimmed = Object { text: &object, members: &found.members };
        prop_assert_eq!(skimmed.read::<Value>().unwrap(), expected.clone());
        prop_assert_eq!(skimmed.read::<Option<Map<String, Value>>>().unwrap().map(Value::Object), Some(expected.clone()));
        if let Some(inner) = &found.inner {
            let text = expected["a"].to_string();
            let again = skim(text.as_bytes(), b"").unwrap();
            prop_assert_eq!(again.members.len(), inner.len());
        }
    }

    #[test]
    fn nothing_panics(text in "[\\[\\]{}:,\"\\\\ a1é]{0,200}", bytes in any::<Vec<u8>>()) {
        for bytes in [text.as_bytes(), &bytes, format!("{{\"a\":{text}}}").as_bytes()] {
            if let Some(found) = skim(bytes, b"a") {
                prop_assert!(found.length <= bytes.len());
            }
        }
    }
}
