//! How much a workbook is when it is inflated and taken apart: little may become more than memory
//! holds.

use std::io::{self, Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::questionnaire::filled::Problem;

/// The most bytes that the parts of a workbook may have together, inflated.
const MOST: u64 = 64 * 1024 * 1024;
/// The most parts: a workbook of two sheets has a dozen.
const PARTS: usize = 1000;
/// The most tags of all its parts together, opening and closing: a form has some thousands, and a
/// program that formats the cells of a thousand empty rows adds tens of thousands.
const TAGS: usize = 250_000;
/// The most elements in the list of styles, and the longest tag of it, in bytes: whoever reads it copies
/// into each style the fonts and formats that it refers to. Excel takes 255 characters for a format.
const STYLES: usize = 20_000;
const LONGEST_STYLE: usize = 2 * 1024;

/// Whether `file` can be read without running out of memory. What its directory says of the sizes
/// is not believed.
pub(super) fn check(file: &[u8]) -> Result<(), Problem> {
    check_at_most(file, MOST)
}

fn check_at_most(file: &[u8], most: u64) -> Result<(), Problem> {
    let wrong = |text: String| Problem::new("the file", text);
    let unreadable = |error: &dyn std::fmt::Display| {
        wrong(format!("is no workbook (.xlsx) that can be read: {error}"))
    };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(file)).map_err(|error| unreadable(&error))?;
    let too_much = || wrong(format!("inflates to more than {} MiB", most / 1024 / 1024));
    if archive.len() > PARTS {
        return Err(wrong(format!("has more than {PARTS} parts")));
    }
    let (mut left, mut tags) = (most, TAGS);
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|error| unreadable(&error))?;
        let name = part.name().map_err(|error| unreadable(&error))?.to_ascii_lowercase();
        let is_xml = [".xml", ".rels", ".vml"].iter().any(|it| name.ends_with(it));
        let (mut part, mut xml) = (part.take(left + 1), Vec::new());
        let inflated = if is_xml {
            part.read_to_end(&mut xml).map(|it| it as u64)
        } else {
            io::copy(&mut part, &mut io::sink())
        };
        let inflated = inflated.map_err(|error| unreadable(&error))?;
        left = left.checked_sub(inflated).ok_or_else(too_much)?;
        let its = xml.split(|it| *it == b'<').count() - 1;
        tags = tags.checked_sub(its).ok_or_else(|| {
            wrong("has more cells, styles or texts than a questionnaire".to_owned())
        })?;
        if name.ends_with("sharedstrings.xml") && !believable(&xml) {
            return Err(wrong("announces more texts than it holds".to_owned()));
        }
        if name.ends_with("styles.xml") && !are_plain(&xml) {
            return Err(wrong("has more styles than a questionnaire, or a longer one".to_owned()));
        }
    }
    Ok(())
}

/// Whether the list of texts announces no more of them than it has bytes: whoever reads it makes
/// room for so many.
fn believable(strings: &[u8]) -> bool {
    let mut reader = Reader::from_reader(strings);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(list)) if list.local_name().as_ref() == "sst" => {
                let mut attributes = list.attributes();
                return attributes.with_checks(false).all(|it| {
                    it.is_ok_and(|it| {
                        let count = it.value.trim().parse::<usize>();
                        it.key.as_ref() != "uniqueCount"
                            || count.is_ok_and(|it| it <= strings.len())
                    })
                });
            }
            // Whoever reads it finds no list, either, and says so.
            Ok(Event::Eof) | Err(_) => return true,
            Ok(_) => {}
        }
    }
}

/// Whether a list of styles is neither so long nor has such long parts that reading it, which copies
/// the ones into the others, takes much.
fn are_plain(styles: &[u8]) -> bool {
    let mut reader = Reader::from_reader(styles);
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut elements) = (Vec::new(), 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                elements += 1;
                if elements > STYLES || tag.len() > LONGEST_STYLE {
                    return false;
                }
            }
            // Whoever reads it stops there, too.
            Ok(Event::Eof) | Err(_) => return true,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[usize]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (number, size) in (0..).zip(parts) {
            archive.start_file(format!("{number}.xml"), SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![0; *size]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_small_file_that_inflates_to_much_is_refused() {
        const MIB: usize = 1024 * 1024;
        let told = |parts: &[usize]| check_at_most(&archive(parts), MIB as u64).err();
        assert_eq!(told(&[MIB - 1, 1]), None);
        let text = "the file: inflates to more than 1 MiB";
        for parts in [&[MIB + 1][..], &[MIB - 1, 2], &[1, MIB, 1]] {
            assert!(archive(parts).len() < 8 * 1024);
            assert_eq!(told(parts).unwrap().to_string(), text);
        }
        let told = told(&[0; PARTS + 1]).unwrap().to_string();
        assert_eq!(told, "the file: has more than 1000 parts");
    }

    #[test]
    fn a_list_that_announces_what_it_does_not_hold_is_refused() {
        let told = |list: &str| {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file("xl/SharedStrings.xml", SimpleFileOptions::default()).unwrap();
            archive.write_all(list.as_bytes()).unwrap();
            check(&archive.finish().unwrap().into_inner()).err().map(|it| it.to_string())
        };
        for fine in [
            "<sst uniqueCount=\"1\"><si><t>a</t></si></sst>",
            "<sst count=\"99999999999\"/>",
            "<sst/>",
            "no list",
            "",
        ] {
            assert_eq!(told(fine), None, "{fine}");
        }
        for list in [
            "<sst uniqueCount=\"99999999999\"><si><t>a</t></si></sst>",
            "<!-- --><x:sst count='1' uniqueCount='100'/>",
            "<sst uniqueCount=\"1\" uniqueCount=\"99999999999\"/>",
            "<sst uniqueCount=\"many\"/>",
        ] {
            let text = "the file: announces more texts than it holds";
            assert_eq!(told(list).as_deref(), Some(text), "{list}");
        }
    }

    fn told(name: &str, xml: &str) -> Option<String> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
        check(&archive.finish().unwrap().into_inner()).err().map(|it| it.to_string())
    }

    #[test]
    fn a_small_file_of_many_tags_is_refused() {
        let name = "xl/worksheets/sheet1.xml";
        assert_eq!(told(name, &"<c/>".repeat(TAGS)), None);
        let text = "the file: has more cells, styles or texts than a questionnaire";
        assert_eq!(told(name, &"<c/>".repeat(TAGS + 1)).as_deref(), Some(text));
        assert_eq!(told("xl/media/image1.png", &"<c/>".repeat(TAGS + 1)), None);
    }

    #[test]
    fn styles_that_copy_each_other_are_refused() {
        let format =
            |length| format!("<numFmt numFmtId=\"200\" formatCode=\"{}\"/>", "0".repeat(length));
        assert_eq!(told("xl/styles.xml", &(format(1500) + &"<xf/>".repeat(STYLES - 1))), None);
        let text = "the file: has more styles than a questionnaire, or a longer one";
        for styles in
            [format(LONGEST_STYLE), "<xf/>".repeat(STYLES + 1), "<xf></xf>".repeat(STYLES + 1)]
        {
            assert_eq!(told("xl/Styles.xml", &styles).as_deref(), Some(text));
        }
        // A sign within an attribute ends no tag.
        let hidden = format(LONGEST_STYLE).replace("=\"0", "=\"&gt;>");
        assert_eq!(told("xl/styles.xml", &hidden).as_deref(), Some(text));
    }

    #[test]
    fn a_directory_that_understates_a_part_is_no_way_around() {
        const MIB: usize = 1024 * 1024;
        let mut lying = archive(&[2 * MIB]);
        let size = u32::try_from(2 * MIB).unwrap().to_le_bytes();
        while let Some(at) = lying.windows(4).position(|it| it == size) {
            lying[at..at + 4].copy_from_slice(&8_u32.to_le_bytes());
        }
        assert!(check_at_most(&lying, MIB as u64).is_err());
    }
}
