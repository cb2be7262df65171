use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn policy(statements: &Value) -> serde_json::Result<Policy> {
    encoding::decode(&json!({"Version": "2012-10-17", "Statement": statements}).to_string())
}

fn only(statement: &Value) -> Statement {
    policy(statement).unwrap().statements.remove(0)
}

fn conditions(block: &Value) -> Vec<Condition> {
    only(&json!({"Effect": "Allow", "Action": "*", "Condition": block})).conditions
}

#[test]
fn one_and_many_read_the_same() {
    let one = json!({
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": {"AWS": "*"},
        "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}},
    });
    let many = json!([{
        "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"],
        "Principal": {"AWS": ["*"]},
        "Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-1"]}},
    }]);
    assert_eq!(policy(&one).unwrap(), policy(&many).unwrap());
    let statement = only(&one);
    assert_eq!(statement.effect, Effect::Allow);
    assert_eq!(statement.actions, Selection::Only(vec!["s3:GetObject".to_owned()]));
    assert_eq!(statement.resources, Some(Selection::Only(vec!["*".to_owned()])));
    assert_eq!(statement.principals, Some(Selection::Only(vec![Principal::Aws("*".to_owned())])));
}

#[test]
fn what_is_not_named_is_all_but() {
    let statement = only(&json!({
        "Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "NotResource": "r",
        "NotPrincipal": {"Service": "s3.amazonaws.com"},
    }));
    assert_eq!(statement.effect, Effect::Deny);
    assert_eq!(statement.actions, Selection::AllBut(vec!["iam:*".to_owned(), "sts:*".to_owned()]));
    assert_eq!(statement.resources, Some(Selection::AllBut(vec!["r".to_owned()])));
    let service = Principal::Service("s3.amazonaws.com".to_owned());
    assert_eq!(statement.principals, Some(Selection::AllBut(vec![service])));
}

#[test]
fn principals_are_of_several_kinds_at_once() {
    let statement = only(&json!({
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {
            "AWS": ["111122223333", "arn:aws:iam::444455556666:root"], "CanonicalUser": "79a5",
            "Federated": "graph.facebook.com", "Service": "ec2.amazonaws.com", "Planet": "Mars",
        },
    }));
    let Some(Selection::Only(principals)) = statement.principals else { panic!("{statement:?}") };
    assert!(principals.contains(&Principal::CanonicalUser("79a5".to_owned())));
    assert!(principals.contains(&Principal::Federated("graph.facebook.com".to_owned())));
    assert!(principals.contains(&Principal::Other { kind: "Planet".into(), id: "Mars".into() }));
    let told: Vec<String> = principals.iter().map(ToString::to_string).collect();
    assert_eq!(told[..2], ["111122223333", "arn:aws:iam::444455556666:root"]);
    assert_eq!(principals.len(), 6);
}

#[test]
fn an_operator_is_taken_apart() {
    let quantified = conditions(&json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o"}}));
    assert_eq!(quantified[0].quantifier, Some(Quantifier::ForAnyValue));
    assert_eq!(quantified[0].operator, "StringLike");
    assert!(!quantified[0].if_exists);
    let lenient = conditions(&json!({"ForAllValues:StringEqualsIfExists": {"aws:TagKeys": []}}));
    assert_eq!(lenient[0].quantifier, Some(Quantifier::ForAllValues));
    assert!(lenient[0].is_by(&["stringequals"]) && lenient[0].if_exists);
    assert!(lenient[0].values.is_empty());
    let unknown = conditions(&json!({"ForSome:StringEquals": {"k": "v"}, "IfExists": {"k": "v"}}));
    assert!(!unknown[0].is_by(&["StringEquals"]));
    assert!(unknown[1].if_exists && unknown[1].operator.is_empty());
}

#[test]
fn keys_are_compared_without_their_case_and_values_as_text() {
    let mixed = conditions(&json!({
        "Bool": {"AWS:securetransport": true},
        "NumericLessThan": {"s3:max-keys": [10, "20"]},
    }));
    assert!(mixed[0].is_on("aws:SecureTransport"));
    assert_eq!(mixed[0].values, ["true"]);
    assert_eq!(mixed[1].values, ["10", "20"]);
}

#[test]
fn a_statement_has_a_name() {
    let named = |sid: Value| only(&json!({"Sid": sid, "Effect": "Allow", "Action": "*"})).name(1);
    assert_eq!(named(json!("Read")), "statement 'Read'");
    assert_eq!(named(json!("")), "statement 2");
    assert_eq!(named(json!(null)), "statement 2");
}

#[test]
fn the_text_of_the_apis_may_be_percent_encoded() {
    let plain = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let encoded = percent_encoding::utf8_percent_encode(plain, percent_encoding::NON_ALPHANUMERIC)
        .to_string();
    assert!(encoded.starts_with("%7B"));
    assert_eq!(plain.parse::<Policy>().unwrap(), encoded.parse().unwrap());
    let quoted = Value::from(encoded).to_string();
    assert_eq!(encoding::decode::<Policy>(&quoted).unwrap(), plain.parse().unwrap());
}

#[test]
fn what_aws_would_refuse_is_refused() {
    let allow = |more: &str| {
        format!(r#"{{"Statement":[{{"Effect":"Allow","Action":"s3:*","Resource":"*"{more}}}]}}"#)
    };
    assert!(allow("").parse::<Policy>().is_ok());
    for (case, text) in [
        ("empty text", String::new()),
        ("no JSON", "s3:GetObject".to_owned()),
        ("no document", "[]".to_owned()),
        ("no statement", r#"{"Version":"2012-10-17"}"#.to_owned()),
        ("an unknown element", r#"{"Statement":[],"Statment":[]}"#.to_owned()),
        ("an unknown element of a statement", allow(r#","Unless":"x""#)),
        ("an element in another case", allow(r#","condition":{}"#)),
        ("an element twice", allow(r#","Principal":"a","Principal":"*""#)),
        ("Action and NotAction", allow(r#","NotAction":"s3:*""#)),
        ("Principal and NotPrincipal", allow(r#","Principal":"*","NotPrincipal":"*""#)),
        ("a kind of principal twice", allow(r#","Principal":{"AWS":"a","AWS":"*"}"#)),
        ("a key twice", allow(r#","Condition":{"Bool":{"aws:x":"1","AWS:X":"2"}}"#)),
        ("a null condition value", allow(r#","Condition":{"Bool":{"aws:x":null}}"#)),
        ("no effect", r#"{"Statement":{"Action":"*"}}"#.to_owned()),
        ("an unknown effect", r#"{"Statement":{"Effect":"allow","Action":"*"}}"#.to_owned()),
        ("no action", r#"{"Statement":{"Effect":"Allow"}}"#.to_owned()),
    ] {
        assert!(text.parse::<Policy>().is_err(), "{case}");
    }
}

const WORDS: [&str; 8] =
    ["*", "Allow", "Deny", "s3:*", "ForAnyValue:äIfExist", "%7B%22", "\"", "10.0.0.0/8"];

const ELEMENTS: [&str; 14] = [
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
    "AWS",
    "StringEquals",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(&WORDS).prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    let key = prop_oneof![prop::sample::select(&ELEMENTS).prop_map(str::to_owned), ".*"];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn never_panics(json in any_json(), text in ".*") {
        let _ = text.parse::<Policy>();
        let _ = encoding::decode::<Policy>(&json.to_string());
        let _ = policy(&json);
        for element in ["Sid", "Principal", "Action", "NotResource", "Condition"] {
            let mut statement = json!({"Effect": "Allow", "Action": "*"});
            statement[element] = json.clone();
            let _ = policy(&statement);
        }
    }

    #[test]
    fn an_operator_of_any_text_is_read(operator in ".*") {
        let mut block = json!({});
        block[&operator] = json!({"aws:SourceVpc": "vpc-1"});
        prop_assert_eq!(conditions(&block).len(), 1);
    }
}
