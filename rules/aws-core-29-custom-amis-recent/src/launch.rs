//! The launch of an instance from an AMI, and the verdict on it.

use std::sync::Arc;

use shared::instance::Instance;
use shared::{Timestamp, Verdict, date};

use crate::{Image, Parameters};

/// An instance, as far as its launch matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// The instance's id.
    pub instance_id: String,
    /// When it was launched: stops and starts since do not count.
    pub launched: Option<Timestamp>,
    /// The id of its AMI.
    pub image_id: String,
    /// The AMI, where it is there and is the account's own or a declared account's.
    pub image: Option<Arc<Image>>,
}

impl Launch {
    /// The launch of `instance` from `image`.
    pub(crate) fn of(instance: &Instance, image: Option<Arc<Image>>) -> Self {
        Self {
            instance_id: instance.id.clone(),
            launched: instance.launched,
            image_id: instance.image_id.clone(),
            image,
        }
    }

    pub(crate) fn verdict(&self, parameters: &Parameters, time: Timestamp) -> Verdict {
        let Self { instance_id, image_id, .. } = self;
        let Some(image) = &self.image else {
            return Verdict::not_applicable(format!(
                "AMI {image_id} of instance {instance_id} is no custom AMI, or no longer exists."
            ));
        };
        if let Some((reason, basis)) = image.exclusion(parameters) {
            return Verdict::not_applicable(format!(
                "AMI {image_id} of instance {instance_id} {reason}."
            ))
            .resting_on(basis);
        }
        let Some(launched) = self.launched else {
            return Verdict::unknown(format!(
                "Instance {instance_id} from custom AMI {image_id} could not be verified: EC2 \
                 tells no time of its launch."
            ));
        };
        let (day, window) = (date::of(launched), parameters.launch_window_days.get());
        if date::is_older(launched, window, time) {
            return Verdict::compliant(format!(
                "Instance {instance_id} was launched {day}, before the {window}-day window."
            ));
        }
        let created = match &image.created {
            Ok(created) => *created,
            Err(error) => {
                let what = format!("Instance {instance_id} from custom AMI {image_id}");
                return Verdict::unverified(&what, error);
            }
        };
        let start =
            format!("Instance {instance_id} was launched {day} from custom AMI {image_id}, then");
        let (age, origin) = (age(created, launched), image.origin());
        if !image.is_old(parameters, launched) {
            let age = date::days(age);
            return Verdict::compliant(format!("{start} {age} old.{origin}"));
        }
        let limit = parameters.max_age_days.get();
        // By less than a day: two equal numbers would look like a mistake.
        let more = if age == limit { "more than " } else { "" };
        let (age, limit) = (date::days(age), date::days(limit));
        Verdict::non_compliant(format!("{start} {more}{age} old; limit {limit}.{origin}"))
    }
}

/// The whole days that an AMI was old when an instance was launched from it.
fn age(created: Timestamp, launched: Timestamp) -> u32 {
    let hours = launched.duration_since(created).as_hours();
    u32::try_from(hours / 24).unwrap_or_default()
}
