//! The bucket of a region, which must be there and belong to whom one thinks.

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Region;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ChecksumMode;
use aws_smithy_types::base64;

use super::artefact::Artefact;
use crate::error::{Error, Result};

/// The object's own note of its hash.
const HASH: &str = "sha256";

/// What became of an artefact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Uploaded {
    /// It was sent.
    Sent,
    /// It was there already.
    There,
}

/// The bucket of artefacts in a region.
pub(super) struct Bucket {
    client: Client,
    name: String,
    region: String,
    owner: String,
}

impl Bucket {
    pub(super) fn new(sdk: &SdkConfig, prefix: &str, region: &str, owner: &str) -> Self {
        let configuration =
            aws_sdk_s3::config::Builder::from(sdk).region(Region::new(region.to_owned())).build();
        Self {
            client: Client::from_conf(configuration),
            name: format!("{prefix}-{region}"),
            region: region.to_owned(),
            owner: owner.to_owned(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// That it is there, in its region and of its owner.
    pub(super) async fn verify(&self) -> Result<()> {
        let Self { name, region, owner, .. } = self;
        let head = self.client.head_bucket().bucket(name).expected_bucket_owner(owner).send().await;
        match head {
            Ok(head) => match head.bucket_region() {
                Some(found) if found != region => Err(Error::Unreadable(format!(
                    "the bucket {name} is in {found}, but functions of {region} need one there"
                ))),
                _ => Ok(()),
            },
            Err(error) => Err(match status(&error) {
                Some(404) => Error::Unreadable(format!(
                    "there is no bucket {name}: deploy deploy/artefacts.yaml in {region} first"
                )),
                Some(403) => Error::Unreadable(format!(
                    "the bucket {name} does not belong to the account {owner}, or you may not use it"
                )),
                Some(301 | 307) => {
                    Error::Unreadable(format!("the bucket {name} is not in {region}"))
                }
                _ => shared::Error::calling("s3:HeadBucket")(error).into(),
            }),
        }
    }

    /// Uploads an artefact unless it is there.
    pub(super) async fn upload(&self, key: &str, artefact: &Artefact) -> Result<Uploaded> {
        let hash = base64::encode(artefact.hash);
        if let Some(there) = self.head(key).await? {
            // A copy of S3's interface may not tell checksums; what we noted, it does.
            let noted = || there.metadata()?.get(HASH).map(String::as_str);
            return match there.checksum_sha256().or_else(noted) {
                Some(found) if found == hash => Ok(Uploaded::There),
                _ => Err(Error::Unreadable(format!(
                    "{}/{key} holds something else than what is to be published: see who wrote it, \
                     delete it, and publish again",
                    self.name
                ))),
            };
        }
        self.client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .expected_bucket_owner(&self.owner)
            .metadata(HASH, &hash)
            .checksum_sha256(hash)
            .body(ByteStream::from(artefact.bytes.clone()))
            .send()
            .await
            .map_err(shared::Error::calling("s3:PutObject"))?;
        Ok(Uploaded::Sent)
    }

    /// What is known of an object; `None` where there is none.
    async fn head(&self, key: &str) -> Result<Option<HeadObjectOutput>> {
        let head = self
            .client
            .head_object()
            .bucket(&self.name)
            .key(key)
            .expected_bucket_owner(&self.owner)
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await;
        match head {
            Ok(found) => Ok(Some(found)),
            Err(error) if status(&error) == Some(404) => Ok(None),
            Err(error) => Err(shared::Error::calling("s3:HeadObject")(error).into()),
        }
    }
}

fn status<E>(error: &SdkError<E>) -> Option<u16> {
    Some(error.raw_response()?.status().as_u16())
}
