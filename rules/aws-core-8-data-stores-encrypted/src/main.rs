//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_8_data_stores_encrypted::DataStoresEncrypted)
}
