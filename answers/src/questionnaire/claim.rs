//! What somebody answers to a question.

use serde::Serialize;

/// An answer that somebody gives.
///
/// None is `yes` or `no`: some questions ask for what should be, others for what should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// The acceptable response is true.
    Acceptable,
    /// It is true of a part.
    PartlyAcceptable,
    /// It is not true.
    NotAcceptable,
    /// There is nothing that the question is about.
    NotApplicable,
    /// Whoever was asked does not know.
    DontKnow,
}

impl Claim {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Acceptable,
        Self::PartlyAcceptable,
        Self::NotAcceptable,
        Self::NotApplicable,
        Self::DontKnow,
    ];

    /// The words in which it is given.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Acceptable => "acceptable",
            Self::PartlyAcceptable => "partly acceptable",
            Self::NotAcceptable => "not acceptable",
            Self::NotApplicable => "not applicable",
            Self::DontKnow => "don't know",
        }
    }

    /// What it means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Acceptable => "the acceptable response is true of everything you run",
            Self::PartlyAcceptable => "it is true of a part: say of which in the comment",
            Self::NotAcceptable => "it is not true",
            Self::NotApplicable => {
                "you have nothing that the question is about: say why in the comment"
            }
            Self::DontKnow => "you cannot tell",
        }
    }

    /// The answer that `text` gives: its words, whatever the case, the spaces and the apostrophe.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}', '`'], "'");
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        Self::ALL.into_iter().find(|it| it.label() == text)
    }

    /// The answers there are, for whoever gave another.
    pub fn list() -> String {
        Self::ALL.map(Self::label).join(", ")
    }
}
