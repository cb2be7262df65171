//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_13_iam_access_keys_used::IamAccessKeysUsed)
}
