//! A data store with its encryption, and the verdict on it.

use shared::{Verdict, kms};

use crate::Parameters;
use crate::data_store::DataStore;

/// A data store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its kind.
    pub(crate) kind: DataStore,
    /// Its name with what it is, such as `Kinesis stream clicks`.
    pub(crate) what: String,
    /// How it is encrypted.
    pub(crate) encryption: Encryption,
}

/// How a data store is encrypted at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// It is, with this key in KMS where one is told.
    Key(Option<String>),
    /// With a key that AWS owns, of the type that the service names.
    AwsOwned(Option<String>),
    /// Object by object, as S3 always does, by this default.
    Objects {
        /// `AES256` or `aws:kms`; none in old items.
        algorithm: Option<String>,
        /// The key in KMS.
        key: Option<String>,
    },
    /// It is not.
    Off,
    /// Nobody can say yet: it is being created.
    Undecided,
}

impl Encryption {
    /// What a service says of a store: whether it is encrypted, by which type of encryption, and
    /// with which key.
    ///
    /// One that is encrypted with a key of AWS's own is `false` in the first, as if it were not:
    /// the type tells.
    pub(crate) fn of(encrypted: Option<bool>, kind: Option<&str>, key: Option<String>) -> Self {
        match kind.filter(|it| !it.is_empty() && *it != "none") {
            Some("sse-kms") => Self::with(key),
            Some(kind) => Self::AwsOwned(Some(kind.to_owned())),
            None if encrypted == Some(true) => Self::with(key),
            None => Self::Off,
        }
    }

    /// With what a service names as the key, where it names one: a key in KMS, or the stand-in for
    /// one that AWS owns.
    pub(crate) fn with(key: Option<String>) -> Self {
        match key.filter(|it| !it.trim().is_empty()) {
            Some(key) if kms::is_aws_owned(&key) => Self::AwsOwned(None),
            key => Self::Key(key),
        }
    }
}

impl Store {
    /// The verdict.
    pub(crate) fn verdict(&self, parameters: &Parameters) -> Verdict {
        let Self { kind: store, what, encryption } = self;
        match encryption {
            Encryption::Key(Some(key)) => {
                let key = kms::name(key);
                Verdict::compliant(format!("{what} is encrypted with KMS key {key}."))
            }
            Encryption::Key(None) => Verdict::compliant(format!("{what} is encrypted at rest.")),
            Encryption::AwsOwned(kind) => {
                let kind = kind.as_ref().map_or_else(String::new, |it| format!(" ({it})"));
                let with = format!("{what} is encrypted with an AWS-owned key{kind}");
                if parameters.require_kms && *store == DataStore::DynamoDb {
                    Verdict::non_compliant(format!("{with}, not with a key in KMS."))
                } else {
                    Verdict::compliant(format!("{with}."))
                }
            }
            Encryption::Objects { algorithm, key } => {
                self.of_objects(algorithm.as_deref(), key.as_deref(), parameters)
            }
            Encryption::Off if *store == DataStore::ElastiCache => {
                Verdict::non_compliant(format!("{what} has at-rest encryption off."))
            }
            Encryption::Off => Verdict::non_compliant(format!("{what} is not encrypted at rest.")),
            Encryption::Undecided => Verdict::not_applicable(format!("{what} is being created.")),
        }
    }

    fn of_objects(
        &self,
        algorithm: Option<&str>,
        key: Option<&str>,
        parameters: &Parameters,
    ) -> Verdict {
        let what = &self.what;
        let by_kms = algorithm.is_some_and(|it| it.starts_with("aws:kms"));
        if parameters.require_kms && !by_kms {
            let default = algorithm.unwrap_or("not recorded");
            return Verdict::non_compliant(format!(
                "Default encryption of {what} is {default}, not with a key in KMS."
            ));
        }
        let own = if by_kms { "" } else { " (SSE-S3)" };
        let default = algorithm.map_or_else(String::new, |it| format!("; default encryption {it}"));
        let key = key.filter(|_| by_kms).map(kms::name);
        let key = key.map_or_else(String::new, |it| format!(" with key {it}"));
        Verdict::compliant(format!("S3 encrypts every new object{own}{default}{key}."))
    }
}
