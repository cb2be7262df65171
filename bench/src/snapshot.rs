//! A snapshot of AWS Config: security groups, in the form and of the size that real ones have.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";
/// One group of so many is open to the Internet where it must not be.
const OPEN: usize = 100;

/// Writes a snapshot of `items` security groups to `path`, one at a time; returns its size in
/// bytes.
pub(crate) fn write(path: &Path, items: usize) -> io::Result<u64> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let head = json!({
        "fileVersion": "1.0",
        "configSnapshotId": "00000000-0000-4000-8000-000000000000",
        "configurationItems": [],
    });
    let head = head.to_string();
    // The list is where the items go, whatever stands around it.
    let (before, after) = head.split_once("[]").unwrap_or_default();
    file.write_all(before.as_bytes())?;
    for number in 0..items {
        file.write_all(if number == 0 { b"[" } else { b"," })?;
        serde_json::to_writer(&mut file, &item(number))?;
    }
    file.write_all(b"]")?;
    file.write_all(after.as_bytes())?;
    file.into_inner()?.metadata().map(|it| it.len())
}

/// The configuration item of the group with this number.
fn item(number: usize) -> Value {
    let id = format!("sg-{number:017x}");
    let vpc = format!("vpc-{:017x}", number / 50);
    let name = format!("service-{number}");
    let web = json!(["0.0.0.0/0"]);
    let ssh =
        if number.is_multiple_of(OPEN) { json!(["0.0.0.0/0"]) } else { json!(["10.0.0.0/8"]) };
    let permissions = [
        permission("tcp", Some(443), &web, &json!([{ "cidrIpv6": "::/0" }]), &json!([])),
        permission("tcp", Some(80), &web, &json!([]), &json!([])),
        permission("tcp", Some(22), &ssh, &json!([]), &json!([])),
        permission("tcp", Some(5432), &json!([]), &json!([]), &pair(number + 1)),
        permission("-1", None, &json!([]), &json!([]), &pair(number)),
    ];
    let egress = [permission("-1", None, &web, &json!([]), &json!([]))];
    let related = |resource_type: &str, id: &str, name: &str| {
        json!({
            "resourceId": id, "resourceName": null, "resourceType": resource_type, "name": name
        })
    };
    json!({
        "relatedEvents": [],
        "relationships": [
            related("AWS::EC2::VPC", &vpc, "Is contained in Vpc"),
            related("AWS::EC2::NetworkInterface", &format!("eni-{number:017x}"), "Is associated with NetworkInterface"),
            related("AWS::EC2::Instance", &format!("i-{number:017x}"), "Is associated with Instance"),
        ],
        "configuration": {
            "description": format!("What {name} may be reached by"),
            "groupName": name,
            "ipPermissions": permissions,
            "ownerId": ACCOUNT,
            "groupId": id,
            "ipPermissionsEgress": egress,
            "tags": tags(&name),
            "vpcId": vpc,
        },
        "supplementaryConfiguration": {},
        "tags": { "Name": name, "team": "platform", "stage": "production" },
        "configurationItemVersion": "1.3",
        "configurationItemCaptureTime": "2026-03-01T08:00:00.000Z",
        "configurationStateId": 1_772_352_000_000_u64,
        "awsAccountId": ACCOUNT,
        "configurationItemStatus": "OK",
        "resourceType": "AWS::EC2::SecurityGroup",
        "resourceId": id,
        "resourceName": name,
        "ARN": format!("arn:aws:ec2:{REGION}:{ACCOUNT}:security-group/{id}"),
        "awsRegion": REGION,
        "availabilityZone": "Not Applicable",
        "configurationStateMd5Hash": "",
    })
}

fn permission(protocol: &str, port: Option<u16>, v4: &Value, v6: &Value, groups: &Value) -> Value {
    let described = v4.as_array().map_or(&[][..], Vec::as_slice).iter();
    let described: Vec<Value> =
        described.map(|it| json!({ "cidrIp": it, "description": "As agreed" })).collect();
    let mut permission = json!({
        "ipProtocol": protocol,
        "ipv6Ranges": v6,
        "prefixListIds": [],
        "userIdGroupPairs": groups,
        "ipv4Ranges": described,
        "ipRanges": v4,
    });
    if let Some(port) = port {
        permission["fromPort"] = port.into();
        permission["toPort"] = port.into();
    }
    permission
}

fn pair(group: usize) -> Value {
    json!([{ "groupId": format!("sg-{group:017x}"), "userId": ACCOUNT }])
}

fn tags(name: &str) -> Value {
    json!([
        { "key": "Name", "value": name },
        { "key": "team", "value": "platform" },
        { "key": "stage", "value": "production" },
    ])
}
