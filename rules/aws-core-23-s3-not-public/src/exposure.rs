//! What a bucket policy opens to the public, by Amazon S3's own definition.
//!
//! S3 presumes a policy to be public. An `Allow` statement is not if it names fixed principals, or
//! if a condition confines it to fixed values of one of a few keys. A value is fixed if it holds
//! neither a wildcard nor a policy variable. `Deny` statements take nothing back.
//!
//! Blocks of addresses add up beyond that definition, of a condition and of several statements
//! ([`addresses`]): all of the Internet in small blocks is the Internet.

mod addresses;

use shared::annotation;
use shared::policy::{Condition, Effect, Policy, Principal, Quantifier, Selection, Statement};

/// The operators under which a value confines.
const OPERATORS: [&str; 6] =
    ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress"];
const SOURCE_IP: &str = "aws:SourceIp";
const ACCESS_POINT: &str = "s3:DataAccessPointArn";
/// The other keys that confine.
const KEYS: [&str; 12] = [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "s3:DataAccessPointAccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

/// What `policy` opens to the public, each statement in words.
pub(crate) fn openings(policy: &Policy) -> Vec<String> {
    let told = |(index, statement): (usize, &Statement)| {
        let public = public(statement)?;
        let name = statement.name(index);
        let actions = match &statement.actions {
            Selection::Only(actions) => few(actions),
            Selection::AllBut(actions) => format!("everything but {}", few(actions)),
        };
        let keys: Vec<&String> = statement.conditions.iter().map(|it| &it.key).collect();
        let despite = match keys.as_slice() {
            [] => String::new(),
            _ => format!(" despite its condition on {}", few(keys)),
        };
        Some(format!("policy {name} allows {actions} to {public}{despite}"))
    };
    let statements = || policy.statements.iter().enumerate();
    statements().filter_map(told).chain(addresses::together(statements())).collect()
}

/// Which public `statement` allows something, in words; `None` where it allows the public nothing.
fn public(statement: &Statement) -> Option<String> {
    if statement.conditions.iter().any(confines) { None } else { addressed(statement) }
}

/// Which public `statement` would allow something if it had no conditions.
fn addressed(statement: &Statement) -> Option<String> {
    if statement.effect == Effect::Deny {
        return None;
    }
    let Some(Selection::Only(principals)) = &statement.principals else {
        return Some(match &statement.principals {
            Some(Selection::AllBut(few_principals)) => {
                format!("everyone but {}", few(few_principals))
            }
            _ => "everyone".to_owned(),
        });
    };
    let public: Vec<String> = principals.iter().filter(|it| !is_fixed(it)).map(words).collect();
    match public.as_slice() {
        [] => None,
        _ if public.iter().any(|it| it == "everyone") => Some("everyone".to_owned()),
        _ => Some(few(public)),
    }
}

fn words(principal: &Principal) -> String {
    match principal {
        Principal::Federated(provider) => format!("the users of {provider}"),
        other if other.to_string() == "*" => "everyone".to_owned(),
        other => other.to_string(),
    }
}

fn is_fixed(principal: &Principal) -> bool {
    match principal {
        Principal::Aws(id) | Principal::CanonicalUser(id) | Principal::Service(id) => {
            is_fixed_value(id)
        }
        // Whoever signs up with a web identity provider is its user. The users of a SAML provider,
        // which is set up in one account, are that account's own.
        Principal::Federated(provider) => {
            is_fixed_value(provider) && provider.contains(":saml-provider/")
        }
        Principal::Other { .. } => false,
    }
}

fn is_fixed_value(value: &str) -> bool {
    !value.is_empty() && !value.contains(['*', '?']) && !value.contains("${")
}

/// Whether `condition` confines its statement: each of its values must, since any one will do.
fn confines(condition: &Condition) -> bool {
    let confines: fn(&str) -> bool = match condition {
        it if it.is_on(SOURCE_IP) => addresses::is_narrow,
        it if it.is_on(ACCESS_POINT) => is_of_fixed_account,
        it if KEYS.iter().any(|key| it.is_on(key)) => is_fixed_value,
        _ => return false,
    };
    // Both of these hold for a request that lacks the key.
    let lenient = condition.if_exists || condition.quantifier == Some(Quantifier::ForAllValues);
    !lenient
        && condition.is_by(&OPERATORS)
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| confines(value))
        && !(condition.is_on(SOURCE_IP) && addresses::of(condition).is_internet())
}

/// Whether `arn` is that of access points of one account. Their name may be a wildcard:
/// `arn:aws:s3:us-west-2:111122223333:accesspoint/*`.
fn is_of_fixed_account(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        [arn @ .., resource] if arn.len() == 5 => {
            arn.iter().copied().all(is_fixed_value)
                && resource.starts_with("accesspoint/")
                && !resource.contains("${")
        }
        _ => false,
    }
}

/// The first few of `items`, sorted, and how many more there are.
fn few<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.sort_unstable();
    items.dedup();
    let shown = if items.len() > 3 { 2 } else { items.len() };
    annotation::enumeration(&items, shown)
}

#[cfg(test)]
mod tests;
