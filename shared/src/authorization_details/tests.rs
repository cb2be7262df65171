use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types;
use aws_smithy_types::DateTime;

use super::*;
use crate::policy::{Effect, Selection};

const CREATED: i64 = 1_714_557_600;

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn attached(arn: &str) -> types::AttachedPolicy {
    types::AttachedPolicy::builder().policy_arn(arn).build()
}

fn inline(name: &str, text: &str) -> types::PolicyDetail {
    types::PolicyDetail::builder().policy_name(name).policy_document(text).build()
}

fn role(number: usize) -> types::RoleDetail {
    let used = types::RoleLastUsed::builder()
        .last_used_date(DateTime::from_secs(CREATED + 60))
        .region("eu-west-1");
    types::RoleDetail::builder()
        .role_id(format!("AROA2EXAMPLE{number:09}"))
        .role_name(format!("role-{number}"))
        .arn(format!("arn:aws:iam::111122223333:role/app/role-{number}"))
        .path("/app/")
        .create_date(DateTime::from_secs(CREATED))
        .assume_role_policy_document("%7B%22Statement%22%3A%5B%5D%7D")
        .role_policy_list(inline("own", "%7B%22Statement%22%3A%5B%5D%7D"))
        .attached_managed_policies(attached("arn:aws:iam::aws:policy/ReadOnlyAccess"))
        .tags(types::Tag::builder().key("team").value("shop").build().unwrap())
        .role_last_used(used.build())
        .build()
}

fn user(number: usize) -> types::UserDetail {
    types::UserDetail::builder()
        .user_id(format!("AIDA2EXAMPLE{number:09}"))
        .user_name(format!("user-{number}"))
        .arn(format!("arn:aws:iam::111122223333:user/user-{number}"))
        .path("/")
        .create_date(DateTime::from_secs(CREATED))
        .group_list("developers")
        .build()
}

fn group() -> types::builders::GroupDetailBuilder {
    types::GroupDetail::builder()
        .group_id("AGPA2EXAMPLEDEVS00001")
        .group_name("developers")
        .arn("arn:aws:iam::111122223333:group/developers")
        .path("/")
        .create_date(DateTime::from_secs(CREATED))
}

fn answer() -> aws_sdk_iam::operation::get_account_authorization_details::builders::GetAccountAuthorizationDetailsOutputBuilder
{
    GetAccountAuthorizationDetailsOutput::builder()
}

#[test]
fn everything_that_is_attached_is_read() {
    let read = answer().user_detail_list(user(1)).role_detail_list(role(2));
    let read = read.group_detail_list(group().group_policy_list(inline("in", "{}")).build());
    let page = Page::read(read.build()).unwrap();

    let [user] = &page.users[..] else { panic!("{page:?}") };
    assert_eq!(user.groups, ["developers"]);
    assert_eq!(user.identity.id, "AIDA2EXAMPLE000000001");
    assert!(user.identity.attached.is_empty() && user.identity.inline.is_empty());

    let [group] = &page.groups[..] else { panic!("{page:?}") };
    assert_eq!((group.name.as_str(), group.inline[0].name.as_str()), ("developers", "in"));

    let [Role { identity, trust, last_use }] = &page.roles[..] else { panic!("{page:?}") };
    assert_eq!(identity.path, "/app/");
    assert_eq!(identity.created, time(CREATED));
    assert_eq!(identity.tags["team"], "shop");
    assert_eq!(identity.attached, [PolicyArn("arn:aws:iam::aws:policy/ReadOnlyAccess".into())]);
    assert!(identity.inline[0].read().unwrap().statements.is_empty());
    assert!(trust.read().unwrap().statements.is_empty());
    let minute = LastUse { time: time(CREATED + 60), region: Some("eu-west-1".to_owned()) };
    assert_eq!(last_use.as_ref(), Some(&minute));
}

#[test]
fn a_role_without_a_date_was_not_used() {
    let empty = types::RoleLastUsed::builder().build();
    let no_date = types::RoleLastUsed::builder().region("eu-west-1").build();
    for unused in [None, Some(empty), Some(no_date)] {
        assert_eq!(LastUse::read(unused), Ok(None));
    }
}

#[test]
fn what_cannot_be_named_fails_the_listing() {
    let nameless = types::UserDetail::builder().user_name("bob").build();
    let error = Page::read(answer().user_detail_list(nameless).build()).unwrap_err();
    assert_eq!(error.to_string(), "the answer to iam:GetAccountAuthorizationDetails lacks the id");
    let unknown = types::AttachedPolicy::builder().policy_name("x").build();
    let group = group().attached_managed_policies(unknown).build();
    assert!(Page::read(answer().group_detail_list(group).build()).is_err());
}

#[test]
fn of_a_customer_policy_the_default_version_counts() {
    let arn = "arn:aws:iam::111122223333:policy/team/ops";
    let version = |id: &str, default| {
        let text = format!(r#"{{"Statement": [], "Id": "{id}"}}"#);
        let version = types::PolicyVersion::builder().version_id(id).document(text);
        version.is_default_version(default).build()
    };
    let policy = || types::ManagedPolicyDetail::builder().arn(arn);
    let text = |detail: types::builders::ManagedPolicyDetailBuilder| {
        let page = Page::read(answer().policies(detail.build()).build()).unwrap();
        let [policy] = &page.policies[..] else { panic!("{page:?}") };
        assert_eq!((policy.arn.0.as_str(), policy.document.name.as_str()), (arn, "ops"));
        policy.document.text.clone()
    };
    let marked =
        policy().policy_version_list(version("v2", false)).policy_version_list(version("v1", true));
    assert!(text(marked).contains("v1"));
    let named = policy()
        .default_version_id("v2")
        .policy_version_list(version("v1", false))
        .policy_version_list(version("v2", false));
    assert!(text(named).contains("v2"));
    assert_eq!(text(policy().policy_version_list(version("v1", false))), "");
}

#[test]
fn documents_are_read_on_demand() {
    let encoded = PolicyDocument {
        name: "god".to_owned(),
        text: "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C\
            %22Resource%22%3A%22%2A%22%7D%7D"
            .to_owned(),
    };
    let policy = encoded.read().unwrap();
    assert_eq!(policy.statements[0].effect, Effect::Allow);
    assert_eq!(policy.statements[0].actions, Selection::Only(vec!["*".to_owned()]));
    for text in ["", "%7B", "{}", "no policy", "%7B%22Statement%22%3A%5B%7B%7D%5D%7D"] {
        let document = PolicyDocument { name: "own".to_owned(), text: text.to_owned() };
        let error = document.read().unwrap_err();
        assert_eq!(error.brief(), "policy own is malformed", "{text}");
    }
}

#[test]
fn policies_of_aws_are_told_by_their_arn() {
    let arn = |text: &str| PolicyArn(text.to_owned());
    let administrator = [
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
        "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
    ];
    for text in administrator {
        assert!(arn(text).is_aws_managed("AdministratorAccess"), "{text}");
        assert_eq!(arn(text).name(), "AdministratorAccess");
    }
    let with_path = arn("arn:aws:iam::aws:policy/job-function/SystemAdministrator");
    assert_eq!(with_path.aws_managed(), Some("job-function/SystemAdministrator"));
    assert_eq!(with_path.name(), "SystemAdministrator");
    assert!(with_path.is_aws_managed("SystemAdministrator"));
    assert!(with_path.is_aws_managed("job-function/SystemAdministrator"));
    assert!(!with_path.is_aws_managed("Administrator"));
    assert!(!with_path.is_aws_managed("function/SystemAdministrator"));
    assert!(!with_path.is_aws_managed("service-role/SystemAdministrator"));

    for text in [
        "arn:aws:iam::111122223333:policy/AdministratorAccess",
        "arn:aws:iam::aws:role/AdministratorAccess",
        "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
        "arn:aws:iam::aws:policy/administratoraccess",
        "AdministratorAccess",
        "",
    ] {
        assert!(!arn(text).is_aws_managed("AdministratorAccess"), "{text}");
    }
}

#[test]
fn service_linked_roles_are_told_by_their_path() {
    assert!(is_service_linked("/aws-service-role/ecs.amazonaws.com/"));
    for path in ["/", "/service-role/", "/app/aws-service-role/", "aws-service-role/"] {
        assert!(!is_service_linked(path), "{path}");
    }
}
