//! The command line.

use std::io::{self, Write as _};
use std::process::ExitCode;

use aws_core::arguments::Arguments;
use aws_core::output::{Output, note};
use aws_core::{Outcome, run};
use clap::Parser as _;
use shared::{Timestamp, plain};

/// How a process ends that wrote into a pipe which nobody reads: as if by the signal.
const BROKEN_PIPE: u8 = 128 + 13;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            // It repeats arguments, which may be the names of files that a shell found.
            let _ = write!(io::stderr(), "{}", plain::lines(&error.to_string()));
            return Outcome::Unreadable.into();
        }
        Err(error) => error.exit(),
    };
    // The one place that reads the clock: a report says when it was made.
    #[expect(clippy::disallowed_methods, reason = "nothing is judged by it")]
    let now = Timestamp::now();
    let mut output = Output::stdout();
    let done =
        run(arguments, now, &mut output).and_then(|outcome| output.flush().map(|()| outcome));
    match done {
        Ok(outcome) => outcome.into(),
        Err(error) if error.is_broken_pipe() => BROKEN_PIPE.into(),
        Err(error) => {
            // What was written until then is still of use.
            let _ = output.flush();
            note(format_args!("error: {error}"));
            Outcome::Unreadable.into()
        }
    }
}
