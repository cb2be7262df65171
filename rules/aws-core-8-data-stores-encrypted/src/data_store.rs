//! The kinds of data stores, and which of them are judged.

use shared::ACCOUNT;
use shared::parameters::{List, ParameterValue};
use shared::rds::{DB_CLUSTER, DB_CLUSTER_SNAPSHOT, DB_INSTANCE, DB_SNAPSHOT};

use crate::cache::{CACHE_CLUSTER, REPLICATION_GROUP};

/// The types that the rule reports on: those that AWS Config records come first.
pub(crate) const REPORTED: &[&str] = &[
    DB_INSTANCE,
    DB_CLUSTER,
    DB_SNAPSHOT,
    DB_CLUSTER_SNAPSHOT,
    "AWS::Redshift::Cluster",
    "AWS::OpenSearch::Domain",
    "AWS::Elasticsearch::Domain",
    "AWS::EFS::FileSystem",
    "AWS::Kinesis::Stream",
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    REPLICATION_GROUP,
    CACHE_CLUSTER,
    ACCOUNT,
];
/// The types whose change invokes it.
pub(crate) const RECORDED: &[&str] = REPORTED.split_at(11).0;

/// A kind of data store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataStore {
    /// Databases of RDS, Aurora, Neptune and DocumentDB.
    Rds,
    /// Snapshots of those.
    RdsSnapshots,
    /// Redshift's clusters.
    Redshift,
    /// Domains of OpenSearch and of its predecessor Elasticsearch.
    OpenSearch,
    /// EFS's file systems.
    Efs,
    /// Kinesis's data streams.
    Kinesis,
    /// DynamoDB's tables.
    DynamoDb,
    /// S3's buckets.
    S3,
    /// ElastiCache's replication groups and single clusters.
    ElastiCache,
    /// DynamoDB Accelerator's clusters.
    Dax,
}

/// Each by the word that stands for it in parameters and annotations.
const WORDS: [(&str, DataStore); 10] = [
    ("rds", DataStore::Rds),
    ("rds-snapshots", DataStore::RdsSnapshots),
    ("redshift", DataStore::Redshift),
    ("opensearch", DataStore::OpenSearch),
    ("efs", DataStore::Efs),
    ("kinesis", DataStore::Kinesis),
    ("dynamodb", DataStore::DynamoDb),
    ("s3", DataStore::S3),
    ("elasticache", DataStore::ElastiCache),
    ("dax", DataStore::Dax),
];

impl DataStore {
    /// The kind that is recorded as `resource_type`.
    pub(crate) fn of(resource_type: &str) -> Option<Self> {
        match resource_type {
            DB_INSTANCE | DB_CLUSTER => Some(Self::Rds),
            DB_SNAPSHOT | DB_CLUSTER_SNAPSHOT => Some(Self::RdsSnapshots),
            "AWS::Redshift::Cluster" => Some(Self::Redshift),
            "AWS::OpenSearch::Domain" | "AWS::Elasticsearch::Domain" => Some(Self::OpenSearch),
            "AWS::EFS::FileSystem" => Some(Self::Efs),
            "AWS::Kinesis::Stream" => Some(Self::Kinesis),
            "AWS::DynamoDB::Table" => Some(Self::DynamoDb),
            "AWS::S3::Bucket" => Some(Self::S3),
            _ => None,
        }
    }

    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        WORDS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }
}

/// The data stores that are judged; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataStores(Vec<DataStore>);

impl DataStores {
    /// Whether `data_store` is judged.
    pub(crate) fn contain(&self, data_store: DataStore) -> bool {
        self.0.contains(&data_store)
    }
}

impl ParameterValue for DataStores {
    fn parse(text: &str) -> Result<Self, String> {
        let words = List::parse(text)?.0;
        let known = |word: &String| WORDS.iter().find(|(it, _)| it == word).map(|(_, it)| *it);
        let known: Option<Vec<DataStore>> = words.iter().map(known).collect();
        known
            .filter(|it| !it.is_empty())
            .map(Self)
            .ok_or_else(|| format!("expected a {}", Self::kind()))
    }

    fn kind() -> String {
        let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
        format!("list of {}, separated by commas", words.join(", "))
    }
}
