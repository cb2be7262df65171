//! Whether the caller may deploy, as far as IAM's simulation tells.

use aws_config::SdkConfig;
use aws_sdk_iam::Client;
use aws_sdk_iam::types::{EvaluationResult, PolicyEvaluationDecisionType};
use shared::paging::Paging;
use shared::{Code, Error, Result};

use super::caller::Caller;
use super::check::Check;

const SUBJECT: &str = "Permissions to deploy";
const SIMULATE: &str = "iam:SimulatePrincipalPolicy";

/// What creating each type of resource of the template takes.
pub(super) const BY_TYPE: &[(&str, &[&str])] = &[
    ("AWS::CloudWatch::Alarm", &["cloudwatch:PutMetricAlarm"]),
    ("AWS::Config::ConfigRule", &["config:PutConfigRule"]),
    ("AWS::IAM::Role", &["iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy"]),
    ("AWS::Lambda::Permission", &["lambda:AddPermission"]),
    ("AWS::Logs::LogGroup", &["logs:CreateLogGroup", "logs:PutRetentionPolicy"]),
    ("AWS::SQS::Queue", &["sqs:CreateQueue"]),
    (
        "AWS::Serverless::Function",
        &["lambda:CreateFunction", "lambda:GetFunction", "lambda:PutFunctionEventInvokeConfig"],
    ),
];
/// The types that are made only where a parameter of the stack asks for them: whoever does not set it
/// needs no permission for them.
#[cfg(test)]
pub(super) const ON_REQUEST: &[&str] = &[
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Config::ConformancePack",
    "AWS::Config::RemediationConfiguration",
    "AWS::Events::Rule",
    "AWS::IAM::Policy",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
];
/// What `sam deploy` itself takes.
const BY_SAM: &[&str] =
    &["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet", "s3:PutObject"];

/// Asks IAM what it would decide, and judges.
pub(super) async fn check(sdk: &SdkConfig, caller: &Caller) -> Check {
    match read(&Client::new(sdk), caller).await {
        Err(error) => Check::not_checked(SUBJECT, &error),
        Ok(results) => judge(&results),
    }
}

fn actions() -> Vec<String> {
    let by_type = BY_TYPE.iter().flat_map(|(_, actions)| *actions);
    by_type.chain(BY_SAM).map(|&it| it.to_owned()).collect()
}

async fn read(iam: &Client, caller: &Caller) -> Result<Vec<EvaluationResult>> {
    let principal = principal(iam, caller).await?;
    let request = iam
        .simulate_principal_policy()
        .policy_source_arn(principal)
        .set_action_names(Some(actions()));
    let (mut results, mut paging) = (Vec::new(), Paging::of(SIMULATE));
    loop {
        let page = request.clone().set_marker(paging.token()).send().await;
        let page = page.map_err(Error::calling(SIMULATE))?;
        results.extend(page.evaluation_results.unwrap_or_default());
        if !paging.advance_if(page.is_truncated, page.marker)? {
            return Ok(results);
        }
    }
}

/// The user or role whose policies count. The ARN of a session lacks its role's path.
async fn principal(iam: &Client, caller: &Caller) -> Result<String> {
    let resource = caller.arn.splitn(6, ':').nth(5).unwrap_or_default();
    let mut parts = resource.split('/');
    match (parts.next(), parts.next()) {
        (Some("user"), Some(_)) => Ok(caller.arn.clone()),
        (Some("assumed-role"), Some(role)) => {
            let answer = iam.get_role().role_name(role).send().await;
            let role = answer.map_err(Error::calling("iam:GetRole"))?.role;
            role.map(|it| it.arn)
                .ok_or_else(|| Error::new(Code::CallFailed, "iam:GetRole: no role"))
        }
        _ => {
            let message = format!("IAM simulates users and roles only, not {}", caller.arn);
            Err(Error::new(Code::Unsupported, message))
        }
    }
}

fn judge(results: &[EvaluationResult]) -> Check {
    let decided = |wanted: &dyn Fn(&EvaluationResult) -> bool| {
        let those = results.iter().filter(|it| wanted(it));
        let mut those: Vec<&str> = those.map(|it| it.eval_action_name.as_str()).collect();
        those.sort_unstable();
        those.join(", ")
    };
    let by_organization = decided(&|it| {
        it.organizations_decision_detail.as_ref().is_some_and(|it| !it.allowed_by_organizations)
    });
    let denied = decided(&|it| it.eval_decision == PolicyEvaluationDecisionType::ExplicitDeny);
    let missing = decided(&|it| it.eval_decision != PolicyEvaluationDecisionType::Allowed);
    if !by_organization.is_empty() {
        return Check::problem(SUBJECT, format!("The organization denies: {by_organization}."))
            .means("The deployment fails, whatever else is allowed.")
            .remedied_by("Ask whoever runs the organization.");
    }
    if !denied.is_empty() {
        return Check::problem(SUBJECT, format!("Denied expressly: {denied}."))
            .means("The deployment fails.")
            .remedied_by(
                "Deploy as somebody else, or with a role for CloudFormation (--role-arn).",
            );
    }
    if !missing.is_empty() {
        return Check::warning(SUBJECT, format!("Not allowed on every resource: {missing}."))
            .means("They may be allowed on some; the simulation asked about all resources.")
            .remedied_by("If the deployment is denied one of them, allow it, or use --role-arn.");
    }
    let asked = results.len();
    if asked < actions().len() {
        let finding = format!("IAM answered for {asked} of {} actions.", actions().len());
        return Check::unknown(SUBJECT, finding);
    }
    Check::ok(SUBJECT, format!("IAM's simulation allows all {asked} actions that were asked for."))
}
