//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_12_no_iam_access_keys::NoIamAccessKeys)
}
