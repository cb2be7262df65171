//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_19_ingress_http_only::IngressHttpOnly)
}
