//! The notifier as a Lambda function.

fn main() -> shared::Result<()> {
    notifier::run()
}
