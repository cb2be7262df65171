//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_3_trail_to_log_account::TrailToLogAccount)
}
