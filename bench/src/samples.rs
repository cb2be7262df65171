//! Repeated measurements of one thing.

use serde::Serialize;

/// Measurements, in the order in which they were taken.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn push(&mut self, sample: f64) {
        self.0.push(sample);
    }

    /// Half of the samples are not above it.
    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// Nine tenths of the samples are not above it.
    pub(crate) fn p90(&self) -> f64 {
        self.quantile(0.9)
    }

    /// The smallest sample that at least `share` of them are not above; NaN where there is none.
    fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "there are never more than thousands of samples"
        )]
        let rank = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }
}

impl FromIterator<f64> for Samples {
    fn from_iter<I: IntoIterator<Item = f64>>(samples: I) -> Self {
        Self(samples.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_samples() {
        let of = |samples: &[f64]| {
            let samples: Samples = samples.iter().copied().collect();
            (samples.median(), samples.p90())
        };
        assert_eq!(of(&[7.0]), (7.0, 7.0));
        assert_eq!(of(&[3.0, 1.0, 2.0]), (2.0, 3.0));
        assert_eq!(of(&[10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]), (5.0, 9.0));
        assert!(Samples::default().median().is_nan());
    }
}
