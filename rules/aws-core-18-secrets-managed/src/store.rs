//! Whether the account keeps secrets in a store, and the verdict on it.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ssm::types::ParameterStringFilter;
use futures::{StreamExt, stream};
use shared::attestation::{Attestation, Outcome};
use shared::aws::Aws;
use shared::paging::Paging;
use shared::{Basis, Code, Error, Invocation, Result, Timestamp, Verdict, annotation, regions};

use crate::Parameters;

/// In how many regions is asked at a time.
const CONCURRENCY: usize = 8;
/// The most parameters that one page holds.
const PAGE: i32 = 50;

/// Where the account keeps secrets, as far as was asked: no region after the first that has some.
#[derive(Debug, Default)]
pub struct Store {
    /// The first region that holds a secret.
    pub(crate) found: Option<String>,
    /// The regions that hold none.
    pub(crate) empty: BTreeSet<String>,
    /// The regions of which nobody can say, with the reason.
    pub(crate) unreadable: BTreeMap<String, Error>,
    /// What a person said, where no secret was found.
    pub(crate) attestation: Option<Attestation>,
}

impl Store {
    /// Asks the home region, where most accounts have a secret, then all others.
    ///
    /// # Errors
    /// If no region gives an answer.
    pub(crate) async fn read(
        invocation: &Invocation,
        control: &str,
        parameters: &Parameters,
    ) -> Result<Self> {
        let aws = invocation.aws()?;
        let home = invocation.environment.region.clone();
        let mut store = Self::default();
        let (home, answer) = ask(aws.clone(), home).await;
        store.take(home.clone(), answer);
        if store.found.is_some() {
            return Ok(store);
        }
        let closable = parameters.regions.scp_denied_regions_are_inactive;
        let mut others = regions::active(invocation, &parameters.regions).await?;
        others.retain(|region| *region != home);
        let asked = others.into_iter().map(|region| ask(aws.clone(), region));
        // In order, so that it is always the same region that is found first.
        let mut answers = stream::iter(asked).buffered(CONCURRENCY);
        while store.found.is_none()
            && let Some((region, answer)) = answers.next().await
        {
            let closed = answer.as_ref().is_err_and(Error::is_by_service_control_policy);
            if !(closable && closed) {
                store.take(region, answer);
            }
        }
        match store.unreadable.values().next() {
            _ if store.found.is_some() => {}
            Some(error) if store.empty.is_empty() => return Err(error.clone()),
            _ => {
                let attestation = Attestation::read(invocation, control, &parameters.attestation);
                store.attestation = Some(attestation.await?);
            }
        }
        Ok(store)
    }

    fn take(&mut self, region: String, answer: Result<bool>) {
        match answer {
            Ok(true) => self.found = Some(region),
            Ok(false) => {
                self.empty.insert(region);
            }
            Err(error) => {
                self.unreadable.insert(region, error);
            }
        }
    }

    /// The verdict at the moment `time`.
    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        if let Some(region) = &self.found {
            let text = format!("Secrets Manager or Parameter Store holds secrets ({region}).");
            return Verdict::compliant(text);
        }
        match self.attestation.as_ref().map(|it| it.judge(&parameters.attestation, time)) {
            Some(Outcome::Yes(it)) => Verdict::compliant(format!(
                "Another secrets store is in use, attested by {}{}.",
                it.source(),
                it.caveat()
            ))
            .resting_on(Basis::Attested),
            Some(Outcome::No(it)) => Verdict::non_compliant(format!(
                "Attested on {}: no secrets store is in use{}.",
                it.attested_on,
                it.caveat()
            ))
            .resting_on(Basis::Attested)
            .never_excepted(),
            Some(Outcome::Forged(why)) => Verdict::non_compliant(why).never_excepted(),
            Some(Outcome::Malformed(why) | Outcome::Expired(why)) => {
                self.open(format!("{} {why}", self.nothing_found()))
            }
            Some(Outcome::Absent(_)) | None => self.open(self.nothing_found()),
        }
    }

    /// The verdict where nothing was found. A region that could not be read may hold a secret.
    fn open(&self, text: String) -> Verdict {
        let is_known = self.unreadable.is_empty();
        let basis = if is_known { Basis::Measured } else { Basis::Unverified };
        Verdict::non_compliant(text).resting_on(basis)
    }

    /// That nothing was found, and where nobody can say.
    fn nothing_found(&self) -> String {
        let only = self.empty.first().filter(|_| self.empty.len() == 1);
        let place = match only {
            Some(region) => format!("in {region}, the only region that could be read"),
            None => format!("in any of {} regions", self.empty.len()),
        };
        if self.unreadable.is_empty() {
            let place = match only {
                Some(region) => format!("in {region}, the only active region"),
                None => place,
            };
            return format!("No secret in Secrets Manager and no SecureString parameter {place}.");
        }
        let regions =
            self.unreadable.iter().map(|(region, error)| format!("{region} ({})", error.brief()));
        let before = format!("No secret was found {place}; could not be verified: ");
        annotation::list(&before, regions, ".")
    }
}

/// Whether `region` holds a secret, asked by one call to each store at most.
async fn ask(aws: Aws, region: String) -> (String, Result<bool>) {
    let in_secrets_manager = in_secrets_manager(&aws, &region).await;
    if matches!(in_secrets_manager, Ok(true)) {
        return (region, Ok(true));
    }
    // A denial of the one store says nothing of the other.
    let answer = match (in_secrets_manager, in_parameter_store(&aws, &region).await) {
        (_, Ok(true)) => Ok(true),
        (Err(error), _) | (_, Err(error)) => Err(error),
        (Ok(_), Ok(_)) => Ok(false),
    };
    (region, answer)
}

async fn in_secrets_manager(aws: &Aws, region: &str) -> Result<bool> {
    let client = aws.client_in(region, aws_sdk_secretsmanager::Client::new);
    let action = "secretsmanager:ListSecrets";
    let request = client.list_secrets().max_results(1);
    let mut paging = Paging::of(action);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        if !page.secret_list().is_empty() {
            return Ok(true);
        }
        if !paging.advance(page.next_token)? {
            return Ok(false);
        }
    }
}

/// Pages may be empty although more follow; those after the first are asked for whole.
async fn in_parameter_store(aws: &Aws, region: &str) -> Result<bool> {
    let client = aws.client_in(region, aws_sdk_ssm::Client::new);
    let filter = ParameterStringFilter::builder().key("Type").values("SecureString").build();
    let filter = filter.map_err(|error| Error::new(Code::CallFailed, error.to_string()))?;
    let request = client.describe_parameters().parameter_filters(filter);
    let action = "ssm:DescribeParameters";
    let (mut most, mut paging) = (1, Paging::of(action));
    loop {
        let page = request.clone().max_results(most).set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(action))?;
        if !page.parameters().is_empty() {
            return Ok(true);
        }
        if !paging.advance(page.next_token)? {
            return Ok(false);
        }
        most = PAGE;
    }
}
