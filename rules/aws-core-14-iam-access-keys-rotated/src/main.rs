//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_14_iam_access_keys_rotated::IamAccessKeysRotated)
}
