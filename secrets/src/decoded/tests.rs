use std::io::Write;

use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

const SCRIPT: &str =
    "#!/bin/sh\nexport DB_PASSWORD=Tr0ub4dor-and-3\necho started the shop application\n";

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn in_lines(text: &str) -> String {
    let chunks = text.as_bytes().chunks(76).map(|it| String::from_utf8_lossy(it).into_owned());
    chunks.collect::<Vec<_>>().join("\r\n")
}

fn read(encoded: &str) -> (String, bool) {
    let UserData { text, is_opaque } = user_data(encoded);
    (text, is_opaque)
}

#[test]
fn user_data_in_every_form() {
    for encoded in [
        SCRIPT.to_owned(),
        BASE64_STANDARD.encode(SCRIPT),
        BASE64_STANDARD_NO_PAD.encode(SCRIPT),
        in_lines(&BASE64_STANDARD.encode(SCRIPT)),
        BASE64_STANDARD.encode(compressed(SCRIPT)),
        in_lines(&BASE64_STANDARD.encode(compressed(SCRIPT))),
    ] {
        assert_eq!(read(&encoded), (SCRIPT.to_owned(), false), "{encoded}");
    }
    assert_eq!(read(""), (String::new(), false));
}

#[test]
fn what_cannot_be_read_is_said() {
    let cut = &compressed(SCRIPT)[..30];
    assert_eq!(read(&BASE64_STANDARD.encode(cut)), (String::new(), true), "cut short");
    assert!(read(&BASE64_STANDARD.encode([0x7f, b'E', b'L', b'F', 0, 1, 2])).1, "a program");
    let bomb = "a".repeat(5 << 20);
    assert!(read(&BASE64_STANDARD.encode(compressed(&bomb))).1, "too large");
    assert!(!read(&BASE64_STANDARD.encode(b"echo gr\xfc\xdfe aus dem Laden; exit 0")).1, "Latin-1");
}

#[test]
fn layers_within() {
    let mime = format!(
        "Content-Type: multipart/mixed; boundary=\"==b==\"\n\n--==b==\nContent-Transfer-Encoding: base64\n\n{}\n--==b==--\n",
        in_lines(&BASE64_STANDARD.encode(compressed(SCRIPT)))
    );
    let cloud_config = format!(
        "#cloud-config\nwrite_files:\n- encoding: b64\n  content: {}\n  path: /etc/app\n",
        BASE64_STANDARD.encode(SCRIPT)
    );
    let shell = format!("echo {} | base64 -d > /etc/app", BASE64_STANDARD_NO_PAD.encode(SCRIPT));
    let assigned = format!("CONFIG={}", BASE64_STANDARD.encode(SCRIPT));
    let twice = BASE64_STANDARD.encode(BASE64_STANDARD.encode(SCRIPT));
    let wide: Vec<u8> = SCRIPT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let powershell = format!("powershell -EncodedCommand {}", BASE64_STANDARD.encode(wide));
    for text in [mime, cloud_config, shell, assigned, twice, powershell] {
        assert!(layers(&text).iter().any(|it| it.trim() == SCRIPT.trim()), "{text}");
    }
}
