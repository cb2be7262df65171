//! Writes the forms of a saved report: `forms --from report.json --output folder`.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use answers::Report;
use answers::forms::{asff, csv, junit, ocsf, oscal, xlsx};

type Form = fn(&Report, &mut dyn Write) -> io::Result<()>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [_, from, _, folder] = arguments.as_slice() else {
        return Err("usage: forms --from report.json --output folder".into());
    };
    let report = Report::read(&fs::read(from)?)?;
    fs::create_dir_all(folder)?;
    let forms: [(&str, Form); 8] = [
        ("answers.csv", csv::answers),
        ("asff.jsonl", asff::write),
        ("evidence.csv", csv::evidence),
        ("junit.xml", junit::write),
        ("ocsf.jsonl", ocsf::write),
        ("oscal.json", oscal::write),
        ("report.json", |report, out| Ok(serde_json::to_writer_pretty(out, report)?)),
        ("report.xlsx", xlsx::write),
    ];
    for (name, write) in forms {
        let mut file = BufWriter::new(File::create(Path::new(folder).join(name))?);
        write(&report, &mut file)?;
        file.flush()?;
    }
    Ok(())
}
