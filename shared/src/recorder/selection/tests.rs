use aws_sdk_config::types::{ExclusionByResourceTypes, RecordingStrategy};

use super::*;

fn types(names: &[&str]) -> Vec<ResourceType> {
    names.iter().map(|&name| ResourceType::from(name)).collect()
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn strategy(kind: RecordingStrategyType) -> RecordingStrategy {
    RecordingStrategy::builder().use_only(kind).build()
}

#[test]
fn the_strategy_says_what_counts() {
    let group = || {
        RecordingGroup::builder()
            .include_global_resource_types(true)
            .set_resource_types(Some(types(&["AWS::EC2::Volume"])))
            .exclusion_by_resource_types(
                ExclusionByResourceTypes::builder()
                    .set_resource_types(Some(types(&["AWS::IAM::User"])))
                    .build(),
            )
    };
    let by = |kind| Selection::of(Some(group().recording_strategy(strategy(kind)).build()));
    assert_eq!(
        by(RecordingStrategyType::AllSupportedResourceTypes),
        Selection::All { global_types: true }
    );
    assert_eq!(
        by(RecordingStrategyType::ExclusionByResourceTypes),
        Selection::AllBut(owned(&["AWS::IAM::User"]))
    );
    assert_eq!(
        by(RecordingStrategyType::InclusionByResourceTypes),
        Selection::Only(owned(&["AWS::EC2::Volume"]))
    );
    assert_eq!(
        by("A_STRATEGY_TO_COME".into()),
        Selection::Only(owned(&["AWS::EC2::Volume"])),
        "nothing is presumed of what nobody knows"
    );
}

#[test]
fn older_recorders_have_flags_alone() {
    let all = RecordingGroup::builder().all_supported(true);
    let with_global = all.clone().include_global_resource_types(true).build();
    assert_eq!(Selection::of(Some(with_global)), Selection::All { global_types: true });
    assert_eq!(Selection::of(Some(all.build())), Selection::All { global_types: false });
    let some = RecordingGroup::builder().set_resource_types(Some(types(&["AWS::S3::Bucket"])));
    assert_eq!(Selection::of(Some(some.build())), Selection::Only(owned(&["AWS::S3::Bucket"])));
    assert_eq!(Selection::of(None), Selection::Only(Vec::new()));
}

#[test]
fn types_of_iam_are_recorded_where_all_four_are() {
    let cases = [
        ("all, without the flag", Selection::All { global_types: false }, false),
        ("all, with the flag", Selection::All { global_types: true }, true),
        ("⑥ the four", Selection::Only(owned(&GLOBAL_TYPES)), true),
        ("three of the four", Selection::Only(owned(&GLOBAL_TYPES[1..])), false),
        ("nothing", Selection::Only(Vec::new()), false),
        ("all but nothing", Selection::AllBut(Vec::new()), true),
        ("all but others", Selection::AllBut(owned(&["AWS::EC2::Volume"])), true),
        ("all but one of them", Selection::AllBut(owned(&["AWS::IAM::Policy"])), false),
    ];
    for (case, selection, expected) in cases {
        assert_eq!(selection.includes_global_types("us-east-1"), expected, "{case}");
        assert!(!selection.includes_global_types("eu-central-2"), "{case}, in a later region");
    }
}

#[test]
fn a_type_of_a_region_needs_no_flag() {
    let bucket = "AWS::S3::Bucket";
    let cases = [
        (Selection::All { global_types: false }, true),
        (Selection::AllBut(owned(&["AWS::EC2::Volume"])), true),
        (Selection::AllBut(owned(&[bucket])), false),
        (Selection::Only(owned(&[bucket])), true),
        (Selection::Only(Vec::new()), false),
    ];
    for (selection, expected) in cases {
        for region in ["us-east-1", "eu-central-2"] {
            assert_eq!(selection.includes(bucket, region), expected, "{selection:?} in {region}");
        }
    }
}
