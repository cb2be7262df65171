//! The route tables that a verdict depends on, as far as they may be read.

use std::sync::Arc;

use shared::route_table::{self, RouteTables};
use shared::{Code, Invocation, Result};

/// The tables, or why they may not be read.
pub(crate) type Routes = Result<Arc<RouteTables>>;

/// Which tables to read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tables<'a> {
    /// Those of one VPC.
    OfVpc(&'a str),
    /// All of the region.
    OfRegion,
}

/// Reads the tables `which`; without a call where none matter.
///
/// That the role may not read them leaves open only what depends on them: a publicly accessible DB
/// instance is found all the same.
///
/// # Errors
/// If they could not be read for another reason, which another try may overcome.
pub(crate) async fn read(invocation: &Invocation, which: Option<Tables<'_>>) -> Result<Routes> {
    let read = match which {
        Some(Tables::OfVpc(vpc)) => route_table::of_vpcs(invocation.aws()?, [vpc]).await,
        Some(Tables::OfRegion) => route_table::of_region(invocation.aws()?).await,
        None => Ok(RouteTables::default()),
    };
    match read {
        Err(error) if error.code() != Code::AccessDenied => Err(error),
        other => Ok(other.map(Arc::new)),
    }
}
