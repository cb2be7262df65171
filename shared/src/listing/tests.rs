use super::*;

const BUCKET: &str = "AWS::S3::Bucket";

#[test]
fn a_row_is_a_resource_with_its_state() {
    let row = r#"{"resourceId":"b1","arn":"arn:aws:s3:::b1","tags":[{"key":"a","value":"b"}]}"#;
    let listed = Listed::from_row(row, BUCKET).unwrap();
    assert_eq!(listed.resource_id, "b1");
    assert_eq!(listed.arn().as_deref(), Some("arn:aws:s3:::b1"));
    let item = listed.item.unwrap();
    assert_eq!((item.resource_type.as_str(), item.tags["a"].as_str()), (BUCKET, "b"));
}

#[test]
fn a_row_that_cannot_be_read_names_its_resource() {
    let listed = Listed::from_row(r#"{"resourceId":"b1","tags":5}"#, BUCKET).unwrap();
    assert_eq!((listed.resource_id.as_str(), listed.arn()), ("b1", None));
    assert_eq!(listed.item.unwrap_err().code(), Code::InvalidEvent);
}

#[test]
fn a_row_that_names_none_is_an_error() {
    for row in ["", "{}", "[]", r#"{"resourceId":""}"#, r#"{"resourceId":null,"tags":{}}"#] {
        let error = Listed::from_row(row, BUCKET).unwrap_err();
        assert_eq!(error.code(), Code::CallFailed, "{row}");
        assert_eq!(error.brief(), "config:SelectResourceConfig gave a row without identity");
    }
}
