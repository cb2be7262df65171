use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use expect_test::expect;

use super::*;
use crate::fake::{self, Captured};

const OWNER: &str = "444455556666";

/// What a bucket of S3 remembers: objects and their hashes, and how it was asked.
#[derive(Default)]
struct Stored {
    objects: BTreeMap<String, String>,
    puts: usize,
    refused: Option<StatusCode>,
}

type Shelf = Arc<Mutex<Stored>>;

/// As much of S3 as a publisher needs, strict about the owner.
async fn s3(
    State(shelf): State<Shelf>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|it| it.to_str().ok()).map(str::to_owned);
    let mut shelf = shelf.lock().unwrap();
    if header("x-amz-expected-bucket-owner").as_deref() != Some(OWNER) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = uri.path().trim_matches('/').to_owned();
    let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
    let Some(region) = bucket.strip_prefix("artefacts-").filter(|it| *it != "eu-south-1") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // One bucket stands where its name does not say.
    let region = if region == "eu-west-3" { "eu-west-1" } else { region };
    match (method, key) {
        (Method::HEAD, "") => [("x-amz-bucket-region", region)].into_response(),
        (Method::HEAD, _) => match shelf.objects.get(&path) {
            Some(hash) => [("x-amz-checksum-sha256", hash)].into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        (Method::PUT, _) => {
            if let Some(refused) = shelf.refused {
                return refused.into_response();
            }
            let hash = header("x-amz-checksum-sha256").unwrap();
            assert!(!body.is_empty());
            assert_eq!(
                hash,
                aws_smithy_types::base64::encode(Artefact::new("", body.to_vec()).hash)
            );
            shelf.objects.insert(path, hash);
            shelf.puts += 1;
            StatusCode::OK.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

async fn served(shelf: &Shelf) -> SdkConfig {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().fallback(s3).with_state(Arc::clone(shelf));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(aws_config::retry::RetryConfig::disabled())
        .region("us-east-1")
        .endpoint_url(format!("http://{address}"))
        .load()
        .await
}

/// An executable as far as publishing looks.
fn executable(machine: u8) -> Vec<u8> {
    let mut bytes = b"\x7fELF\x02\x01\x01".to_vec();
    bytes.resize(18, 0);
    bytes.extend([machine, 0]);
    bytes.extend(b"and what it does".repeat(40));
    bytes
}

/// A folder as `cargo lambda build` writes it.
fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (index, name) in binaries(fake::RULES).into_iter().enumerate() {
        fs::create_dir(folder.path().join(name)).unwrap();
        let mut binary = executable(183);
        binary.push(u8::try_from(index).unwrap());
        fs::write(folder.path().join(name).join("bootstrap"), binary).unwrap();
    }
    folder
}

fn publish(folder: &Path, regions: &[&str]) -> Publish {
    Publish {
        bucket_prefix: "artefacts".to_owned(),
        account: Some(OWNER.to_owned()),
        regions: regions.iter().map(|&it| it.to_owned()).collect(),
        binaries: folder.to_owned(),
        output: folder.join("out"),
        dry_run: false,
        access: Access::default(),
    }
}

async fn published(publish: &Publish, sdk: Option<&SdkConfig>) -> Result<String> {
    let captured = Captured::default();
    let mut output = captured.output();
    publish.publish(fake::RULES, sdk, &mut output).await?;
    output.flush().unwrap();
    Ok(captured.text())
}

async fn refusal(publish: &Publish, sdk: Option<&SdkConfig>) -> String {
    published(publish, sdk).await.unwrap_err().to_string()
}

#[tokio::test]
async fn everything_is_uploaded_once() {
    let (folder, shelf) = (built(), Shelf::default());
    let sdk = served(&shelf).await;
    let publish = publish(folder.path(), &["eu-central-1", "us-east-1"]);
    let first = published(&publish, Some(&sdk)).await.unwrap();
    assert!(first.contains("artefacts-eu-central-1: 4 uploaded, 0 there already"), "{first}");
    assert!(first.contains("artefacts-us-east-1: 4 uploaded, 0 there already"), "{first}");
    let again = published(&publish, Some(&sdk)).await.unwrap();
    assert!(again.contains("artefacts-us-east-1: 0 uploaded, 4 there already"), "{again}");
    assert_eq!(shelf.lock().unwrap().puts, 8);

    let release = again.lines().last().unwrap().strip_prefix("Release ").unwrap().to_owned();
    let parameters = fs::read_to_string(folder.path().join("out/parameters.json")).unwrap();
    let parameters: serde_json::Value = serde_json::from_str(&parameters).unwrap();
    let expected = serde_json::json!([
        { "ParameterKey": "ArtefactBucketPrefix", "ParameterValue": "artefacts" },
        { "ParameterKey": "ArtefactRelease", "ParameterValue": release },
    ]);
    assert_eq!(parameters, expected);
    let stack = format!("artefacts-us-east-1/aws-core-rules/{release}/stack.yaml");
    assert!(shelf.lock().unwrap().objects.contains_key(&stack));

    // What changed gets another name: the release that is deployed stays as it is.
    fs::write(folder.path().join("aws-core-notifier/bootstrap"), executable(183)).unwrap();
    let changed = published(&publish, Some(&sdk)).await.unwrap();
    assert!(!changed.ends_with(&format!("Release {release}\n")), "{changed}");
    assert!(changed.contains("artefacts-us-east-1: 4 uploaded, 0 there already"), "{changed}");
}

#[tokio::test]
async fn a_dry_run_calls_nobody_and_writes_nothing() {
    let folder = built();
    let publish = publish(folder.path(), &["us-east-1"]);
    let told = published(&publish, None).await.unwrap();
    assert!(told.contains("artefacts-us-east-1: not asked"), "{told}");
    assert!(told.contains("aws-core-98-few-rules.zip"), "{told}");
    assert!(!folder.path().join("out").exists());
}

#[tokio::test]
async fn a_bucket_is_verified_before_anything_is_sent() {
    let (folder, shelf) = (built(), Shelf::default());
    let sdk = served(&shelf).await;
    let (folder, sdk) = (folder.path(), Some(&sdk));
    expect![
        "there is no bucket artefacts-eu-south-1: deploy deploy/artefacts.yaml in eu-south-1 first"
    ]
    .assert_eq(&refusal(&publish(folder, &["us-east-1", "eu-south-1"]), sdk).await);
    expect![
        "the bucket artefacts-eu-west-3 is in eu-west-1, but functions of eu-west-3 need one there"
    ]
    .assert_eq(&refusal(&publish(folder, &["eu-west-3"]), sdk).await);
    let foreign =
        Publish { account: Some("999988887777".to_owned()), ..publish(folder, &["us-east-1"]) };
    expect!["the bucket artefacts-us-east-1 does not belong to the account 999988887777, or you may not use it"]
        .assert_eq(&refusal(&foreign, sdk).await);
    assert_eq!(shelf.lock().unwrap().puts, 0);
    assert!(!folder.join("out").exists());
}

#[tokio::test]
async fn what_was_published_is_not_replaced() {
    let (folder, shelf) = (built(), Shelf::default());
    let sdk = served(&shelf).await;
    let publish = publish(folder.path(), &["us-east-1"]);
    published(&publish, Some(&sdk)).await.unwrap();
    for hash in shelf.lock().unwrap().objects.values_mut() {
        "another".clone_into(hash);
    }
    let refused = refusal(&publish, Some(&sdk)).await;
    assert!(refused.contains("holds something else than what is to be published"), "{refused}");
}

#[tokio::test]
async fn a_refused_upload_is_an_error() {
    let (folder, shelf) = (built(), Shelf::default());
    shelf.lock().unwrap().refused = Some(StatusCode::FORBIDDEN);
    let sdk = served(&shelf).await;
    let refused = refusal(&publish(folder.path(), &["us-east-1"]), Some(&sdk)).await;
    assert!(refused.contains("s3:PutObject"), "{refused}");
    assert!(!folder.path().join("out").exists(), "nothing is told of a release that is not whole");
}

#[tokio::test]
async fn a_binary_that_lambda_cannot_run_is_refused() {
    let folder = built();
    let path = folder.path().join("aws-core-98-few-rules/bootstrap");
    for (binary, what) in [
        (executable(62), "is built for x86-64, and the functions run on arm64"),
        (executable(8), "is built for another processor"),
        (b"#!/bin/sh".to_vec(), "is built for no Linux at all"),
        (b"\x7fELF".to_vec(), "is built for no Linux at all"),
    ] {
        fs::write(&path, binary).unwrap();
        let refused = refusal(&publish(folder.path(), &["us-east-1"]), None).await;
        assert!(refused.contains(what), "{refused}");
    }
    fs::remove_file(&path).unwrap();
    let refused = refusal(&publish(folder.path(), &["us-east-1"]), None).await;
    assert!(refused.contains("build all functions by `cargo lambda build"), "{refused}");
}

#[test]
fn the_same_binary_makes_the_same_package() {
    let folder = built();
    let path = folder.path().join("aws-core-98-few-rules/bootstrap");
    let first = Artefact::of_binary("one", &path).unwrap();
    let binary = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, &binary).unwrap();
    assert_eq!(Artefact::of_binary("one", &path).unwrap(), first);

    let mut package = zip::ZipArchive::new(std::io::Cursor::new(&first.bytes)).unwrap();
    assert_eq!(package.len(), 1);
    let mut file = package.by_name("bootstrap").unwrap();
    assert_eq!(file.unix_mode().unwrap() & 0o777, 0o755);
    assert_eq!(file.last_modified().unwrap().year(), 1980);
    let mut unpacked = Vec::new();
    file.read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, binary);
}

#[test]
fn a_release_is_named_after_what_is_in_it() {
    let [one, other] = ["one", "other"].map(|it| Artefact::new(it, it.into()));
    let name = release(&[one.clone(), other.clone()]);
    assert_eq!(name, release(&[other.clone(), one.clone()]), "whatever the order");
    assert_ne!(name, release(&[one]));
    assert_ne!(name, release(&[other, Artefact::new("one", b"two".to_vec())]));
    assert!(name.starts_with(concat!(env!("CARGO_PKG_VERSION"), "-")), "{name}");
    assert_eq!(name.len(), env!("CARGO_PKG_VERSION").len() + 1 + 12);
}

#[test]
fn arguments_are_checked() {
    for wrong in ["", "a", "Upper", "-a", "a_b", &"a".repeat(48)] {
        assert!(prefix(wrong).is_err(), "{wrong}");
    }
    assert!(prefix("aws-core-rules-444455556666").is_ok());
    assert!(account("4444555566").is_err() && account("44445555666x").is_err());
    assert!(account(OWNER).is_ok());
}
