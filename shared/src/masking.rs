//! What annotations tell of people: enough to recognise, not enough to write to.

/// An e-mail address with the first character of its local part alone: `j***@example.com`.
pub fn email(address: &str) -> String {
    // A quoted local part may hold an @ itself.
    let (local, domain) = match address.rsplit_once('@') {
        Some((local, domain)) => (local, format!("@{domain}")),
        None => (address, String::new()),
    };
    let first: String = local.chars().take(1).collect();
    format!("{first}***{domain}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_first_character_and_the_domain_remain() {
        for (address, masked) in [
            ("john.doe@example.com", "j***@example.com"),
            ("j@example.com", "j***@example.com"),
            ("John+AWS@Example.com", "J***@Example.com"),
            ("\"john@home\"@example.com", "\"***@example.com"),
            ("öhler@example.com", "ö***@example.com"),
            ("@example.com", "***@example.com"),
            ("john", "j***"),
            ("", "***"),
        ] {
            assert_eq!(email(address), masked, "{address}");
        }
    }

    proptest! {
        #[test]
        fn says_nothing_else_of_the_local_part(local in "[a-z.+@\"]{3,20}") {
            let masked = email(&format!("{local}@example.com"));
            prop_assert_eq!(masked.chars().count(), "l***@example.com".len());
        }
    }
}
