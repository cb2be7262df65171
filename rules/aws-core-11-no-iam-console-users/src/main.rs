//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_11_no_iam_console_users::NoIamConsoleUsers)
}
