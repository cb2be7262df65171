//! A resource that may be deployed as code.

use serde::Deserialize;
use shared::{ConfigurationItem, Result, Timestamp};

use crate::iac_tags::IacTags;
use crate::stack::StackResources;

const SECURITY_GROUP: &str = "AWS::EC2::SecurityGroup";
/// The tags of what a service of AWS makes on its own: the instances of an Auto Scaling group, the
/// security group of an EKS cluster and the instances of its nodes. Nobody else can set a tag that
/// begins with `aws:`.
const MADE_BY_SERVICE: [&str; 2] = ["aws:autoscaling:groupName", "aws:eks:cluster-name"];

/// A resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resource {
    /// Its type.
    pub(crate) kind: String,
    /// Whether something else made it than a person or a tool: a network its default group, an
    /// Auto Scaling group its instances, an EKS cluster its security group.
    pub(crate) is_derived: bool,
    /// When it was made, where AWS Config tells.
    pub(crate) created: Option<Timestamp>,
    /// What says that it was deployed as code.
    pub(crate) managed_by: Option<Mark>,
}

/// What says that a resource was deployed as code, the strongest evidence first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// A stack of CloudFormation holds it.
    Stack,
    /// It carries a tag that only AWS can set.
    AwsTag,
    /// It carries the tag of a tool, which is the word of whoever may set it.
    Tag,
}

/// What a row tells beside the item.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    resource_creation_time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecurityGroup {
    group_name: Option<String>,
}

impl Resource {
    /// Reads the resource that `row` is about.
    pub(crate) fn read(row: &str, stacks: &StackResources, tags: &IacTags) -> Result<Self> {
        let item = ConfigurationItem::from_json(row)?;
        // Without a time, or with one of another form, it is old.
        let told = serde_json::from_str::<Row>(row).ok().and_then(|it| it.resource_creation_time);
        // An instance that was taken out of its group keeps the tag, without a value.
        let has = |tag: &&str| item.tags.get(*tag).is_some_and(|value| !value.is_empty());
        let is_default = item.resource_type == SECURITY_GROUP && {
            let group = item.configuration::<Option<SecurityGroup>>()?;
            group.is_some_and(|it| it.group_name.as_deref() == Some("default"))
        };
        let is_derived = is_default || MADE_BY_SERVICE.iter().any(has);
        let managed_by =
            stacks.hold(&item).then_some(Mark::Stack).or_else(|| tags.mark(&item.tags));
        Ok(Self {
            kind: item.resource_type,
            is_derived,
            created: told.and_then(|time| time.parse().ok()),
            managed_by,
        })
    }
}
