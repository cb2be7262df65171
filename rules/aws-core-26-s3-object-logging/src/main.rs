//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_26_s3_object_logging::S3ObjectLogging)
}
