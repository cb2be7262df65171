//! The user data of the region's launch templates, in their default and their latest versions: what
//! is launched where no other version is asked for.

use std::collections::BTreeMap;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::LaunchTemplateVersion;
use shared::paging::Paging;
use shared::{Error, Invocation, Result, Subject};

use crate::configuration::Configuration;
use crate::secret::{Secret, brief};
use crate::{Facts, user_data};

/// The type of a launch template; its id is the `lt-…` one.
pub(crate) const LAUNCH_TEMPLATE: &str = "AWS::EC2::LaunchTemplate";
/// The action that permits the listing.
pub(crate) const ACTION: &str = "ec2:DescribeLaunchTemplateVersions";
/// The most versions that one page holds.
const PAGE: i32 = 200;

/// A launch template.
#[derive(Default)]
struct Template {
    name: Option<String>,
    /// The user data of each version that counts.
    versions: BTreeMap<i64, Secret>,
}

/// All launch templates of the region, which one listing gives: every template has a default and a
/// latest version.
///
/// # Errors
/// If not all can be listed.
pub(crate) async fn all(invocation: &Invocation) -> Result<Vec<Subject<Facts>>> {
    let ec2 = invocation.aws()?.client(Client::new);
    let request = ec2.describe_launch_template_versions();
    let request = request.versions("$Default").versions("$Latest").max_results(PAGE);
    let (mut templates, mut paging) = (BTreeMap::<String, Template>::new(), Paging::of(ACTION));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        // No more is said of a failure than its name: the details of an answer that could not be
        // read hold the answer itself.
        let page = page.map_err(Error::calling(ACTION)).map_err(|error| brief(&error))?;
        for version in page.launch_template_versions.unwrap_or_default() {
            let id = version.launch_template_id.clone();
            let id = id.ok_or_else(|| Error::lacking(ACTION, "the id of a launch template"))?;
            templates.entry(id).or_default().add(version);
        }
        if !paging.advance(page.next_token)? {
            break;
        }
    }
    Ok(templates.into_iter().map(|(id, it)| it.subject(&id, invocation)).collect())
}

impl Template {
    fn add(&mut self, version: LaunchTemplateVersion) {
        let number = version.version_number.unwrap_or_default();
        let user_data = version.launch_template_data.and_then(|it| it.user_data);
        self.name = self.name.take().or(version.launch_template_name);
        self.versions.insert(number, Secret::new(user_data.unwrap_or_default()));
    }

    fn subject(self, id: &str, invocation: &Invocation) -> Subject<Facts> {
        let environment = &invocation.environment;
        let (partition, region) = (&environment.partition, &environment.region);
        let account = invocation.account_id();
        let arn = format!("arn:{partition}:ec2:{region}:{account}:launch-template/{id}");
        let facts = Facts::Configuration(self.configuration(id));
        Subject::new(LAUNCH_TEMPLATE, id, Ok(facts)).with_arn(Some(arn))
    }

    fn configuration(&self, id: &str) -> Configuration {
        let several = self.versions.len() > 1;
        let prefixes = self.versions.keys().map(|number| format!("version {number} "));
        let prefixes: Vec<_> =
            prefixes.map(|it| if several { it } else { String::new() }).collect();
        let versions = prefixes.iter().map(String::as_str).zip(self.versions.values());
        let (settings, unread) = user_data::read(versions);
        let name = self.name.as_deref().unwrap_or(id);
        let configuration = Configuration::of("Launch template", name, user_data::PLACE, settings);
        configuration.with_unread(unread)
    }
}
