use serde_json::json;

use super::situation::{caller, decisions, sdk};
use super::*;

#[tokio::test]
async fn without_credentials_nothing_else_is_asked() {
    let situation =
        Situation::good().with("sts.GetCallerIdentity", Reply::Error(403, "InvalidClientTokenId"));
    let diagnosis = situation.examine(&options()).await;
    assert_eq!(diagnosis.checks().count(), 1);
    let check = the(&diagnosis, "Credentials", "InvalidClientTokenId on sts:GetCallerIdentity: no");
    assert_eq!(check.status, Status::NotChecked);
    assert_eq!(situation.calls(&options()).await, ["sts.GetCallerIdentity"]);
}

#[tokio::test]
async fn permissions_are_as_iam_simulates_them() {
    const SUBJECT: &str = "Permissions to deploy";
    let organization = "<OrganizationsDecisionDetail><AllowedByOrganizations>false\
         </AllowedByOrganizations></OrganizationsDecisionDetail>";
    for (decision, more, status, part) in [
        ("allowed", "", Status::Ok, "allows all 15 actions"),
        ("implicitDeny", "", Status::Warning, "Not allowed on every resource: cloudformation:"),
        ("explicitDeny", "", Status::Problem, "Denied expressly: cloudformation:CreateChangeSet, "),
        ("implicitDeny", organization, Status::Problem, "The organization denies: cloudformation:"),
    ] {
        let situation =
            Situation::good().with("iam.SimulatePrincipalPolicy", decisions(decision, more));
        let diagnosis = situation.examine(&options()).await;
        assert_eq!(the(&diagnosis, SUBJECT, part).status, status, "{decision}");
    }
    let nothing = "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult>\
         <IsTruncated>false</IsTruncated></SimulatePrincipalPolicyResult>\
         </SimulatePrincipalPolicyResponse>";
    let silent =
        Situation::good().with("iam.SimulatePrincipalPolicy", Reply::Xml(nothing.to_owned()));
    let diagnosis = silent.examine(&options()).await;
    let check = the(&diagnosis, SUBJECT, "IAM answered for 0 of 15 actions.");
    assert_eq!(check.status, Status::NotChecked, "silence is no permission");
}

#[tokio::test]
async fn a_session_is_its_role_and_root_cannot_be_simulated() {
    const SUBJECT: &str = "Permissions to deploy";
    let role = "<GetRoleResponse><GetRoleResult><Role><Path>/ops/</Path><RoleName>deployer</RoleName>\
         <RoleId>AROA</RoleId><Arn>arn:aws:iam::111122223333:role/ops/deployer</Arn>\
         <CreateDate>2024-05-01T10:00:00Z</CreateDate></Role></GetRoleResult></GetRoleResponse>";
    let session = Situation::good()
        .with(
            "sts.GetCallerIdentity",
            caller("arn:aws:sts::111122223333:assumed-role/deployer/alice"),
        )
        .with("iam.GetRole", Reply::Xml(role.to_owned()));
    let answers = session.serve().await;
    let diagnosis = examine(&sdk(&answers), fake::RULES, &options(), now()).await.unwrap();
    assert_eq!(the(&diagnosis, SUBJECT, "allows all").status, Status::Ok);
    let asked = answers.calls().into_iter().find(|it| it.operation == "SimulatePrincipalPolicy");
    let asked = asked.unwrap().body;
    assert!(asked.contains("role%2Fops%2Fdeployer"), "{asked}");

    for arn in ["arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:federated-user/bob"] {
        let diagnosis =
            Situation::good().with("sts.GetCallerIdentity", caller(arn)).examine(&options()).await;
        let check = the(&diagnosis, SUBJECT, "simulates users and roles only");
        assert_eq!(check.status, Status::NotChecked, "{arn}");
    }
}

#[tokio::test]
async fn the_organization_says_what_to_expect() {
    let of = |management: &str| {
        Reply::Json(json!({ "Organization": {
            "Id": "o-abcd123456", "MasterAccountId": management, "FeatureSet": "ALL",
        } }))
    };
    let describe = "organizations.DescribeOrganization";
    let member = Situation::good()
        .with("organizations.ListAccounts", Reply::Error(400, "AccessDeniedException"));
    let alone =
        Situation::good().with(describe, Reply::Error(400, "AWSOrganizationsNotInUseException"));
    for (situation, part) in [
        (Situation::good(), "delegated administrator: controls 1, 2 and 4 see all"),
        (member, "managed by 444455556666. Here 1 judges membership only"),
        (Situation::good().with(describe, of("111122223333")), "Management account of o-abcd"),
        (alone, "stands alone."),
    ] {
        let diagnosis = situation.examine(&options()).await;
        assert_eq!(the(&diagnosis, "Organization", part).status, Status::Ok);
    }
}

#[tokio::test]
async fn statements_are_looked_for_in_the_home_region() {
    const SUBJECT: &str = "Attestations and exceptions";
    let parameters = organization::parameters(Some("eu-central-1"), Some("/trust")).unwrap();
    let denied = Reply::Error(400, "AccessDeniedException");
    for (reply, status, part) in [
        (Reply::Error(400, "ParameterNotFound"), Status::Ok, "/trust/aws-core-30 does not exist"),
        (denied, Status::NotChecked, "AccessDeniedException on ssm:GetParameter: no"),
        (
            Reply::Json(json!({ "Parameter": { "Value": "{}" } })),
            Status::Ok,
            "Parameter Store of eu-central-1 answers; /trust/aws-core-30 exists.",
        ),
    ] {
        let answers = Situation::good().with("ssm.GetParameter@eu-central-1", reply).serve().await;
        let aws = Aws::new(sdk(&answers));
        let check = organization::statements(&aws, &parameters, "aws-core-30").await;
        assert_eq!((check.status, check.subject.as_str()), (status, SUBJECT));
        assert!(check.finding.contains(part), "{}", check.finding);
    }
}

#[test]
fn every_type_of_the_template_is_simulated() {
    let template =
        crate::render::template(crate::registry::RULES, crate::render::Flavour::Serverless);
    let lines: Vec<&str> = template.lines().collect();
    for pair in lines.windows(2) {
        let Some(resource_type) = pair[0].strip_prefix("    Type: AWS::") else { continue };
        let resource_type = format!("AWS::{resource_type}");
        if permissions::ON_REQUEST.contains(&resource_type.as_str()) {
            assert!(pair[1].starts_with("    Condition: "), "{resource_type} is always made");
            continue;
        }
        let known = permissions::BY_TYPE.iter().any(|(it, _)| *it == resource_type);
        assert!(known, "what does it take to create {resource_type}?");
    }
}
