//! `deploy/organization.yaml`: for the account that audits an organization, the aggregator of all
//! accounts' verdicts and the stack set that gives each account its rules.

use shared::AnyRule;

use super::flavour::{PACK, artefact_key, header, tags};
use super::parameter::{self, StackParameter, stack};
use crate::render::lines;

/// Renders the template.
pub fn organization(rules: &[&dyn AnyRule]) -> String {
    let mut of_stack = stack::artefacts();
    of_stack.extend(parameter::all(rules));
    let given = lines(of_stack.iter().map(StackParameter::name).map(|name| {
        format!("        - ParameterKey: {name}\n          ParameterValue: !Ref {name}")
    }));
    let mut parameters = stack::organization();
    parameters.extend(of_stack);
    let template = artefact_key("${ArtefactRelease}", "stack.yaml");
    let tags = tags();
    [
        &header("", "The accounts of an organization get the rules and report to this account"),
        &parameter::interface(&parameters),
        &parameter::declarations(&parameters),
        &format!(
            "
Resources:
  AggregatorRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: \"2012-10-17\"
        Statement:
          - Effect: Allow
            Principal: {{Service: config.amazonaws.com}}
            Action: sts:AssumeRole
            Condition:
              StringEquals: {{\"aws:SourceAccount\": !Ref \"AWS::AccountId\"}}
      ManagedPolicyArns:
        - !Sub \"arn:${{AWS::Partition}}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations\"
{tags}
  Aggregator:
    Type: AWS::Config::ConfigurationAggregator
    Properties:
      ConfigurationAggregatorName: {PACK}
      OrganizationAggregationSource:
        AllAwsRegions: true
        RoleArn: !GetAtt AggregatorRole.Arn
{tags}
  Rules:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackSetName: {PACK}
      Description: AWS Config rules that answer the AWS core security playbook.
      PermissionModel: SERVICE_MANAGED
      CallAs: !Ref CallAs
      Capabilities: [CAPABILITY_IAM]
      AutoDeployment:
        Enabled: true
        RetainStacksOnAccountRemoval: false
      ManagedExecution:
        Active: true
      OperationPreferences:
        RegionConcurrencyType: PARALLEL
        MaxConcurrentPercentage: 25
        FailureTolerancePercentage: 25
        ConcurrencyMode: SOFT_FAILURE_TOLERANCE
      TemplateURL: !Sub \"https://${{ArtefactBucketPrefix}}-${{AWS::Region}}.s3.${{AWS::Region}}.${{AWS::URLSuffix}}/{template}\"
      StackInstancesGroup:
        - DeploymentTargets:
            OrganizationalUnitIds: !Ref OrganizationalUnitIds
          Regions: !Ref Regions
      Parameters:
{given}{tags}
Outputs:
  AggregatorName:
    Description: The aggregator that `aws-core report` reads the whole organization from.
    Value: !Ref Aggregator
  StackSetId:
    Description: The stack set that gives each account its rules.
    Value: !Ref Rules
"
        ),
    ]
    .map(String::as_str)
    .concat()
}
