//! What AWS Config may offer to do about a finding of each control, and why it mostly offers nothing.
//!
//! Only documents that AWS owns, and only where they can cut off no workload. A person still starts
//! each of them: nothing is remediated automatically.

use shared::Permission;

/// What there is for a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// AWS Config offers it.
    Offered(Offer),
    /// It does not, for this reason.
    Refused(&'static str),
}

/// A remediation that AWS Config offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The Systems Manager document, which AWS owns.
    pub document: &'static str,
    /// The condition of the stack under which it is offered.
    pub condition: &'static str,
    /// The type of the resources that it is offered for, where the rule reports on others too.
    pub resource_type: &'static str,
    /// The document's parameters, besides the role.
    pub parameters: &'static [(&'static str, Value)],
    /// What its role may do, and on what.
    pub permissions: &'static [Permission],
    /// What it does, and why that can cut off no workload.
    pub why: &'static str,
}

/// The value of a document's parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// The id of the resource that does not comply.
    ResourceId,
    /// This text.
    Text(&'static str),
    /// A parameter of the stack.
    Parameter(&'static str),
}

const PEOPLE: &str = "A decision of people; no document takes it.";
const CREDENTIALS: &str = "AWSConfigRemediation-RevokeUnusedIAMUserCredentials deletes passwords and \
deactivates keys. A job that runs once a quarter would fail at its next run.";
const PUBLIC: &str = "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock and the account's form \
cut off a site or a download that is meant to be public and is not tagged yet. Tag these, then turn it \
on by hand.";

/// What there is for the control of that number.
pub const fn remedy(control: u32) -> Remedy {
    Remedy::Refused(match control {
        3 => {
            "AWSConfigRemediation-CreateCloudTrailMultiRegionTrail adds a trail beside those there \
             are, whose every event is billed, and cannot make the log account's bucket accept it. A \
             trail of the organization is the better remedy."
        }
        5 | 6 => "Only the root user can do it; no document can or should act as root.",
        8 => {
            "What is not encrypted must be restored from an encrypted copy, which interrupts whoever \
             uses it. S3 and DynamoDB, for which there are documents, always encrypt."
        }
        9 => {
            "AWSConfigRemediation-EnableEbsEncryptionByDefault leaves the volumes and snapshots found \
             as they are. It also makes launches fail where the default key's policy does not admit \
             whoever launches, such as Auto Scaling, and snapshots that can no longer be shared."
        }
        10 => "Identity providers are set up with the company's directory; no document does it.",
        11 | 13 => CREDENTIALS,
        12 | 14 => {
            "A key can be replaced only where it is used; deactivating it cuts off whatever uses it. \
             No document replaces keys."
        }
        15 => {
            "AWSConfigRemediation-DeleteIAMRole cannot be undone, and a role for emergencies is \
             unused until it is needed."
        }
        16 => {
            "AWSConfigRemediation-DetachIAMPolicy takes permissions from whoever works with them."
        }
        17 => "No document turns it on, and applications have to sign in differently first.",
        18 => {
            "No document moves a secret out of a configuration, nor the application that reads it."
        }
        19 | 33 => {
            "AWSConfigRemediation-RemoveUnrestrictedSourceIngressRules and its kin close ports that \
             somebody may be using at that moment."
        }
        20 => {
            "Moving servers needs new ones. AWSConfigRemediation-DisableSubnetAutoAssignPublicIP would \
             start the next instances without the public address they may need."
        }
        21 => {
            "AWSConfigRemediation-DisablePublicAccessToRDSInstance cuts off clients outside the VPC."
        }
        22 => "AWS-CloseSecurityGroup removes every way out, which is an outage.",
        23 | 24 => PUBLIC,
        25 => {
            "AWSSupport-SetupConfig works in the region it runs in, and a rule runs only where AWS \
             Config does already. Turn on the other regions with a stack set."
        }
        28 | 30 => PEOPLE,
        1 | 2 | 4 | 7 => {
            "A decision about the organization, or the policies of others; no document takes it."
        }
        29 => "A new image must be built and tested; old ones may still be launched from.",
        31 => {
            "AWSSupport-ConfigureS3ReplicationSameAndCrossAccount changes versioning and needs roles \
             in both accounts; nothing of the kind exists for databases."
        }
        32 => {
            "AWS-RunPatchBaseline is a command, not an automation, which AWS Config can start; and \
             patches restart servers."
        }
        26 => return Remedy::Offered(ACCESS_LOGS),
        27 => return Remedy::Offered(DETECTOR),
        _ => "Not considered.",
    })
}

const ACCESS_LOGS: Offer = Offer {
    document: "AWS-ConfigureS3BucketLogging",
    condition: "RemediatesLogging",
    resource_type: "AWS::S3::Bucket",
    parameters: &[
        ("BucketName", Value::ResourceId),
        ("GrantedPermission", Value::Text("FULL_CONTROL")),
        ("GranteeType", Value::Text("Group")),
        ("GranteeUri", Value::Text("http://acs.amazonaws.com/groups/s3/LogDelivery")),
        ("TargetBucket", Value::Parameter("RemediationLogBucket")),
    ],
    permissions: &[Permission::on("s3:PutBucketLogging", "arn:${AWS::Partition}:s3:::*")],
    why: "Turns on server access logs of the bucket, to the stack's RemediationLogBucket. Nothing that \
uses the bucket notices. The document grants the logs to S3's log delivery group, so the target must \
have ACLs enabled; with ACLs disabled it fails and changes nothing. A bucket that logged elsewhere \
logs here afterwards.",
};

const DETECTOR: Offer = Offer {
    document: "AWSConfigRemediation-CreateGuardDutyDetector",
    condition: "RemediatesAtHome",
    resource_type: "AWS::::Account",
    parameters: &[],
    permissions: &[
        Permission::everywhere("guardduty:CreateDetector"),
        Permission::on(
            "guardduty:GetDetector",
            "arn:${AWS::Partition}:guardduty:${AWS::Region}:${AWS::AccountId}:detector/*",
        ),
    ],
    why: "Turns on GuardDuty in the home region, which reads logs of its own and touches nothing. It \
is billed. The other regions are not remedied; where a detector exists already, it fails and changes \
nothing.",
};
