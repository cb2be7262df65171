//! What is judged: a bucket or a database, with the evidence of its backups.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use shared::attestation::Attestation;
use shared::db_cluster::DbCluster;
use shared::db_instance::DbInstance;
use shared::rds::Kind;
use shared::{ConfigurationItem, Invocation, Result, Timestamp};

use crate::copy_job::Copy;
use crate::replication::Route;

/// A bucket or a database. Displays as `Bucket b1`, `DB instance db1`, `DB cluster aur1`.
#[derive(Debug)]
pub struct Resource {
    /// What it is: a database of this kind, or a bucket.
    pub(crate) database: Option<Database>,
    /// The name that its owner gave it.
    pub(crate) name: String,
    /// The ARN, by which AWS Backup knows it.
    pub(crate) arn: String,
    /// The account that owns it.
    pub(crate) account_id: String,
    /// The tags.
    pub(crate) tags: BTreeMap<String, String>,
    /// Where a bucket replicates to, the best evidence first.
    pub(crate) routes: Vec<Route>,
    /// The bucket whose replicas it holds.
    pub(crate) source: Option<String>,
    /// The copies that AWS Backup made; none where it was not asked.
    pub(crate) copies: Result<Vec<Copy>>,
    /// What a person said, where it was read.
    pub(crate) attestation: Option<Arc<Attestation>>,
}

/// What is known of a database besides.
#[derive(Debug)]
pub(crate) struct Database {
    /// What it is.
    pub(crate) kind: Kind,
    /// What holds the data that it shows, and is judged in its place.
    pub(crate) part_of: Option<Whole>,
    /// When it was created; `None` while it is being created.
    pub(crate) created: Option<Timestamp>,
}

/// What a database is a part of.
#[derive(Debug)]
pub(crate) enum Whole {
    /// The cluster that it is a member of.
    Cluster(String),
    /// What it is a read replica of.
    Source(String),
}

impl Resource {
    /// The bucket that `item` is the state of.
    pub(crate) fn of_bucket(item: &ConfigurationItem, invocation: &Invocation) -> Result<Self> {
        let name = item.resource_id.clone();
        let partition = &invocation.environment.partition;
        let arn = item.arn.clone().unwrap_or_else(|| format!("arn:{partition}:s3:::{name}"));
        let routes = Route::all_of(item)?;
        Ok(Self { routes, ..Self::new(name, arn, item.tags.clone(), invocation) })
    }

    /// A DB instance.
    pub(crate) fn of_instance(instance: DbInstance, invocation: &Invocation) -> Self {
        let DbInstance { name, arn, tags, cluster, replica_of, created, .. } = instance;
        let part_of = cluster.map(Whole::Cluster).or(replica_of.map(Whole::Source));
        let database = Some(Database { kind: Kind::Instance, part_of, created });
        Self { database, ..Self::new(name, arn, tags, invocation) }
    }

    /// A DB cluster.
    pub(crate) fn of_cluster(cluster: DbCluster, invocation: &Invocation) -> Self {
        let DbCluster { name, arn, tags, replica_of, created, .. } = cluster;
        let part_of = replica_of.map(Whole::Source);
        let database = Some(Database { kind: Kind::Cluster, part_of, created });
        Self { database, ..Self::new(name, arn, tags, invocation) }
    }

    fn new(
        name: String,
        arn: String,
        tags: BTreeMap<String, String>,
        invocation: &Invocation,
    ) -> Self {
        Self {
            database: None,
            name,
            arn,
            account_id: invocation.account_id().to_owned(),
            tags,
            routes: Vec::new(),
            source: None,
            copies: Ok(Vec::new()),
            attestation: None,
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.database {
            Some(Database { kind, .. }) => write!(f, "{kind} {}", self.name),
            None => write!(f, "Bucket {}", self.name),
        }
    }
}
