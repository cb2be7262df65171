use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use aws_config::BehaviorVersion;
use aws_credential_types::Credentials;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::sdk_config::SharedCredentialsProvider;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::aws::Saved;
use crate::error::Code;
use crate::invocation::{Cause, Environment};

fn bucket(supplementary: &Value) -> Result<PublicAccessBlock> {
    let item = json!({
        "resourceType": "AWS::S3::Bucket", "resourceId": "b1",
        "supplementaryConfiguration": supplementary,
    });
    PublicAccessBlock::of_bucket(&ConfigurationItem::from_json(&item.to_string()).unwrap())
}

#[test]
fn a_buckets_block_is_read_in_every_form() {
    let settings = json!({
        "blockPublicAcls": false, "ignorePublicAcls": true, "blockPublicPolicy": null,
        "restrictPublicBuckets": true,
    });
    let on = PublicAccessBlock([false, true, false, true]);
    assert_eq!(bucket(&json!({"PublicAccessBlockConfiguration": settings})), Ok(on));
    let text = settings.to_string();
    assert_eq!(bucket(&json!({"PublicAccessBlockConfiguration": text})), Ok(on));
    for none in [json!(null), json!({}), json!({"PublicAccessBlockConfiguration": null})] {
        assert_eq!(bucket(&none), Ok(PublicAccessBlock::default()), "{none}");
    }
    let wrong = bucket(&json!({"PublicAccessBlockConfiguration": {"ignorePublicAcls": "on"}}));
    assert_eq!(wrong.unwrap_err().code(), Code::InvalidEvent);
}

#[test]
fn a_setting_is_on_where_either_level_has_it_on() {
    let bucket = PublicAccessBlock([true, false, false, false]);
    let account = PublicAccessBlock([true, true, false, false]);
    let both = bucket.union(account);
    assert_eq!(both, PublicAccessBlock([true, true, false, false]));
    assert!(both.is_on(Setting::IgnorePublicAcls) && !both.is_on(Setting::BlockPublicPolicy));
    let missing: Vec<String> = both.missing().map(|setting| setting.to_string()).collect();
    assert_eq!(missing, ["BlockPublicPolicy", "RestrictPublicBuckets"]);
    assert!(!both.is_complete() && PublicAccessBlock([true; 4]).is_complete());
}

/// The block of an account's item with this status and configuration.
fn account(status: &str, configuration: &Value) -> Option<PublicAccessBlock> {
    let item = json!({
        "resourceType": "AWS::S3::AccountPublicAccessBlock", "resourceId": "111122223333",
        "configurationItemStatus": status, "configuration": configuration,
    });
    PublicAccessBlock::of_account_item(&ConfigurationItem::from_json(&item.to_string()).unwrap())
}

#[test]
fn the_item_of_an_account_tells_its_block() {
    let settings = json!({"blockPublicAcls": true, "ignorePublicAcls": false});
    let on = Some(PublicAccessBlock([true, false, false, false]));
    assert_eq!(account("OK", &settings), on);
    assert_eq!(account("ResourceDiscovered", &settings.to_string().into()), on);
    assert_eq!(account("ResourceDeleted", &Value::Null), Some(PublicAccessBlock::default()));
    assert_eq!(account("ResourceNotRecorded", &settings), None);
    for unread in [json!("on"), json!(null), json!({"blockPublicAcls": "on"})] {
        assert_eq!(account("OK", &unread), None, "{unread}");
    }
}

#[tokio::test]
async fn a_saved_block_is_used_and_nothing_else_is_asked() {
    let block = PublicAccessBlock([true; 4]);
    let of = |saved: Saved| Invocation {
        environment: Arc::new(Environment {
            account_id: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
            rule_name: None,
            parameters: crate::invocation::Parameters::default(),
            aws: Some(Aws::of_saved(saved)),
        }),
        time: Timestamp::UNIX_EPOCH,
        cause: Cause::Schedule,
    };
    let known = of(Saved { account_block: Some(block), ..Saved::default() });
    assert_eq!(PublicAccessBlock::of_account(&known).await, Ok(block));
    assert!(!known.environment.aws.as_ref().unwrap().was_missed());
    assert_eq!(known.aws().unwrap_err().code(), Code::Offline);
    let unknown = of(Saved::default());
    let error = PublicAccessBlock::of_account(&unknown).await.unwrap_err();
    assert_eq!(error.code(), Code::Offline);
    let aws = unknown.environment.aws.as_ref().unwrap();
    assert!(aws.was_missed() && !aws.was_missed(), "it is told once");
}

/// Asks for the account's block and gets `status` with `body`; also what was asked.
fn ask(status: &str, body: &str) -> (Result<PublicAccessBlock>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let server: JoinHandle<String> = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 8192];
        let length = stream.read(&mut request).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let credentials = Credentials::new("id", "secret", None, None, "test");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(aws_config::retry::RetryConfig::disabled())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(url)
        .build();
    let environment = Environment {
        account_id: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        partition: "aws".to_owned(),
        rule_name: None,
        parameters: crate::invocation::Parameters::default(),
        aws: Some(Aws::new(sdk)),
    };
    let invocation = Invocation {
        environment: Arc::new(environment),
        time: Timestamp::UNIX_EPOCH,
        cause: Cause::Schedule,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let block = runtime.block_on(PublicAccessBlock::of_account(&invocation));
    (block, server.join().unwrap())
}

#[test]
fn the_accounts_block_is_asked_for_at_the_endpoint_itself() {
    let (block, request) = ask(
        "200 OK",
        "<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls>\
         <IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy>\
         <RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
    );
    assert_eq!(block, Ok(PublicAccessBlock([false, true, false, true])));
    let request = request.to_ascii_lowercase();
    assert!(request.contains("\r\nhost: 127.0.0.1:"), "{request}");
    assert!(request.contains("\r\nx-amz-account-id: 111122223333\r\n"), "{request}");
    assert!(request.contains("/us-east-1/s3/aws4_request"), "{request}");
}

#[test]
fn an_account_without_a_block_has_all_off() {
    let (block, _) = ask(
        "404 Not Found",
        "<ErrorResponse><Error><Code>NoSuchPublicAccessBlockConfiguration</Code>\
         <Message>The public access block configuration was not found</Message></Error>\
         </ErrorResponse>",
    );
    assert_eq!(block, Ok(PublicAccessBlock::default()));
}

#[test]
fn a_denied_call_is_an_error() {
    let (block, _) = ask(
        "403 Forbidden",
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Denied</Message></Error>\
         </ErrorResponse>",
    );
    let error = block.unwrap_err();
    assert_eq!(error.code(), Code::AccessDenied);
    assert_eq!(error.brief(), "AccessDenied on s3:GetAccountPublicAccessBlock");
}
