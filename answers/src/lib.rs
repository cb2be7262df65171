//! The answered questionnaire: what AWS Config, or a scan, knows of the controls, made into answers
//! that one can send.
//!
//! A reader hands over what it saw at each place ([`Sighting`]); [`Answer::new`] concludes from it, and
//! [`Report`] holds the answers together with what they rest on. Nothing here calls AWS, and nothing
//! reads the clock. The answer is never better than the evidence: what was not seen is a gap, what
//! somebody attests or accepts is no measured pass.

pub mod answer;
pub mod conclusion;
pub mod coverage;
pub mod evidence;
pub mod forms;
pub mod outcome;
pub mod questionnaire;
pub mod report;
#[cfg(test)]
pub(crate) mod sample;
pub mod score;
pub mod sighting;
pub mod since;
mod spreadsheet;
pub mod statement;

pub use answer::{AccountAnswer, Answer, AnswerBasis, Assessment, Counts};
pub use conclusion::Conclusion;
pub use coverage::{Coverage, Gap, GapReason};
pub use evidence::{Evidence, ResourceKey};
pub use outcome::Outcome;
pub use questionnaire::Questionnaire;
pub use report::{Report, Source, SourceKind};
pub use score::{Score, Summary};
pub use sighting::{Place, Results, Row, Sighting, State};
pub use since::Change;
pub use statement::{AttestationRecord, ExceptionRecord};
