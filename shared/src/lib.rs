//! What every rule of the pack is written in: the [`Rule`] trait, the events and items of AWS
//! Config, and everything between an event and the evaluations that are put.
//!
//! A rule says *what* is compliant; this crate does the rest. [`lambda::run`] takes an event
//! through one pipeline: decode it ([`event`]), validate the parameters ([`parameters`]), let the
//! rule gather and judge ([`rule`]), apply exceptions ([`exception`]), retire what vanished and put
//! what changed ([`delivery`]).

pub mod access_keys;
pub mod address;
pub mod annotation;
pub mod attestation;
pub mod authorization_details;
pub mod aws;
pub mod basis;
pub mod bucket_owner;
pub mod cidr;
pub mod credential_report;
pub mod date;
pub mod db_cluster;
pub mod db_instance;
pub mod declaration;
pub mod delivery;
pub mod document;
pub mod encoding;
pub mod error;
pub mod evaluation;
pub mod event;
pub mod exception;
pub mod history;
pub mod instance;
pub mod invocation;
pub mod item;
pub mod kms;
pub mod lambda;
pub mod listing;
pub mod log;
pub mod masking;
pub mod metadata;
pub mod organization;
pub mod paging;
pub mod parameter_store;
pub mod parameters;
pub mod pipeline;
pub mod plain;
pub mod policy;
pub mod principal;
pub mod public_access_block;
pub mod rds;
pub mod recorder;
pub mod regions;
pub mod results;
pub mod route_table;
pub mod rule;
pub mod scan;
pub mod security_group;
mod skim;
pub mod spelling;
pub mod statements;
pub mod tag;
pub mod testing;
pub mod trail;
pub mod verdict;
pub mod writer;

pub use basis::Basis;
pub use error::{Code, Error, Result};
pub use evaluation::{ComplianceType, Evaluation};
pub use invocation::{Cause, Invocation};
pub use item::{ACCOUNT, ConfigurationItem, ConfigurationItemStatus};
pub use jiff::Timestamp;
pub use metadata::{Frequency, Metadata, Permission, Scope, Section, Trigger};
pub use rule::{AnyRule, Inventory, Rule, Subject};
pub use verdict::Verdict;
