use super::*;

fn status(last: Option<RecorderStatus>, code: Option<&str>) -> ConfigurationRecorderStatus {
    ConfigurationRecorderStatus::builder()
        .name("default")
        .recording(true)
        .set_last_status(last)
        .set_last_error_code(code.map(str::to_owned))
        .build()
}

#[test]
fn only_a_failure_is_one() {
    let passing = [RecorderStatus::Pending, RecorderStatus::Success, RecorderStatus::NotApplicable];
    for last in passing.into_iter().map(Some).chain([None]) {
        assert_eq!(State::of(Some(&status(last.clone(), None))), State::Recording, "{last:?}");
        // The code of a failure that is over stays.
        let over = status(last.clone(), Some("AccessDenied"));
        assert_eq!(State::of(Some(&over)), State::Recording, "{last:?}");
    }
    let failure = |code| State::of(Some(&status(Some(RecorderStatus::Failure), code)));
    let denied = Some("AccessDenied".to_owned());
    assert_eq!(failure(Some("AccessDenied")), State::Failed { code: denied });
    assert_eq!(failure(Some("")), State::Failed { code: None });
    assert_eq!(failure(None), State::Failed { code: None });
    let shouted = status(Some("FAILURE".into()), None);
    assert_eq!(State::of(Some(&shouted)), State::Failed { code: None }, "as examples write it");
}

#[test]
fn what_is_switched_off_did_not_fail() {
    let failed = status(Some(RecorderStatus::Failure), Some("AccessDenied"));
    for mut status in [status(None, None), failed] {
        status.recording = false;
        assert_eq!(State::of(Some(&status)), State::Stopped);
    }
    assert_eq!(State::of(None), State::Stopped, "deleted meanwhile");
}
