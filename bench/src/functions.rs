//! The functions side by side: from the start to the first response, and warm.

use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde::Serialize;

use crate::aws::Aws;
use crate::contender::Contender;
use crate::error::Result;
use crate::progress::Progress;
use crate::samples::Samples;
use crate::usage;

/// The parts that the warm invocations of a function are made in, with the others' between them.
const ROUNDS: usize = 10;

/// How often each function is measured.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Effort {
    /// Cold starts.
    pub(crate) starts: usize,
    /// Warm invocations.
    pub(crate) invocations: usize,
}

/// What was measured of one function.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    /// Milliseconds from the start of the process until it asks for work.
    pub(crate) ready_ms: Samples,
    /// Milliseconds from the start of the process until its first response is there.
    pub(crate) cold_ms: Samples,
    /// Milliseconds of processor time of a process that served one invocation.
    pub(crate) cold_cpu_ms: Samples,
    /// Invocations a second, one at a time, a sample a round.
    pub(crate) warm_per_second: Samples,
    /// Milliseconds of processor time of a further invocation.
    pub(crate) warm_cpu_ms: f64,
    /// The most memory resident, in bytes, after all warm invocations.
    pub(crate) peak_memory: u64,
}

/// Measures `contenders`, taking turns, so that what else the machine does meets all of them.
pub(crate) async fn measure(
    contenders: &[Contender],
    event: &Bytes,
    aws: &Aws,
    effort: Effort,
    progress: &Progress,
) -> Result<Vec<Measured>> {
    let mut measured: Vec<Measured> =
        contenders.iter().map(|it| Measured { name: it.name, ..Measured::default() }).collect();
    // Files are read, and Python's compiled, before anything counts.
    for contender in contenders {
        cold(contender, event, aws, &mut Measured::default()).await?;
    }
    for start in 1..=effort.starts {
        progress.show(format_args!("cold start {start} of {}", effort.starts));
        for (contender, measured) in contenders.iter().zip(&mut measured) {
            cold(contender, event, aws, measured).await?;
        }
    }
    warm(contenders, event, aws, effort, &mut measured, progress).await?;
    Ok(measured)
}

/// One process from its start to its first response.
async fn cold(
    contender: &Contender,
    event: &Bytes,
    aws: &Aws,
    measured: &mut Measured,
) -> Result<()> {
    let (function, process) = contender.start().await?;
    contender.invoke(&function, event, aws).await?;
    measured.cold_cpu_ms.push(processor_time(process));
    let times = function.start_times().await;
    function.shutdown().await;
    measured.ready_ms.push(milliseconds(times.ready.unwrap_or_default()));
    measured.cold_ms.push(milliseconds(times.first_outcome.unwrap_or_default()));
    Ok(())
}

/// One process of each, invoked again and again.
async fn warm(
    contenders: &[Contender],
    event: &Bytes,
    aws: &Aws,
    effort: Effort,
    measured: &mut [Measured],
    progress: &Progress,
) -> Result<()> {
    let mut functions = Vec::new();
    for contender in contenders {
        let (function, process) = contender.start().await?;
        contender.invoke(&function, event, aws).await?;
        functions.push((function, process, processor_time(process)));
    }
    let a_round = effort.invocations.div_ceil(ROUNDS);
    for round in 1..=ROUNDS {
        for ((contender, (function, ..)), measured) in
            contenders.iter().zip(&functions).zip(&mut *measured)
        {
            progress.show(format_args!("warm, round {round} of {ROUNDS}: {}", contender.name));
            let start = Instant::now();
            for _ in 0..a_round {
                contender.invoke(function, event, aws).await?;
            }
            measured.warm_per_second.push(count(a_round) / start.elapsed().as_secs_f64());
        }
    }
    for ((function, process, before), measured) in functions.into_iter().zip(measured) {
        measured.warm_cpu_ms = (processor_time(process) - before) / count(a_round * ROUNDS);
        measured.peak_memory = function.peak_memory().await.unwrap_or_default();
        function.shutdown().await;
    }
    Ok(())
}

/// Milliseconds of processor time so far; not a number where the kernel does not tell.
fn processor_time(process: u32) -> f64 {
    usage::processor_time(process).map_or(f64::NAN, milliseconds)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "there are never more than thousands")]
fn count(number: usize) -> f64 {
    number as f64
}
