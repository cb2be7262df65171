use super::*;

#[test]
fn words_of_a_command() {
    let texts = |line| words(line).iter().map(|it| it.text).collect::<Vec<_>>();
    assert_eq!(texts("a 'b c' \"d\", e;"), ["a", "b c", "d", "e"]);
    assert_eq!(texts("  \"ä"), ["ä"]);
    assert_eq!(texts(""), Vec::<&str>::new());
}
