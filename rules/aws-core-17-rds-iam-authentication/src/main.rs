//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_17_rds_iam_authentication::RdsIamAuthentication)
}
