//! The ports that nobody may reach from the Internet.

use shared::parameters::{ParameterValue, Ports};

/// Ports, of which there is at least one: without any, everything would comply.
#[derive(Debug, Clone)]
pub struct ManagementPorts(pub Ports);

impl ParameterValue for ManagementPorts {
    fn parse(text: &str) -> Result<Self, String> {
        let ports = Ports::parse(text)?;
        if ports.ranges().is_empty() {
            return Err("expected at least one port".to_owned());
        }
        Ok(Self(ports))
    }

    fn kind() -> String {
        Ports::kind()
    }
}
