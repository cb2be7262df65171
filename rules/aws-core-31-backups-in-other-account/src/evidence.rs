//! The evidence on resources, gathered step by step: each step asks only for those that the ones
//! before did not settle.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::attestation::Attestation;
use shared::{Code, Invocation, Result, Rule, aws, bucket_owner, listing};

use crate::replication::Owner;
use crate::resource::Resource;
use crate::{BUCKET, BackupsInOtherAccount, Parameters, copy_job};

/// Gathers the evidence on all resources of the region.
pub(crate) async fn on_all(
    resources: &mut [&mut Resource],
    invocation: &Invocation,
    parameters: &Parameters,
) -> Result<()> {
    ask_owners(resources, invocation, parameters).await?;
    if resources.iter().any(|it| it.settled_without_copies(parameters).is_none()) {
        ask_copies(resources, invocation, parameters, None).await?;
    }
    let sources = sources(resources.iter().map(|it| &**it));
    for resource in &mut *resources {
        resource.take_source(&sources);
    }
    ask_person(resources, invocation, parameters).await
}

/// Gathers the evidence on one bucket.
pub(crate) async fn on_bucket(
    bucket: &mut Resource,
    invocation: &Invocation,
    parameters: &Parameters,
) -> Result<()> {
    ask_owners(&mut [&mut *bucket], invocation, parameters).await?;
    if bucket.settled_without_copies(parameters).is_some() {
        return Ok(());
    }
    let arn = bucket.arn.clone();
    ask_copies(&mut [&mut *bucket], invocation, parameters, Some(&arn)).await?;
    // Its own state does not tell whether it holds replicas; that of the others does.
    if bucket.settled(parameters, invocation.time).is_none() && bucket.routes.is_empty() {
        let listed = listing::all(invocation, BUCKET).await?.into_iter();
        let others =
            listed.flat_map(|it| it.item).flat_map(|it| Resource::of_bucket(&it, invocation));
        let others: Vec<Resource> = others.collect();
        bucket.take_source(&sources(others.iter()));
    }
    ask_person(&mut [bucket], invocation, parameters).await
}

/// Asks which destinations are the account's own, where replication rules do not tell.
async fn ask_owners(
    resources: &mut [&mut Resource],
    invocation: &Invocation,
    parameters: &Parameters,
) -> Result<()> {
    let routes = resources.iter().flat_map(|it| it.unnamed(parameters));
    let names: BTreeSet<String> = routes.map(|it| it.destination.clone()).collect();
    let asked = names.iter().map(String::as_str).collect();
    let own = denied(bucket_owner::own_among(invocation, &asked).await)?;
    for route in resources.iter_mut().flat_map(|it| &mut it.routes) {
        if route.owner == Owner::Unnamed && names.contains(&route.destination) {
            route.owner = match &own {
                Ok(own) if own.contains(&route.destination) => Owner::Own,
                Ok(_) => Owner::Another,
                Err(error) => Owner::Unknown(error.clone()),
            };
        }
    }
    Ok(())
}

/// Asks AWS Backup for copies: of all resources, or of the one with `arn`.
async fn ask_copies(
    resources: &mut [&mut Resource],
    invocation: &Invocation,
    parameters: &Parameters,
    arn: Option<&str>,
) -> Result<()> {
    let copies = copy_job::completed(invocation, parameters, arn).await;
    // A region that does not offer AWS Backup holds no copies of its making.
    let mut copies = denied(aws::none_without_endpoint(copies))?;
    for resource in resources {
        resource.copies = match &mut copies {
            Ok(copies) => Ok(copies.remove(&resource.arn).unwrap_or_default()),
            Err(error) => Err(error.clone()),
        };
    }
    Ok(())
}

/// Reads what a person said, where something is not settled.
async fn ask_person(
    resources: &mut [&mut Resource],
    invocation: &Invocation,
    parameters: &Parameters,
) -> Result<()> {
    let time = invocation.time;
    let open = resources.iter_mut().filter(|it| it.settled(parameters, time).is_none());
    let open: Vec<_> = open.collect();
    if open.is_empty() {
        return Ok(());
    }
    let control = BackupsInOtherAccount::METADATA.control_id();
    let read = Attestation::read(invocation, control, &parameters.attestation).await?;
    let read = Arc::new(read);
    for resource in open {
        resource.attestation = Some(Arc::clone(&read));
    }
    Ok(())
}

/// To be denied an answer is an answer, which leaves those unverified that depend on it. Other
/// failures pass by themselves: the invocation fails and is repeated.
fn denied<T>(answer: Result<T>) -> Result<Result<T>> {
    match answer {
        Err(error) if error.code() != Code::AccessDenied => Err(error),
        answer => Ok(answer),
    }
}

/// The buckets that others replicate to, each with the first of these.
fn sources<'a>(resources: impl Iterator<Item = &'a Resource>) -> BTreeMap<String, String> {
    let mut sources = BTreeMap::<String, String>::new();
    for resource in resources {
        for route in &resource.routes {
            let source = sources.entry(route.destination.clone());
            let source = source.or_insert_with(|| resource.name.clone());
            if resource.name < *source {
                source.clone_from(&resource.name);
            }
        }
    }
    sources
}

impl Resource {
    /// Remembers whose replicas the bucket holds. One that replicates itself holds data of its own.
    fn take_source(&mut self, sources: &BTreeMap<String, String>) {
        if self.database.is_none() && self.routes.is_empty() {
            self.source = sources.get(&self.name).cloned();
        }
    }
}
