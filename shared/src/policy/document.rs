//! The grammar of policy documents: one or many, alone or in a map.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Condition, Effect, Policy, Principal, Quantifier, Selection, Statement};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, expecting = "a policy document")]
struct Document {
    #[serde(rename = "Version")]
    _version: Option<IgnoredAny>,
    #[serde(rename = "Id")]
    _id: Option<IgnoredAny>,
    statement: Many<Statement>,
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { statements: Document::deserialize(deserializer)?.statement.0 })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, expecting = "a statement")]
struct Wire {
    sid: Option<String>,
    effect: Effect,
    principal: Option<Principals>,
    not_principal: Option<Principals>,
    action: Option<Many<String>>,
    not_action: Option<Many<String>>,
    resource: Option<Many<String>>,
    not_resource: Option<Many<String>>,
    condition: Option<Pairs<Pairs<Many<Scalar>>>>,
}

impl<'de> Deserialize<'de> for Statement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let names = |names: Option<Many<String>>| names.map(|names| names.0);
        let (only, all_but) = (names(wire.action), names(wire.not_action));
        let actions = selection("Action", only, all_but)?;
        let (only, all_but) = (names(wire.resource), names(wire.not_resource));
        let resources = selection("Resource", only, all_but)?;
        let (only, all_but) = (wire.principal.map(|it| it.0), wire.not_principal.map(|it| it.0));
        let by_operator = wire.condition.map_or_else(Vec::new, |pairs| pairs.0);
        Ok(Self {
            sid: wire.sid,
            effect: wire.effect,
            principals: selection("Principal", only, all_but)?,
            actions: actions.ok_or_else(|| D::Error::missing_field("Action"))?,
            resources,
            conditions: by_operator.into_iter().flat_map(conditions).collect(),
        })
    }
}

fn selection<T, E: Error>(
    element: &str,
    only: Option<Vec<T>>,
    all_but: Option<Vec<T>>,
) -> Result<Option<Selection<T>>, E> {
    match (only, all_but) {
        (Some(_), Some(_)) => Err(E::custom(format!("both {element} and Not{element}"))),
        (only, all_but) => Ok(only.map(Selection::Only).or(all_but.map(Selection::AllBut))),
    }
}

fn conditions(
    (operator, by_key): (String, Pairs<Many<Scalar>>),
) -> impl Iterator<Item = Condition> {
    let (quantifier, rest) = match operator.split_once(':') {
        Some((it, rest)) if it.eq_ignore_ascii_case("ForAllValues") => {
            (Some(Quantifier::ForAllValues), rest)
        }
        Some((it, rest)) if it.eq_ignore_ascii_case("ForAnyValue") => {
            (Some(Quantifier::ForAnyValue), rest)
        }
        _ => (None, operator.as_str()),
    };
    let end = rest.len().saturating_sub("IfExists".len());
    let if_exists = rest.get(end..).is_some_and(|it| it.eq_ignore_ascii_case("IfExists"));
    let operator = if if_exists { &rest[..end] } else { rest }.to_owned();
    by_key.0.into_iter().map(move |(key, values)| Condition {
        quantifier,
        operator: operator.clone(),
        if_exists,
        key,
        values: values.0.into_iter().map(|value| value.0).collect(),
    })
}

/// `"*"`, or who by kind.
struct Principals(Vec<Principal>);

impl<'de> Deserialize<'de> for Principals {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PrincipalsVisitor;

        impl<'de> Visitor<'de> for PrincipalsVisitor {
            type Value = Principals;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"*\" or a map of principals")
            }

            fn visit_str<E: Error>(self, id: &str) -> Result<Principals, E> {
                Ok(Principals(vec![Principal::Aws(id.to_owned())]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Principals, A::Error> {
                let by_kind =
                    Pairs::<Many<String>>::deserialize(MapAccessDeserializer::new(map))?.0;
                let all = by_kind.into_iter().flat_map(|(kind, ids)| {
                    ids.0.into_iter().map(move |id| match kind.as_str() {
                        "AWS" => Principal::Aws(id),
                        "CanonicalUser" => Principal::CanonicalUser(id),
                        "Federated" => Principal::Federated(id),
                        "Service" => Principal::Service(id),
                        _ => Principal::Other { kind: kind.clone(), id },
                    })
                });
                Ok(Principals(all.collect()))
            }
        }

        deserializer.deserialize_any(PrincipalsVisitor)
    }
}

/// One value, or a list of them.
struct Many<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ManyVisitor<T>(PhantomData<T>);

        impl<T> ManyVisitor<T> {
            fn one<'de, E: Error>(value: impl IntoDeserializer<'de, E>) -> Result<Many<T>, E>
            where
                T: Deserialize<'de>,
            {
                T::deserialize(value.into_deserializer()).map(|it| Many(vec![it]))
            }
        }

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
            type Value = Many<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list of values")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Many<T>, E> {
                Self::one(value)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Many<T>, E> {
                Self::one(value)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Many<T>, E> {
                Self::one(value)
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Many<T>, E> {
                Self::one(value)
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Many<T>, E> {
                Self::one(value)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|it| Many(vec![it]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Many<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Many)
            }
        }

        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

/// A map whose keys differ by more than their case.
struct Pairs<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs: Vec<(String, V)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    if pairs.iter().any(|(known, _)| known.eq_ignore_ascii_case(&key)) {
                        return Err(A::Error::custom(format!("{key} stands twice")));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

/// A value of a condition: text, a number or a boolean, all compared as text.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a condition's value is text, a number or a boolean")]
        enum Form {
            Text(String),
            Boolean(bool),
            Number(serde_json::Number),
        }
        Ok(Self(match Form::deserialize(deserializer)? {
            Form::Text(text) => text,
            Form::Boolean(flag) => flag.to_string(),
            Form::Number(number) => number.to_string(),
        }))
    }
}
