//! What AWS charges, as `prices.json` has it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The prices.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prices {
    pub(super) currency: String,
    /// The region whose prices they are; others differ.
    pub(super) region: String,
    #[serde(rename = "prices")]
    by_name: BTreeMap<String, Price>,
}

/// The price of one thing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Price {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) tiers: Vec<Tier>,
    /// As of when it is known.
    pub(super) known: String,
    /// The page or list it is from.
    pub(super) source: String,
}

/// A price up to a quantity.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Tier {
    /// The quantity up to which it holds; absent in the last tier.
    pub(super) up_to: Option<f64>,
    pub(super) price: f64,
}

static PRICES: LazyLock<Prices> = LazyLock::new(|| {
    serde_json::from_str(include_str!("prices.json")).expect("a test reads prices.json")
});

/// All prices.
pub(super) fn prices() -> &'static Prices {
    &PRICES
}

impl Prices {
    /// Every price.
    pub(super) fn all(&self) -> impl Iterator<Item = &Price> {
        self.by_name.values()
    }

    /// What `quantity` of something costs.
    pub(super) fn of(&self, what: &str, quantity: f64) -> f64 {
        self.by_name.get(what).expect("a test asks for each price").cost(quantity)
    }
}

impl Price {
    fn cost(&self, quantity: f64) -> f64 {
        let (mut cost, mut from) = (0.0, 0.0);
        for tier in &self.tiers {
            let to = tier.up_to.unwrap_or(f64::INFINITY);
            cost += (quantity.min(to) - from).max(0.0) * tier.price;
            from = to;
        }
        cost
    }
}
