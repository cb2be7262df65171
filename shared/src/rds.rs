//! Databases and their snapshots as AWS Config records them: those of RDS, Aurora, Neptune and
//! DocumentDB, which share four resource types.

use std::fmt;

use serde::Deserialize;

use crate::error::Result;
use crate::item::ConfigurationItem;
use crate::spelling::AnyCase;

/// The type of a DB instance; its id is the `DbiResourceId`.
pub const DB_INSTANCE: &str = "AWS::RDS::DBInstance";
/// The type of a DB cluster; its id is the `DbClusterResourceId`.
pub const DB_CLUSTER: &str = "AWS::RDS::DBCluster";
/// The type of a snapshot of a DB instance.
pub const DB_SNAPSHOT: &str = "AWS::RDS::DBSnapshot";
/// The type of a snapshot of a DB cluster.
pub const DB_CLUSTER_SNAPSHOT: &str = "AWS::RDS::DBClusterSnapshot";

/// What a database or snapshot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A DB instance, on its own or in a cluster.
    Instance,
    /// A DB cluster: Aurora, Multi-AZ, Neptune or DocumentDB.
    Cluster,
    /// A snapshot of an instance.
    Snapshot,
    /// A snapshot of a cluster.
    ClusterSnapshot,
}

impl Kind {
    /// The kind that is recorded as `resource_type`.
    pub fn of(resource_type: &str) -> Option<Self> {
        match resource_type {
            DB_INSTANCE => Some(Self::Instance),
            DB_CLUSTER => Some(Self::Cluster),
            DB_SNAPSHOT => Some(Self::Snapshot),
            DB_CLUSTER_SNAPSHOT => Some(Self::ClusterSnapshot),
            _ => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Instance => "DB instance",
            Self::Cluster => "DB cluster",
            Self::Snapshot => "DB snapshot",
            Self::ClusterSnapshot => "DB cluster snapshot",
        })
    }
}

/// Which database or snapshot an item is of. Displays as `DB instance db1 (postgres)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// What it is.
    pub kind: Kind,
    /// Its identifier, by which RDS's API finds it.
    pub name: String,
    /// The cluster that an instance is a member of.
    pub cluster: Option<String>,
    /// The engine, such as `aurora-postgresql`.
    pub engine: Option<String>,
    /// The engine's version, such as `15.4`.
    pub engine_version: Option<String>,
}

/// The identifying properties, of whichever kind.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Recorded {
    dbinstanceidentifier: Option<String>,
    dbclusteridentifier: Option<String>,
    dbsnapshotidentifier: Option<String>,
    dbclustersnapshotidentifier: Option<String>,
    engine: Option<String>,
    engineversion: Option<String>,
}

impl Database {
    /// Reads the database or snapshot of this kind that `item` is the state of.
    pub fn of(item: &ConfigurationItem, kind: Kind) -> Result<Self> {
        let AnyCase(recorded) = item.configuration::<AnyCase<Recorded>>()?;
        let text = |value: Option<String>| value.filter(|text| !text.is_empty());
        let [name, cluster] = match kind {
            Kind::Instance => [recorded.dbinstanceidentifier, recorded.dbclusteridentifier],
            Kind::Cluster => [recorded.dbclusteridentifier, None],
            Kind::Snapshot => [recorded.dbsnapshotidentifier, None],
            Kind::ClusterSnapshot => [recorded.dbclustersnapshotidentifier, None],
        };
        let name = text(name).or_else(|| item.resource_name.clone());
        Ok(Self {
            kind,
            name: name.unwrap_or_else(|| item.resource_id.clone()),
            cluster: text(cluster),
            engine: text(recorded.engine),
            engine_version: text(recorded.engineversion),
        })
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, engine, .. } = self;
        match engine {
            Some(engine) => write!(f, "{kind} {name} ({engine})"),
            None => write!(f, "{kind} {name}"),
        }
    }
}

#[cfg(test)]
mod tests;
