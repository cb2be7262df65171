//! Data stores whose items tell all there is to know.

use serde::Deserialize;
use shared::spelling::AnyCase;
use shared::{ConfigurationItem, Result};

use crate::data_store::DataStore;
use crate::store::{Encryption, Store};

/// What the items of all these types say of encryption.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Recorded {
    clusteridentifier: Option<String>,
    domainname: Option<String>,
    tablename: Option<String>,
    name: Option<String>,
    /// Of Redshift and EFS.
    encrypted: Option<bool>,
    kmskeyid: Option<String>,
    /// Of OpenSearch and Elasticsearch.
    encryptionatrestoptions: Option<AtRest>,
    /// Of Kinesis.
    streamencryption: Option<OfStream>,
    /// Of DynamoDB.
    ssedescription: Option<OfTable>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AtRest {
    enabled: Option<bool>,
    kmskeyid: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OfStream {
    encryptiontype: Option<String>,
    keyid: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OfTable {
    status: Option<String>,
    kmsmasterkeyarn: Option<String>,
}

/// A bucket's `ServerSideEncryptionConfiguration`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OfBucket {
    rules: Option<Vec<Rule>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rule {
    applyserversideencryptionbydefault: Option<ByDefault>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ByDefault {
    ssealgorithm: Option<String>,
    kmsmasterkeyid: Option<String>,
}

/// Reads the data store that `item` is the state of, which is no database.
pub(crate) fn store(item: &ConfigurationItem, data_store: DataStore) -> Result<Store> {
    if data_store == DataStore::S3 {
        return bucket(item);
    }
    let AnyCase(recorded) = item.configuration::<AnyCase<Recorded>>()?;
    let (noun, name) = match data_store {
        DataStore::Redshift => ("Redshift cluster", recorded.clusteridentifier),
        DataStore::OpenSearch if item.resource_type.starts_with("AWS::Elasticsearch") => {
            ("Elasticsearch domain", recorded.domainname)
        }
        DataStore::OpenSearch => ("OpenSearch domain", recorded.domainname),
        DataStore::Kinesis => ("Kinesis stream", recorded.name),
        DataStore::DynamoDb => ("DynamoDB table", recorded.tablename),
        _ => ("EFS file system", None),
    };
    let encryption = match data_store {
        DataStore::OpenSearch => {
            let options = recorded.encryptionatrestoptions.unwrap_or_default();
            Encryption::of(options.enabled, None, options.kmskeyid)
        }
        DataStore::Kinesis => match recorded.streamencryption {
            Some(it) if it.encryptiontype.as_deref() == Some("KMS") => Encryption::with(it.keyid),
            _ => Encryption::Off,
        },
        DataStore::DynamoDb => match recorded.ssedescription {
            Some(it) if matches!(it.status.as_deref(), Some("ENABLED" | "UPDATING")) => {
                Encryption::with(it.kmsmasterkeyarn)
            }
            _ => Encryption::AwsOwned(None),
        },
        _ => Encryption::of(recorded.encrypted, None, recorded.kmskeyid),
    };
    let name = name.as_ref().unwrap_or(&item.resource_id);
    Ok(Store { kind: data_store, what: format!("{noun} {name}"), encryption })
}

/// A bucket has one rule; were there more, the weakest would count.
fn bucket(item: &ConfigurationItem) -> Result<Store> {
    let part = item.supplementary::<AnyCase<OfBucket>>("ServerSideEncryptionConfiguration")?;
    let rules = part.and_then(|AnyCase(it)| it.rules).unwrap_or_default();
    let defaults = rules.into_iter().filter_map(|it| it.applyserversideencryptionbydefault);
    let by_kms =
        |it: &ByDefault| it.ssealgorithm.as_deref().is_some_and(|it| it.starts_with("aws:kms"));
    let weakest = defaults.min_by_key(by_kms).unwrap_or_default();
    let encryption =
        Encryption::Objects { algorithm: weakest.ssealgorithm, key: weakest.kmsmasterkeyid };
    let what = format!("bucket {}", item.resource_id);
    Ok(Store { kind: DataStore::S3, what, encryption })
}
