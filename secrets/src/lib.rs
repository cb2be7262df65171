//! Finds secrets in plain text: in a setting, in a script, in user data.
//!
//! Three things give a secret away: the **form** of a value, as issuers give it to their tokens
//! ([`credential`]); the **name** of a setting, with a literal under it ([`name`], [`value`]); and
//! an **assignment** inside a longer text, in whatever language ([`assignment`]). Formats are the
//! business of a library, `redact-secret`; what stands here is what it does not know, and names.
//!
//! Nothing here repeats a value: a [`Finding`] holds names and kinds alone.

mod assignment;
mod command;
mod credential;
mod decoded;
mod finding;
mod format;
mod name;
mod value;

pub use decoded::{UserData, user_data};
pub use finding::{Finding, in_setting, in_text};
pub use name::{Names, Words};
pub use value::{is_masked, is_reference};
