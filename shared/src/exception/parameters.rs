//! What an owner may tune of exceptions.

use crate::parameters::Integer;
use crate::principal::Principals;

crate::parameters! {
    /// Who may write exceptions, as patterns of the ARNs that Parameter Store names as the last
    /// writer, compared part by part; empty for anybody, which the annotation then says.
    trusted_exception_writers: Principals = "",
    /// Days from its first day for which an exception may be valid at most.
    max_exception_days: Integer<1, 730> = 365,
}
