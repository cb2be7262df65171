//! Who wrote a parameter last, and whether that is somebody trusted.

use aws_sdk_ssm::Client;
use aws_sdk_ssm::types::ParameterStringFilter;

use crate::aws::Aws;
use crate::document::shortened;
use crate::error::{Code, Error, Result};
use crate::paging::Paging;
use crate::parameter_store::{self, Stored};
use crate::principal::Principals;

const DESCRIBE: &str = "ssm:DescribeParameters";
/// The most parameters on a page.
const PAGE: i32 = 50;
/// What an annotation says where nobody is declared to be trusted.
pub(crate) const UNVERIFIED: &str = " (writer not verified)";
const CHANGED: &str = "it was changed while it was read";

/// Who wrote a parameter last, as Parameter Store reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// An ARN, or `System`.
    Named(String),
    /// Parameter Store names nobody, or was not asked.
    Unknown,
    /// Nobody can say: why, in brief.
    Unreadable(String),
}

/// The value of a parameter, not yet validated, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The value.
    pub value: String,
    /// Who wrote it last.
    pub writer: Writer,
}

/// What is known of a parameter beside its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name, the whole path.
    pub name: String,
    /// The version that `writer` wrote.
    pub version: i64,
    /// Who wrote it last.
    pub writer: Writer,
}

impl Writer {
    /// Whether one of `trusted` wrote what is to count; nobody else may where somebody is declared.
    ///
    /// # Errors
    /// Why it must not count, as the end of a sentence, with at most `room` characters of the
    /// writer's ARN. `role` says what the writer should be, as `a trusted attestor`.
    pub fn check(&self, trusted: &Principals, role: &str, room: usize) -> Result<(), String> {
        match self {
            _ if trusted.is_empty() => Ok(()),
            Self::Named(arn) if trusted.matches(arn) => Ok(()),
            Self::Named(arn) => {
                let arn = shortened(arn, room);
                Err(format!("was last written by {arn}, which is not {role}"))
            }
            Self::Unknown => Err("was last written by nobody that Parameter Store names".into()),
            Self::Unreadable(why) => Err(format!("was written by an unknown person: {why}")),
        }
    }
}

impl Described {
    /// Who wrote the version that is `stored`. Of another version than the one described nobody can
    /// say.
    pub fn writer_of(&self, stored: &Stored) -> Writer {
        if self.version == stored.version {
            self.writer.clone()
        } else {
            Writer::Unreadable(CHANGED.to_owned())
        }
    }
}

/// Finds who wrote what is `stored` as the parameter `name` in `region`, the home region.
///
/// Value and writer come from two calls. Where their versions differ, somebody wrote in between:
/// what is older is read once more, and if they still differ nobody can say who wrote the value.
/// Returns what then is stored; `None` if it is gone.
///
/// Needs `ssm:DescribeParameters`, and `ssm:GetParameter` after a change. To be denied the former is
/// an answer: the writer is unreadable. Other failures pass by themselves, and are errors.
pub async fn of(
    aws: &Aws,
    region: &str,
    name: &str,
    stored: Stored,
) -> Result<Option<(Stored, Writer)>> {
    let mut described = describe(aws, region, name).await?;
    if matches!(&described, Ok(it) if it.version < stored.version) {
        described = describe(aws, region, name).await?;
    }
    let stored = if matches!(&described, Ok(it) if it.version > stored.version) {
        parameter_store::find(aws, region, name).await?
    } else {
        Some(stored)
    };
    Ok(stored.map(|stored| {
        let writer = described.map_or_else(|unknown| unknown, |it| it.writer_of(&stored));
        (stored, writer)
    }))
}

/// What is known of every parameter below the path `prefix` in `region`, the home region.
///
/// Needs `ssm:DescribeParameters`.
pub async fn list(aws: &Aws, region: &str, prefix: &str) -> Result<Vec<Described>> {
    let filter = filter("Path", "Recursive", prefix)?;
    let mut all = Vec::new();
    pages(aws, region, filter, |described| {
        all.push(described);
        false
    })
    .await?;
    Ok(all)
}

/// What is known of the parameter `name`, or why nobody can say who wrote it.
async fn describe(aws: &Aws, region: &str, name: &str) -> Result<Result<Described, Writer>> {
    let mut found = None;
    let described = pages(aws, region, filter("Name", "Equals", name)?, |described| {
        let wanted = described.name == name;
        if wanted {
            found = Some(described);
        }
        wanted
    });
    match described.await {
        Ok(()) => Ok(found.ok_or(Writer::Unknown)),
        Err(error) if error.code() == Code::AccessDenied => {
            Ok(Err(Writer::Unreadable(error.brief().to_owned())))
        }
        Err(error) => Err(error),
    }
}

fn filter(key: &str, option: &str, value: &str) -> Result<ParameterStringFilter> {
    let filter = ParameterStringFilter::builder().key(key).option(option).values(value).build();
    filter.map_err(|error| Error::new(Code::CallFailed, error.to_string()))
}

/// Shows `each` what is described until it has enough.
async fn pages(
    aws: &Aws,
    region: &str,
    filter: ParameterStringFilter,
    mut has_enough: impl FnMut(Described) -> bool,
) -> Result<()> {
    let ssm = aws.client_in(region, Client::new);
    let request = ssm.describe_parameters().parameter_filters(filter).max_results(PAGE);
    let mut paging = Paging::of(DESCRIBE);
    loop {
        let page = request.clone().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(DESCRIBE))?;
        for it in page.parameters.unwrap_or_default() {
            let writer = it.last_modified_user.filter(|arn| !arn.is_empty());
            let writer = writer.map_or(Writer::Unknown, Writer::Named);
            let name = it.name.unwrap_or_default();
            if has_enough(Described { name, version: it.version, writer }) {
                return Ok(());
            }
        }
        // Pages may be empty although more follow.
        if !paging.advance(page.next_token)? {
            return Ok(());
        }
    }
}
