//! Secrets lie in a secrets store: the account has one, and what runs in it is not configured with
//! secrets in plain text.
//!
//! Functions, task definitions, build projects, launch configurations and stacks are judged when
//! they change ([`configuration`]): a value that has the form of a credential ([`credential`]), or a
//! literal under a name that speaks of one ([`name`], [`value`]), is a secret in plain text. Whether
//! a store is in use is asked on schedule, in the home region, over all active regions ([`store`]);
//! a person may attest another store ([`shared::attestation`]).
//!
//! What is read here leaves the function in no way: values are a [`secret::Secret`], which prints as
//! dots, and failures to read them do not repeat them. The user data of instances and launch
//! templates, which AWS Config does not record, is not seen.

mod build_project;
mod configuration;
mod credential;
mod function;
mod launch_configuration;
mod name;
mod secret;
mod setting;
mod stack;
mod store;
mod task_definition;
mod value;

use shared::attestation::AttestationParameters;
use shared::regions::RegionParameters;
use shared::{
    ACCOUNT, Cause, ConfigurationItem, Frequency, Inventory, Invocation, Metadata, Permission,
    Result, Rule, Scope, Section, Subject, Timestamp, Trigger, Verdict,
};

pub use configuration::Configuration;
pub use name::{IgnoredNames, SecretNameWords};
pub use store::Store;

/// The rule.
#[derive(Debug)]
pub struct SecretsManaged;

const FUNCTION: &str = "AWS::Lambda::Function";
const TASK_DEFINITION: &str = "AWS::ECS::TaskDefinition";
const BUILD_PROJECT: &str = "AWS::CodeBuild::Project";
const LAUNCH_CONFIGURATION: &str = "AWS::AutoScaling::LaunchConfiguration";
const STACK: &str = "AWS::CloudFormation::Stack";

shared::parameters! {
    /// Words in the name of a setting that say its value is a secret; `api_key` also stands for
    /// `apiKey`.
    secret_name_words: SecretNameWords = "password,passwd,pwd,secret,token,apikey,api_key,\
        privatekey,private_key,credential,credentials",
    /// Patterns of names, such as `*_ARN`, that do not name a secret whatever their words; without
    /// regard to case, and `dbSecretArn` counts as `DB_SECRET_ARN`.
    pub ignored_names: IgnoredNames = "*_ARN,*_NAME,*_ID,*_URL,*_PATH,*_TTL,*_EXPIRY,*_LENGTH,\
        *_KEY_ID",
    /// Whether configuration is searched for secrets in plain text.
    check_plaintext: bool = true,
    ..regions: RegionParameters,
    ..attestation: AttestationParameters,
}

/// What a verdict depends on.
#[derive(Debug)]
pub enum Facts {
    /// What a resource is configured with.
    Configuration(Configuration),
    /// The search is switched off.
    Unsearched,
    /// Where the account keeps its secrets.
    Store(Store),
}

impl Rule for SecretsManaged {
    const METADATA: Metadata = Metadata {
        name: env!("CARGO_PKG_NAME"),
        title: "A secrets store is used and configuration holds no plaintext secrets",
        question: "Are passwords, tokens and keys kept in a secrets store, and out of plain \
            configuration?",
        rationale: "Whoever may look at a function, a stack or a build project reads its \
            variables, and so do logs, backups and AWS Config itself. A secret in a store is \
            handed only to those whom a policy names, its use is recorded, and it can be \
            replaced without a deployment.",
        acceptable: "Secrets Manager, SecureString parameters or another secrets store hold the \
            secrets, and configuration only refers to them.",
        failure: "No secrets store is in use, or a password, token or key stands in plain text \
            in an environment variable, user data or a stack.",
        remediation: "Put the value into Secrets Manager or a SecureString parameter, refer to \
            it where the annotation says, and replace the secret: it was readable. A setting \
            that is no secret is passed over by `ignoredNames`; another secrets store is \
            attested.",
        section: Section::IdentityAndAccessManagement,
        scope: Scope::EveryRegion,
        trigger: Trigger {
            changes: &[FUNCTION, TASK_DEFINITION, BUILD_PROJECT, LAUNCH_CONFIGURATION, STACK],
            schedule: Some(Frequency::TwentyFourHours),
        },
        reports: &[ACCOUNT, LAUNCH_CONFIGURATION, STACK, BUILD_PROJECT, TASK_DEFINITION, FUNCTION],
        permissions: &[
            Permission::everywhere("ec2:DescribeRegions"),
            Permission::on(
                function::ACTION,
                "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*",
            ),
            Permission::everywhere("secretsmanager:ListSecrets"),
            Permission::everywhere("ssm:DescribeParameters"),
        ],
        attested: true,
        references: &[
            "AWS Well-Architected SEC02-BP03",
            "Security Hub CodeBuild.2",
            "Security Hub ECS.8",
        ],
    };
    type Parameters = Parameters;
    type Facts = Facts;

    async fn gather(invocation: &Invocation, parameters: &Parameters) -> Result<Inventory<Facts>> {
        if let Cause::Change(item) = &invocation.cause {
            return Ok(Inventory::some(changed(invocation, item, parameters).await));
        }
        // The account alone is covered: the other results belong to the resources' changes. Outside
        // the home region that withdraws what was said when the home was there.
        let environment = &invocation.environment;
        if environment.region != environment.parameters.home_region.0 {
            return Ok(Inventory::listed(&[ACCOUNT], []));
        }
        let control = Self::METADATA.control_id();
        let store = Store::read(invocation, control, parameters).await?;
        let account = Subject::account(invocation, Ok(Facts::Store(store)));
        Ok(Inventory::listed(&[ACCOUNT], [account]))
    }

    fn judge(facts: &Facts, parameters: &Parameters, time: Timestamp) -> Verdict {
        match facts {
            Facts::Configuration(it) => it.verdict(parameters),
            Facts::Unsearched => {
                Verdict::not_applicable("Plaintext is not searched for (checkPlaintext is false).")
            }
            Facts::Store(it) => it.verdict(parameters, time),
        }
    }
}

/// The changed resource; none if it is gone by now.
async fn changed(
    invocation: &Invocation,
    item: &ConfigurationItem,
    parameters: &Parameters,
) -> Option<Subject<Facts>> {
    if !parameters.check_plaintext {
        return Some(Subject::of(item, Ok(Facts::Unsearched)));
    }
    let configuration = match item.resource_type.as_str() {
        FUNCTION => function::read(invocation, item).await.transpose()?,
        TASK_DEFINITION => task_definition::read(item),
        BUILD_PROJECT => build_project::read(item),
        LAUNCH_CONFIGURATION => launch_configuration::read(item),
        STACK => stack::read(item),
        _ => return None,
    };
    Some(Subject::of(item, configuration.map(Facts::Configuration)))
}

#[cfg(test)]
mod tests;
