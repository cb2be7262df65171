//! What stands in for Lambda and AWS on one machine, so that a rule's real binary runs as it will
//! when deployed: the same process, the same Runtime API, the same calls by the real SDK.
//!
//! [`function`] runs one function, [`service`] several by name as Lambda's own API does, and
//! [`answers`] is an AWS that gives recorded answers and remembers what it was asked, [`local_aws`]
//! one with state, and [`world`] all of them together. They listen on the loopback alone, and
//! nothing of them is ever deployed.

pub mod answers;
pub mod function;
pub mod local_aws;
pub mod log;
mod loopback;
pub mod service;
pub mod world;

pub use answers::Answers;
pub use function::{Failure, Function, Outcome, Settings};
pub use local_aws::{Installation, LocalAws};
pub use service::Service;
pub use world::World;
