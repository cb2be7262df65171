//! A rule that is as simple as a rule can be, to hold the library to its promises: no bucket may be
//! called open. Which buckets there are is what AWS answers.

use serde::Deserialize;
use shared::parameters::{Integer, Ports};
use shared::{
    Error, Frequency, Inventory, Invocation, Metadata, Permission, Result, Rule, Scope, Section,
    Subject, Timestamp, Trigger, Verdict,
};

const BUCKET: &str = "AWS::S3::Bucket";

struct NotCalledOpen;

shared::parameters! {
    /// A number that nothing depends on.
    limit: Integer<1, 10> = 5,
    /// Ports that nothing depends on.
    ports: Ports = "80",
}

/// A bucket, or what stands in its place.
#[derive(Deserialize)]
struct Bucket {
    open: bool,
}

impl Rule for NotCalledOpen {
    const METADATA: Metadata = Metadata {
        name: "aws-core-99-not-called-open",
        title: "No bucket is called open",
        question: "",
        rationale: "",
        acceptable: "",
        failure: "",
        remediation: "",
        section: Section::NetworkSecurity,
        scope: Scope::HomeRegion,
        trigger: Trigger { changes: &[BUCKET], schedule: Some(Frequency::TwentyFourHours) },
        reports: &[BUCKET],
        permissions: &[Permission::everywhere("config:ListDiscoveredResources")],
        attested: false,
        references: &[],
    };
    type Parameters = Parameters;
    type Facts = Bucket;

    async fn gather(invocation: &Invocation, _: &Parameters) -> Result<Inventory<Bucket>> {
        if let Some(item) = invocation.changed(BUCKET) {
            return Ok(Inventory::some([Subject::of(item, item.configuration())]));
        }
        let request = invocation.aws()?.config().list_discovered_resources();
        let answer = request.resource_type(BUCKET.into()).send().await;
        let answer = answer.map_err(Error::calling("config:ListDiscoveredResources"))?;
        let subjects = answer.resource_identifiers.unwrap_or_default().into_iter().map(|it| {
            let resource_type = it.resource_type.map(|it| it.as_str().to_owned());
            let id = it.resource_id.unwrap_or_default();
            let open = id.starts_with("open");
            Subject::new(resource_type.unwrap_or_default(), id, Ok(Bucket { open }))
        });
        Ok(Inventory::all(&[BUCKET], subjects, "There is no bucket."))
    }

    fn judge(bucket: &Bucket, _: &Parameters, _: Timestamp) -> Verdict {
        if bucket.open {
            Verdict::non_compliant("It is open.")
        } else {
            Verdict::compliant("It is closed.")
        }
    }
}

fn main() -> Result<()> {
    shared::lambda::run(&NotCalledOpen)
}
