//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_22_egress_restricted::EgressRestricted)
}
