//! Keys of KMS, as annotations name them.

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
