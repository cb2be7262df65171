//! What a rule declares about itself: the source of the template, the documentation, the README's
//! table and the questionnaire.

/// A rule's declaration.
#[derive(Debug)]
pub struct Metadata {
    /// The name of the AWS Config rule, of the crate, of its folder and of its binary: all one.
    pub name: &'static str,
    /// What holds where the control is met, as a sentence without its full stop.
    pub title: &'static str,
    /// The question of the playbook, in our words.
    pub question: &'static str,
    /// Why one asks.
    pub rationale: &'static str,
    /// The answer that is acceptable.
    pub acceptable: &'static str,
    /// The answer that is a failure.
    pub failure: &'static str,
    /// What to do about a finding.
    pub remediation: &'static str,
    /// The playbook's section.
    pub section: Section,
    /// In which regions the rule is deployed.
    pub scope: Scope,
    /// What invokes the rule.
    pub trigger: Trigger,
    /// The resource types the rule reports on.
    pub reports: &'static [&'static str],
    /// What the rule's own calls need, beyond what the library's do.
    pub permissions: &'static [Permission],
    /// Whether a person's attestation takes part in the verdict.
    pub attested: bool,
    /// The requirements elsewhere that ask the same, such as `CIS 1.14`.
    pub references: &'static [&'static str],
}

/// The sections of the playbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the playbook")]
pub enum Section {
    AccountManagement,
    Encryption,
    IdentityAndAccessManagement,
    NetworkSecurity,
    DetectionAndMonitoring,
    Processes,
}

impl Section {
    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AccountManagement => "Account management",
            Self::Encryption => "Encryption",
            Self::IdentityAndAccessManagement => "Identity and access management",
            Self::NetworkSecurity => "Network security",
            Self::DetectionAndMonitoring => "Detection and monitoring",
            Self::Processes => "Processes",
        }
    }
}

/// In which regions of an account a rule is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Once: in the stack of the home region.
    HomeRegion,
    /// In every region that has the stack.
    EveryRegion,
}

/// What invokes a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger {
    /// The resource types whose change does.
    pub changes: &'static [&'static str],
    /// How often time does.
    pub schedule: Option<Frequency>,
}

/// How often a periodic rule runs: the API's `MaximumExecutionFrequency`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every six hours.
    SixHours,
    /// Every day.
    TwentyFourHours,
}

impl Frequency {
    /// The API's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SixHours => "Six_Hours",
            Self::TwentyFourHours => "TwentyFour_Hours",
        }
    }

    /// The period in hours.
    pub const fn hours(self) -> u32 {
        match self {
            Self::SixHours => 6,
            Self::TwentyFourHours => 24,
        }
    }
}

/// An IAM action and the resources it is granted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permission {
    /// The action, such as `iam:ListUsers`.
    pub action: &'static str,
    /// The resource, as `Fn::Sub` in the template resolves it; `*` where AWS knows no resources for
    /// the action, or where `tests/policies` says why not.
    pub resource: &'static str,
}

impl Permission {
    /// Permission for an action on whatever it is asked about.
    pub const fn everywhere(action: &'static str) -> Self {
        Self { action, resource: "*" }
    }

    /// Permission for an action on `resource`.
    pub const fn on(action: &'static str, resource: &'static str) -> Self {
        Self { action, resource }
    }
}

/// Where exceptions lie.
const EXCEPTIONS: &str = "arn:${AWS::Partition}:ssm:${HomeRegion}:${AWS::AccountId}:parameter${AttestationPrefix}/exceptions/${Control}";
/// Where attestations lie.
const ATTESTATION: &str = "arn:${AWS::Partition}:ssm:${HomeRegion}:${AWS::AccountId}:parameter${AttestationPrefix}/${ControlId}";
/// The rules of the account.
const CONFIG_RULES: &str =
    "arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}:config-rule/*";

impl Metadata {
    /// The control's id in the playbook, such as `aws-core-14`.
    pub fn control_id(&self) -> &'static str {
        let end = self.name.match_indices('-').nth(2).map_or(self.name.len(), |(at, _)| at);
        &self.name[..end]
    }

    /// The control's number in the playbook.
    pub fn number(&self) -> u32 {
        self.control_id().rsplit('-').next().and_then(|it| it.parse().ok()).unwrap_or(0)
    }

    /// The compliant state, without the control's id: `iam-access-keys-rotated`.
    pub fn state(&self) -> &'static str {
        self.name[self.control_id().len()..].trim_start_matches('-')
    }

    /// Whether the rule lists resources on a schedule, and so reads its earlier results to retire
    /// those of vanished ones.
    pub fn sweeps(&self) -> bool {
        self.trigger.schedule.is_some() && self.reports != [crate::item::ACCOUNT]
    }

    /// Every permission the function needs, the library's calls included, sorted.
    pub fn all_permissions(&self) -> Vec<Permission> {
        let mut all = vec![
            Permission::everywhere("config:PutEvaluations"),
            Permission::on("ssm:GetParameter", EXCEPTIONS),
            // Who wrote exceptions and attestations, where trusted writers are declared.
            Permission::everywhere("ssm:DescribeParameters"),
        ];
        if !self.trigger.changes.is_empty() {
            all.push(Permission::everywhere("config:GetResourceConfigHistory"));
        }
        if self.sweeps() {
            all.push(Permission::on("config:GetComplianceDetailsByConfigRule", CONFIG_RULES));
        }
        if self.attested {
            all.push(Permission::on("ssm:GetParameter", ATTESTATION));
        }
        all.extend(self.permissions);
        all.sort_unstable();
        all.dedup();
        all
    }
}
