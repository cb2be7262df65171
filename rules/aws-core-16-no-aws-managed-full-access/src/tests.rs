use std::collections::BTreeMap;
use std::time::Duration;

use cpu_time::ThreadTime;
use jiff::SignedDuration;
use serde_json::{Value, json};
use shared::authorization_details::{GROUP, LastUse, PolicyArn, ROLE};
use shared::credential_report::USER;
use shared::{Code, ComplianceType, ConfigurationItem, Rule, Timestamp, Verdict, parameters};

use crate::{Facts, Holder, NoAwsManagedFullAccess, Parameters, PermittedRoles};
use shared::testing::{compliant, non_compliant, not_applicable};

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const S3: &str = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
const POWER_USER: &str = "arn:aws:iam::aws:policy/PowerUserAccess";
const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

fn now() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn given(pairs: &[(&str, &str)]) -> Parameters {
    let given: BTreeMap<_, _> =
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    parameters::read(&given).unwrap()
}

fn holder(resource_type: &str, name: &str, attached: &[&str]) -> Holder {
    Holder {
        resource_type: resource_type.to_owned(),
        name: name.to_owned(),
        path: "/".to_owned(),
        attached: attached.iter().map(|&arn| PolicyArn(arn.to_owned())).collect(),
        last_use: None,
    }
}

fn at(path: &str, holder: Holder) -> Holder {
    Holder { path: path.to_owned(), ..holder }
}

fn used(days: i64, seconds: i64, holder: Holder) -> Holder {
    let time = now() - SignedDuration::from_secs(days * 86_400 + seconds);
    Holder { last_use: Some(LastUse { time, region: Some("us-east-1".to_owned()) }), ..holder }
}

fn verdict(holder: Holder, parameters: &Parameters) -> Verdict {
    NoAwsManagedFullAccess::judge(&Facts::Holder(holder), parameters, now())
}

#[test]
fn policies_by_what_they_permit() {
    let cases = [
        (
            "what runs under it in SageMaker Studio, all of S3",
            holder(
                ROLE,
                "studio",
                &["arn:aws:iam::aws:policy/SageMakerStudioAdminIAMPermissiveExecutionPolicy"],
            ),
            non_compliant(
                "Role studio has AWS managed policy \
                 SageMakerStudioAdminIAMPermissiveExecutionPolicy attached.",
            ),
        ),
        (
            "the same for its users, in China",
            holder(
                ROLE,
                "studio",
                &["arn:aws-cn:iam::aws:policy/SageMakerStudioUserIAMPermissiveExecutionPolicy"],
            ),
            non_compliant(
                "Role studio has AWS managed policy \
                 SageMakerStudioUserIAMPermissiveExecutionPolicy attached.",
            ),
        ),
        (
            "all but IAM and the like",
            holder(ROLE, "agent", &["arn:aws:iam::aws:policy/AIDevOpsAgentActionsPolicy"]),
            non_compliant("Role agent has AWS managed policy AIDevOpsAgentActionsPolicy attached."),
        ),
        (
            "everything, on a condition",
            holder(ROLE, "agent", &["arn:aws:iam::aws:policy/AWSMcpServiceActionsFullAccess"]),
            compliant("Role agent has no listed AWS managed policy."),
        ),
    ];
    for (case, holder, expected) in cases {
        assert_eq!(verdict(holder, &Parameters::default()), expected, "{case}");
    }
}

#[test]
fn users_groups_and_roles() {
    let service = "/aws-service-role/organizations.amazonaws.com/";
    let sso = "/aws-reserved/sso.amazonaws.com/";
    let cases = [
        (
            "① role with AdministratorAccess",
            holder(ROLE, "ci", &[ADMINISTRATOR]),
            non_compliant("Role ci has AWS managed policy AdministratorAccess attached."),
        ),
        (
            "② in another partition",
            holder(ROLE, "ci", &["arn:aws-cn:iam::aws:policy/AdministratorAccess"]),
            non_compliant("Role ci has AWS managed policy AdministratorAccess attached."),
        ),
        (
            "③ a policy of the account's own, of the same name",
            holder(ROLE, "ci", &["arn:aws:iam::111122223333:policy/AdministratorAccess"]),
            compliant("Role ci has no listed AWS managed policy."),
        ),
        (
            "④ a policy with a path",
            holder(ROLE, "ops", &["arn:aws:iam::aws:policy/job-function/SystemAdministrator"]),
            non_compliant("Role ops has AWS managed policy SystemAdministrator attached."),
        ),
        (
            "two policies",
            holder(GROUP, "devs", &[POWER_USER, READ_ONLY, S3]),
            non_compliant("Group devs has AmazonS3FullAccess and PowerUserAccess attached."),
        ),
        (
            "a user",
            holder(USER, "bob", &["arn:aws:iam::aws:policy/IAMFullAccess"]),
            non_compliant("User bob has AWS managed policy IAMFullAccess attached."),
        ),
        (
            "⑪ ReadOnlyAccess",
            holder(USER, "bob", &[READ_ONLY]),
            compliant("User bob has no listed AWS managed policy."),
        ),
        (
            "nothing attached",
            holder(GROUP, "empty", &[]),
            compliant("Group empty has no listed AWS managed policy."),
        ),
        (
            "a name that begins like a listed one",
            holder(ROLE, "web", &["arn:aws:iam::aws:policy/AdministratorAccess-Amplify"]),
            compliant("Role web has no listed AWS managed policy."),
        ),
        (
            "⑩ service-linked",
            at(service, holder(ROLE, "AWSServiceRoleForOrganizations", &[ADMINISTRATOR])),
            not_applicable("Role AWSServiceRoleForOrganizations is service-linked."),
        ),
        (
            "a user at the path of service-linked roles",
            at(service, holder(USER, "bob", &[ADMINISTRATOR])),
            non_compliant("User bob has AWS managed policy AdministratorAccess attached."),
        ),
        (
            "of Identity Center, and not permitted",
            at(sso, holder(ROLE, "AWSReservedSSO_AdministratorAccess_0a1b2c", &[ADMINISTRATOR])),
            non_compliant(
                "Role AWSReservedSSO_AdministratorAccess_0a1b2c has AWS managed policy \
                 AdministratorAccess attached.",
            ),
        ),
        (
            "made for a service by the console",
            at(
                "/service-role/",
                holder(
                    ROLE,
                    "emr",
                    &["arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduceforEC2Role"],
                ),
            ),
            non_compliant(
                "Role emr has AWS managed policy AmazonElasticMapReduceforEC2Role attached.",
            ),
        ),
    ];
    for (case, holder, expected) in cases {
        assert_eq!(verdict(holder, &Parameters::default()), expected, "{case}");
    }
}

#[test]
fn permitted_roles() {
    let parameters = given(&[(
        "permittedAdministratorRoles",
        "OrganizationAccountAccessRole,AWSReservedSSO_AdministratorAccess_*,bob",
    )]);
    let cases = [
        (
            "⑥ permitted by name",
            holder(ROLE, "OrganizationAccountAccessRole", &[ADMINISTRATOR]),
            compliant(
                "[declared] Role OrganizationAccountAccessRole holds AdministratorAccess and is a permitted \
                 administrator role.",
            ),
        ),
        (
            "permitted by pattern, two policies",
            holder(ROLE, "AWSReservedSSO_AdministratorAccess_0a1b", &[S3, ADMINISTRATOR]),
            compliant(
                "[declared] Role AWSReservedSSO_AdministratorAccess_0a1b holds AdministratorAccess and \
                 AmazonS3FullAccess and is a permitted administrator role.",
            ),
        ),
        (
            "⑦ a user whose name is permitted to roles",
            holder(USER, "bob", &[ADMINISTRATOR]),
            non_compliant("User bob has AWS managed policy AdministratorAccess attached."),
        ),
        (
            "a group whose name is permitted to roles",
            holder(GROUP, "bob", &[ADMINISTRATOR]),
            non_compliant("Group bob has AWS managed policy AdministratorAccess attached."),
        ),
        (
            "the name in another case",
            holder(ROLE, "organizationaccountaccessrole", &[ADMINISTRATOR]),
            non_compliant(
                "Role organizationaccountaccessrole has AWS managed policy AdministratorAccess \
                 attached.",
            ),
        ),
        (
            "permitted, but without such a policy",
            holder(ROLE, "bob", &[READ_ONLY]),
            compliant("Role bob has no listed AWS managed policy."),
        ),
        (
            "permitted and used just now, where that does not matter",
            used(0, 1, holder(ROLE, "bob", &[ADMINISTRATOR])),
            compliant(
                "[declared] Role bob holds AdministratorAccess and is a permitted administrator role.",
            ),
        ),
    ];
    for (case, holder, expected) in cases {
        assert_eq!(verdict(holder, &parameters), expected, "{case}");
    }
}

#[test]
fn permitted_roles_that_should_be_idle() {
    let parameters =
        given(&[("permittedAdministratorRoles", "admin"), ("permittedUseWindowDays", "30")]);
    let admin = || holder(ROLE, "admin", &[ADMINISTRATOR]);
    let idle = compliant(
        "[declared] Role admin holds AdministratorAccess and is a permitted administrator role.",
    );
    let cases = [
        (
            "⑨ used yesterday",
            used(1, 0, admin()),
            non_compliant(
                "Permitted role admin was used 2026-01-14; it should be idle for 30 days.",
            ),
        ),
        (
            "used exactly 30 days ago",
            used(30, 0, admin()),
            non_compliant(
                "Permitted role admin was used 2025-12-16; it should be idle for 30 days.",
            ),
        ),
        ("used 30 days and a second ago", used(30, 1, admin()), idle.clone()),
        ("never used", admin(), idle),
        (
            "used after the change that is judged",
            used(0, -3600, admin()),
            non_compliant(
                "Permitted role admin was used 2026-01-15; it should be idle for 30 days.",
            ),
        ),
        (
            "used, but without such a policy",
            used(1, 0, holder(ROLE, "admin", &[READ_ONLY])),
            compliant("Role admin has no listed AWS managed policy."),
        ),
        (
            "not permitted, idle",
            holder(ROLE, "ci", &[ADMINISTRATOR]),
            non_compliant("Role ci has AWS managed policy AdministratorAccess attached."),
        ),
    ];
    for (case, holder, expected) in cases {
        assert_eq!(verdict(holder, &parameters), expected, "{case}");
    }
}

fn account(names: &[&str], parameters: &Parameters) -> Verdict {
    let names = PermittedRoles(names.iter().map(|&name| name.to_owned()).collect());
    NoAwsManagedFullAccess::judge(&Facts::Account(names), parameters, now())
}

#[test]
fn the_number_of_permitted_roles() {
    let two = Parameters::default();
    assert_eq!(
        account(&["b", "c", "a"], &two),
        non_compliant("3 roles hold administrator access by permission, limit 2: a, b and c."),
        "⑧ three, limit two"
    );
    assert_eq!(
        account(&["b", "a"], &two),
        compliant("2 roles hold administrator access by permission, limit 2: a and b.")
    );
    assert_eq!(
        account(&[], &two),
        compliant("No role holds administrator access by permission, limit 2.")
    );
    let none = given(&[("maxPermittedRoles", "0")]);
    assert_eq!(
        account(&["admin"], &none),
        non_compliant("1 role holds administrator access by permission, limit 0: admin.")
    );
    assert_eq!(
        account(&[], &none),
        compliant("No role holds administrator access by permission, limit 0.")
    );
}

#[test]
fn who_counts_as_a_permitted_role() {
    let parameters = given(&[("permittedAdministratorRoles", "admin*")]);
    let service = "/aws-service-role/x.amazonaws.com/";
    let holders = [
        holder(ROLE, "admin-1", &[ADMINISTRATOR]),
        holder(ROLE, "admin-2", &[S3]),
        holder(ROLE, "admin-3", &[READ_ONLY]),
        holder(USER, "admin-4", &[ADMINISTRATOR]),
        at(service, holder(ROLE, "admin-5", &[ADMINISTRATOR])),
        holder(ROLE, "ci", &[ADMINISTRATOR]),
    ];
    let mut permitted = PermittedRoles::default();
    for holder in &holders {
        permitted.count(holder, &parameters);
    }
    assert_eq!(permitted.0, ["admin-1", "admin-2"]);
}

#[test]
fn the_policies_are_the_owners() {
    let parameters = given(&[("policyNames", "ReadOnlyAccess,job-function/Billing")]);
    assert_eq!(
        verdict(holder(ROLE, "audit", &[READ_ONLY, ADMINISTRATOR]), &parameters),
        non_compliant("Role audit has AWS managed policy ReadOnlyAccess attached.")
    );
    let billing = "arn:aws:iam::aws:policy/job-function/Billing";
    assert_eq!(
        verdict(holder(ROLE, "finance", &[billing]), &parameters),
        non_compliant("Role finance has AWS managed policy Billing attached.")
    );
    let elsewhere = "arn:aws:iam::aws:policy/Billing";
    assert_eq!(
        verdict(holder(ROLE, "finance", &[elsewhere]), &parameters),
        compliant("Role finance has no listed AWS managed policy.")
    );
    for (name, value) in [
        ("policyNames", ""),
        ("policyNames", ADMINISTRATOR),
        ("policyNames", "Administrator*"),
        ("policyNames", "/job-function/Billing"),
        ("policyNames", "A,,B"),
        ("maxPermittedRoles", "101"),
        ("maxPermittedRoles", "-1"),
        ("permittedUseWindowDays", "401"),
        ("policyName", "A"),
    ] {
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let error = parameters::read::<Parameters>(&given).unwrap_err();
        assert_eq!(error.code(), Code::InvalidParameters, "{name} {value:?}");
    }
}

#[test]
fn many_policies_fit() {
    let names: Vec<String> = (0..20).map(|n| format!("Policy{n:02}FullAccess")).collect();
    let arns: Vec<String> =
        names.iter().map(|name| format!("arn:aws:iam::aws:policy/{name}")).collect();
    let arns: Vec<&str> = arns.iter().map(String::as_str).collect();
    let parameters = given(&[("policyNames", &names.join(","))]);
    let text = verdict(holder(ROLE, "all", &arns), &parameters).annotation;
    assert!(text.starts_with("Role all has Policy00FullAccess, Policy01"), "{text}");
    assert!(text.ends_with(", and 9 more attached.") && text.chars().count() <= 256, "{text}");
}

fn item(resource_type: &str, configuration: &Value) -> ConfigurationItem {
    let item = json!({
        "resourceType": resource_type,
        "resourceId": "AROA2EXAMPLEROLE00001",
        "configurationItemStatus": "OK",
        "configuration": configuration,
    });
    ConfigurationItem::from_json(&item.to_string()).unwrap()
}

fn recorded(name: &str, kind: &str) -> Value {
    let policy = json!({ "policyName": "AdministratorAccess", "policyArn": ADMINISTRATOR });
    let mut recorded = json!({
        "path": "/",
        "arn": format!("arn:aws:iam::111122223333:{kind}/{name}"),
        "createDate": "2024-05-01T10:00:00.000Z",
        "attachedManagedPolicies": [policy],
    });
    recorded[format!("{kind}Name")] = name.into();
    recorded[format!("{kind}Id")] = "AROA2EXAMPLEROLE00001".into();
    recorded
}

#[test]
fn items_of_the_three_types_are_read() {
    for (resource_type, kind) in [(USER, "user"), (GROUP, "group"), (ROLE, "role")] {
        let recorded = recorded("ci", kind);
        let expected = holder(resource_type, "ci", &[ADMINISTRATOR]);
        let read = Holder::of(&item(resource_type, &recorded)).unwrap();
        assert_eq!(read, expected, "{kind}");
        let in_text = Holder::of(&item(resource_type, &recorded.to_string().into())).unwrap();
        assert_eq!(in_text, expected, "{kind}");
    }
    let boundary = json!({
        "permissionsBoundaryType": "PermissionsBoundaryPolicy",
        "permissionsBoundaryArn": ADMINISTRATOR,
    });
    let mut bounded = recorded("ci", "role");
    bounded["permissionsBoundary"] = boundary;
    bounded["attachedManagedPolicies"] = json!([]);
    let read = Holder::of(&item(ROLE, &bounded)).unwrap();
    assert_eq!(
        verdict(read, &Parameters::default()),
        compliant("Role ci has no listed AWS managed policy."),
        "⑤ a permissions boundary only"
    );
}

#[test]
fn an_item_that_does_not_tell_is_no_pass() {
    for (field, value) in [
        ("attachedManagedPolicies", Value::Null),
        ("attachedManagedPolicies", json!([{ "policyName": "AdministratorAccess" }])),
        ("attachedManagedPolicies", json!("AdministratorAccess")),
        ("path", Value::Null),
        ("roleName", Value::Null),
    ] {
        let mut configuration = recorded("ci", "role");
        configuration[field] = value;
        let error = Holder::of(&item(ROLE, &configuration)).unwrap_err();
        assert_eq!(error.code(), Code::InvalidEvent, "{field}");
    }
    assert!(Holder::of(&item(ROLE, &Value::Null)).is_err());
}

/// How long it takes to count and to judge `count` roles, each with many policies.
fn duration(count: usize) -> Duration {
    let parameters = given(&[("permittedAdministratorRoles", "role-*")]);
    let role = |n: usize| holder(ROLE, &format!("role-{n}"), &[READ_ONLY, S3, ADMINISTRATOR]);
    let roles: Vec<Holder> = (0..count).map(role).collect();
    let start = ThreadTime::now();
    let mut permitted = PermittedRoles::default();
    for role in roles {
        permitted.count(&role, &parameters);
        let verdict = verdict(role, &parameters);
        assert_eq!(verdict.compliance_type, ComplianceType::Compliant);
    }
    let account = NoAwsManagedFullAccess::judge(&Facts::Account(permitted), &parameters, now());
    assert_eq!(account.compliance_type, ComplianceType::NonCompliant);
    assert!(account.marked().starts_with(&format!("{count} roles hold")));
    start.elapsed()
}

/// Ten times the roles take about ten times as long, where comparing each with each would take a
/// hundred times. The shortest of several runs is the one that nothing else disturbed.
#[test]
fn five_thousand_roles_are_judged_in_linear_time() {
    let shortest = |count| (0..5).map(|_| duration(count)).min().unwrap();
    let (few, many) = (shortest(500), shortest(5_000));
    assert!(many < few * 30, "500 roles: {few:?}, 5,000 roles: {many:?}");
}
