use std::io::Read;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A reader that hands out at most `step` bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(self.1).min(buffer.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn pieces(text: &str, chunk: usize, step: usize) -> Result<(Vec<Value>, Vec<Value>), ItemsError> {
    pieces_by(text, chunk, step, |_| None)
}

fn pieces_by(
    text: &str,
    chunk: usize,
    step: usize,
    read: impl Fn(&[u8]) -> Option<(Value, usize)>,
) -> Result<(Vec<Value>, Vec<Value>), ItemsError> {
    let mut items = Items::with_chunk(Trickle(text.as_bytes(), step), chunk);
    let (mut found, mut documents) = (Vec::new(), Vec::new());
    while let Some(piece) = items.next_piece(&read)? {
        match piece {
            Piece::Read(item) => found.push(item),
            Piece::Item(_, item) => found.push(serde_json::from_slice(item).unwrap()),
            Piece::Document(document) => documents.push(serde_json::from_slice(document).unwrap()),
        }
    }
    Ok((found, documents))
}

/// Reads the object that `bytes` begin with, if all of it is there.
fn object(bytes: &[u8]) -> Option<(Value, usize)> {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter();
    let value: Value = values.next()?.ok()?;
    value.is_object().then(|| (value, values.byte_offset()))
}

fn items(text: &str) -> Vec<Value> {
    pieces(text, CHUNK, usize::MAX).unwrap().0
}

#[test]
fn every_form_of_a_list_is_found() {
    let two = [json!({"resourceId": "a"}), json!({"resourceId": "b"})];
    for text in [
        r#"[{"resourceId": "a"}, {"resourceId": "b"}]"#,
        r#"{"configurationItems": [{"resourceId":"a"},{"resourceId":"b"}]}"#,
        r#"{"fileVersion":"1.0","configSnapshotId":"x","configurationItems":[{"resourceId":"a"},{"resourceId":"b"}]}"#,
        r#"{"configurationItems":[{"resourceId":"a"},{"resourceId":"b"}],"nextToken":"]}","more":{"a":[]}}"#,
        r#"[{"resourceId":"a"}]{"configurationItems":[{"resourceId":"b"}]}"#,
        "\u{feff}[{\"resourceId\":\"a\"}]\n[ ]\n[{\"resourceId\":\"b\"}]\n",
    ] {
        assert_eq!(items(text), two, "{text}");
    }
}

#[test]
fn a_name_in_a_value_or_deeper_is_no_list() {
    for text in [
        r#"{"x": "configurationItems", "y": {"configurationItems": [1]}}"#,
        r#"{"configurationItems": null}"#,
        r#"{"\"configurationItems\"": [1]}"#,
        "{}",
    ] {
        let (items, documents) = pieces(text, 4, 3).unwrap();
        assert_eq!((items.len(), documents), (0, vec![serde_json::from_str(text).unwrap()]));
    }
}

#[test]
fn what_is_cut_or_no_json_is_said() {
    for text in [
        "[",
        "[{",
        r#"[{"a":"#,
        r#"[{"a":"\"#,
        "[1",
        "[1,",
        r#"{"configurationItems":[1]"#,
        "{",
        r#"{"a""#,
    ] {
        let error = pieces(text, 2, 1).unwrap_err();
        assert!(
            matches!(error, ItemsError::Truncated | ItemsError::Syntax { .. }),
            "{text} {error}"
        );
    }
    let error = pieces("[1 2]", CHUNK, 9).unwrap_err();
    assert_eq!(error.to_string(), "is no JSON: expected a comma or the end of the list at byte 3");
    assert!(matches!(pieces("hello", CHUNK, 9), Err(ItemsError::Syntax { at: 0, .. })));
    assert!(pieces("[1}", CHUNK, 9).is_err());
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(pieces(" \n ", 2, 1).unwrap(), (vec![], vec![]));
}

#[test]
fn memory_stays_at_a_chunk() {
    let item = format!("{{\"resourceId\":\"{}\"}},", "x".repeat(1000));
    let list = format!("[{}1]", item.repeat(5000));
    let mut items = Items::new(list.as_bytes());
    let mut count = 0;
    while items.next_piece::<()>(|_| None).unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, items.buffer.len()), (5001, CHUNK));
}

#[test]
fn an_endless_item_is_refused() {
    struct Endless;
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(b'[');
            Ok(buffer.len())
        }
    }
    assert!(matches!(Items::new(Endless).next_piece(object), Err(ItemsError::TooLong)));
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = "([a-z]|[\"\\\\{}\\[\\],:\u{e9}\u{1f600}\n])*";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
        Just(Value::from("configurationItems")),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(text, inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn finds_what_a_parser_finds(
        list in prop::collection::vec(any_json(), 0..8),
        before in prop::collection::btree_map("[a-z]*", any_json(), 0..3),
        pretty in any::<bool>(),
        wrapped in any::<bool>(),
        by_reading in any::<bool>(),
        (chunk, step) in (1_usize..80, 1_usize..80),
    ) {
        let document = if wrapped {
            let mut object: serde_json::Map<String, Value> = before.into_iter().collect();
            object.insert("configurationItems".to_owned(), list.clone().into());
            Value::Object(object)
        } else {
            list.clone().into()
        };
        let text = if pretty {
            serde_json::to_string_pretty(&document).unwrap()
        } else {
            document.to_string()
        };
        let read = |bytes: &[u8]| if by_reading { object(bytes) } else { None };
        let (found, documents) = pieces_by(&text, chunk, step, read).unwrap();
        // A number may be written in more than one way; compare it as it is read.
        let expected: Value = serde_json::from_str(&Value::from(list).to_string()).unwrap();
        prop_assert_eq!(Value::from(found), expected);
        prop_assert!(documents.is_empty());
    }

    #[test]
    fn never_panics(text in "[\\[\\]{}:,\"\\\\ a1]*", (chunk, step) in (1_usize..9, 1_usize..9)) {
        let mut items = Items::with_chunk(Trickle(text.as_bytes(), step), chunk);
        while let Ok(Some(_)) = items.next_piece(object) {}
    }
}
