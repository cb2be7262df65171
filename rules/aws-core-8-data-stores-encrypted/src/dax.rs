//! DAX's clusters, which AWS Config neither records nor takes results for: they are reported on the
//! account.

use aws_sdk_dax::Client;
use aws_sdk_dax::types::{self, SseStatus};
use shared::paging::Paging;
use shared::{Error, Invocation, Result, Subject, Verdict, annotation, aws};

use crate::Facts;

const ACTION: &str = "dax:DescribeClusters";
/// The most clusters DAX describes at once.
const PAGE: i32 = 100;

/// A cluster.
#[derive(Debug)]
pub struct Cluster {
    pub(crate) name: String,
    pub(crate) encrypted: bool,
}

/// The account, if it has clusters or nobody can say whether it has.
///
/// Where DAX cannot be asked, the caches are judged all the same. Where the region does not offer it,
/// there are no clusters.
pub(crate) async fn account(invocation: &Invocation) -> Option<Subject<Facts>> {
    match aws::none_without_endpoint(clusters(invocation).await) {
        Ok(clusters) if clusters.is_empty() => None,
        clusters => Some(Subject::account(invocation, clusters.map(Facts::Dax))),
    }
}

async fn clusters(invocation: &Invocation) -> Result<Vec<Cluster>> {
    let dax = invocation.aws()?.client(Client::new);
    let (mut clusters, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let request = dax.describe_clusters().max_results(PAGE).set_next_token(paging.token());
        let page = request.send().await.map_err(Error::calling(ACTION))?;
        clusters.extend(page.clusters.unwrap_or_default().into_iter().map(Cluster::described));
        if !paging.advance(page.next_token)? {
            return Ok(clusters);
        }
    }
}

impl Cluster {
    fn described(cluster: types::Cluster) -> Self {
        let status = cluster.sse_description.and_then(|it| it.status);
        Self {
            name: cluster.cluster_name.unwrap_or_else(|| "without a name".to_owned()),
            encrypted: status == Some(SseStatus::Enabled),
        }
    }
}

/// The verdict on the account that has `clusters`.
pub(crate) fn verdict(clusters: &[Cluster]) -> Verdict {
    let names = clusters.iter().filter(|it| !it.encrypted).map(|it| it.name.as_str());
    let names: Vec<&str> = names.collect();
    match (names.len(), clusters) {
        (0, [one]) => Verdict::compliant(format!("DAX cluster {} is encrypted at rest.", one.name)),
        (0, all) => {
            Verdict::compliant(format!("All {} DAX clusters are encrypted at rest.", all.len()))
        }
        (_, [one]) => {
            Verdict::non_compliant(format!("DAX cluster {} is not encrypted at rest.", one.name))
        }
        (off, all) => {
            let are = if off == 1 { "is" } else { "are" };
            let before =
                format!("{off} of {} DAX clusters {are} not encrypted at rest: ", all.len());
            Verdict::non_compliant(annotation::list(&before, names, "."))
        }
    }
}
