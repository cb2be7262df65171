//! placeholder
use crate::{Outcome, Result, output::Output};
use clap::Args;
/// x
#[derive(Debug, Args)]
pub struct Cost {}
impl Cost {
    /// x
    pub fn run(self, _: &[&dyn shared::AnyRule], _: &mut Output) -> Result<Outcome> {
        Ok(Outcome::Clean)
    }
}
