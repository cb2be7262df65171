use aws_sdk_backup::types::builders::CopyJobBuilder;

use super::*;

const VAULT: &str = "arn:aws:backup:us-east-1:999988887777:backup-vault:prod";

fn job() -> CopyJobBuilder {
    let job = CopyJob::builder().resource_arn("arn:aws:s3:::b1");
    job.destination_backup_vault_arn(VAULT).completion_date(DateTime::from_secs(20))
}

fn copy(vault: &str, completed: i64) -> Copy {
    let completed = Timestamp::from_second(completed).unwrap();
    Copy { vault: vault.to_owned(), is_air_gapped: false, completed }
}

#[test]
fn a_job_tells_what_it_copied_whereto_and_when() {
    let read = |job: CopyJobBuilder| Copy::of(job.build()).unwrap();
    let copied = |copy| Some(("arn:aws:s3:::b1".to_owned(), copy));
    assert_eq!(read(job()), copied(copy(VAULT, 20)));
    let job_without_end = job().set_completion_date(None).creation_date(DateTime::from_secs(10));
    assert_eq!(read(job_without_end), copied(copy(VAULT, 10)));
    let air_gapped = job().destination_vault_type("LOGICALLY_AIR_GAPPED_BACKUP_VAULT");
    assert_eq!(read(air_gapped), copied(Copy { is_air_gapped: true, ..copy(VAULT, 20) }));
}

#[test]
fn a_job_that_lacks_one_of_them_is_no_evidence() {
    for lacking in [
        job().set_resource_arn(None),
        job().set_destination_backup_vault_arn(None),
        job().set_completion_date(None),
    ] {
        assert_eq!(Copy::of(lacking.build()), Ok(None));
    }
}

#[test]
fn jobs_are_asked_for_by_their_completion() {
    let sdk = aws_sdk_backup::Config::builder();
    let sdk = sdk.behavior_version(aws_sdk_backup::config::BehaviorVersion::latest());
    let backup = Client::from_conf(sdk.build());
    let now: Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
    let request = request(&backup, &Parameters::default(), now);
    let since: Timestamp = "2026-10-24T12:00:00Z".parse().unwrap();
    let since = DateTime::from_secs(since.as_second());
    assert_eq!(request.get_by_complete_after(), &Some(since));
    assert_eq!(request.get_by_created_after(), &None, "it may have been created long before");
    assert_eq!(request.get_by_state(), &Some(CopyJobState::Completed));
}

#[test]
fn the_last_copy_in_each_vault_is_kept() {
    let mut copies = Vec::new();
    for (vault, completed) in [("a", 2), ("b", 1), ("a", 3), ("a", 1), ("b", 1)] {
        keep_last(&mut copies, copy(vault, completed));
    }
    assert_eq!(copies, [copy("a", 3), copy("b", 1)]);
}
