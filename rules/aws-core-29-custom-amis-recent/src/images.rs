//! The AMIs of a region, and the verdict on them all.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_ec2::types::Filter;
use shared::instance::Instance;
use shared::paging::Paging;
use shared::parameters::AccountIds;
use shared::{Error, Invocation, Result, Timestamp, Verdict, annotation, date};

use crate::{Image, Parameters};

pub(crate) const ACTION: &str = "ec2:DescribeImages";
/// The most AMIs that EC2 describes at once.
const PAGE: i32 = 1000;

/// The AMIs that the account and the declared accounts own in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Images {
    /// The region.
    pub region: String,
    /// The AMIs.
    pub images: Vec<UsedImage>,
}

/// An AMI, and when it was last used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedImage {
    /// The AMI.
    pub image: Arc<Image>,
    /// When an instance was last launched from it: as EC2 tells of the AMI, or later, by an
    /// instance that is there.
    pub last_launched: Option<Timestamp>,
}

/// The AMIs that instances can be launched from and that the account or one of `owners` owns, by
/// id.
pub(crate) async fn owned(
    invocation: &Invocation,
    owners: &AccountIds,
) -> Result<BTreeMap<String, Arc<Image>>> {
    let ec2 = invocation.aws()?.client(aws_sdk_ec2::Client::new);
    let available = Filter::builder().name("state").values("available").build();
    let owners = ["self".to_owned()].into_iter().chain(owners.0.iter().cloned());
    let request = ec2
        .describe_images()
        .set_owners(Some(owners.collect()))
        .filters(available)
        // Or EC2 leaves out those of others that are deprecated: they can still be launched.
        .include_deprecated(true)
        .max_results(PAGE);
    let (mut images, mut paging) = (BTreeMap::new(), Paging::of(ACTION));
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for image in page.images.unwrap_or_default() {
            let image = Image::described(image)?;
            images.insert(image.id.clone(), Arc::new(image));
        }
        if !paging.advance(page.next_token)? {
            return Ok(images);
        }
    }
}

impl Images {
    /// The AMIs `images` with their last use, of which `instances` may know more.
    pub(crate) fn used_by(
        instances: &[Instance],
        images: &BTreeMap<String, Arc<Image>>,
        region: &str,
    ) -> Self {
        let mut launches: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for (instance, launched) in instances.iter().filter_map(|it| Some((it, it.launched?))) {
            let last = launches.entry(&instance.image_id).or_insert(launched);
            *last = launched.max(*last);
        }
        let used = |image: &Arc<Image>| UsedImage {
            image: Arc::clone(image),
            last_launched: image.last_launched.max(launches.get(image.id.as_str()).copied()),
        };
        Self { region: region.to_owned(), images: images.values().map(used).collect() }
    }

    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let region = &self.region;
        let custom = self.images.iter().filter(|it| it.image.exclusion(parameters).is_none());
        let custom: Vec<&UsedImage> = custom.collect();
        if custom.is_empty() {
            return Verdict::compliant(format!("No custom AMI exists in {region}."));
        }
        let limit = date::days(parameters.max_age_days.get());
        let window = date::days(parameters.launch_window_days.get());
        let stale = custom.iter().filter(|it| it.was_launched_when_old(parameters, time));
        let stale: Vec<String> = stale.filter_map(|it| it.told()).collect();
        let undated = custom.iter().filter_map(|it| it.image.created.as_ref().err());
        let undated: Vec<&str> = undated.map(Error::brief).collect();
        if !stale.is_empty() {
            let were = if stale.len() == 1 { "was" } else { "were" };
            let count = count(stale.len());
            let before =
                format!("{count} {were} launched in the last {window} when older than {limit}: ");
            let after = match undated.len() {
                0 => ".".to_owned(),
                1 => "; 1 more has no readable date.".to_owned(),
                number => format!("; {number} more have no readable date."),
            };
            return Verdict::non_compliant(annotation::list(&before, stale, &after));
        }
        if !undated.is_empty() {
            let before = format!("{} could not be verified: ", count(undated.len()));
            return Verdict::unknown(annotation::list(&before, undated, "."));
        }
        let total = count(custom.len());
        let old = custom.iter().filter(|it| it.image.is_old(parameters, time)).count();
        if old == 0 {
            return Verdict::compliant(format!("{total}; none is older than {limit}."));
        }
        let were = if old == 1 { "was" } else { "were" };
        Verdict::compliant(format!(
            "{total}; the {old} older than {limit} {were} not launched at that age in the last \
             {window}."
        ))
    }
}

impl UsedImage {
    /// Whether the last launch is new and the AMI was old by then. Of several launches the last is
    /// the one at which it was oldest.
    fn was_launched_when_old(&self, parameters: &Parameters, time: Timestamp) -> bool {
        let window = parameters.launch_window_days.get();
        self.last_launched.is_some_and(|launched| {
            !date::is_older(launched, window, time) && self.image.is_old(parameters, launched)
        })
    }

    /// As `ami-1 (of 2024-11-24)`; `None` where its date is not known.
    fn told(&self) -> Option<String> {
        let created = self.image.created.as_ref().ok()?;
        Some(format!("{} (of {})", self.image.id, date::of(*created)))
    }
}

fn count(images: usize) -> String {
    if images == 1 { "1 custom AMI".to_owned() } else { format!("{images} custom AMIs") }
}
