//! User data of EC2: what an instance runs when it starts.

use crate::secret::Secret;
use crate::setting::Setting;

/// Where an annotation says that a secret stands.
pub(crate) const PLACE: &str = "in its user data";
/// What could not be searched.
const NOT_TEXT: &str = "user data that is not text and was not looked into";

/// The settings in the user data of each of `versions`, called by its prefix, and what could not be
/// looked into.
pub(crate) fn read<'a>(
    versions: impl IntoIterator<Item = (&'a str, &'a Secret)>,
) -> (Vec<Setting>, Option<&'static str>) {
    let mut is_opaque = false;
    let settings = versions.into_iter().map(|(prefix, encoded)| {
        let user_data = secrets::user_data(encoded.expose());
        is_opaque |= user_data.is_opaque;
        Setting::text(Secret::new(user_data.text)).called(prefix)
    });
    let settings = settings.collect();
    (settings, is_opaque.then_some(NOT_TEXT))
}
