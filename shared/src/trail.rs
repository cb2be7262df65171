//! Trails of CloudTrail, as an account sees them: its own, and those of its organization, which
//! belong to the management account.

mod access;
mod selectors;

use std::fmt;

use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::types;

use jiff::Timestamp;

use crate::aws;
use crate::error::{Code, Error, Result};
use crate::invocation::Invocation;

pub use access::Access;
pub use selectors::Selectors;

/// The type that AWS Config records trails as.
pub const TRAIL: &str = "AWS::CloudTrail::Trail";

/// The IAM action that [`Trail::all`] takes; it knows no resource-level permissions.
pub const DESCRIBE: &str = "cloudtrail:DescribeTrails";
/// The IAM action that [`Trail::selectors`] takes, on [`ANY`].
pub const GET_SELECTORS: &str = "cloudtrail:GetEventSelectors";
/// The IAM action that [`Trail::status`] takes, on [`ANY`].
pub const GET_STATUS: &str = "cloudtrail:GetTrailStatus";
/// Every trail, as a permission's resource: an organization's carry the id of another account.
pub const ANY: &str = "arn:${AWS::Partition}:cloudtrail:*:*:trail/*";

/// A trail. Displays as `trail main`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// Its name.
    pub name: String,
    /// Its ARN, by which it can be asked for from any account that sees it.
    pub arn: String,
    /// The region that it was made in.
    pub home_region: String,
    /// The bucket that it delivers to, which may be anybody's.
    pub bucket: String,
    /// Whether another account owns it: then it is the organization's.
    pub is_foreign: bool,
    /// Whether it logs what happens in all regions, not in its own alone.
    pub is_multi_region: bool,
    /// Whether somebody chose what it logs. Where nobody did, it logs management events.
    pub has_custom_selectors: bool,
}

/// How a trail fares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether it is switched on.
    pub is_logging: bool,
    /// When it was switched on last.
    pub started: Option<Timestamp>,
    /// When it last delivered a log file.
    pub delivered: Option<Timestamp>,
    /// Amazon S3's error to the last attempt to deliver one, such as `NoSuchBucket`.
    pub delivery_error: Option<String>,
}

impl Trail {
    /// The trails that log anything in the region, the organization's first: those made here, and
    /// those of all regions. One call.
    ///
    /// # Errors
    /// If AWS does not answer, or a trail has no name, ARN, home or bucket.
    pub async fn all(invocation: &Invocation) -> Result<Vec<Self>> {
        let cloudtrail = invocation.aws()?.client(Client::new);
        let request = cloudtrail.describe_trails().include_shadow_trails(true);
        let answer = request.send().await.map_err(Error::calling(DESCRIBE))?;
        let described = answer.trail_list.unwrap_or_default().into_iter();
        let trails = described.map(|trail| Self::from_api(trail, invocation.account_id()));
        let mut trails = trails.collect::<Result<Vec<Self>>>()?;
        trails.sort_by(|a, b| (!a.is_foreign, &a.arn).cmp(&(!b.is_foreign, &b.arn)));
        Ok(trails)
    }

    fn from_api(trail: types::Trail, account_id: &str) -> Result<Self> {
        let read = || {
            let arn = trail.trail_arn?;
            Some(Self {
                name: trail.name?,
                is_foreign: arn.split(':').nth(4)? != account_id,
                arn,
                home_region: trail.home_region?,
                bucket: trail.s3_bucket_name.filter(|it| !it.is_empty())?,
                is_multi_region: trail.is_multi_region_trail.unwrap_or_default(),
                // Where nobody says, it is asked for them.
                has_custom_selectors: trail.has_custom_event_selectors.unwrap_or(true),
            })
        };
        read().ok_or_else(|| Error::new(Code::CallFailed, format!("{DESCRIBE} gave half a trail")))
    }

    /// Whether it logs what happens in `region`.
    pub fn logs_region(&self, region: &str) -> bool {
        self.is_multi_region || self.home_region == region
    }

    /// How it fares. One call, to its home region.
    pub async fn status(&self, invocation: &Invocation) -> Result<Status> {
        let request = self.client(invocation)?.get_trail_status().name(&self.arn);
        let answer = request.send().await.map_err(Error::calling(GET_STATUS))?;
        let time = |time: Option<_>| time.as_ref().map(aws::timestamp).transpose();
        Ok(Status {
            is_logging: answer.is_logging.unwrap_or_default(),
            started: time(answer.start_logging_time)?,
            delivered: time(answer.latest_delivery_time)?,
            delivery_error: answer.latest_delivery_error.filter(|it| !it.is_empty()),
        })
    }

    /// What it logs; `None` where it is another account's and AWS does not tell this one. One call,
    /// to its home region; none where nobody chose.
    pub async fn selectors(&self, invocation: &Invocation) -> Result<Option<Selectors>> {
        if !self.has_custom_selectors {
            return Ok(Some(Selectors::of_new_trail()));
        }
        let request = self.client(invocation)?.get_event_selectors().trail_name(&self.arn);
        match request.send().await.map_err(Error::calling(GET_SELECTORS)) {
            Ok(answer) => Ok(Some(answer.into())),
            Err(error) if self.is_foreign && is_refusal(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether `error`, of a call to its home region, says that the trail was deleted since it was
    /// listed.
    pub fn is_gone(&self, error: &Error) -> bool {
        !self.is_foreign && error.aws_code() == Some("TrailNotFoundException")
    }

    /// The way to its home region. Others do not know its selectors: to these it is a shadow, or no
    /// trail at all.
    fn client(&self, invocation: &Invocation) -> Result<Client> {
        Ok(invocation.aws()?.client_in(&self.home_region, Client::new))
    }
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trail {}", self.name)
    }
}

/// Whether AWS answered, and with no: which error it gives members of an organization is not
/// documented. To be throttled, to get no answer and an error of AWS's own say nothing.
fn is_refusal(error: &Error) -> bool {
    let own = |code: &str| code.starts_with("Internal") || code.starts_with("ServiceUnavailable");
    error.code() != Code::Throttled && error.aws_code().is_some_and(|code| !own(code))
}

#[cfg(test)]
mod tests;
