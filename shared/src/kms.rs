//! Keys that encrypt data, as services and annotations name them.

/// What services name in place of a key that AWS owns and shows to nobody: Redshift and Keyspaces the
/// first, Step Functions and others the second.
const AWS_OWNED: [&str; 2] = ["AWS_OWNED_KMS_KEY", "AWS_OWNED_KEY"];

/// Whether `id` is no key in KMS, but stands for one that AWS owns.
pub fn is_aws_owned(id: &str) -> bool {
    AWS_OWNED.iter().any(|it| id.trim().eq_ignore_ascii_case(it))
}

/// The name of the key that `id` means: short for an ARN, `…/1234abcd` or `alias/aws/ebs`; an id
/// that is no ARN stays as it is.
pub fn name(id: &str) -> String {
    match id.splitn(6, ':').nth(5) {
        Some(resource) if id.starts_with("arn:") => match resource.strip_prefix("key/") {
            Some(key) => format!("…/{key}"),
            None => resource.to_owned(),
        },
        _ => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_aws_is_none_in_kms() {
        for owned in ["AWS_OWNED_KMS_KEY", "aws_owned_kms_key", " AWS_OWNED_KEY "] {
            assert!(is_aws_owned(owned), "{owned}");
        }
        for key in ["", "alias/aws/redshift", "alias/AWS_OWNED_KMS_KEY", "AWS_OWNED", "1234abcd"] {
            assert!(!is_aws_owned(key), "{key}");
        }
    }

    #[test]
    fn a_name_is_short() {
        for (id, expected) in [
            ("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab", "…/1234abcd-12ab"),
            ("arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234", "…/mrk-1234"),
            ("arn:aws:kms:eu-west-1:111122223333:alias/aws/ebs", "alias/aws/ebs"),
            ("1234abcd-12ab", "1234abcd-12ab"),
            ("alias/shop", "alias/shop"),
            ("arn:broken", "arn:broken"),
        ] {
            assert_eq!(name(id), expected);
        }
    }
}
