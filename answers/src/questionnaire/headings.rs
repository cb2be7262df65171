//! What the fields of the form are called: in the blank one and in what comes back.

/// A field of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Section,
    Question,
    Acceptable,
    Failure,
    Answer,
    Comment,
    Evidence,
    Responsible,
    Proof,
    References,
}

impl Field {
    pub(super) const ALL: [Self; 11] = [
        Self::Id,
        Self::Section,
        Self::Question,
        Self::Acceptable,
        Self::Failure,
        Self::Answer,
        Self::Comment,
        Self::Evidence,
        Self::Responsible,
        Self::Proof,
        Self::References,
    ];

    /// Those to be filled in.
    pub(super) const INPUTS: [Self; 4] =
        [Self::Answer, Self::Comment, Self::Evidence, Self::Responsible];

    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::Id => "Question id",
            Self::Section => "Section",
            Self::Question => "Question",
            Self::Acceptable => "Acceptable response",
            Self::Failure => "Failure response",
            Self::Answer => "Answer",
            Self::Comment => "Comment",
            Self::Evidence => "Evidence link",
            Self::Responsible => "Responsible person",
            Self::Proof => "What would prove it",
            Self::References => "References",
        }
    }

    /// The field that `heading` names, whatever its case and spaces.
    pub(super) fn called(heading: &str) -> Option<Self> {
        let heading = heading.trim();
        Self::ALL.into_iter().find(|it| it.heading().eq_ignore_ascii_case(heading))
    }
}
