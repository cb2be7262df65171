//! The resources and stacks of a region, as AWS Config's advanced queries tell them.

use shared::{Invocation, Result, listing};

use crate::Parameters;
use crate::evidence::Measured;
use crate::resource::Resource;
use crate::stack::{STACK, StackResources};

/// Lists stacks, then resources: ⌈stacks/100⌉ + ⌈resources/100⌉ calls, `maxPages` each at most.
///
/// # Errors
/// If a page or a row cannot be read: a share of the rest would say nothing of the whole.
pub(crate) async fn measure(invocation: &Invocation, parameters: &Parameters) -> Result<Measured> {
    let Parameters { measured_types, iac_tags, max_pages, .. } = parameters;
    let most = max_pages.get();

    let query =
        format!("SELECT resourceId, supplementaryConfiguration WHERE resourceType = '{STACK}'");
    let mut stacks = StackResources::of(measured_types);
    let all_stacks =
        listing::each_row(invocation, &query, Some(most), |row| stacks.add(row)).await?;

    let types: Vec<String> = measured_types.0.iter().map(|it| format!("'{it}'")).collect();
    let query = format!(
        "SELECT resourceId, resourceName, arn, resourceType, resourceCreationTime, tags, \
         configuration.groupName WHERE resourceType IN ({})",
        types.join(", ")
    );
    let mut resources = Vec::new();
    let all_resources = listing::each_row(invocation, &query, Some(most), |row| {
        resources.push(Resource::read(row, &stacks, iac_tags)?);
        Ok(())
    })
    .await?;

    let region = invocation.environment.region.clone();
    Ok(Measured { region, resources, all_resources, all_stacks })
}
