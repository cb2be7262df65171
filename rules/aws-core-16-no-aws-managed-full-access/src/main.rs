//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_16_no_aws_managed_full_access::NoAwsManagedFullAccess)
}
