//! What is recorded of objects in the region, and the verdict on a bucket that has no access log.

use shared::attestation::{Attestation, Outcome};
use shared::trail::{Access, Trail};
use shared::{Basis, Invocation, Result, Timestamp, Verdict, annotation};

use crate::bucket::Bucket;
use crate::recorder::Recorder;
use crate::{Parameters, event_data_store};

/// What records the events of objects in the region, as far as was asked: nothing after that by
/// which every bucket is covered.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    pub(crate) recorders: Vec<Recorder>,
    /// What a person said of the organization's trail, where that decides.
    pub(crate) attestation: Option<Attestation>,
}

impl Recording {
    /// Asks what is recorded of `buckets`.
    pub(crate) async fn read(
        invocation: &Invocation,
        control: &str,
        buckets: &[&Bucket],
        parameters: &Parameters,
    ) -> Result<Self> {
        let required = parameters.required_events.0;
        let mut recording = Self::default();
        let covered =
            |it: &Self| buckets.iter().all(|bucket| it.covering(bucket, required).is_some());

        for trail in Trail::all(invocation).await? {
            if covered(&recording) {
                break;
            }
            if trail.logs_region(&invocation.environment.region) {
                recording.recorders.extend(Recorder::of_trail(invocation, &trail, buckets).await);
            }
        }
        if parameters.check_event_data_stores && !covered(&recording) {
            for arn in event_data_store::all(invocation).await? {
                if covered(&recording) {
                    break;
                }
                recording.recorders.extend(event_data_store::read(invocation, &arn).await?);
            }
        }
        if recording.recorders.iter().any(Recorder::is_untold) && !covered(&recording) {
            let attestation = Attestation::read(invocation, control, &parameters.attestation);
            recording.attestation = Some(attestation.await?);
        }
        Ok(recording)
    }

    /// The verdict on a bucket at the moment `time`.
    pub(crate) fn verdict(
        &self,
        bucket: &Bucket,
        parameters: &Parameters,
        time: Timestamp,
    ) -> Verdict {
        let required = parameters.required_events.0;
        if let Some(covering) = self.covering(bucket, required) {
            return Verdict::compliant(told(&covering, bucket));
        }
        let partly = self.partly(bucket, required);
        let Some(trail) = self.recorders.iter().find(|it| it.is_untold()) else {
            let measured =
                || Verdict::non_compliant(partly.unwrap_or_else(|| self.nothing(bucket)));
            return self.unverified(bucket).unwrap_or_else(measured);
        };
        let trail = format!("organization trail {}", trail.name);
        let outcome = self.attestation.as_ref();
        let outcome = outcome.map(|it| it.judge(&parameters.attestation, time));
        let ignored = match outcome {
            Some(Outcome::Yes(it)) => {
                let (source, caveat) = (it.source(), it.caveat());
                return Verdict::compliant(sentence(&format!(
                    "{trail} is attested to record S3 data events ({source}){caveat}."
                )))
                .resting_on(Basis::Attested);
            }
            Some(Outcome::No(it)) => {
                let (day, caveat) = (it.attested_on, it.caveat());
                return Verdict::non_compliant(format!(
                    "Attested on {day}: {trail} does not record S3 data events{caveat}."
                ))
                .resting_on(Basis::Attested)
                .never_excepted();
            }
            Some(Outcome::Forged(why)) => return Verdict::non_compliant(why).never_excepted(),
            Some(Outcome::Malformed(why) | Outcome::Expired(why)) => format!(". {why}"),
            Some(Outcome::Absent(_)) | None => "; attest aws-core-26.".to_owned(),
        };
        let partly = partly.map_or_else(String::new, |it| it + " ");
        let unattested = || format!("{partly}Selectors of {trail} are not readable here{ignored}");
        self.unverified(bucket).unwrap_or_else(|| {
            Verdict::non_compliant(unattested()).resting_on(Basis::NeedsAttestation)
        })
    }

    /// That something failed without which nobody can say whether the bucket is covered.
    fn unverified(&self, bucket: &Bucket) -> Option<Verdict> {
        let error = self.recorders.iter().find_map(|it| it.error(bucket))?;
        Some(Verdict::unverified(&bucket.name, error))
    }

    /// The first recorders that cover the bucket, each with what it records: one, or several that
    /// do so together. More of them, read for other buckets, would not change the answer.
    fn covering(&self, bucket: &Bucket, required: Access) -> Option<Vec<(&Recorder, Access)>> {
        let mut sum = Access::NONE;
        let mut adding = Vec::new();
        for recorder in &self.recorders {
            let events = recorder.events(bucket);
            if events.covers(required) {
                return Some(vec![(recorder, events)]);
            }
            if !sum.covers(events & required) {
                adding.push((recorder, events));
            }
            sum = sum | events;
            if sum.covers(required) {
                return Some(adding);
            }
        }
        None
    }

    /// That all of some events are recorded, where they are, and what of the others is.
    fn partly(&self, bucket: &Bucket, required: Access) -> Option<String> {
        let events = |it: &Recorder| it.events(bucket);
        let recorder = self.recorders.iter().find(|it| events(it) != Access::NONE)?;
        let sum = self.recorders.iter().fold(Access::NONE, |sum, it| sum | events(it));
        let missing = required - sum;
        let (kind, name, name_of) = (recorder.kind, &recorder.name, &bucket.name);
        let in_part = |it: &Recorder| it.some_events(bucket) & missing != Access::NONE;
        let others = match (self.recorders.iter().any(in_part), missing.reads) {
            (true, true) => "not all reads are logged",
            (true, false) => "not all writes are logged",
            (false, true) => "reads are not logged",
            (false, false) => "writes are not logged",
        };
        Some(sentence(&format!("{kind} {name} records only {sum} events of {name_of}; {others}.")))
    }

    fn nothing(&self, bucket: &Bucket) -> String {
        let without = bucket.without_log();
        let find = |is: &dyn Fn(&&Recorder) -> bool| self.recorders.iter().find(is);
        if let Some(Recorder { kind, name, .. }) = find(&|it| it.is_off_for(bucket)) {
            return format!(
                "{without} and {kind} {name}, which would record its data events, is switched off."
            );
        }
        match find(&|it| it.some_events(bucket) != Access::NONE) {
            Some(Recorder { kind, name, .. }) => format!(
                "{without} and {kind} {name} is set to record only some of its data events."
            ),
            None => format!("{without} and no trail records its data events."),
        }
    }
}

/// That the recorders cover the bucket.
fn told(covering: &[(&Recorder, Access)], bucket: &Bucket) -> String {
    let sum = covering.iter().fold(Access::NONE, |sum, (_, events)| sum | *events);
    let names = covering.iter().map(|(it, _)| format!("{} {}", it.kind, it.name));
    let record = if covering.len() == 1 { "records" } else { "together record" };
    let after = format!(" {record} {sum} data events of {}.", bucket.name);
    sentence(&annotation::list("", names, &after))
}

/// The text with a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |it| it.to_uppercase().collect::<String>() + letters.as_str())
}
