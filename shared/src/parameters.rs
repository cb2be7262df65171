//! What an owner may tune: declared once, validated strictly, and rendered from the declaration.

mod value;

pub(crate) use value::is_account_id;
pub use value::{
    AccountIds, Choice, Globs, Integer, List, ParameterPrefix, ParameterValue, Ports, Region,
    TagKey, TagValues,
};

use std::str::FromStr;

use crate::error::{Code, Error, Result};
use crate::event::RuleParameters;

/// A parameter as the template and the documentation present it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterSpec {
    /// Its name, in camelCase.
    pub name: String,
    /// What it does, from its doc comment.
    pub description: String,
    /// The value it has when it is not given.
    pub default: String,
    /// What a value may be, such as `integer from 1 to 3650`.
    pub kind: String,
    /// Whether the stack offers it: an owner would change it.
    pub offered: bool,
}

/// A set of parameters that belong together; [`parameters!`](crate::parameters!) declares one.
pub trait ParameterSet: Sized + Send + Sync + 'static {
    /// The declarations.
    fn specs() -> Vec<ParameterSpec>;

    /// Takes the set's own parameters from `reader`.
    fn read(reader: &mut Reader) -> Self;
}

/// The set of a rule that has nothing to tune.
impl ParameterSet for () {
    fn specs() -> Vec<ParameterSpec> {
        Vec::new()
    }

    fn read(_: &mut Reader) -> Self {}
}

/// Two sets read together.
impl<A: ParameterSet, B: ParameterSet> ParameterSet for (A, B) {
    fn specs() -> Vec<ParameterSpec> {
        A::specs().into_iter().chain(B::specs()).collect()
    }

    fn read(reader: &mut Reader) -> Self {
        (A::read(reader), B::read(reader))
    }
}

/// The given parameters on their way into sets, and everything wrong with them.
#[derive(Debug)]
pub struct Reader {
    given: RuleParameters,
    known: Vec<String>,
    problems: Vec<String>,
}

impl Reader {
    /// Takes the parameter `name`, or `default` where it is not given.
    ///
    /// # Panics
    /// If `default` is no valid value: a mistake in the declaration.
    pub fn take<T: ParameterValue>(&mut self, name: &str, default: &str) -> T {
        self.known.push(name.to_owned());
        let fallback =
            || T::parse(default).unwrap_or_else(|why| panic!("default of {name}: {why}"));
        let Some(text) = self.given.remove(name) else { return fallback() };
        T::parse(text.trim()).unwrap_or_else(|why| {
            self.problems.push(format!("{name} is \"{text}\": {why}"));
            fallback()
        })
    }
}

/// Reads a whole set. Unknown names and bad values are all reported together.
pub fn read<P: ParameterSet>(given: &RuleParameters) -> Result<P> {
    let mut reader = Reader { given: given.clone(), known: Vec::new(), problems: Vec::new() };
    let set = P::read(&mut reader);
    let Reader { given: left, known, mut problems } = reader;
    problems.extend(left.keys().map(|name| format!("{name} is no parameter of this rule")));
    if problems.is_empty() {
        return Ok(set);
    }
    if !left.is_empty() {
        problems.push(format!("the parameters are {}", known.join(", ")));
    }
    Err(Error::new(Code::InvalidParameters, problems.join("; ")))
}

/// `max_key_age_days` as AWS Config spells it: `maxKeyAgeDays`.
pub fn camel_case(snake_case: &str) -> String {
    let mut words = snake_case.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalized(word))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Declares the parameters of a rule: name, type, default; the doc comment describes.
///
/// `pub` before the name offers a parameter as a parameter of the stack too. A set that several
/// rules have in common is taken in with `..name: Set`.
///
/// ```ignore
/// shared::parameters! {
///     /// Days after which an active key must have been replaced.
///     pub max_key_age_days: Integer<1, 3650> = 90,
/// }
/// ```
#[macro_export]
macro_rules! parameters {
    (
        $(
            $(#[doc = $doc:literal])+
            $offered:vis $name:ident: $type:ty = $default:expr,
        )*
        $(..$inner:ident: $set:ty,)*
    ) => {
        /// What an owner may tune.
        #[derive(Debug, Clone)]
        #[allow(unreachable_pub, reason = "whether it is reachable is up to where it is declared")]
        pub struct Parameters {
            $($(#[doc = $doc])+ pub $name: $type,)*
            $(
                #[doc = "The parameters that are common to several rules."]
                pub $inner: $set,
            )*
        }

        impl $crate::parameters::ParameterSet for Parameters {
            fn specs() -> Vec<$crate::parameters::ParameterSpec> {
                #[allow(unused_mut, reason = "a set may be empty of inner sets")]
                let mut specs = vec![$($crate::parameters::ParameterSpec {
                    name: $crate::parameters::camel_case(stringify!($name)),
                    description: [$($doc),+].map(str::trim).join(" "),
                    default: ($default).to_string(),
                    kind: <$type as $crate::parameters::ParameterValue>::kind(),
                    offered: stringify!($offered) == "pub",
                }),*];
                $(specs.extend(<$set as $crate::parameters::ParameterSet>::specs());)*
                specs
            }

            fn read(reader: &mut $crate::parameters::Reader) -> Self {
                Self {
                    $($name: reader.take(
                        &$crate::parameters::camel_case(stringify!($name)),
                        &($default).to_string(),
                    ),)*
                    $($inner: <$set as $crate::parameters::ParameterSet>::read(reader),)*
                }
            }
        }

        impl Default for Parameters {
            fn default() -> Self {
                $crate::parameters::read(&::std::collections::BTreeMap::new())
                    .expect("the defaults are valid")
            }
        }
    };
}

fn parse<T: FromStr>(text: &str, what: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("expected {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    parameters! {
        /// The oldest that a key
        /// may be.
        pub max_age_days: Integer<1, 30> = 7,
        /// Whether to look.
        strict: bool = true,
        /// Which ports.
        ports: Ports = "80,443",
    }

    fn given(pairs: &[(&str, &str)]) -> RuleParameters {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn a_declaration_says_everything() {
        let specs = Parameters::specs();
        assert_eq!(specs[0].name, "maxAgeDays");
        assert_eq!(specs[0].description, "The oldest that a key may be.");
        assert_eq!(specs[0].default, "7");
        assert_eq!(specs[0].kind, "integer from 1 to 30");
        assert!(specs[0].offered && !specs[1].offered);
    }

    #[test]
    fn given_values_override_defaults() {
        let set: Parameters = read(&given(&[("maxAgeDays", "30"), ("strict", "false")])).unwrap();
        assert_eq!(set.max_age_days.get(), 30);
        assert!(!set.strict);
        assert!(set.ports.contains(443));
    }

    #[test]
    fn every_problem_is_reported_together() {
        let wrong =
            given(&[("maxAgeDays", "31"), ("strict", "yes"), ("maxAge", "3"), ("ports", "x")]);
        let error = read::<Parameters>(&wrong).unwrap_err();
        assert_eq!(error.code(), Code::InvalidParameters);
        let text = error.to_string();
        for part in [
            "maxAgeDays is \"31\": expected an integer from 1 to 30",
            "strict is \"yes\": expected true or false",
            "ports is \"x\"",
            "maxAge is no parameter of this rule",
            "the parameters are maxAgeDays, strict, ports",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn an_empty_value_is_an_error_where_a_value_is_required() {
        assert!(read::<Parameters>(&given(&[("maxAgeDays", "")])).is_err());
    }
}
