//! The ways by which servers and databases of a region can be reached without being open to the
//! Internet, as far as AWS can tell.

use std::fmt;

use aws_sdk_ec2::types::{ClientVpnEndpointStatusCode, Ec2InstanceConnectEndpointState as State};
use aws_sdk_ssm::types::{InstanceInformationStringFilter, PingStatus};
use shared::paging::Paging;
use shared::{Basis, Code, Error, Invocation, Result};

use crate::target::Target;

pub(crate) const NODES: &str = "ssm:DescribeInstanceInformation";
pub(crate) const CONNECT_ENDPOINTS: &str = "ec2:DescribeInstanceConnectEndpoints";
pub(crate) const VPN_ENDPOINTS: &str = "ec2:DescribeClientVpnEndpoints";

/// The most nodes that Systems Manager describes at once.
const PAGE: usize = 50;

/// A way to reach servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Method {
    /// Session Manager, with the instances that are connected to it on the first page.
    SessionManager { nodes: usize, has_more: bool },
    /// An endpoint of EC2 Instance Connect, `eice-…`.
    InstanceConnect(String),
    /// An endpoint of Client VPN, `cvpn-endpoint-…`.
    ClientVpn(String),
    /// An instance that is declared a bastion.
    Bastion(String),
}

impl Method {
    /// What it rests on: that an instance is a bastion, its tag says.
    pub(crate) const fn basis(&self) -> Basis {
        match self {
            Self::Bastion(_) => Basis::Declared,
            Self::SessionManager { .. } | Self::InstanceConnect(_) | Self::ClientVpn(_) => {
                Basis::Measured
            }
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionManager { nodes: 1, has_more: false } => {
                f.write_str("Session Manager (1 online node)")
            }
            Self::SessionManager { nodes, has_more } => {
                let more = if *has_more { "at least " } else { "" };
                write!(f, "Session Manager ({more}{nodes} online nodes)")
            }
            Self::InstanceConnect(id) => write!(f, "EC2 Instance Connect Endpoint {id}"),
            Self::ClientVpn(id) => write!(f, "Client VPN endpoint {id}"),
            Self::Bastion(id) => write!(f, "bastion {id}"),
        }
    }
}

/// The first method that was found, and what could not be asked for before.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pub(crate) found: Option<Method>,
    pub(crate) unreadable: Vec<Error>,
}

impl Search {
    /// Asks for one method after the other until one is found; the bastion, which is known without,
    /// comes last, since it is the one that has to be looked after.
    pub(crate) async fn among(invocation: &Invocation, targets: &[Target]) -> Self {
        let mut search = Self::default();
        let _ = search.takes(session_manager(invocation).await)
            || search.takes(instance_connect(invocation).await)
            || search.takes(client_vpn(invocation).await)
            || search.takes(Ok(bastion(targets)));
        search
    }

    fn takes(&mut self, answer: Result<Option<Method>>) -> bool {
        match answer {
            Ok(found) => self.found = found,
            // That one may not be asked for says nothing of the others.
            Err(error) => self.unreadable.push(error),
        }
        self.found.is_some()
    }
}

/// Pages may be empty although more follow.
async fn session_manager(invocation: &Invocation) -> Result<Option<Method>> {
    let ssm = invocation.aws()?.client(aws_sdk_ssm::Client::new);
    let filters = [("ResourceType", "EC2Instance"), ("PingStatus", "Online")];
    let filters = filters.map(|(key, value)| {
        InstanceInformationStringFilter::builder().key(key).values(value).build()
    });
    let filters = filters.into_iter().collect::<Result<Vec<_>, _>>();
    let filters = filters.map_err(|error| Error::new(Code::CallFailed, error.to_string()))?;
    let request = ssm.describe_instance_information().set_filters(Some(filters));
    let request = request.max_results(PAGE.try_into().unwrap_or(i32::MAX));
    let mut paging = Paging::of(NODES);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(NODES))?;
        let nodes = page.instance_information_list().iter();
        let nodes = nodes.filter(|it| it.ping_status == Some(PingStatus::Online)).count();
        let has_more = paging.advance(page.next_token)?;
        if nodes > 0 {
            return Ok(Some(Method::SessionManager { nodes, has_more }));
        }
        if !has_more {
            return Ok(None);
        }
    }
}

async fn instance_connect(invocation: &Invocation) -> Result<Option<Method>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let request = ec2.describe_instance_connect_endpoints();
    let mut paging = Paging::of(CONNECT_ENDPOINTS);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(CONNECT_ENDPOINTS))?;
        let endpoints = page.instance_connect_endpoints.unwrap_or_default().into_iter();
        let usable = endpoints.filter(|it| it.state.as_ref().is_some_and(is_usable));
        if let Some(id) = usable.filter_map(|it| it.instance_connect_endpoint_id).min() {
            return Ok(Some(Method::InstanceConnect(id)));
        }
        if !paging.advance(page.next_token)? {
            return Ok(None);
        }
    }
}

async fn client_vpn(invocation: &Invocation) -> Result<Option<Method>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let request = ec2.describe_client_vpn_endpoints();
    let mut paging = Paging::of(VPN_ENDPOINTS);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(VPN_ENDPOINTS))?;
        let endpoints = page.client_vpn_endpoints.unwrap_or_default().into_iter();
        let available = endpoints.filter(|it| {
            let code = it.status.as_ref().and_then(|it| it.code.as_ref());
            code == Some(&ClientVpnEndpointStatusCode::Available)
        });
        if let Some(id) = available.filter_map(|it| it.client_vpn_endpoint_id).min() {
            return Ok(Some(Method::ClientVpn(id)));
        }
        if !paging.advance(page.next_token)? {
            return Ok(None);
        }
    }
}

/// Whether an endpoint can be used: what fails to be changed stays what it was.
fn is_usable(state: &State) -> bool {
    let usable = [
        State::CreateComplete,
        State::UpdateComplete,
        State::UpdateInProgress,
        State::UpdateFailed,
    ];
    usable.contains(state)
}

fn bastion(targets: &[Target]) -> Option<Method> {
    let bastions = targets.iter().filter(|it| it.is_bastion());
    bastions.map(|it| it.name.clone()).min().map(Method::Bastion)
}
