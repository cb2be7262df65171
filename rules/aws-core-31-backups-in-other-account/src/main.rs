//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_31_backups_in_other_account::BackupsInOtherAccount)
}
