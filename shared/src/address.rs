//! The addresses by which the Internet reaches a network interface.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

/// The public ones among the addresses of an interface: those `associated` with its private ones,
/// which are an Elastic IP, a public IPv4 address or a carrier's, and the global ones of `ipv6`. Of
/// a prefix that was delegated to the interface, the first address stands for all.
///
/// # Errors
/// If one is no address; the message says which.
pub fn public(
    associated: impl IntoIterator<Item = String>,
    ipv6: impl IntoIterator<Item = String>,
) -> Result<BTreeSet<IpAddr>, String> {
    let mut public = BTreeSet::new();
    for text in associated {
        public.insert(parse(&text)?);
    }
    for text in ipv6 {
        let address = parse(&text)?;
        if matches!(address, IpAddr::V6(address) if is_global(address)) {
            public.insert(address);
        }
    }
    Ok(public)
}

/// Whether the address is of the space that is routed, and not of an organization's own.
fn is_global(address: Ipv6Addr) -> bool {
    address.segments()[0] & 0xe000 == 0x2000
}

fn parse(text: &str) -> Result<IpAddr, String> {
    let address = text.parse::<IpAddr>().or_else(|_| text.parse::<IpNet>().map(|it| it.addr()));
    address.map_err(|_| format!("{text} is no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_internet_routes_to() {
        let told = |associated: &[&str], ipv6: &[&str]| {
            let texts = |them: &[&str]| them.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
            let public = public(texts(associated), texts(ipv6))?;
            Ok::<_, String>(public.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        };
        for (associated, ipv6, expected) in [
            (&[][..], &[][..], Ok("")),
            (&["203.0.113.9"], &[], Ok("203.0.113.9")),
            (
                &["203.0.113.9", "203.0.113.8"],
                &["2600:1f18::9"],
                Ok("203.0.113.8 203.0.113.9 2600:1f18::9"),
            ),
            (&[], &["2600:1f18:1:2::/80"], Ok("2600:1f18:1:2::")),
            (&[], &["fd00::9", "fe80::1", "::1"], Ok("")),
            (&["gone"], &[], Err("gone is no address")),
            (&[], &["2600:1f18::/129"], Err("2600:1f18::/129 is no address")),
        ] {
            assert_eq!(
                told(associated, ipv6).as_deref(),
                expected.map_err(str::to_owned).as_deref()
            );
        }
    }
}
