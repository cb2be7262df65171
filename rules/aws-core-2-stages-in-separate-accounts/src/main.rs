//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_2_stages_in_separate_accounts::StagesInSeparateAccounts)
}
