//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_25_config_in_all_regions::ConfigInAllRegions)
}
