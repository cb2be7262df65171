//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_28_infrastructure_as_code::InfrastructureAsCode)
}
