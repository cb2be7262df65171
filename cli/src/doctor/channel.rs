//! Where AWS Config of a region delivers its history.

use aws_sdk_config::Client;
use aws_sdk_config::types::{DeliveryChannel, DeliveryChannelStatus, DeliveryStatus};
use shared::{Error, Result};

use super::check::Check;
use super::examine::Place;

const SUBJECT: &str = "Delivery channel";
const DESCRIBE: &str = "config:DescribeDeliveryChannels";
const STATUS: &str = "config:DescribeDeliveryChannelStatus";

/// Asks and judges.
pub(super) async fn check(place: &Place<'_>) -> Check {
    match read(&place.client(Client::new)).await {
        Err(error) => Check::not_checked(SUBJECT, &error),
        Ok(read) => judge(read),
    }
}

async fn read(client: &Client) -> Result<Option<(DeliveryChannel, Option<DeliveryChannelStatus>)>> {
    let channels = client.describe_delivery_channels().send().await;
    let channels = channels.map_err(Error::calling(DESCRIBE))?.delivery_channels;
    let Some(channel) = channels.unwrap_or_default().into_iter().next() else { return Ok(None) };
    let statuses = client.describe_delivery_channel_status().send().await;
    let statuses = statuses.map_err(Error::calling(STATUS))?.delivery_channels_status;
    let mut statuses = statuses.unwrap_or_default().into_iter();
    let status = statuses.find(|it| it.name == channel.name);
    Ok(Some((channel, status)))
}

fn judge(read: Option<(DeliveryChannel, Option<DeliveryChannelStatus>)>) -> Check {
    let Some((channel, status)) = read else {
        return Check::problem(SUBJECT, "AWS Config has no delivery channel here.")
            .means("Its recorder cannot be started, or delivers nowhere.")
            .remedied_by("Give it a bucket: aws configservice put-delivery-channel.");
    };
    let bucket = channel.s3_bucket_name.unwrap_or_default();
    let failed = status.as_ref().and_then(failure);
    if let Some(failed) = failed {
        return Check::warning(SUBJECT, format!("Delivery to {bucket} failed last: {failed}"))
            .means(
                "Rules run all the same. The history that auditors ask for has a gap, and the \
                 recorder may stop delivering changes.",
            )
            .remedied_by("Mend the bucket's policy, its key or AWS Config's role.");
    }
    match status.and_then(|it| it.config_history_delivery_info?.last_successful_time) {
        Some(time) => {
            let time =
                shared::aws::timestamp(&time).map_or_else(|it| it.to_string(), |it| it.to_string());
            Check::ok(SUBJECT, format!("Delivers to {bucket}, last at {time}."))
        }
        None => Check::warning(SUBJECT, format!("Nothing was delivered to {bucket} yet."))
            .means("It was made lately, or has never worked.")
            .remedied_by("Look again in a day."),
    }
}

/// What failed last, of what it delivers.
fn failure(status: &DeliveryChannelStatus) -> Option<String> {
    let exports = [
        ("history", &status.config_history_delivery_info),
        ("snapshot", &status.config_snapshot_delivery_info),
    ];
    let exports = exports.into_iter().filter_map(|(what, it)| {
        let it = it.as_ref()?;
        Some((what, it.last_status.as_ref()?, &it.last_error_code, &it.last_error_message))
    });
    let stream = status.config_stream_delivery_info.as_ref().and_then(|it| {
        Some(("stream", it.last_status.as_ref()?, &it.last_error_code, &it.last_error_message))
    });
    let is_failure = |it: &DeliveryStatus| it.as_str().eq_ignore_ascii_case("failure");
    let mut failed = exports.chain(stream).filter(|it| is_failure(it.1));
    failed.next().map(|(what, _, code, message)| {
        let said = [code, message].into_iter().flatten().map(String::as_str);
        let said: Vec<&str> = said.collect();
        format!("{what}: {}", said.join(" ")).trim().to_owned()
    })
}
