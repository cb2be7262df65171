//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_29_custom_amis_recent::CustomAmisRecent)
}
