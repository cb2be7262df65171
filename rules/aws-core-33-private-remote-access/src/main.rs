//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_33_private_remote_access::PrivateRemoteAccess)
}
