//! The command line's arguments.

use clap::{Parser, Subcommand};

use crate::attest::Attest;
use crate::cost::Cost;
use crate::demo::Demo;
use crate::doctor::Doctor;
use crate::evaluate::Evaluate;
use crate::except::Except;
use crate::publish::Publish;
use crate::questionnaire::QuestionnaireArguments;
use crate::render::Render;
use crate::report::ReportArguments;
use crate::rules::Rules;
use crate::scan::Scan;
use crate::statements::StatementsArguments;

/// AWS Config rules that answer the AWS core security playbook: what they check, what they say of
/// your resources.
#[derive(Debug, Parser)]
#[command(name = "aws-core", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the controls, or show all about one of them
    Rules(Rules),
    /// Judge saved events, configuration items and whole snapshots, without AWS
    Evaluate(Evaluate),
    /// Answer the questionnaire from what AWS Config knows of the deployed controls
    Report(ReportArguments),
    /// Send the questionnaire to a third party, and check its answers against the evidence
    Questionnaire(QuestionnaireArguments),
    /// Answer the questionnaire without deploying anything: run the rules here, with your credentials
    Scan(Scan),
    /// Check what the deployment needs and, afterwards, whether it works
    Doctor(Doctor),
    /// Estimate what the pack costs in a month
    Cost(Cost),
    /// Write a person's attestation for a control that takes one
    Attest(Attest),
    /// Accept findings of a control for a time, or withdraw that
    Except(Except),
    /// List attestations and exceptions, and how long they are valid
    Statements(StatementsArguments),
    /// Run the whole pack on a local AWS, without an AWS account
    Demo(Demo),
    /// Package the functions and upload them to where stack sets deploy from
    Publish(Publish),
    /// Write or check the files that are rendered from the rules
    #[command(hide = true)]
    Render(Render),
}
