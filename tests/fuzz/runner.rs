//! Checks inputs: those found before, the seeds, and mutations of them.

use std::any::Any;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use conformance::root;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::mutation::{Seed, mutations};

/// Names how many seconds new mutations are tried; where it is not set, the same few are.
const SECONDS: &str = "AWS_CORE_FUZZ_SECONDS";
/// How many seeds every test checks as they are.
const UNMUTATED: usize = 20;
/// How long one input may take, unoptimised and on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// A kind of input.
pub(crate) struct Target {
    /// Its name, and that of its folder in `found/`.
    pub(crate) name: &'static str,
    /// How many mutations every test tries.
    pub(crate) cases: u32,
}

impl Target {
    /// Has `check`, which panics at what is wrong, look at what was found before and at mutated
    /// `seeds`.
    ///
    /// # Panics
    /// With the place of an input that fails, which was made as small as possible.
    pub(crate) fn fuzz(&self, seeds: &[Seed], check: impl Fn(&[u8])) {
        assert!(!seeds.is_empty(), "{} has no seeds", self.name);
        for path in self.found() {
            let input = fs::read(&path).unwrap();
            self.check(&input, &check).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        }
        let begun = Instant::now();
        let is_over = || seconds().is_none_or(|limit| begun.elapsed() >= limit);
        for (number, seed) in seeds.iter().enumerate() {
            if number >= UNMUTATED && is_over() {
                break;
            }
            let checked = self.check(&seed.mutated(&[]), &check);
            checked.unwrap_or_else(|why| panic!("{}: a seed: {why}", self.name));
        }
        let mut runner = self.runner(TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        loop {
            self.batch(&mut runner, seeds, &check);
            if is_over() {
                return;
            }
            runner = self.runner(TestRng::from_seed(RngAlgorithm::ChaCha, &fresh_seed()));
        }
    }

    fn runner(&self, random: TestRng) -> TestRunner {
        let config = Config { cases: self.cases, failure_persistence: None, ..Config::default() };
        TestRunner::new_with_rng(config, random)
    }

    fn batch(&self, runner: &mut TestRunner, seeds: &[Seed], check: &impl Fn(&[u8])) {
        let mutated =
            |(seed, mutations): (Index, Vec<_>)| seeds[seed.index(seeds.len())].mutated(&mutations);
        let run = runner.run(&(any::<Index>(), mutations()), |case| {
            self.check(&mutated(case), check).map_err(TestCaseError::fail)
        });
        if let Err(TestError::Fail(why, case)) = run {
            let input = mutated(case);
            let path = self.save(&input);
            panic!("{}: {why}; saved as {}", self.name, path.display());
        }
    }

    /// Why `input` fails, where it does. It is written down before: what aborts the process leaves
    /// no other trace.
    fn check(&self, input: &[u8], check: &impl Fn(&[u8])) -> Result<(), String> {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", self.name));
        fs::write(&path, input).unwrap();
        let begun = Instant::now();
        catch_unwind(AssertUnwindSafe(|| check(input))).map_err(|panic| message(&*panic))?;
        let took = begun.elapsed();
        if took > LONGEST { Err(format!("took {took:?}")) } else { Ok(()) }
    }

    fn folder(&self) -> PathBuf {
        root().join("tests/fuzz/found").join(self.name)
    }

    fn found(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder()).into_iter().flatten();
        let mut found: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
        found.sort();
        found
    }

    fn save(&self, input: &[u8]) -> PathBuf {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        let path = self.folder().join(format!("{:016x}", hasher.finish()));
        fs::create_dir_all(self.folder()).unwrap();
        fs::write(&path, input).unwrap();
        path
    }
}

#[expect(clippy::disallowed_methods, reason = "no rule: `cargo test` passes no arguments through")]
fn seconds() -> Option<Duration> {
    let seconds = std::env::var(SECONDS).ok()?;
    let seconds = seconds.parse().unwrap_or_else(|_| panic!("{SECONDS}={seconds} is no number"));
    Some(Duration::from_secs(seconds))
}

/// A seed that no run had before.
fn fresh_seed() -> [u8; 32] {
    let mut seed = [0; 32];
    for (number, byte) in (0_u64..).zip(&mut seed) {
        // Each is keyed at random.
        let mut hasher = std::hash::BuildHasher::build_hasher(&std::hash::RandomState::new());
        number.hash(&mut hasher);
        *byte = hasher.finish().to_le_bytes()[0];
    }
    seed
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panicked").to_owned()
}
