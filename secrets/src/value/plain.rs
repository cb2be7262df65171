//! Values that are no secret whatever their name says: numbers, times, switches, placeholders,
//! addresses, public keys, ids.

use serde_json::Value;

/// What switches something, or says that nothing is there.
const SWITCHES: &[&str] = &[
    "true",
    "false",
    "enabled",
    "disabled",
    "required",
    "optional",
    "automatic",
    "default",
    "undefined",
    "not-set",
    "not set",
    "notset",
    "unset",
    "not-used",
    "not_used",
    "notused",
    "unused",
    "not applicable",
    "redacted",
    "[redacted]",
    "masked",
    "(hidden)",
    "awscurrent",
    "awsprevious",
    "awspending",
    "no-password",
    "no_password",
    "nopassword",
];
/// How a text begins that is to be replaced.
const PLACEHOLDERS: &[&str] = &[
    "your-",
    "your_",
    "your ",
    "<your",
    "replace-",
    "replace_",
    "replace ",
    "replaceme",
    "placeholder",
    "insert-",
    "insert_",
    "enter-",
    "enter_",
    "to-be-",
    "to_be_",
    "tobereplaced",
    "fill-",
    "fill_",
    "fixme",
    "todo",
];
/// What an id of EC2 begins with; hexadecimal digits follow.
const RESOURCES: &[&str] = &[
    "acl-", "ami-", "eni-", "fs-", "i-", "igw-", "lt-", "mrk-", "nat-", "pl-", "rtb-", "sg-",
    "snap-", "subnet-", "vol-", "vpc-", "vpce-",
];
/// How public keys and certificates begin.
const PUBLIC: &[&str] = &[
    "-----BEGIN PUBLIC KEY",
    "-----BEGIN RSA PUBLIC KEY",
    "-----BEGIN CERTIFICATE",
    "-----BEGIN PGP PUBLIC KEY",
    "ssh-rsa ",
    "ssh-ed25519 ",
    "ecdsa-sha2-",
    "age1",
];
/// The fields of a JSON document that say whose secret it is, and where it is used.
const IDENTITIES: &[&str] = &[
    "user",
    "username",
    "login",
    "email",
    "host",
    "hostname",
    "server",
    "endpoint",
    "port",
    "engine",
    "database",
    "dbname",
    "db",
    "region",
    "account",
    "id",
    "arn",
    "name",
    "type",
    "url",
    "uri",
    "role",
    "scope",
    "stage",
    "version",
    "description",
];

/// Whether `text` is one of these.
pub(super) fn is_no_secret(text: &str) -> bool {
    let lower = text.to_lowercase();
    SWITCHES.contains(&lower.as_str())
        || PLACEHOLDERS.iter().any(|it| lower.starts_with(it))
        || PUBLIC.iter().any(|it| text.starts_with(it))
        || is_fill(text)
        || is_number_or_time(&lower)
        || is_crypt_hash(text)
        || is_region(text)
        || is_resource(text)
        || is_schedule(text)
}

/// One character again and again, or what masks print.
fn is_fill(text: &str) -> bool {
    let first = text.chars().next();
    text.chars().all(|it| Some(it) == first)
        || text.chars().all(|it| "*xX.-_•#?…".contains(it))
        || (text.len() > 4 && text.starts_with("__") && text.ends_with("__"))
}

/// `1,2,3`, `2026-01-15T08:30:12Z`, `PT15M`, `1h30m`, `900 seconds`.
fn is_number_or_time(lower: &str) -> bool {
    let is_number = |it: &str| it.trim().parse::<f64>().is_ok();
    let units = ["ms", "s", "sec", "seconds", "m", "min", "minutes", "h", "hours", "d", "days"];
    let units_of =
        |it: &str| it.trim_matches(|it: char| it.is_ascii_digit() || " .".contains(it)).to_owned();
    let is_duration = lower.starts_with(['p', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && lower.ends_with(['y', 'm', 'w', 'd', 'h', 's'])
        && lower.bytes().all(|it| it.is_ascii_digit() || b"ptymwdhs.".contains(&it))
        && lower.bytes().filter(u8::is_ascii_alphabetic).count() <= 5;
    lower.split(',').all(is_number)
        || is_date(lower)
        || is_duration
        || (lower.starts_with(|it: char| it.is_ascii_digit())
            && units.contains(&units_of(lower).as_str()))
}

/// `2026-01-15`, with a time or without.
fn is_date(lower: &str) -> bool {
    let Some((date, time)) = lower.split_at_checked("2026-01-15".len()) else { return false };
    date.split('-').map(str::len).eq([4, 2, 2])
        && date.bytes().all(|it| it.is_ascii_digit() || it == b'-')
        && time.bytes().all(|it| it.is_ascii_digit() || b"tz:.+- ".contains(&it))
}

/// `$6$salt$…`: what is left of a password is not the password.
fn is_crypt_hash(text: &str) -> bool {
    let id = text.strip_prefix('$').and_then(|it| it.split_once('$')).map(|(id, _)| id);
    id.is_some_and(|id| {
        matches!(id, "1" | "2a" | "2b" | "2y" | "5" | "6" | "7" | "y" | "gy")
            || id.starts_with("argon2")
            || id.starts_with("scrypt")
    }) || ["{SSHA", "{bcrypt}", "{SHA", "pbkdf2:", "pbkdf2_", "scrypt:"]
        .iter()
        .any(|it| text.starts_with(it))
}

/// `eu-west-1`.
fn is_region(text: &str) -> bool {
    let Some((place, number)) = text.rsplit_once('-') else { return false };
    let mut parts = place.split('-');
    number.len() == 1
        && number.bytes().all(|it| it.is_ascii_digit())
        && parts.next().is_some_and(|it| it.len() == 2)
        && place.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
        && (1..=3).contains(&parts.count())
}

/// `subnet-0a1b2c3d4e5f60718`.
fn is_resource(text: &str) -> bool {
    let digits = RESOURCES.iter().find_map(|it| text.strip_prefix(it));
    digits.is_some_and(|it| it.len() >= 8 && it.bytes().all(|it| it.is_ascii_hexdigit()))
}

/// `rate(30 days)`, `cron(0 8 * * ? *)`.
fn is_schedule(text: &str) -> bool {
    ["rate(", "cron(", "at("].iter().any(|it| text.starts_with(it)) && text.ends_with(')')
}

/// Whether `text` is the id of a KMS key, under a name such as `ENCRYPTION_KEY`.
pub(super) fn is_key_id(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    let groups: Vec<_> = text.split('-').map(str::len).collect();
    (name.contains("encryption") || name.contains("kms"))
        && groups == [8, 4, 4, 4, 12]
        && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-')
}

/// Whether `text` is the URL of a service, such as the one that issues tokens. One with a query
/// could carry the token itself.
pub(super) fn is_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let password = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':'));
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+.-:".contains(&it))
        && password.is_none_or(|(_, password)| password.is_empty())
        && !rest.contains(['?', '#'])
        && !rest.contains(char::is_whitespace)
}

/// Whether `text` is a JSON document that tells whose a secret is and where it lies, but not the
/// secret.
pub(super) fn is_object_without_literals(text: &str) -> bool {
    if !text.starts_with(['{', '[']) {
        return false;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(document) => !holds_literal(&document, ""),
        Err(_) => false,
    }
}

fn holds_literal(document: &Value, name: &str) -> bool {
    match document {
        Value::Object(fields) => fields.iter().any(|(name, value)| holds_literal(value, name)),
        Value::Array(elements) => elements.iter().any(|it| holds_literal(it, name)),
        Value::String(text) => {
            let last = crate::name::constant(name).to_lowercase();
            let last = last.rsplit('_').next().unwrap_or_default();
            !IDENTITIES.contains(&last) && super::is_literal(name, text)
        }
        _ => false,
    }
}
