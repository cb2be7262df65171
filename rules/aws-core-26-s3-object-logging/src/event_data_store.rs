//! Event data stores of CloudTrail Lake, which may record what trails do not.

use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::types::EventDataStoreStatus;
use shared::paging::Paging;
use shared::{Code, Error, Invocation, Result};

use crate::recorder::{Recorder, State};

/// The IAM action that [`all`] takes; it knows no resource-level permissions.
pub(crate) const LIST: &str = "cloudtrail:ListEventDataStores";
/// The IAM action that [`read`] takes.
pub(crate) const GET: &str = "cloudtrail:GetEventDataStore";
/// Every event data store that [`all`] lists.
pub(crate) const ANY: &str =
    "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:eventdatastore/*";

/// The most event data stores that one page holds.
const PAGE: i32 = 1000;

/// The ARNs of those of the account in the region.
pub(crate) async fn all(invocation: &Invocation) -> Result<Vec<String>> {
    let request = client(invocation)?.list_event_data_stores().max_results(PAGE);
    let mut paging = Paging::of(LIST);
    let mut arns = Vec::new();
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(LIST))?;
        let listed = page.event_data_stores.unwrap_or_default().into_iter();
        arns.extend(listed.filter_map(|it| it.event_data_store_arn));
        if !paging.advance(page.next_token)? {
            arns.sort_unstable();
            return Ok(arns);
        }
    }
}

/// One of them; `None` if it was deleted meanwhile.
pub(crate) async fn read(invocation: &Invocation, arn: &str) -> Result<Option<Recorder>> {
    let request = client(invocation)?.get_event_data_store().event_data_store(arn);
    let kind = "event data store";
    let (name, state) = match request.send().await.map_err(Error::calling(GET)) {
        Ok(answer) => {
            let name = answer.name.ok_or_else(|| {
                Error::new(Code::CallFailed, format!("{GET} gave an event data store without name"))
            })?;
            let selectors = answer.advanced_event_selectors.unwrap_or_default().into();
            let on = Ok(answer.status == Some(EventDataStoreStatus::Enabled));
            (name, Ok(State::Known { selectors, on }))
        }
        Err(error) if error.aws_code() == Some("EventDataStoreNotFoundException") => {
            return Ok(None);
        }
        Err(error) => (arn.rsplit('/').next().unwrap_or(arn).to_owned(), Err(error)),
    };
    Ok(Some(Recorder { kind, name, state }))
}

fn client(invocation: &Invocation) -> Result<Client> {
    Ok(invocation.aws()?.client(Client::new))
}
