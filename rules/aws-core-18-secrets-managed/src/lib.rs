//! Secrets lie in a secrets store: the account has one, and what runs in it is not configured with
//! secrets in plain text.
//!
//! A value that has the form of a credential, or a literal under a name that speaks of one, is a
//! secret in plain text; [`secrets`] finds both, also in connection strings, JSON and scripts, in
//! base64 and compressed. It is looked for
//!
//! - on changes, in the environment of a **function**; the environments, commands, entry points,
//!   health checks, log options and labels of an **ECS task definition**, of which AWS Config shows
//!   the newest revision; the environment, the inline build specifications and the source locations
//!   of a **build project**; the user data of a **launch configuration**; the parameters and outputs
//!   of a **stack**;
//! - once a day, in every region, in the user data of **launch templates**, default and latest
//!   version, and of **instances**, which AWS Config does not record.
//!
//! Not looked into: a function's code and layers, images, files in S3 that a task definition reads,
//! build specifications in the source, what a script downloads, templates of stacks, earlier
//! revisions and versions. User data that is no text cannot be searched, and its verdict says so.
//!
//! Whether a store is in use is asked on schedule, in the home region, over all active regions
//! ([`store`]); a person may attest another store ([`shared::attestation`]).
//!
//! What is read here leaves the function in no way: values are a [`secret::Secret`], which prints as
//! dots, and failures to read them do not repeat them.

mod build_project;
mod configuration;
mod function;
mod instance;
mod launch_configuration;
mod launch_template;
mod name;
mod secret;
mod setting;
mod stack;
mod store;
mod task_definition;
mod unlisted;
mod user_data;

use launch_template::LAUNCH_TEMPLATE;
use shared::attestation::AttestationParameters;
use shared::instance::INSTANCE;
use shared::regions::RegionParameters;
use shared::{
    ACCOUNT, Cause, ConfigurationItem, Frequency, Inventory, Invocation, Metadata, Permission,
    Result, Rule, Scope, Section, Subject, Timestamp, Trigger, Verdict,
};

pub use configuration::Configuration;
pub use name::{IgnoredNames, SecretNameWords};
pub use store::Store;
pub use unlisted::Unlisted;

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
    /// `apiKey` and `apikey`, and `password` for `PGPASSWORD`. A name that goes on with what a
    /// secret has, as `TOKEN_AUDIENCE`, is passed over.
    secret_name_words: SecretNameWords = "password,passwd,pwd,pass,passphrase,secret,token,apikey,\
        api_key,privatekey,private_key,access_key,account_key,auth_key,decryption_key,\
        encryption_key,hmac_key,jwt_key,master_key,secret_key,signing_key,redis_auth,credential,\
        credentials",
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
    /// Where the account keeps its secrets, and whose user data could not be listed.
    Store(Store, Unlisted),
    /// Whose user data could not be listed, where the account is not judged otherwise.
    Unlisted(Unlisted),
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
            in an environment variable, a command, a build specification, user data or a stack.",
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
        reports: &[
            ACCOUNT,
            LAUNCH_CONFIGURATION,
            STACK,
            BUILD_PROJECT,
            INSTANCE,
            LAUNCH_TEMPLATE,
            TASK_DEFINITION,
            FUNCTION,
        ],
        permissions: &[
            Permission::on(
                instance::ACTION,
                "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*",
            ),
            Permission::everywhere(shared::instance::ACTION),
            Permission::everywhere(launch_template::ACTION),
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
        // Who is in the home region: outside it, that withdraws what was said of the account when
        // the home was there.
        let environment = &invocation.environment;
        let is_home = environment.region == environment.parameters.home_region.0;
        let store = if is_home {
            let control = Self::METADATA.control_id();
            Some(Store::read(invocation, control, parameters).await?)
        } else {
            None
        };
        let (mut subjects, unlisted) = if parameters.check_plaintext {
            user_data_of_all(invocation).await
        } else {
            (Vec::new(), Unlisted::default())
        };
        let covered = unlisted.covered();
        let account = match store {
            Some(store) => Some(Facts::Store(store, unlisted)),
            None if unlisted.is_empty() => None,
            None => Some(Facts::Unlisted(unlisted)),
        };
        subjects.extend(account.map(|it| Subject::account(invocation, Ok(it))));
        Ok(Inventory::listed(covered, subjects))
    }

    fn judge(facts: &Facts, parameters: &Parameters, time: Timestamp) -> Verdict {
        match facts {
            Facts::Configuration(it) => it.verdict(parameters),
            Facts::Unsearched => {
                Verdict::not_applicable("Plaintext is not searched for (checkPlaintext is false).")
            }
            Facts::Store(it, unlisted) => unlisted.added_to(it.verdict(parameters, time)),
            Facts::Unlisted(it) => it.verdict(),
        }
    }
}

/// The launch templates and the instances of the region with their user data, and which of the two
/// could not be listed.
async fn user_data_of_all(invocation: &Invocation) -> (Vec<Subject<Facts>>, Unlisted) {
    let mut subjects = Vec::new();
    let mut unlisted = Unlisted::default();
    match launch_template::all(invocation).await {
        Ok(listed) => subjects.extend(listed),
        Err(error) => unlisted.launch_templates = Some(error),
    }
    match instance::all(invocation).await {
        Ok(listed) => subjects.extend(listed),
        Err(error) => unlisted.instances = Some(error),
    }
    (subjects, unlisted)
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
