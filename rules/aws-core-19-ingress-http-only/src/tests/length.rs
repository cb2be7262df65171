//! More findings than an annotation holds.

use super::*;

#[test]
fn what_does_not_fit_is_counted() {
    let many: Vec<Value> = (0..200).map(|it| tcp(1000 + 2 * it, ALL)).collect();
    check(vec![(
        "many ports",
        many.into(),
        &[],
        NC,
        "TCP 1000, 1002, 1004, 1006, 1008, 1010, 1012, 1014, 1016, 1018, 1020, 1022, 1024, 1026, 1028, \
         1030, 1032, 1034, 1036, 1038, 1040, 1042, 1044, 1046, 1048, 1050, 1052, 1054, 1056, 1058, \
         1060, 1062, 1064, 1066, 1068, 1070, and 164 more open to 0.0.0.0/0.",
    )]);
    let many: Vec<Value> = (0..50)
        .flat_map(|it| [tcp(1000 + 2 * it, ALL), tcp(1001 + 2 * it, ALL_V6), udp(2 * it, BOTH)])
        .collect();
    check(vec![(
        "many ports by each family",
        many.into(),
        &[],
        NC,
        "TCP 1000, 1002, 1004, 1006, 1008, 1010, 1012, 1014, 1016, and 41 more open to 0.0.0.0/0. \
         TCP 1001, 1003, 1005, 1007, 1009, 1011, 1013, 1015, 1017, and 41 more open to ::/0. \
         UDP 0, 2, 4, 6, 8, 10, 12, 14, 16, and 41 more open to 0.0.0.0/0 and ::/0.",
    )]);
    let many: Vec<Value> =
        (0..30).map(|it| tcp(1000 + it, &[format!("{}.0.0.0/7", 2 + 2 * it).as_str()])).collect();
    check(vec![(
        "many sources",
        many.into(),
        &[],
        NC,
        "TCP 1000 open to 2.0.0.0/7. TCP 1001 open to 4.0.0.0/7. TCP 1002 open to 6.0.0.0/7. \
         TCP 1003 open to 8.0.0.0/7. TCP 1004 open to 10.0.0.0/7. TCP 1005 open to 12.0.0.0/7. \
         TCP 1006 open to 14.0.0.0/7. TCP 1007 open to 16.0.0.0/7. 22 more findings.",
    )]);
}

/// As many permissions as AWS allows, each within the one before and from a block of its own.
#[test]
fn a_thousand_permissions_that_overlap() {
    let block = |it: i32| format!("{}.{}.0.0/15", 130 + it / 128, it % 128 * 2);
    let many = (0..1000).map(|it| from("tcp", (it, 2000 - it), &[&block(it), "0.0.0.0/1"]));
    check(vec![(
        "a thousand",
        many.collect(),
        &[],
        NC,
        "TCP 0-79, and 2 more open to 0.0.0.0/1. TCP 255-442, and 2 more open to 0.0.0.0/1 and \
         130.0.0.0/7 (256 blocks). TCP 511-766, and 1 more open to 0.0.0.0/1, 130.0.0.0/7 (256 \
         blocks) and 132.0.0.0/7 (256 blocks). 1 more finding.",
    )]);
}
