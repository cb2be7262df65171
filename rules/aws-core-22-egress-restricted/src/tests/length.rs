//! More than an annotation holds.

use super::*;

#[test]
fn what_does_not_fit_is_counted() {
    let many: Vec<Value> = (0..100).map(|it| tcp(1000 + 2 * it, 1000 + 2 * it, ALL)).collect();
    check(vec![(
        "many ports",
        many.into(),
        &[],
        C,
        "Egress to the Internet is limited to TCP 1000, TCP 1002, TCP 1004, TCP 1006, TCP 1008, \
         TCP 1010, TCP 1012, TCP 1014, TCP 1016, TCP 1018, TCP 1020, TCP 1022, TCP 1024, TCP 1026, \
         TCP 1028, TCP 1030, TCP 1032, TCP 1034, TCP 1036, TCP 1038, and 80 more.",
    )]);
    let block = |it: i32| format!("{}.0.0.0/7", 2 * it);
    let many: Vec<Value> = (1..41)
        .map(|it| tcp(1600 * (it - 1), if it == 40 { 65535 } else { 1600 * it - 1 }, &[&block(it)]))
        .collect();
    check(vec![(
        "many destinations",
        many.into(),
        &[],
        NC,
        "Egress allows TCP 0-1599 to 2.0.0.0/7; TCP 1600-3199 to 4.0.0.0/7; TCP 3200-4799 to \
         6.0.0.0/7; TCP 4800-6399 to 8.0.0.0/7; TCP 6400-7999 to 10.0.0.0/7; TCP 8000-9599 to \
         12.0.0.0/7; TCP 9600-11199 to 14.0.0.0/7; 33 more findings.",
    )]);
}

/// As many permissions as AWS allows, each within the one before and to a block of its own.
#[test]
fn a_thousand_permissions_that_overlap() {
    let block = |it: i32| format!("{}.{}.0.0/16", 130 + it / 256, it % 256);
    let many = |first: i32| -> Vec<Value> {
        (0..1000).map(|it| tcp(first + it, 65535 - it, &[&block(it), "0.0.0.0/1"])).collect()
    };
    check(vec![
        (
            "on all ports",
            many(1).into(),
            &[],
            NC,
            "Egress allows TCP 1-511 and 65025-65535 to 0.0.0.0/1; TCP 512-65024 to 0.0.0.0/1 and \
             130.0.0.0/7 (512 blocks).",
        ),
        (
            "on all but two",
            many(3).into(),
            &[],
            C,
            "Egress to the Internet is limited to TCP 3-65535.",
        ),
    ]);
}
