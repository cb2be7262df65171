//! A function that does as it is told, for the tests of the harness.

use std::time::Duration;

use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lambda_runtime::run(service_fn(probe)).await
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "its log is what is tested")]
async fn probe(event: LambdaEvent<Value>) -> Result<Value, Diagnostic> {
    let payload = event.payload;
    match payload["do"].as_str() {
        Some("fail") => {
            return Err(Diagnostic {
                error_type: "Refused".to_owned(),
                error_message: "as it was told".to_owned(),
            });
        }
        Some("crash") => std::process::exit(7),
        Some("crash afterwards") => {
            tokio::spawn(async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                std::process::exit(8);
            });
        }
        Some("hang") => tokio::time::sleep(Duration::from_hours(1)).await,
        Some("wait") => tokio::time::sleep(Duration::from_millis(20)).await,
        Some("write") => {
            println!("{}", json!({ "code": "Written" }));
            eprintln!("not JSON");
        }
        Some("environment") => {
            let names: Vec<String> = std::env::vars().map(|(name, _)| name).collect();
            return Ok(json!(names));
        }
        _ => {}
    }
    Ok(json!({
        "payload": payload,
        "process": std::process::id(),
        "function": event.context.invoked_function_arn,
        "request": event.context.request_id,
    }))
}
