//! The rule as a Lambda function.

fn main() -> shared::Result<()> {
    shared::lambda::run(&aws_core_10_saml_single_sign_on::SamlSingleSignOn)
}
