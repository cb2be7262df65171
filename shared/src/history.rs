//! The items that AWS Config found too large to send, fetched from its history.

use aws_sdk_config::primitives::DateTime;
use aws_sdk_config::types::ResourceType;

use crate::aws::Aws;
use crate::error::{Code, Error, Result};
use crate::item::ConfigurationItem;
use crate::paging::Paging;

const ACTION: &str = "config:GetResourceConfigHistory";

/// Fetches the item that `summary` stands for: the newest at its capture time, so that item and
/// ordering timestamp belong together.
///
/// `GetResourceConfigHistory` looks through seven days a page, so pages without items may come
/// first.
pub async fn item(aws: &Aws, summary: &ConfigurationItem) -> Result<ConfigurationItem> {
    let time = summary.capture_time.ok_or_else(|| missing(summary))?;
    let request = aws
        .config()
        .get_resource_config_history()
        .resource_type(ResourceType::from(summary.resource_type.as_str()))
        .resource_id(&summary.resource_id)
        .later_time(DateTime::from_millis(time.as_millisecond()))
        .limit(1);
    let mut paging = Paging::of(ACTION);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        if let Some(item) = page.configuration_items.unwrap_or_default().into_iter().next() {
            let mut item = ConfigurationItem::from(item);
            item.capture_time = Some(time);
            return Ok(item);
        }
        if !paging.advance(page.next_token)? {
            return Err(missing(summary));
        }
    }
}

fn missing(summary: &ConfigurationItem) -> Error {
    let ConfigurationItem { resource_type, resource_id, .. } = summary;
    let message = format!("the history holds no item of {resource_type} {resource_id}");
    Error::new(Code::InvalidEvent, message)
}
