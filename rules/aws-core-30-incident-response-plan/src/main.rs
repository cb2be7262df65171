//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_30_incident_response_plan::IncidentResponsePlan)
}
