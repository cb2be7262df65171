//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_32_ec2_patched::Ec2Patched)
}
