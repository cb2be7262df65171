//! Which engines support IAM authentication.
//!
//! An engine that is not known here is taken to support it: a database that nobody looks at would
//! be worse than a finding too many.

/// Engines that support it in no version. Families end in a hyphen.
const NEVER: [&str; 5] = ["custom-", "db2-", "docdb", "oracle-", "sqlserver-"];
/// The first version that supports it, of those engines of which not every version does.
const SINCE: [(&str, (u32, u32)); 3] =
    [("mariadb", (10, 6)), ("mysql", (5, 7)), ("postgres", (10, 0))];

/// Whether no version of `engine` supports it.
pub(crate) fn never_supports(engine: &str) -> bool {
    NEVER.iter().any(|it| if it.ends_with('-') { engine.starts_with(it) } else { engine == *it })
}

/// Whether `engine` supports it in `version`, and in one that cannot be read.
pub(crate) fn supports(engine: &str, version: &str) -> bool {
    let since = SINCE.iter().find(|(it, _)| *it == engine);
    match (since, parsed(version)) {
        (Some((_, since)), Some(version)) => version >= *since,
        _ => true,
    }
}

/// The first two numbers of a version such as `10.6.14-R1`; a missing second one is the latest.
fn parsed(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.');
    let major = numbers.next()?.parse().ok()?;
    let minor = numbers.next().map_or(Some(u32::MAX), |it| it.parse().ok())?;
    Some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_and_families_are_told_apart_exactly() {
        for engine in [
            "oracle-ee",
            "oracle-se2-cdb",
            "sqlserver-ex",
            "db2-ae",
            "custom-oracle-ee",
            "custom-sqlserver-web",
            "docdb",
        ] {
            assert!(never_supports(engine), "{engine}");
        }
        for engine in ["mysql", "aurora", "neptune", "docdb-next", "my-oracle-ee", "oracle", ""] {
            assert!(!never_supports(engine), "{engine}");
        }
    }

    #[test]
    fn versions() {
        for (engine, version, expected) in [
            ("mysql", "5.6.51", false),
            ("mysql", "5.7.44-rds.20240408", true),
            ("mysql", "8.0.35", true),
            ("mariadb", "10.5.20", false),
            ("mariadb", "10.6.0", true),
            ("mariadb", "10.11.6", true),
            ("mariadb", "11.4.2", true),
            ("mariadb", "10", true),
            ("mariadb", "9", false),
            ("postgres", "9.6.24", false),
            ("postgres", "10", true),
            ("postgres", "16.1", true),
            ("postgres", "", true),
            ("postgres", "next", true),
            ("postgres", "9.next", true),
            ("aurora-mysql", "5.6.mysql_aurora.1.23", true),
            ("neptune", "1.2.1.0", true),
        ] {
            assert_eq!(supports(engine, version), expected, "{engine} {version}");
        }
    }
}
