//! The accounts whose costs are estimated.

use clap::Args;
use serde::Serialize;

/// Accounts of one size.
#[derive(Debug, Clone, Args, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Resources that AWS Config records in an account, all regions together, without IAM's
    #[arg(long, value_name = "N", default_value = "1000", value_parser = number)]
    pub resources: f64,
    /// Changes of recorded resources in an account on a day
    #[arg(long, value_name = "N", default_value = "70", value_parser = number)]
    pub changes_per_day: f64,
    /// IAM users in an account
    #[arg(long, value_name = "N", default_value = "100", value_parser = number)]
    pub users: f64,
    /// IAM roles in an account
    #[arg(long, value_name = "N", default_value = "200", value_parser = number)]
    pub roles: f64,
    /// Regions in which the stack is deployed, the home region included
    #[arg(long, value_name = "N", default_value = "1", value_parser = counted)]
    pub regions: f64,
    /// Accounts like this
    #[arg(long, value_name = "N", default_value = "1", value_parser = counted)]
    pub accounts: f64,
}

/// A whole number that is not negative.
fn number(text: &str) -> Result<f64, String> {
    let number: u32 = text.parse().map_err(|_| "a whole number, please".to_owned())?;
    Ok(f64::from(number))
}

/// A whole number of at least one.
fn counted(text: &str) -> Result<f64, String> {
    let number = number(text)?;
    if number < 1.0 { Err("at least 1, please".to_owned()) } else { Ok(number) }
}
