//! A security group with as many permissions as AWS allows, all of which overlap.

use std::path::Path;
use std::time::Duration;

use axum::body::Bytes;
use harness::Settings;
use serde::Serialize;
use serde_json::{Value, json};

use crate::aws::Aws;
use crate::contender::Contender;
use crate::error::{Error, Result};
use crate::options::Options;
use crate::progress::Progress;
use crate::{event, usage};

/// The rule: of egress that is open on nearly all ports it says where, without asking AWS.
const RULE: &str = "aws-core-22-egress-restricted";
/// How many permissions the group has: the second is AWS's limit.
const PERMISSIONS: [u16; 3] = [250, 1000, 4000];
/// How often each group is judged.
const INVOCATIONS: u32 = 10;

/// What judging one group took.
#[derive(Debug, Serialize)]
pub(crate) struct Judged {
    pub(crate) permissions: u16,
    /// Milliseconds of processor time, each time.
    pub(crate) cpu_ms: f64,
}

/// Judges a group of each size.
pub(crate) async fn measure(options: &Options, progress: &Progress) -> Result<Vec<Judged>> {
    let aws = Aws::start().await.map_err(Error::of("a stand-in for AWS"))?;
    let (_, event) = event::compliant(&Path::new("events").join(RULE))?;
    let contender = Contender {
        name: RULE,
        binary: options.function(RULE),
        settings: Settings::new(RULE, aws.url()),
        puts: Some("COMPLIANT"),
    };
    let mut judged = Vec::new();
    for permissions in PERMISSIONS {
        progress.show(format_args!("judging {permissions} permissions"));
        let event = with_permissions(&event, permissions)?;
        let (function, process) = contender.start().await?;
        contender.invoke(&function, &event, &aws).await?;
        let before = usage::processor_time(process).unwrap_or_default();
        for _ in 0..INVOCATIONS {
            contender.invoke(&function, &event, &aws).await?;
        }
        let after = usage::processor_time(process).unwrap_or_default();
        function.shutdown().await;
        let each: Duration = after.saturating_sub(before) / INVOCATIONS;
        judged.push(Judged { permissions, cpu_ms: each.as_secs_f64() * 1000.0 });
    }
    Ok(judged)
}

/// The event, of a group whose egress is this many permissions, each within the one before.
fn with_permissions(event: &Bytes, count: u16) -> Result<Bytes> {
    let malformed = |error: serde_json::Error| Error::Missing(format!("an event: {error}"));
    let mut event: Value = serde_json::from_slice(event).map_err(malformed)?;
    let invoking = event["invokingEvent"].as_str().unwrap_or_default();
    let mut invoking: Value = serde_json::from_str(invoking).map_err(malformed)?;
    let permissions = (0..count).map(|it| {
        let block = format!("{}.{}.0.0/16", 16 + it / 256, it % 256);
        json!({
            "ipProtocol": "tcp", "fromPort": 1024 + it, "toPort": 60_000 - it,
            "ipRanges": ["0.0.0.0/1", block], "prefixListIds": [], "userIdGroupPairs": [],
        })
    });
    invoking["configurationItem"]["configuration"]["ipPermissionsEgress"] = permissions.collect();
    event["invokingEvent"] = invoking.to_string().into();
    Ok(event.to_string().into())
}
