//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_5_root_mfa_and_no_access_keys::RootMfaAndNoAccessKeys)
}
