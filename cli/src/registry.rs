//! Every rule of the pack.

use shared::{AnyRule, Metadata, invocation};

use crate::error::{Error, Result};
use crate::render::pack_rule_name;

/// The rules, sorted by the number of their control.
pub static RULES: &[&dyn AnyRule] = &[
    &aws_core_1_organization_member::OrganizationMember,
    &aws_core_2_stages_in_separate_accounts::StagesInSeparateAccounts,
    &aws_core_3_trail_to_log_account::TrailToLogAccount,
    &aws_core_4_root_email_shared::RootEmailShared,
    &aws_core_5_root_mfa_and_no_access_keys::RootMfaAndNoAccessKeys,
    &aws_core_6_root_unused::RootUnused,
    &aws_core_7_service_control_policies::ServiceControlPolicies,
    &aws_core_8_data_stores_encrypted::DataStoresEncrypted,
    &aws_core_9_ebs_encrypted::EbsEncrypted,
    &aws_core_10_saml_single_sign_on::SamlSingleSignOn,
    &aws_core_11_no_iam_console_users::NoIamConsoleUsers,
    &aws_core_12_no_iam_access_keys::NoIamAccessKeys,
    &aws_core_13_iam_access_keys_used::IamAccessKeysUsed,
    &aws_core_14_iam_access_keys_rotated::IamAccessKeysRotated,
    &aws_core_15_iam_roles_used::IamRolesUsed,
    &aws_core_16_no_aws_managed_full_access::NoAwsManagedFullAccess,
    &aws_core_17_rds_iam_authentication::RdsIamAuthentication,
    &aws_core_18_secrets_managed::SecretsManaged,
    &aws_core_19_ingress_http_only::IngressHttpOnly,
    &aws_core_20_private_subnets::PrivateSubnets,
    &aws_core_21_rds_private::RdsPrivate,
    &aws_core_22_egress_restricted::EgressRestricted,
    &aws_core_23_s3_not_public::S3NotPublic,
    &aws_core_24_s3_block_public_access::S3BlockPublicAccess,
    &aws_core_25_config_in_all_regions::ConfigInAllRegions,
    &aws_core_26_s3_object_logging::S3ObjectLogging,
    &aws_core_27_guardduty_in_all_regions::GuarddutyInAllRegions,
    &aws_core_28_infrastructure_as_code::InfrastructureAsCode,
    &aws_core_29_custom_amis_recent::CustomAmisRecent,
    &aws_core_30_incident_response_plan::IncidentResponsePlan,
    &aws_core_31_backups_in_other_account::BackupsInOtherAccount,
    &aws_core_32_ec2_patched::Ec2Patched,
    &aws_core_33_private_remote_access::PrivateRemoteAccess,
];

/// The rule that `name` means, as [`is_called`] says.
pub fn find(name: &str) -> Option<&'static dyn AnyRule> {
    RULES.iter().copied().find(|rule| is_called(*rule, name))
}

/// The rule of `rules` that `name` means, or an error that names those there are.
pub(crate) fn find_in<'a>(rules: &[&'a dyn AnyRule], name: &str) -> Result<&'a dyn AnyRule> {
    rules.iter().copied().find(|rule| is_called(*rule, name)).ok_or_else(|| {
        let names: Vec<&str> = rules.iter().map(|rule| rule.metadata().name).collect();
        let names = names.join(", ");
        Error::Usage(format!("no control is called {name}; there are: {names}"))
    })
}

/// Whether `name` is the rule's name, its control's id (`aws-core-19`), the state it stands for
/// (`ingress-http-only`) or its control's number (`19`).
pub fn is_called(rule: &dyn AnyRule, name: &str) -> bool {
    let metadata = rule.metadata();
    let name = name.to_ascii_lowercase();
    [metadata.name, metadata.control_id(), metadata.state()].contains(&name.as_str())
        || name.parse() == Ok(metadata.number())
}

/// What the rules declare about themselves.
pub(crate) fn metadata(rules: &[&dyn AnyRule]) -> impl Iterator<Item = &'static Metadata> {
    rules.iter().map(|rule| rule.metadata())
}

/// Whether a rule deployed as `name` is the rule called `own`: an organization and a conformance pack
/// add to it.
pub(crate) fn is_deployed_as(own: &str, name: &str) -> bool {
    let of_organization =
        || name.strip_prefix("OrgConfigRule-").and_then(|it| it.strip_prefix(own));
    let of_pack = || name.strip_prefix(pack_rule_name(own));
    name == own
        || of_organization().is_some_and(|it| it.starts_with('-'))
        || of_pack().is_some_and(|it| it.starts_with("-conformance-pack-"))
}

/// The region of the rules that an account has once, where nobody says otherwise.
pub fn home_region() -> String {
    invocation::Parameters::default().home_region.0
}
