//! The user data of the region's instances, one call an instance.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_instance_attribute::DescribeInstanceAttributeError;
use aws_sdk_ec2::types::InstanceAttributeName;
use futures::{StreamExt, stream};
use shared::instance::{EXISTING, Instance};
use shared::{Error, Invocation, Result, Subject};

use crate::configuration::Configuration;
use crate::secret::{Secret, brief};
use crate::{Facts, user_data};

/// The action that permits to read user data.
pub(crate) const ACTION: &str = "ec2:DescribeInstanceAttribute";
/// How many instances are asked about at a time.
const CONCURRENCY: usize = 8;
/// What EC2 says of an instance that is gone.
const GONE: [&str; 2] = ["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"];

/// All instances of the region that exist, whether they run or not. One whose user data cannot be
/// read is unverified, and the others are judged.
///
/// # Errors
/// If not all can be listed.
pub(crate) async fn all(invocation: &Invocation) -> Result<Vec<Subject<Facts>>> {
    let instances = Instance::all(invocation, EXISTING).await?;
    let ec2 = invocation.aws()?.client(Client::new);
    let asked = instances.into_iter().map(|instance| {
        let ec2 = ec2.clone();
        async move {
            let user_data = user_data(&ec2, &instance.id).await.transpose()?;
            let facts = user_data.map(|it| Facts::Configuration(configuration(&instance.id, &it)));
            Some(instance.subject(facts))
        }
    });
    Ok(stream::iter(asked).buffered(CONCURRENCY).filter_map(std::future::ready).collect().await)
}

/// The user data of the instance `id`; none if it is gone by now.
async fn user_data(ec2: &Client, id: &str) -> Result<Option<Secret>> {
    let request = ec2.describe_instance_attribute().instance_id(id);
    match request.attribute(InstanceAttributeName::UserData).send().await {
        Ok(answer) => {
            let user_data = answer.user_data.and_then(|it| it.value);
            Ok(Some(Secret::new(user_data.unwrap_or_default())))
        }
        Err(error) if error.as_service_error().is_some_and(is_gone) => Ok(None),
        // As for launch templates, the name of the failure alone.
        Err(error) => Err(brief(&Error::calling(ACTION)(error))),
    }
}

fn is_gone(error: &DescribeInstanceAttributeError) -> bool {
    error.meta().code().is_some_and(|it| GONE.contains(&it))
}

fn configuration(id: &str, encoded: &Secret) -> Configuration {
    let (settings, unread) = user_data::read([("", encoded)]);
    Configuration::of("Instance", id, user_data::PLACE, settings).with_unread(unread)
}
