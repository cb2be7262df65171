//! What a value is, apart from being a credential: a literal, a reference to a secret, or neither.

/// The fewest characters of a literal that may be a secret.
const SHORTEST: usize = 8;

/// What a reference to a secret begins with: an ARN, a path in Parameter Store, the schemes of
/// tools that resolve secrets when a process starts.
const REFERENCES: [&str; 4] = ["arn:", "/", "ssm://", "secretsmanager://"];
/// What stands for a value that is put in later, anywhere in a text.
const SUBSTITUTIONS: [&str; 2] = ["${", "{{resolve:"];

/// Whether `value` names the place of a secret instead of being one.
pub(crate) fn is_reference(value: &str) -> bool {
    REFERENCES.iter().any(|it| value.starts_with(it))
        || SUBSTITUTIONS.iter().any(|it| value.contains(it))
}

/// Whether `value` was replaced by asterisks, as CloudFormation and AWS Config do.
pub(crate) fn is_masked(value: &str) -> bool {
    value.len() >= 4 && value.bytes().all(|it| it == b'*')
}

/// Whether `value` could be a secret, given that its name says so.
pub(crate) fn is_literal(value: &str) -> bool {
    let value = value.trim();
    value.chars().count() >= SHORTEST
        && !is_reference(value)
        && !is_masked(value)
        && !is_address(value)
        && value.parse::<f64>().is_err()
}

/// Whether `value` is the URL of a service, such as the one that issues tokens. One with a query
/// could carry the token itself.
fn is_address(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.contains(['@', '?', '#']) && !rest.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for value in [
            "correct-horse-7",
            "changeme",
            "päßwörd8",
            "c3VwZXJzZWNyZXQ=",
            "https://example.com/?token=abcdefgh",
            "https://alice:wonderland@example.com",
            "prod/shop/database",
        ] {
            assert!(is_literal(value), "{value}");
        }
    }

    #[test]
    fn what_is_no_literal() {
        for value in [
            "",
            "short-7",
            "       x       ",
            "true",
            "false",
            "3600",
            "1234567890",
            "-12345678.5",
            "********",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1b2c3",
            "/prod/shop/database",
            "{{resolve:secretsmanager:db:SecretString:password}}",
            "postgres://{{resolve:ssm:user}}@db",
            "${DATABASE_PASSWORD}",
            "Bearer ${TOKEN}",
            "ssm:///prod/db",
            "secretsmanager://db",
            "https://login.example.com/oauth2/token",
        ] {
            assert!(!is_literal(value), "{value}");
        }
    }

    #[test]
    fn masks() {
        assert!(is_masked("****") && is_masked("******"));
        assert!(!is_masked("***") && !is_masked("") && !is_masked("****x"));
    }
}
