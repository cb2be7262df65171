//! How the function is set up: by its environment variables.

use shared::attestation::AttestationParameters;
use shared::exception::ExceptionParameters;
use shared::parameters::{Integer, ParameterPrefix, ParameterValue};
use shared::{Code, Error, Result};

/// What the stack tells the function.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The path below which statements lie.
    pub(crate) prefix: String,
    /// From how many days before its last day on a statement is told of.
    pub(crate) notice_days: u32,
    /// The topic that is told.
    pub(crate) topic_arn: String,
    /// The region that the topic is in.
    pub(crate) topic_region: String,
    /// What the rules ask of attestations.
    pub(crate) attestation: AttestationParameters,
    /// What the rules ask of exceptions.
    pub(crate) exceptions: ExceptionParameters,
}

impl Settings {
    /// From the environment of the process.
    #[expect(clippy::disallowed_methods, reason = "it is no rule: nothing is judged by them")]
    pub(crate) fn of_function() -> Result<Self> {
        Self::read(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// From the variables that `variable` knows.
    pub(crate) fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let text = |name: &str, default: &str| variable(name).unwrap_or_else(|| default.to_owned());
        let prefix: ParameterPrefix =
            parse("ATTESTATION_PREFIX", &text("ATTESTATION_PREFIX", "/compliance/aws-core"))?;
        let notice_days: Integer<1, 365> = parse("NOTICE_DAYS", &text("NOTICE_DAYS", "30"))?;
        let mut attestation = AttestationParameters::default();
        if let Some(days) = variable("MAX_ATTESTATION_DAYS") {
            attestation.max_attestation_days = parse("MAX_ATTESTATION_DAYS", &days)?;
        }
        let mut exceptions = ExceptionParameters::default();
        if let Some(days) = variable("MAX_EXCEPTION_DAYS") {
            exceptions.max_exception_days = parse("MAX_EXCEPTION_DAYS", &days)?;
        }
        let topic_arn = text("NOTIFICATION_TOPIC_ARN", "");
        // arn:aws:sns:us-east-1:111122223333:topic
        let parts: Vec<&str> = topic_arn.split(':').collect();
        let topic_region = match parts.as_slice() {
            ["arn", _, "sns", region, _, _] if !region.is_empty() => (*region).to_owned(),
            _ => {
                return Err(wrong(
                    "NOTIFICATION_TOPIC_ARN",
                    &topic_arn,
                    "expected the ARN of a topic",
                ));
            }
        };
        let notice_days = notice_days.get();
        let prefix = prefix.0;
        Ok(Self { prefix, notice_days, topic_arn, topic_region, attestation, exceptions })
    }
}

fn parse<T: ParameterValue>(name: &str, text: &str) -> Result<T> {
    T::parse(text.trim()).map_err(|why| wrong(name, text, &why))
}

fn wrong(name: &str, text: &str, why: &str) -> Error {
    Error::new(Code::InvalidParameters, format!("{name} is \"{text}\": {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: (&str, &str) =
        ("NOTIFICATION_TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:statements");

    fn read(given: &[(&str, &str)]) -> Result<Settings> {
        let given = given.to_owned();
        Settings::read(|name| {
            given.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_topic_is_enough() {
        let settings = read(&[TOPIC]).unwrap();
        assert_eq!(settings.prefix, "/compliance/aws-core");
        assert_eq!((settings.notice_days, &*settings.topic_region), (30, "eu-west-1"));
        assert_eq!(settings.attestation.max_attestation_days.get(), 365);
        assert_eq!(settings.exceptions.max_exception_days.get(), 365);
        let all = [
            TOPIC,
            ("ATTESTATION_PREFIX", "/risk"),
            ("NOTICE_DAYS", "14"),
            ("MAX_ATTESTATION_DAYS", "90"),
            ("MAX_EXCEPTION_DAYS", "30"),
        ];
        let settings = read(&all).unwrap();
        assert_eq!((&*settings.prefix, settings.notice_days), ("/risk", 14));
        assert_eq!(settings.attestation.max_attestation_days.get(), 90);
        assert_eq!(settings.exceptions.max_exception_days.get(), 30);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (given, why) in [
            (&[][..], "NOTIFICATION_TOPIC_ARN is \"\": expected the ARN of a topic"),
            (&[("NOTIFICATION_TOPIC_ARN", "arn:aws:sqs:a:b:c")], "expected the ARN of a topic"),
            (&[TOPIC, ("NOTICE_DAYS", "0")], "expected an integer from 1 to 365"),
            (&[TOPIC, ("MAX_ATTESTATION_DAYS", "731")], "expected an integer from 1 to 730"),
            (&[TOPIC, ("MAX_EXCEPTION_DAYS", "0")], "expected an integer from 1 to 730"),
            (&[TOPIC, ("ATTESTATION_PREFIX", "/aws/x")], "Parameter Store reserves names"),
        ] {
            let error = read(given).unwrap_err();
            assert_eq!(error.code(), Code::InvalidParameters);
            assert!(error.to_string().contains(why), "{error}");
        }
    }
}
