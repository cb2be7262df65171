//! The deployed rules of a region: whether each exists, runs, and is judged for by a function that
//! only AWS Config of this account may invoke.

use std::collections::HashMap;

use aws_sdk_config::Client;
use aws_sdk_config::primitives::DateTime;
use aws_sdk_config::types::{ConfigRule, ConfigRuleEvaluationStatus, ConfigRuleState};
use futures::{StreamExt as _, stream};
use jiff::SignedDuration;
use shared::paging::Paging;
use shared::{Error, Metadata, Result, Scope, Timestamp};

use super::check::Check;
use super::examine::{AT_ONCE, Place};
use super::{function, rules};

const STATUS: &str = "config:DescribeConfigRuleEvaluationStatus";

/// Checks every rule of the pack that the region should have.
pub(super) async fn check(present: &[ConfigRule], place: &Place<'_>) -> Vec<Check> {
    let expected = place.rules_here();
    let mut checks = vec![absent(present, &expected)];
    checks.extend(misplaced(present, place));
    let statuses = match statuses(&place.client(Client::new)).await {
        Ok(statuses) => Some(statuses),
        Err(error) => {
            checks.push(Check::not_checked("Runs of the rules", &error));
            None
        }
    };
    let there = expected.iter().filter_map(|it| Some((*it, rules::find(present, it.name)?)));
    let of_rules = there.map(async |(metadata, rule)| {
        let mut checks = vec![state(metadata, rule)];
        if let Some(statuses) = &statuses {
            checks.push(run(metadata, statuses.get(metadata.name), place.now));
        }
        checks.extend(function::check(metadata, rules::source(rule), place).await);
        checks
    });
    let of_rules: Vec<Vec<Check>> = stream::iter(of_rules).buffered(AT_ONCE).collect().await;
    checks.extend(of_rules.into_iter().flatten());
    checks
}

async fn statuses(client: &Client) -> Result<HashMap<String, ConfigRuleEvaluationStatus>> {
    let (mut statuses, mut paging) = (HashMap::new(), Paging::of(STATUS));
    loop {
        let request = client.describe_config_rule_evaluation_status();
        let page = request.set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(STATUS))?;
        let read = page.config_rules_evaluation_status.unwrap_or_default().into_iter();
        statuses.extend(read.filter_map(|it| Some((it.config_rule_name.clone()?, it))));
        if !paging.advance(page.next_token)? {
            return Ok(statuses);
        }
    }
}

fn absent(present: &[ConfigRule], expected: &[&'static Metadata]) -> Check {
    const SUBJECT: &str = "Deployed rules";
    let absent = expected.iter().filter(|it| rules::find(present, it.name).is_none());
    let absent: Vec<&str> = absent.map(|it| it.name).collect();
    if absent.is_empty() {
        return Check::ok(SUBJECT, format!("All {} exist.", expected.len()));
    }
    let finding = if absent.len() == expected.len() {
        format!("None of {} exists.", expected.len())
    } else {
        format!("{} of {} are missing: {}.", absent.len(), expected.len(), absent.join(", "))
    };
    Check::problem(SUBJECT, finding)
        .means("These controls are not assessed here, which a report says and nobody else.")
        .remedied_by("Deploy the stack in this region, or update it: `sam deploy`.")
}

/// Rules of the home region that stand elsewhere.
fn misplaced(present: &[ConfigRule], place: &Place<'_>) -> Option<Check> {
    if place.is_home() {
        return None;
    }
    let all = place.rules.iter().map(|it| it.metadata());
    let home = all.filter(|it| it.scope == Scope::HomeRegion);
    let here = home.filter(|it| rules::find(present, it.name).is_some());
    let here: Vec<&str> = here.map(|it| it.name).collect();
    (!here.is_empty()).then(|| {
        Check::warning("Rules of the home region", format!("They exist here: {}.", here.join(", ")))
            .means("They report nothing outside the home region, and cost all the same.")
            .remedied_by(
                "Update the stack with HomeRegion as in the home region, or say --home-region.",
            )
    })
}

fn state(metadata: &Metadata, rule: &ConfigRule) -> Check {
    match &rule.config_rule_state {
        Some(ConfigRuleState::Active | ConfigRuleState::Evaluating) => {
            Check::ok(metadata.name, "The rule is active.")
        }
        state => {
            let state = state.as_ref().map_or("unknown", ConfigRuleState::as_str);
            Check::problem(metadata.name, format!("The rule's state is {state}."))
                .means("AWS Config does not invoke it.")
                .remedied_by("Wait until it is deleted, then deploy the stack again.")
        }
    }
}

fn run(metadata: &Metadata, status: Option<&ConfigRuleEvaluationStatus>, now: Timestamp) -> Check {
    let subject = metadata.name;
    let Some(status) = status else {
        return Check::unknown(subject, format!("{STATUS} says nothing of it."));
    };
    let times = [
        &status.last_successful_invocation_time,
        &status.last_failed_invocation_time,
        &status.last_successful_evaluation_time,
        &status.last_failed_evaluation_time,
        &status.first_activated_time,
    ];
    let [invoked, not_invoked, evaluated, failed, activated] =
        times.map(|it| it.as_ref().and_then(moment));
    let said = [&status.last_error_code, &status.last_error_message];
    let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
    let said = said.join(": ");
    if let Some(time) = not_invoked.filter(|it| Some(*it) > invoked) {
        return Check::problem(subject, format!("Not invoked at {time}: {said}"))
            .means("AWS Config could not reach its function: verdicts stay as they were.")
            .remedied_by("Look at the function and at its permission; update the stack.");
    }
    if let Some(time) = failed.filter(|it| Some(*it) > evaluated) {
        return Check::problem(subject, format!("Its function failed at {time}: {said}"))
            .means("What it was to judge then has an old verdict, or none.")
            .remedied_by("Its log group has one line with a code for each failure.");
    }
    let period = metadata.trigger.schedule.map(|it| SignedDuration::from_hours(it.hours().into()));
    let overdue = |since: Timestamp| period.is_some_and(|it| now.duration_since(since) > it * 2);
    match evaluated {
        Some(time) if overdue(time) => {
            Check::problem(subject, format!("Last evaluated at {time}: two periods were missed."))
                .means("Its verdicts are out of date.")
                .remedied_by("Its log group and its alarm say why; run it by hand in the console.")
        }
        Some(time) => Check::ok(subject, format!("Last evaluated at {time}.")),
        None if activated.is_some_and(overdue) => {
            Check::problem(subject, "It has never been evaluated, for more than two periods.")
                .means("It has no verdict.")
                .remedied_by("Its log group and its alarm say why; run it by hand in the console.")
        }
        None if period.is_none() && status.first_evaluation_started => Check::warning(
            subject,
            "It was started and has evaluated nothing: no resource of its types was recorded.",
        )
        .means("That is well where there is none.")
        .remedied_by("Create one, or look at the recorded types above."),
        None => Check::warning(subject, "It has not been evaluated yet.")
            .means("It was deployed lately.")
            .remedied_by("Look again in an hour, or run it by hand in the console."),
    }
}

fn moment(time: &DateTime) -> Option<Timestamp> {
    shared::aws::timestamp(time).ok()
}
