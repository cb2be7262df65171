//! The organization, as the rules will see it; and where statements of people are read from.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::aws::Aws;
use shared::invocation::{Environment, Parameters};
use shared::organization::{Account, Organization};
use shared::{Cause, Invocation, Result, Timestamp, parameter_store};

use super::caller::Caller;
use super::check::Check;
use super::examine::Options;

const SUBJECT: &str = "Organization";

/// What was told of the organization: none; or it, and its accounts where they may be seen.
type Told = Option<(Organization, Option<Vec<Account>>)>;

/// Asks and judges what the organization means for the rules.
pub(super) async fn check(aws: &Aws, caller: &Caller, options: &Options, now: Timestamp) -> Check {
    match read(aws, caller, options, now).await {
        Err(error) => Check::not_checked(SUBJECT, &error),
        Ok(told) => judge(told, &caller.account_id),
    }
}

async fn read(aws: &Aws, caller: &Caller, options: &Options, now: Timestamp) -> Result<Told> {
    let environment = Environment {
        account_id: caller.account_id.clone(),
        region: aws.region().unwrap_or_default().to_owned(),
        partition: caller.partition().to_owned(),
        rule_name: None,
        parameters: options.parameters.clone(),
        aws: Some(aws.clone()),
    };
    let (environment, cause) = (Arc::new(environment), Cause::Schedule);
    let invocation = Invocation { environment, time: now, cause };
    let Some(organization) = Organization::of(&invocation).await? else { return Ok(None) };
    // One page tells whether the list may be seen.
    let accounts = organization.accounts(&invocation, |_| true).await?;
    Ok(Some((organization, accounts)))
}

fn judge(told: Told, account_id: &str) -> Check {
    match told {
        None => Check::ok(
            SUBJECT,
            "The account stands alone. Controls 1 and 7 will be NON_COMPLIANT, 4 takes an \
             attestation, and 2 looks at the account's own tags.",
        ),
        Some((it, _)) if it.management_account_id == account_id => Check::ok(
            SUBJECT,
            format!("Management account of {}: controls 1, 2, 4 and 7 see all of it.", it.id),
        ),
        Some((it, Some(_))) => Check::ok(
            SUBJECT,
            format!(
                "Member of {}, and delegated administrator: controls 1, 2 and 4 see all of it, 7 \
                 as far as policies are delegated.",
                it.id
            ),
        ),
        Some((it, None)) => Check::ok(
            SUBJECT,
            format!(
                "Member of {}, managed by {}. Here 1 judges membership only, 2 its own tags, and 4 \
                 and 7 are NOT_APPLICABLE: deploy the pack in the management or a delegated \
                 administrator account, too.",
                it.id, it.management_account_id
            ),
        ),
    }
}

/// Checks that the home region's Parameter Store answers under the prefix of statements.
pub(super) async fn statements(aws: &Aws, parameters: &Parameters, control: &str) -> Check {
    const SUBJECT: &str = "Attestations and exceptions";
    let (home, prefix) = (&parameters.home_region.0, &parameters.attestation_prefix.0);
    let name = format!("{prefix}/{control}");
    match parameter_store::get(aws, home, &name).await {
        Err(error) => Check::not_checked(SUBJECT, &error),
        Ok(found) => {
            let found = if found.is_some() { "exists" } else { "does not exist yet" };
            Check::ok(SUBJECT, format!("Parameter Store of {home} answers; {name} {found}."))
        }
    }
}

/// The parameters that all rules have, given as a person gives them.
pub(super) fn parameters(
    home_region: Option<&str>,
    attestation_prefix: Option<&str>,
) -> Result<Parameters> {
    let given = [("homeRegion", home_region), ("attestationPrefix", attestation_prefix)];
    let given: BTreeMap<String, String> = given
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect();
    shared::parameters::read(&given)
}
