//! Instances, fetched from EC2 page by page.

use aws_sdk_ec2::types::{self, Filter, InstanceStateName};

use super::{ACTION, Instance, Interface};
use crate::aws;
use crate::error::{Error, Result};
use crate::invocation::Invocation;
use crate::paging::Paging;
use crate::tag;

/// The most instances that EC2 describes at once.
const PAGE: i32 = 1000;
/// The most values that a filter takes.
const VALUES: usize = 200;

impl Instance {
    /// All instances of the region that are in one of `states`.
    ///
    /// Needs `ec2:DescribeInstances`, one call per thousand.
    ///
    /// # Errors
    /// If not all can be listed.
    pub async fn all(invocation: &Invocation, states: &[InstanceStateName]) -> Result<Vec<Self>> {
        let states: Vec<&str> = states.iter().map(InstanceStateName::as_str).collect();
        Self::matching(invocation, "instance-state-name", &states).await
    }

    /// Those instances of the region that have one of `ids`, in whatever state: none for an id
    /// that no instance has, and for none at all no call.
    ///
    /// Needs `ec2:DescribeInstances`, one call per two hundred.
    ///
    /// # Errors
    /// If not all can be listed.
    pub async fn some(invocation: &Invocation, ids: &[&str]) -> Result<Vec<Self>> {
        // EC2 refuses a list of ids with one that is unknown, but not a filter by it.
        let mut instances = Vec::new();
        for ids in ids.chunks(VALUES) {
            instances.extend(Self::matching(invocation, "instance-id", ids).await?);
        }
        Ok(instances)
    }

    /// Those instances of the region that EC2's filter `name` lets through for one of `values`, of
    /// which there may be 200.
    ///
    /// Needs `ec2:DescribeInstances`, one call per thousand.
    ///
    /// # Errors
    /// If not all can be listed.
    pub async fn matching(
        invocation: &Invocation,
        name: &str,
        values: &[&str],
    ) -> Result<Vec<Self>> {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        let filter = Filter::builder().name(name).set_values(Some(values)).build();
        let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
        let request = ec2.describe_instances().filters(filter).max_results(PAGE);
        let (mut instances, mut paging) = (Vec::new(), Paging::of(ACTION));
        loop {
            let page = request.clone().set_next_token(paging.token()).send().await;
            let page = page.map_err(Error::calling(ACTION))?;
            let reservations = page.reservations.unwrap_or_default().into_iter();
            for instance in reservations.flat_map(|it| it.instances.unwrap_or_default()) {
                instances.push(Self::read(instance, invocation)?);
            }
            if !paging.advance(page.next_token)? {
                return Ok(instances);
            }
        }
    }

    pub(super) fn read(instance: types::Instance, invocation: &Invocation) -> Result<Self> {
        let id = required(instance.instance_id, "the id of an instance")?;
        let state = instance.state.and_then(|it| it.name);
        let interfaces = instance.network_interfaces.unwrap_or_default();
        let attached = interfaces
            .iter()
            .filter_map(|it| it.attachment.as_ref())
            .filter(|it| it.device_index == Some(0))
            .filter_map(|it| it.attach_time);
        // An instance of several network cards may have an interface 0 on each; the primary one
        // came first.
        let launched = attached.min();
        let interfaces: Result<Vec<Interface>> =
            interfaces.into_iter().map(Interface::read).collect();
        let mut interfaces = interfaces?;
        interfaces.sort_by(|a, b| (a.device_index, &a.id).cmp(&(b.device_index, &b.id)));
        let environment = &invocation.environment;
        let (partition, region) = (&environment.partition, &environment.region);
        Ok(Self {
            arn: format!("arn:{partition}:ec2:{region}:{}:instance/{id}", invocation.account_id()),
            state: required(state, &format!("the state of {id}"))?,
            image_id: required(instance.image_id, &format!("the image of {id}"))?,
            id,
            vpc_id: instance.vpc_id,
            subnet_id: instance.subnet_id,
            interfaces,
            tags: tag::of_ec2(instance.tags),
            launched: launched.as_ref().map(aws::timestamp).transpose()?,
        })
    }
}

/// EC2 always sends these; an instance without them could neither be judged nor named.
pub(super) fn required<T>(value: Option<T>, what: &str) -> Result<T> {
    value.ok_or_else(|| lacking(what))
}

pub(super) fn lacking(what: &str) -> Error {
    Error::lacking(ACTION, what)
}
