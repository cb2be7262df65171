//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_7_service_control_policies::ServiceControlPolicies)
}
