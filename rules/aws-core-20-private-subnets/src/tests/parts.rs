//! What of a region is judged anew when something changes.

use serde_json::{Value, json};
use shared::{Cause, ConfigurationItem};

use super::{facts, instance, interface_in, invocation, item, none, within};
use crate::region::Part;
use crate::workload::Workload;

#[test]
fn what_a_change_concerns() {
    let change = |resource_type: &str, configuration: Value| {
        let item = json!({
            "resourceType": resource_type, "resourceId": "it", "configuration": configuration,
        });
        let item = ConfigurationItem::from_json(&item.to_string()).unwrap();
        Part::changed_by(&invocation(Cause::Change(Box::new(item))))
    };
    assert_eq!(Part::changed_by(&invocation(Cause::Schedule)), Ok(Part::Whole));
    assert_eq!(change("AWS::EC2::Subnet", json!({})), Ok(Part::Subnet("it".to_owned())));
    assert_eq!(
        change("AWS::EC2::RouteTable", json!({"vpcId": "vpc-1"})),
        Ok(Part::Table { id: "it".to_owned(), vpc_id: "vpc-1".to_owned() })
    );
    assert!(change("AWS::EC2::RouteTable", json!({})).is_err());
}

#[test]
fn what_depends_on_a_table() {
    for (case, configuration, table, expected) in [
        ("its own", within("subnet-1", None), "rtb-1", true),
        ("another subnet's", within("subnet-1", None), "rtb-2", false),
        ("the main one", within("subnet-5", None), "rtb-0", true),
        ("the main one now, another until now", within("subnet-5", None), "rtb-2", true),
        ("the main one of another", within("subnet-1", None), "rtb-0", false),
        (
            "of one interface",
            instance([
                interface_in("vpc-1", "subnet-2", None),
                interface_in("vpc-1", "subnet-1", None),
            ]),
            "rtb-1",
            true,
        ),
        (
            "none that is visible",
            instance([interface_in("vpc-3", "subnet-3", None)]),
            "rtb-3",
            true,
        ),
    ] {
        let workload = Workload::recorded(&item(&configuration, &none())).unwrap();
        assert_eq!(facts(workload).depends_on_table(table), expected, "{case}");
    }
}
