//! The report: one table for people, one document for machines.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::functions::{Effort, Measured};
use crate::machine::Machine;
use crate::offline::Evaluated;
use crate::organization::Reported;
use crate::permissions::Judged;
use crate::row::{Row, Target, Trio, Unit, thousands};
use crate::sweep::Run;
use crate::usage::Took;

/// The largest zip archive that a function may be, in bytes.
const LARGEST_ZIP: u64 = 2_500_000;
/// The fewest items that one core must judge in a second.
const ITEMS_PER_SECOND: f64 = 200_000.0;
/// Memory is flat if it grows by no more than this while the items are four times as many.
const FLAT: f64 = 1.1;
/// How many times as long four times as many permissions may take: n log n, and some room.
const PERMISSIONS_GROW: f64 = 6.0;
/// What a report on a whole organization may take: processor seconds, and bytes of memory.
const REPORT_SECONDS: f64 = 60.0;
const REPORT_MEMORY: u64 = 500_000_000;
/// Time and memory are linear if a result takes no more than so many times what it takes where there
/// are fewest.
const LINEAR: f64 = 1.25;

/// Everything that was measured; what was left out is empty.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) effort: Effort,
    /// The case in `events/` that the functions were invoked with.
    pub(crate) event: String,
    /// The floor, our rule, the rule with rdklib.
    pub(crate) functions: Vec<Measured>,
    /// The zipped size of each function, in bytes.
    pub(crate) zipped: BTreeMap<String, u64>,
    pub(crate) offline: Vec<Evaluated>,
    pub(crate) sweeps: Vec<Run>,
    pub(crate) permissions: Vec<Judged>,
    pub(crate) reports: Vec<Reported>,
    /// Reports on snapshots.
    pub(crate) answers: Vec<Evaluated>,
}

impl Report {
    /// The table.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header([
            "",
            "floor",
            "aws-core",
            "rdklib",
            "to rdklib",
            "to floor",
            "target",
            "",
        ]);
        for row in self.rows() {
            let (limits, met) = row.verdicts();
            let Row { measure, floor, ours, rdklib, to_rdklib, to_floor, .. } = row;
            table.add_row([measure, floor, ours, rdklib, to_rdklib, to_floor, limits, met]);
        }
        for column in table.column_iter_mut().skip(1).take(5) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table
    }

    /// Writes everything, with every sample, as JSON.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let targets: Vec<Target> = self.rows().into_iter().flat_map(|row| row.targets).collect();
        let document = serde_json::json!({ "measured": self, "targets": targets });
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder).map_err(Error::of(folder))?;
        let written = fs::File::create(path).and_then(|file| {
            serde_json::to_writer_pretty(file, &document).map_err(io::Error::from)
        });
        written.map_err(Error::of(path))
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = self.function_rows();
        rows.extend(self.zipped.iter().map(|(name, size)| {
            Row::of(format!("{name}, zipped"), Unit::Bytes.text(count(*size)))
                .target("≤ 2.5 MB", *size <= LARGEST_ZIP)
        }));
        rows.extend(self.offline_rows());
        rows.extend(self.sweeps.iter().map(sweep_row));
        rows.extend(self.permission_rows());
        rows.extend(self.reports.iter().flat_map(report_rows));
        rows.extend(self.answer_rows());
        rows
    }

    fn function_rows(&self) -> Vec<Row> {
        let [floor, ours, rdklib] = &self.functions[..] else { return Vec::new() };
        let trio = |of: fn(&Measured) -> f64| Trio {
            floor: of(floor),
            ours: of(ours),
            rdklib: of(rdklib),
        };
        let (ms, rate, bytes) = (Unit::Milliseconds, Unit::PerSecond, Unit::Bytes);
        let cold = trio(|it| it.cold_ms.median());
        let cold_p90 = trio(|it| it.cold_ms.p90());
        let ready = trio(|it| it.ready_ms.median());
        let cold_cpu = trio(|it| it.cold_cpu_ms.median());
        let warm = trio(|it| it.warm_per_second.median());
        let warm_cpu = trio(|it| it.warm_cpu_ms);
        let memory = trio(|it| count(it.peak_memory));
        vec![
            Row::beside("cold start, median", ms, cold)
                .above_rdklib(ms, cold, 40.0)
                .near_floor(ms, cold, 1.3),
            Row::beside("cold start, p90", ms, cold_p90),
            Row::beside("… until it asks for work", ms, ready),
            Row::beside("… processor time", ms, cold_cpu),
            Row::beside("warm invocations", rate, warm).above_rdklib(rate, warm, 25.0),
            Row::beside("… processor time each", ms, warm_cpu),
            Row::beside("peak memory", bytes, memory).above_rdklib(bytes, memory, 7.0),
        ]
    }

    fn answer_rows(&self) -> Vec<Row> {
        let Some(fewest) = self.answers.first() else { return Vec::new() };
        let rows = self.answers.iter().flat_map(|it| {
            let what = format!("report on {} results", thousands(number(it.items)));
            let Took { cpu_seconds, peak_memory, .. } = it.took;
            let is_linear = |of: fn(&Evaluated) -> f64| share(it, of, fewest) <= LINEAR;
            [
                Row::of(what.clone(), format!("{cpu_seconds:.1} s of processor"))
                    .target("linear", is_linear(|it| it.took.cpu_seconds)),
                Row::of(format!("{what}, peak memory"), Unit::Bytes.text(count(peak_memory)))
                    .target("linear", is_linear(|it| count(it.took.peak_memory))),
            ]
        });
        rows.collect()
    }

    fn permission_rows(&self) -> Vec<Row> {
        let before = std::iter::once(None).chain(self.permissions.iter().map(Some));
        before.zip(&self.permissions).map(|(before, it)| permission_row(before, it)).collect()
    }

    fn offline_rows(&self) -> Vec<Row> {
        let least = self.offline.first().map_or(f64::NAN, |it| count(it.took.peak_memory));
        let rows = self.offline.iter().flat_map(|it| {
            let what = format!("offline, {} items", thousands(number(it.items)));
            let rate = it.per_core_second();
            let memory = count(it.took.peak_memory);
            [
                Row::of(format!("{what}, a core"), Unit::PerSecond.text(rate))
                    .target("≥ 200,000/s", rate >= ITEMS_PER_SECOND),
                Row::of(format!("{what}, peak memory"), Unit::Bytes.text(memory))
                    .target("flat", memory <= least * FLAT),
            ]
        });
        rows.collect()
    }
}

/// What a result takes, of processor or of memory, beside what it takes where there are fewest.
fn share(it: &Evaluated, of: impl Fn(&Evaluated) -> f64, fewest: &Evaluated) -> f64 {
    (of(it) / number(it.items)) / (of(fewest) / number(fewest.items))
}

fn permission_row(before: Option<&Judged>, judged: &Judged) -> Row {
    let Judged { permissions, cpu_ms } = judged;
    let what = format!("{} permissions that overlap", thousands(f64::from(*permissions)));
    let row = Row::of(what, Unit::Milliseconds.text(*cpu_ms));
    match before {
        Some(before) => {
            let met = cpu_ms / before.cpu_ms <= PERMISSIONS_GROW;
            row.target(format!("≤ {PERMISSIONS_GROW}× as long as a quarter of them"), met)
        }
        None => row,
    }
}

fn sweep_row(run: &Run) -> Row {
    let Run { users, repeated, calls, budget, evaluations, seconds, peak_memory, .. } = run;
    let which = if *repeated { "next run" } else { "first run" };
    let seen = format!(
        "{calls} calls, {} sent\n{:.0} ms, {}",
        thousands(number(*evaluations)),
        seconds * 1000.0,
        Unit::Bytes.text(count(*peak_memory)),
    );
    let sent = if *repeated { "nothing sent" } else { "each sent once" };
    Row::of(format!("sweep of {} users, {which}", thousands(number(*users))), seen)
        .target(format!("≤ {budget} calls, {sent}"), run.meets_target())
}

fn report_rows(it: &Reported) -> [Row; 2] {
    let Reported { accounts, rows, took } = it;
    let what = format!("report on {accounts} accounts, {} rows", thousands(number(*rows)));
    let Took { cpu_seconds, peak_memory, wall_seconds } = *took;
    [
        Row::of(
            what.clone(),
            format!("{cpu_seconds:.1} s of processor, {wall_seconds:.0} s in all"),
        )
        .target("≤ 60 s of processor", cpu_seconds <= REPORT_SECONDS),
        Row::of(format!("{what}, peak memory"), Unit::Bytes.text(count(peak_memory)))
            .target("≤ 500 MB", peak_memory <= REPORT_MEMORY),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "rounded for reading anyway")]
fn count(figure: u64) -> f64 {
    figure as f64
}

#[expect(clippy::cast_precision_loss, reason = "rounded for reading anyway")]
fn number(figure: usize) -> f64 {
    figure as f64
}
