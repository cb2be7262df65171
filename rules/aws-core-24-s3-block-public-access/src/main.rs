//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_24_s3_block_public_access::S3BlockPublicAccess)
}
