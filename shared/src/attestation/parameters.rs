//! What an owner may tune of every control that takes attestations.

use crate::parameters::Integer;
use crate::principal::Principals;

crate::parameters! {
    /// Who may write attestations, as patterns of the ARNs that Parameter Store names as the last
    /// writer, compared part by part; empty for anybody, which the annotation then says.
    pub trusted_attestors: Principals = "",
    /// Days from its date for which an attestation may be valid at most.
    max_attestation_days: Integer<1, 730> = 365,
}
