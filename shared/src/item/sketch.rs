//! Items that are found in a longer text, and read only if somebody wants them.

use super::recorded::{Memory, Recorded};
use super::{ConfigurationItem, Wire};
use crate::skim::{self, Member, Object, Skimmed};

const CONFIGURATION: &str = "configuration";
const RESOURCE_TYPE: &str = "resourceType";

/// An item that was found but not read.
#[derive(Debug)]
pub struct Sketch<'a> {
    text: &'a str,
    members: Vec<Member>,
    configuration: Option<Member>,
    of_configuration: Option<Vec<Member>>,
}

impl<'a> Sketch<'a> {
    /// Finds the item that `bytes` begin with.
    ///
    /// `None` says only that this cannot be told so quickly: not all of the item is there, or it is
    /// none, or it is written in an uncommon way.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let Skimmed { mut members, inner, length } = skim::skim(bytes, CONFIGURATION.as_bytes())?;
        let text = str::from_utf8(&bytes[..length]).ok()?;
        let is_configuration = |it: &Member| &text[it.key.clone()] == CONFIGURATION;
        let at = members.iter().position(is_configuration);
        let configuration = at.map(|at| members.swap_remove(at));
        // Twice is an error, which is for others to tell.
        (!members.iter().any(is_configuration)).then_some(())?;
        Some(Self { text, members, configuration, of_configuration: inner })
    }

    /// How many bytes it has.
    pub fn length(&self) -> usize {
        self.text.len()
    }

    /// The type of the resource, if it is given exactly once.
    pub fn resource_type(&self) -> Option<&'a str> {
        let is_type = |it: &&Member| &self.text[it.key.clone()] == RESOURCE_TYPE;
        let mut types = self.members.iter().filter(is_type);
        let member = types.next().filter(|_| types.next().is_none())?;
        let text = self.text[member.value.clone()].strip_prefix('"')?.strip_suffix('"')?;
        (!text.contains('\\')).then_some(text)
    }

    /// Reads it into `memory`; `None` if it takes a closer look to say what it is.
    pub fn read(self, memory: &mut Memory) -> Option<ConfigurationItem> {
        let object = Object { text: self.text, members: &self.members };
        let wire: Wire = object.read().ok()?;
        let mut item = ConfigurationItem::from_wire(wire).ok()?;
        let json = self.configuration.map(|it| &self.text[it.value]);
        item.configuration = json
            .filter(|it| *it != "null")
            .map(|json| Recorded::keep(json, self.of_configuration, memory));
        Some(item)
    }
}
