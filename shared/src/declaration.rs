//! What its tags declare of a resource, where nothing else can tell.

mod important_data;
mod public;

pub use important_data::Parameters as ImportantDataTag;
pub use public::Parameters as PublicTag;

#[cfg(test)]
mod tests;
