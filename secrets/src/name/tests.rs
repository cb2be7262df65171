use super::*;

#[test]
fn a_name_falls_into_words() {
    for (name, expected) in [
        ("DB_PASSWORD", "db password"),
        ("dbPassword", "db password"),
        ("DBPassword", "db password"),
        ("db-password.primary", "db password primary"),
        ("PASSWORD1", "password"),
        ("PASSWORD_2", "password"),
        ("DB2PASSWORD", "db password"),
        ("s3Token", "s token"),
        ("APIKey", "api key"),
        ("apikey", "apikey"),
        ("XMLHTTPRequest", "xmlhttp request"),
        ("spring.datasource.password", "spring datasource password"),
        ("__", ""),
        ("", ""),
        ("42", ""),
        ("schlüsselÄnderung", "schlüssel änderung"),
    ] {
        assert_eq!(words(name).join(" "), expected, "{name}");
    }
}

#[test]
fn words_have_letters() {
    assert!(Words::new([]).unwrap().in_name("PASSWORD").is_none());
    for wrong in ["_", "42", ""] {
        assert!(Words::new([wrong.to_owned()]).is_err(), "{wrong}");
    }
}
