use super::*;

fn advance(paging: &mut Paging, token: &str) -> Result<bool> {
    paging.advance(Some(token.to_owned()))
}

#[test]
fn a_listing_ends_without_a_token() {
    for end in [None, Some(String::new())] {
        let mut paging = Paging::of("rds:DescribeDBClusters");
        assert_eq!(paging.token(), None);
        assert_eq!(advance(&mut paging, "a"), Ok(true));
        assert_eq!(paging.token().as_deref(), Some("a"));
        assert_eq!(advance(&mut paging, "b"), Ok(true));
        assert_eq!(paging.token().as_deref(), Some("b"));
        assert_eq!(paging.advance(end), Ok(false));
        assert_eq!(paging.token(), None);
    }
}

#[test]
fn a_listing_that_goes_in_circles_is_an_error() {
    for circle in [&["a", "a"][..], &["a", "b", "a"], &["a", "b", "c", "b"]] {
        let mut paging = Paging::of("rds:DescribeDBClusters");
        let (again, tokens) = circle.split_last().unwrap();
        for token in tokens {
            assert_eq!(advance(&mut paging, token), Ok(true));
        }
        let error = advance(&mut paging, again).unwrap_err();
        assert_eq!(error.code(), Code::CallFailed);
        assert_eq!(error.brief(), "repeated token on rds:DescribeDBClusters");
    }
}

#[test]
fn a_page_that_says_there_is_another_must_say_how_to_get_it() {
    let mut paging = Paging::of("iam:ListUsers");
    let token = |text: &str| Some(text.to_owned());
    assert_eq!(paging.advance_if(true, token("a")), Ok(true));
    assert_eq!(paging.token().as_deref(), Some("a"));
    // What IAM sends with the last page means nothing.
    assert_eq!(paging.advance_if(false, token("a")), Ok(false));
    assert_eq!(paging.token(), None);
    for missing in [None, token("")] {
        let error = Paging::of("iam:ListUsers").advance_if(true, missing).unwrap_err();
        assert_eq!(error.code(), Code::CallFailed);
        assert_eq!(error.to_string(), "no token for the next page on iam:ListUsers");
    }
    let mut paging = Paging::of("iam:ListUsers");
    assert_eq!(paging.advance_if(true, token("a")), Ok(true));
    assert!(paging.advance_if(true, token("a")).is_err());
}
