//! The buckets and databases of the region.

use shared::rds::{DB_CLUSTER, DB_INSTANCE};
use shared::{Invocation, Result, db_cluster, db_instance, listing};

use crate::BUCKET;
use crate::resource::Resource;

/// A resource of the region, read or not.
#[derive(Debug)]
pub(crate) struct Surveyed {
    /// Its type.
    pub(crate) resource_type: &'static str,
    /// Its identifier in AWS Config.
    pub(crate) resource_id: String,
    /// Its ARN, where known.
    pub(crate) arn: Option<String>,
    /// What it is, or why that could not be read.
    pub(crate) read: Result<Resource>,
}

/// All buckets that AWS Config has recorded in the region, and all databases there.
///
/// # Errors
/// If not all can be listed.
pub(crate) async fn listed(invocation: &Invocation) -> Result<Vec<Surveyed>> {
    let buckets = listing::all(invocation, BUCKET).await?.into_iter().map(|it| Surveyed {
        resource_type: BUCKET,
        arn: it.arn(),
        resource_id: it.resource_id,
        read: it.item.and_then(|item| Resource::of_bucket(&item, invocation)),
    });
    let instances = db_instance::all(invocation.aws()?).await?.into_iter().map(|it| Surveyed {
        resource_type: DB_INSTANCE,
        resource_id: it.resource_id.clone(),
        arn: Some(it.arn.clone()),
        read: Ok(Resource::of_instance(it, invocation)),
    });
    let clusters = db_cluster::all(invocation.aws()?).await?.into_iter().map(|it| Surveyed {
        resource_type: DB_CLUSTER,
        resource_id: it.resource_id.clone(),
        arn: Some(it.arn.clone()),
        read: Ok(Resource::of_cluster(it, invocation)),
    });
    Ok(buckets.chain(instances).chain(clusters).collect())
}
