//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_27_guardduty_in_all_regions::GuarddutyInAllRegions)
}
