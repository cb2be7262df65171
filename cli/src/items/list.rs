//! The lists in which files and answers of the AWS CLI hold items, and what such a document says that
//! it does not hold.
//!
//! The names are those of the API models, which the AWS CLI prints unchanged: AWS Config's older
//! operations begin names with a small letter, the newer ones with a capital.

/// A list, by what it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum List {
    /// A list without a name.
    #[default]
    Unnamed,
    /// The items of a snapshot or a history file, or the states of one resource in the answer to
    /// `GetResourceConfigHistory`.
    Items,
    /// The answer to `BatchGetResourceConfig`: items without their tags, which the operation leaves out.
    WithoutTags,
    /// The answer to `SelectResourceConfig`: each row is a text.
    Rows,
    /// Messages of a queue or a topic: the event of a Lambda function, or what `aws sqs
    /// receive-message` prints.
    Messages,
}

/// Something that belongs to a document and is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lacking {
    /// The pages after this one: the answer has a token for the next.
    Pages(List),
    /// Resources that were asked about and that AWS Config did not look up.
    Unprocessed,
}

impl List {
    /// The list that a member of a document is; `key` has its quotes.
    pub(super) fn called(key: &[u8]) -> Option<Self> {
        Some(match key {
            br#""configurationItems""# => Self::Items,
            br#""baseConfigurationItems""# | br#""BaseConfigurationItems""# => Self::WithoutTags,
            br#""Results""# => Self::Rows,
            br#""Messages""# | br#""Records""# => Self::Messages,
            _ => return None,
        })
    }
}

/// What the member `key` with this `value`, read in a document with the list `list`, says is lacking.
pub(super) fn lacking(key: &[u8], value: &[u8], list: List) -> Option<Lacking> {
    let says = |nothing: &[u8]| !value.is_empty() && value != nothing && value != b"null";
    match key {
        br#""nextToken""# | br#""NextToken""# => says(br#""""#).then_some(Lacking::Pages(list)),
        br#""unprocessedResourceKeys""# | br#""UnprocessedResourceIdentifiers""# => {
            let holds =
                value.iter().any(|byte| !byte.is_ascii_whitespace() && !b"[]".contains(byte));
            (says(b"[]") && holds).then_some(Lacking::Unprocessed)
        }
        _ => None,
    }
}
