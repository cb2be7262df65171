//! The function behind a rule: whether it is there, and who may invoke it.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::types::State;
use shared::policy::{Effect, Policy, Principal, Selection, Statement};
use shared::{Error, Metadata, Result};

use super::check::Check;
use super::examine::Place;

const CONFIGURATION: &str = "lambda:GetFunctionConfiguration";
const POLICY: &str = "lambda:GetPolicy";
/// Who is to invoke it.
const CONFIG: &str = "config.amazonaws.com";
/// What the API says of a function, or a policy, that there is none of.
const NOT_FOUND: &str = "ResourceNotFoundException";

/// Checks the function called `function`, an ARN.
pub(super) async fn check(
    metadata: &Metadata,
    function: Option<&str>,
    place: &Place<'_>,
) -> Vec<Check> {
    let subject = metadata.name;
    let Some(function) = function.filter(|it| it.contains(":function:")) else {
        let check = Check::problem(subject, "The rule is not judged by a Lambda function.");
        return vec![check.means("It is not this pack's rule.").remedied_by("Deploy the stack.")];
    };
    let lambda = place.client(Client::new);
    vec![
        existing(subject, state(&lambda, function).await),
        permission(subject, policy(&lambda, function).await, &place.account_id),
    ]
}

async fn state(lambda: &Client, function: &str) -> Result<Option<(Option<State>, Option<String>)>> {
    let answer = lambda.get_function_configuration().function_name(function).send().await;
    match answer.map_err(Error::calling(CONFIGURATION)) {
        Ok(it) => Ok(Some((it.state, it.state_reason))),
        Err(error) if error.aws_code() == Some(NOT_FOUND) => Ok(None),
        Err(error) => Err(error),
    }
}

fn existing(subject: &str, state: Result<Option<(Option<State>, Option<String>)>>) -> Check {
    match state {
        Err(error) => Check::not_checked(subject, &error),
        Ok(None) => Check::problem(subject, "Its function does not exist.")
            .means("AWS Config invokes nothing: there will be no verdicts.")
            .remedied_by("Deploy the stack again; somebody deleted the function beside it."),
        Ok(Some((Some(State::Failed), reason))) => {
            let reason = reason.unwrap_or_default();
            Check::problem(subject, format!("Its function is in the state Failed: {reason}"))
                .means("It cannot be invoked.")
                .remedied_by("Update the stack.")
        }
        // An idle function is made ready when it is invoked.
        Ok(Some(_)) => Check::ok(subject, "Its function exists."),
    }
}

async fn policy(lambda: &Client, function: &str) -> Result<Option<String>> {
    let answer = lambda.get_policy().function_name(function).send().await;
    match answer.map_err(Error::calling(POLICY)) {
        Ok(it) => Ok(it.policy),
        Err(error) if error.aws_code() == Some(NOT_FOUND) => Ok(None),
        Err(error) => Err(error),
    }
}

fn permission(subject: &str, policy: Result<Option<String>>, account_id: &str) -> Check {
    let text = match policy {
        Err(error) => return Check::not_checked(subject, &error),
        Ok(text) => text.unwrap_or_else(|| r#"{"Statement":[]}"#.to_owned()),
    };
    let Ok(Policy { statements }) = text.parse() else {
        return Check::unknown(subject, "The policy of its function could not be understood.");
    };
    let allowing = || statements.iter().filter(|it| it.effect == Effect::Allow);
    let of_config = |it: &&Statement| services(it).is_some_and(|of| of.contains(&CONFIG));
    let others: Vec<String> = allowing().filter_map(beyond_config).collect();
    if allowing().any(|it| of_config(&it) && !is_confined(it, account_id)) {
        return Check::problem(subject, "AWS Config of any account may invoke its function.")
            .means("A stranger's rule can name this function and make it run with this role.")
            .remedied_by("Restore the permission with SourceAccount: update the stack.");
    }
    if !allowing().any(|it| of_config(&it)) {
        return Check::problem(subject, "AWS Config may not invoke its function.")
            .means("There will be no verdicts.")
            .remedied_by("Restore the permission: update the stack.");
    }
    if !others.is_empty() {
        return Check::warning(
            subject,
            format!("Others may invoke its function: {}.", others.join(", ")),
        )
        .means("Who invokes it with a token of AWS Config can put verdicts.")
        .remedied_by("Remove permissions that the stack did not make.");
    }
    Check::ok(subject, "Only AWS Config of this account may invoke its function.")
}

/// The services that a statement speaks of, and nobody else.
fn services(statement: &Statement) -> Option<Vec<&str>> {
    let Some(Selection::Only(principals)) = &statement.principals else { return None };
    principals
        .iter()
        .map(|it| match it {
            Principal::Service(name) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// Whom, beside AWS Config, the statement speaks of.
fn beyond_config(statement: &Statement) -> Option<String> {
    let Some(Selection::Only(named)) = &statement.principals else {
        return Some("everybody".to_owned());
    };
    let others = named.iter().filter(|it| **it != Principal::Service(CONFIG.to_owned()));
    let others: Vec<String> = others.map(Principal::to_string).collect();
    (!others.is_empty()).then(|| others.join(", "))
}

/// Whether the statement holds for requests on behalf of the account alone.
fn is_confined(statement: &Statement, account_id: &str) -> bool {
    statement.conditions.iter().any(|it| {
        it.is_on("aws:SourceAccount")
            && it.is_by(&["StringEquals"])
            && !it.if_exists
            && it.quantifier.is_none()
            && it.values == [account_id]
    })
}
