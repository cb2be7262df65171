//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_15_iam_roles_used::IamRolesUsed)
}
